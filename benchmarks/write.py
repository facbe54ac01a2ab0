"""Writes batches as a corpus folder, as predictions in three forms, and as peers like them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.parquet import ParquetWriter

from benchmarks.draw import Batch, Ints, Spans
from benchmarks.flat import TAGS, tag_numbers
from benchmarks.schemas import (
    DOCUMENTS,
    ENTITIES,
    INVENTORY,
    LABEL,
    OFFSET,
    PREDICTIONS,
    TAGGED,
    TEXT,
)
from benchmarks.words import LANGUAGES, TYPES, Entities, Vocabulary

SHARDS = 8


class Writer:
    """Writes one data set, batch after batch; memory is that of a batch.

    Use it as a context manager. What it writes into ``folder``:

    ``corpus/``
        A folder in the layout of the repository's ``corpus/``.
    ``predictions.parquet``, ``shards/*.parquet``, ``predictions.jsonl``
        The same answers three times, in offsets of the clean view: in parquet offsets and type
        alone, in JSON with all that tipbench itself writes of an entity.
    ``peers/gold.parquet``, ``peers/tags.parquet``
        The gold names of the clean view, and the IOB2 tags of both sides: what other scorers take.
    """

    def __init__(self, folder: Path, documents: int, words: Vocabulary) -> None:
        self._folder = folder
        self._documents = documents
        self._pieces = pa.array(words.pieces)
        self._stack = ExitStack()
        self._written = 0
        self.gold = 0
        self.predicted = 0
        self.characters = 0

    def __enter__(self) -> Writer:
        """Open all files but the shards."""
        self._data = self._parquet("corpus/data/documents/test-00000-of-00001.parquet", DOCUMENTS)
        self._layer = self._parquet("corpus/data/entities/test-00000-of-00001.parquet", ENTITIES)
        self._one = self._parquet("predictions.parquet", PREDICTIONS)
        self._gold = self._parquet("peers/gold.parquet", PREDICTIONS)
        self._tags = self._parquet("peers/tags.parquet", TAGGED)
        path = self._folder / "predictions.jsonl"
        self._lines: BinaryIO = self._stack.enter_context(path.open("wb"))
        self._shards: dict[int, ParquetWriter] = {}
        return self

    def __exit__(self, *_: object) -> None:
        """Close all files."""
        self._stack.close()

    def _parquet(self, name: str, schema: pa.Schema) -> ParquetWriter:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return self._stack.enter_context(ParquetWriter(path, schema))

    def write(self, batch: Batch) -> None:
        """Write one batch, as one row group of every file."""
        number = len(batch.language)
        ids = pa.array([f"bench-{self._written + index:07d}" for index in range(number)])
        tokens = batch.tokens
        kept = np.flatnonzero(tokens.content)
        clean = _texts(self._pieces, tokens.piece[kept], np.searchsorted(kept, tokens.first))
        self._write_corpus(batch, ids, clean)
        predictions = _spans_table(ids, batch, batch.predicted)
        self._one.write_table(predictions, row_group_size=number)
        self._shard().write_table(predictions, row_group_size=number)
        self._lines.write(_json_lines(predictions, clean))
        gold = batch.gold[batch.gold.name & tokens.content[batch.gold.first]]
        self._gold.write_table(_spans_table(ids, batch, gold), row_group_size=number)
        self._tags.write_table(_tags_table(batch, gold), row_group_size=number)
        self._written += number
        self.gold += len(gold.first)
        self.predicted += len(batch.predicted.first)
        self.characters += sum(map(len, clean.to_pylist()))

    def write_inventory(self, known: Entities) -> None:
        """Write the entities that names can be resolved to."""
        pieces = self._pieces.to_pylist()
        names = [" ".join(pieces[3 * w].strip() for w in row if w >= 0) for row in known.words]
        types = [TYPES[number] for number in known.type]
        ids = [f"e{number}" for number in range(len(names))]
        aliases: list[list[str]] = [[] for _ in names]
        table = pa.table([ids, types, names, names, aliases], schema=INVENTORY)
        self._parquet("corpus/data/inventory/test-00000-of-00001.parquet", INVENTORY).write_table(
            table
        )

    def _shard(self) -> ParquetWriter:
        index = self._written * SHARDS // self._documents
        if index not in self._shards:
            name = f"shards/part-{index:05d}.parquet"
            self._shards[index] = self._parquet(name, PREDICTIONS)
        return self._shards[index]

    def _write_corpus(self, batch: Batch, ids: pa.Array, clean: pa.Array) -> None:
        tokens, number = batch.tokens, len(ids)
        text = _texts(self._pieces, tokens.piece, tokens.first)
        language = pa.array(LANGUAGES).take(pa.array(batch.language))
        none = pa.nulls(number, pa.string())
        columns = [ids, language, none, text, _zone_lists(batch), clean, none, none, none]
        self._data.write_table(pa.table(columns, schema=DOCUMENTS), row_group_size=number)
        columns = [ids, language, text, _gold_lists(batch, ids, text)]
        self._layer.write_table(pa.table(columns, schema=ENTITIES), row_group_size=number)


def _texts(pieces: pa.Array, numbers: Ints, first: Ints) -> pa.Array:
    """The forms with these numbers as one text a document."""
    words = pa.ListArray.from_arrays(pa.array(first, pa.int32()), pieces.take(pa.array(numbers)))
    return pc.binary_join(words, "")


def _lists(spans: Spans, batch: Batch, values: pa.Array) -> pa.Array:
    """Values of spans as one list a document."""
    document = batch.tokens.document[spans.first]
    first = np.searchsorted(document, np.arange(len(batch.language) + 1))
    return pa.ListArray.from_arrays(pa.array(first, pa.int32()), values)


def _ends(spans: Spans, batch: Batch, starts: Ints) -> Any:
    return starts[spans.last] + batch.tokens.size[spans.last]


def _zone_lists(batch: Batch) -> pa.Array:
    """Runs of lines of one zone, in offsets of the page."""
    tokens = batch.tokens
    line_document = tokens.document[tokens.line_first[:-1]]
    new = np.ones(len(tokens.zone), bool)
    new[1:] = (tokens.zone[1:] != tokens.zone[:-1]) | (line_document[1:] != line_document[:-1])
    runs = np.flatnonzero(new)
    document = line_document[runs]
    start = tokens.page[tokens.line_first[runs]]
    # A zone ends where the next one starts, the last one behind the full stop and line end.
    last = tokens.first[1:] - 1
    length = tokens.page[last] + tokens.size[last] + 2
    end = np.append(start[1:], 0)
    final = np.append(document[1:] != document[:-1], True)
    end[final] = length
    first = np.searchsorted(document, np.arange(len(batch.language) + 1))
    values = _structs(
        zone=pa.array(tokens.zone[runs], LABEL),
        start=pa.array(start, OFFSET),
        end=pa.array(end, OFFSET),
    )
    return pa.ListArray.from_arrays(pa.array(first, pa.int32()), values)


def _gold_lists(batch: Batch, ids: pa.Array, text: pa.Array) -> pa.Array:
    tokens, gold = batch.tokens, batch.gold
    document = tokens.document[gold.first]
    start, end = tokens.page[gold.first], _ends(gold, batch, tokens.page)
    number = np.arange(len(document)) - np.searchsorted(document, document)
    id = pc.binary_join_element_wise(
        ids.take(pa.array(document)), pa.array(number).cast(TEXT), ".e"
    )
    none = pa.nulls(len(document), LABEL)
    values = _structs(
        id=id,
        start=pa.array(start, OFFSET),
        end=pa.array(end, OFFSET),
        text=_surfaces(text, document, start, end),
        type=pa.array(gold.type, LABEL),
        subtype=none,
        entity_id=pc.binary_join_element_wise("e", pa.array(gold.entity).cast(TEXT), ""),
        mention=pa.array((~gold.name).astype(np.int64), LABEL),
        role=none,
        zone=pa.array(tokens.zone[tokens.line[gold.first]], LABEL),
    )
    return _lists(gold, batch, values)


def _surfaces(text: pa.Array, document: Ints, start: Any, end: Any) -> pa.Array:
    """The words of spans, cut out of the code points of all texts."""
    codes = np.frombuffer("".join(text.to_pylist()).encode("utf-32-le"), np.uint32)
    lengths = pc.utf8_length(text).to_numpy(zero_copy_only=False).astype(np.int64)
    base = (np.cumsum(lengths) - lengths)[document]
    size = end - start
    first = np.cumsum(size) - size
    within = np.arange(int(size.sum())) - np.repeat(first, size)
    cut = codes[np.repeat(base + start, size) + within].tobytes().decode("utf-32-le")
    characters = pa.array(np.array(list(cut)))
    offsets = pa.array(np.append(first, len(within)), pa.int32())
    return pc.binary_join(pa.ListArray.from_arrays(offsets, characters), "")


def _structs(**columns: pa.Array) -> pa.Array:
    return pa.StructArray.from_arrays(list(columns.values()), list(columns))


def _spans_table(ids: pa.Array, batch: Batch, spans: Spans) -> pa.Table:
    clean = batch.tokens.clean
    values = _structs(
        start=pa.array(clean[spans.first], OFFSET),
        end=pa.array(_ends(spans, batch, clean), OFFSET),
        type=pa.array(TYPES).take(pa.array(spans.type)),
    )
    return pa.table([ids, _lists(spans, batch, values)], schema=PREDICTIONS)


def _tags_table(batch: Batch, gold: Spans) -> pa.Table:
    tokens = batch.tokens
    kept = np.flatnonzero(tokens.content)
    first = pa.array(np.searchsorted(kept, tokens.first), pa.int32())
    columns = [
        pa.ListArray.from_arrays(
            first, pa.array(TAGS).take(pa.array(tag_numbers(side, tokens)[kept]))
        )
        for side in (gold, batch.predicted)
    ]
    return pa.table(columns, schema=TAGGED)


def _json_lines(predictions: pa.Table, texts: pa.Array) -> bytes:
    """The predictions as JSON lines, joined by column, with the keys that tipbench writes."""
    (ids,), (lists,) = predictions["doc_id"].chunks, predictions["entities"].chunks
    values = lists.values
    start, end = (values.field(name).to_numpy() for name in ("start", "end"))
    document = np.repeat(np.arange(len(ids)), np.diff(lists.offsets.to_numpy()))
    numbers = [values.field(name).cast(TEXT) for name in ("start", "end")]
    parts = [
        '{"start": ', numbers[0], ', "end": ', numbers[1],
        ', "text": "', _surfaces(texts, document, start, end), '", "type": "', values.field("type"),
        '", "mention": "name"}',
    ]  # fmt: skip
    items = pa.ListArray.from_arrays(lists.offsets, pc.binary_join_element_wise(*parts, ""))
    lines = pc.binary_join_element_wise(
        '{"doc_id": "', ids, '", "entities": [', pc.binary_join(items, ", "), "]}\n", ""
    )
    return "".join(lines.to_pylist()).encode()


def batches(documents: int, size: int) -> Iterator[int]:
    """The sizes of the batches of ``documents`` documents."""
    for done in range(0, documents, size):
        yield min(size, documents - done)
