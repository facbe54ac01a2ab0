"""Whether values that Arrow read from JSON are such as the predictions format takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tipbench.prediction_format import Kind


def fit(columns: Mapping[str, Any], kinds: Mapping[str, Kind], text: bytes) -> bool:
    """Whether columns are such as the format takes.

    Where Arrow's reading does not tell, as of a null that may have been an absent key, the answer
    is no.

    Args:
        columns: Arrow arrays by the key that they were read from.
        kinds: What the format has.
        text: The JSON that they were read from.
    """
    required = (name for name, kind in kinds.items() if kind.required)
    return (
        columns.keys() <= kinds.keys()
        and columns.keys() >= {*required}
        and all(
            _nulls_fit(column, kinds[name], name, text) and _values_fit(column, kinds[name], text)
            for name, column in columns.items()
        )
    )


def _nulls_fit(column: Any, kind: Kind, name: str, text: bytes) -> bool:
    """Whether a null is said only where it may be, and said where it has to be."""
    if not column.null_count or (kind.nullable and not kind.required):
        return True
    if kind.required and not kind.nullable:
        return False
    key = f'"{name}"'.encode()
    if kind.required:
        return len(re.findall(key + rb"\s*:", text)) == len(column)
    if b"null" not in text:
        return True
    # A letter of the key may be escaped.
    return text.count(key) <= len(column) - column.null_count and not _LETTER.search(text)


_LETTER = re.compile(rb"\\u00[4-7]")


def _values_fit(column: Any, kind: Kind, text: bytes) -> bool:
    import pyarrow as pa

    types = pa.types
    if types.is_null(column.type):
        return True
    if kind.is_list:
        if not types.is_list(column.type):
            return False
        column = column.flatten()
        if column.null_count:
            return False
        if types.is_null(column.type):
            return True
    if kind.fields is not None:
        return types.is_struct(column.type) and fit(_fields(column), kind.fields, text)
    if kind.name == "int":
        return bool(types.is_int64(column.type))
    # Strings that look like a time are read as one.
    return any(is_text(column.type) for is_text in (types.is_string, types.is_timestamp))


def _fields(struct: Any) -> dict[str, Any]:
    return {field.name: struct.field(field.name) for field in struct.type}
