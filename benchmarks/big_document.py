"""One document with very many spans: does time grow with their number, or with its square?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow.parquet import write_table

from benchmarks.draw import Ints
from benchmarks.schemas import DOCUMENTS, ENTITIES, PREDICTIONS

Shape = Callable[[int], tuple[Ints, Ints]]


def identical(number: int) -> tuple[Ints, Ints]:
    """All spans at one place."""
    return np.zeros(number, np.int64), np.full(number, 5)


def nested(number: int) -> tuple[Ints, Ints]:
    """Each span within the one before."""
    return np.arange(number), 2 * number - np.arange(number)


SHAPES: dict[str, Shape] = {"identical": identical, "nested": nested}


def generate(folder: Path, shape: str, number: int) -> None:
    """Write a corpus of one document with ``number`` spans, and as many predicted ones.

    The predicted ones are the gold in reverse order, of another type in every tenth place.
    """
    starts, ends = SHAPES[shape](number)
    text = "Rabat " * (int(ends.max()) // 6 + 1)
    none = pa.nulls(1, pa.string())
    ids, language, texts = (pa.array([value]) for value in ("one", "en", text))
    kinds = np.zeros(number, np.int64)
    zones = pa.array([[]], DOCUMENTS.field("zones").type)
    _write(
        folder / "corpus/data/documents",
        pa.table([ids, language, none, texts, zones, texts, none, none, none], schema=DOCUMENTS),
    )
    item = ENTITIES.field("entities").type.value_type
    columns = {
        "start": pa.array(starts, pa.int32()), "end": pa.array(ends, pa.int32()),
        "type": pa.array(kinds), "mention": pa.array(kinds),
        "text": _surfaces(shape, number),
    }  # fmt: skip
    values = pa.StructArray.from_arrays(
        [columns.get(field.name, pa.nulls(number, field.type)) for field in item],
        fields=list(item),
    )
    _write(
        folder / "corpus/data/entities",
        pa.table([ids, language, texts, _one_list(values)], schema=ENTITIES),
    )
    kinds[::10] = 1
    predicted = pa.StructArray.from_arrays(
        [
            pa.array(starts[::-1], pa.int32()),
            pa.array(ends[::-1], pa.int32()),
            pa.array(["PER", "ORG"]).take(pa.array(kinds)),
        ],
        fields=list(PREDICTIONS.field("entities").type.value_type),
    )
    write_table(
        pa.table([ids, _one_list(predicted)], schema=PREDICTIONS), folder / "predictions.parquet"
    )


def _surfaces(shape: str, number: int) -> pa.Array:
    """The words of each span; left out for nested ones, whose words would fill gigabytes."""
    return pa.array(["Rabat" if shape == "identical" else None] * number, pa.string())


def _one_list(values: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values)


def _write(folder: Path, table: pa.Table) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_table(table, folder / "test-00000-of-00001.parquet")
