"""The columns that predictions have in parquet; files of other ones are refused as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tipbench.prediction_format import Kind, record_fields


def check_schema(schema: Any) -> str | None:
    """What is wrong with the columns of a parquet file; ``None`` where nothing is.

    Args:
        schema: Its Arrow schema.

    >>> import pyarrow as pa
    >>> check_schema(pa.schema([("doc_id", pa.int64())]))
    'column doc_id has type int64; expected strings'
    """
    columns = {field.name: field.type for field in schema}
    problems = _check(columns, record_fields(), "")
    return "; ".join(problems) if problems else None


def _check(found: Mapping[str, Any], fields: Mapping[str, Kind], within: str) -> list[str]:
    """What is wrong with columns, or with the fields of a struct."""
    problems = []
    for name, kind in fields.items():
        if name in found:
            problems += _check_type(found[name], kind, f"{within}{name}")
        elif kind.required:
            problems.append(f"found no column {within}{name}; expected one of {kind.expected}")
    for name in found:
        if name not in fields:
            problems.append(f"unknown column {within}{name}; expected {', '.join(fields)}")
    return problems


def _check_type(type: Any, kind: Kind, name: str) -> list[str]:
    import pyarrow as pa

    if pa.types.is_null(type):
        return []
    if pa.types.is_dictionary(type):
        type = type.value_type
    if kind.is_list and _is_list(type):
        type = type.value_type
        if pa.types.is_null(type):
            return []
    elif kind.is_list:
        return [f"column {name} has type {type}; expected {kind.expected}"]
    if kind.fields is not None and pa.types.is_struct(type):
        inner = {type.field(index).name: type.field(index).type for index in range(len(type))}
        return _check(inner, kind.fields, f"{name}.")
    fits = {
        "int": pa.types.is_integer,
        "str": lambda type: (
            pa.types.is_string(type)
            or pa.types.is_large_string(type)
            or pa.types.is_string_view(type)
        ),
    }.get(kind.name)
    if fits is not None and fits(type):
        return []
    return [f"column {name} has type {type}; expected {kind.expected}"]


def _is_list(type: Any) -> bool:
    import pyarrow as pa

    return bool(
        pa.types.is_list(type) or pa.types.is_large_list(type) or pa.types.is_fixed_size_list(type)
    )
