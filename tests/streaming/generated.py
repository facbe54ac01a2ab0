"""Small corpora and predictions, drawn at random with all that columns have to get right."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.parquet import write_table

from benchmarks.schemas import DOCUMENTS, ENTITIES

Row = dict[str, Any]

ZONES = ("title", "body", "nav", "heading", "link")
TYPES = ("PER", "ORG", "GPE", "LOC", "DOC", "EVENT")
WORDS = (
    "Rabat", "Rabat’s", "l’Union", "l'UE", "the Kingdom", "Maroc", "maroc", "Marocco's", "qu’il",
    "aujourd’hui", "U.S.", "100,7", "2.5.1", "Œuvre", "e\u0301te\u0301", "été", "😀", "🇲🇦", "한국",
    "a\u200bb", "x_y", "«", "»", '"', "-", ".", ",", "'", "’", "no\u00a0break", "Ⅳ", "٣", "\u2028",
)  # fmt: skip
GAPS = (" ", " ", " ", "", "\n", ". ", "  ", "\u00a0", "\u3000", ".\nA")
INVENTORY = (
    {"entity_id": "rabat", "type": "GPE", "en": "Rabat", "fr": "Rabat", "aliases": None},
    {"entity_id": "morocco", "type": "GPE", "en": "Morocco", "fr": "le Maroc",
     "aliases": ["the Kingdom", "été"]},
    {"entity_id": "eu", "type": "ORG", "en": "the Union", "fr": "l’Union", "aliases": ["UE"]},
)  # fmt: skip


@dataclass(slots=True)
class Data:
    """A corpus and predictions on it, as rows."""

    documents: list[Row] = field(default_factory=list)
    gold: list[Row] = field(default_factory=list)
    predictions: list[Row] = field(default_factory=list)


def draw(seed: int, *, documents: int, clusters: int | None = None, strange: bool = True) -> Data:
    """Draw documents with gold and predictions.

    Args:
        seed: The same seed gives the same data.
        documents: How many.
        clusters: How many clusters they are of; by default each is its own.
        strange: Whether some zones overlap, stand out of order, or leave the page, and whether
            some predictions have no offsets.
    """
    rng = random.Random(seed)
    data = Data()
    for number in range(documents):
        doc_id = f"d{number * 7919 % documents:03}"
        text = _text(rng)
        data.documents.append(
            {
                "doc_id": doc_id, "language": rng.choice(("en", "fr")), "title": None,
                "text": text, "zones": _zones(rng, len(text), strange=strange),
                "cluster": None if clusters is None else f"c{rng.randrange(clusters)}",
            }
        )  # fmt: skip
        gold = [_gold_entity(rng, len(text)) for _ in range(rng.choice((0, 1, 4, 12, 30)))]
        if rng.random() < 0.9:
            data.gold.append({"doc_id": doc_id, "entities": [e for e in gold if e] if text else []})
    by_id = {row["doc_id"]: row for row in data.gold}
    for row in data.documents:
        gold_row = by_id.get(row["doc_id"], {"entities": []})
        data.predictions.append(_answer(rng, row, gold_row["entities"], strange=strange))
    return data


def _text(rng: random.Random) -> str:
    size = rng.choice((0, 3, 20, 60))
    return "".join(rng.choice(WORDS) + rng.choice(GAPS) for _ in range(size))


def _zones(rng: random.Random, length: int, *, strange: bool) -> list[Row] | None:
    if length < 10 or rng.random() < 0.3:
        return rng.choice((None, []))
    cuts = sorted(rng.sample(range(length + 1), min(length, 6)))
    borders = [*pairwise(cuts)]
    if rng.random() < 0.5:
        borders = [pair for pair in borders if rng.random() < 0.7]
    zones = [{"zone": rng.choice(ZONES), "start": low, "end": high} for low, high in borders]
    if strange and rng.random() < 0.1:
        rng.shuffle(zones)
    if strange and zones and rng.random() < 0.1:
        zones[-1]["end"] += rng.choice((1, 50))
    if strange and len(zones) > 1 and rng.random() < 0.1:
        zones[0]["end"] += 2
    return zones


def _span(rng: random.Random, length: int) -> tuple[int, int]:
    start = rng.randrange(length)
    return start, min(length, start + rng.choice((1, 2, 3, 5, 8, 20)))


def _gold_entity(rng: random.Random, length: int) -> Row | None:
    if not length:
        return None
    start, end = _span(rng, length)
    return {
        "start": start, "end": end, "type": rng.choice(TYPES),
        "entity_id": rng.choice((None, None, "rabat", "eu", "x", " ")),
        "mention": rng.choice(("name", "name", "name", "nominal")),
    }  # fmt: skip


def _answer(rng: random.Random, row: Row, gold: Sequence[Row], *, strange: bool) -> Row:
    """Predictions in offsets of the page; those of the view are nearly as good for a test."""
    doc_id, text = row["doc_id"], row["text"]
    if rng.random() < 0.04:
        return {"doc_id": doc_id, "error": "boom"}
    if rng.random() < 0.04:
        return {"doc_id": doc_id, "entities": [], "error": "late"}
    found = [dict(entity) for entity in gold if rng.random() < 0.7]
    for entity in found:
        if rng.random() < 0.2:
            entity["type"] = rng.choice((*TYPES, "WORK", "Ort"))
        if rng.random() < 0.1:
            entity["end"] = max(entity["start"] + 1, entity["end"] - 1)
        if rng.random() < 0.3:
            del entity["mention"], entity["entity_id"]
    if text:
        for _ in range(rng.choice((0, 1, 5))):
            start, end = _span(rng, len(text))
            found.append({"start": start, "end": end, "type": rng.choice(TYPES)})
    found += [dict(rng.choice(found))] * rng.choice((0, 0, 3)) if found else []
    shown = clean_length(row)
    found = [entity for entity in found if entity["end"] <= shown]
    if strange and found and rng.random() < 0.15:
        lost = rng.choice(found)
        lost.pop("start", None), lost.pop("end", None)
        lost["text"] = rng.choice(("Rabat", "le Maroc", "nowhere", "Œuvre"))
    rng.shuffle(found)
    return {"doc_id": doc_id, "entities": found}


def clean_length(row: Row) -> int:
    """How long the shorter of both views is."""
    zones = row["zones"]
    if not zones:
        return len(row["text"])
    content = ("title", "body", "heading")
    shown = [z for z in zones if z["zone"] in content]
    return min(
        sum(len(row["text"][z["start"] : z["end"]]) for z in part) for part in (shown, zones)
    )


def write_corpus(
    folder: Path, data: Data, *, labels: bool = True, row_group: int = 1000, shards: int = 1
) -> Path:
    """Write a corpus; ``labels`` says whether types and zones are numbers or strings."""
    documents, entities = DOCUMENTS, ENTITIES
    rows, gold = data.documents, data.gold
    if labels:
        rows = [{**row, "zones": _numbered(row["zones"], zone=ZONE_NAMES)} for row in rows]
        gold = [
            {**row, "entities": _numbered(row["entities"], type=TYPE_NAMES, mention=MENTIONS)}
            for row in gold
        ]
    else:
        documents, entities = _with_strings(documents), _with_strings(entities)
    _write(folder / "data/documents", rows, documents, row_group, shards)
    _write(folder / "data/entities", gold, entities, row_group, shards)
    schema = pa.schema(
        [(name, pa.string()) for name in ("entity_id", "type", "en", "fr")]
        + [("aliases", pa.list_(pa.string()))]
    )
    _write(folder / "data/inventory", list(INVENTORY), schema, 1000, 1)
    return folder


def _feature(schema: pa.Schema, column: str, leaf: str) -> list[str]:
    said = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
    names: list[str] = said[column]["feature"][leaf]["names"]
    return names


ZONE_NAMES = _feature(DOCUMENTS, "zones", "zone")
TYPE_NAMES = _feature(ENTITIES, "entities", "type")
MENTIONS = _feature(ENTITIES, "entities", "mention")


def _numbered(items: Any, **names: Sequence[str]) -> Any:
    if items is None:
        return None
    return [
        {key: names[key].index(value) if key in names else value for key, value in item.items()}
        for item in items
    ]


def _with_strings(schema: pa.Schema) -> pa.Schema:
    """The same columns with labels by name."""
    fields = []
    for one in schema:
        type = one.type
        if pa.types.is_list(type):
            inner = [
                (leaf.name, pa.string() if leaf.type == pa.int64() else leaf.type)
                for leaf in type.value_type
            ]
            type = pa.list_(pa.struct(inner))
        fields.append((one.name, type))
    return pa.schema(fields)


def _write(folder: Path, rows: list[Row], schema: pa.Schema, row_group: int, shards: int) -> None:
    folder.mkdir(parents=True)
    for shard in range(shards):
        part = rows[len(rows) * shard // shards : len(rows) * (shard + 1) // shards]
        table = pa.Table.from_pylist(part, schema=schema)
        write_table(
            table, folder / f"test-{shard:05}-of-{shards:05}.parquet", row_group_size=row_group
        )


_MENTION = pa.struct(
    [("start", pa.int32()), ("end", pa.int32()), ("text", pa.string()), ("type", pa.string()),
     ("mention", pa.string()), ("entity_id", pa.string())]
)  # fmt: skip
SCHEMA = pa.schema(
    [("doc_id", pa.string()), ("error", pa.string()), ("entities", pa.list_(_MENTION))]
)


def write_parquet(path: Path, rows: list[Row], *, row_group: int = 1000) -> Path:
    """Write predictions as one parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path, row_group_size=row_group)
    return path


def write_shards(folder: Path, rows: list[Row], number: int, *, reverse: bool = False) -> Path:
    """Write predictions as a folder of shards, their names in the order of the rows or not."""
    for shard in range(number):
        part = rows[len(rows) * shard // number : len(rows) * (shard + 1) // number]
        name = number - shard if reverse else shard
        write_parquet(folder / f"part-{name:03}.parquet", part, row_group=3)
    return folder


def write_lines(path: Path, rows: Sequence[Row | str]) -> Path:
    """Write predictions as JSON lines; strings are lines as they are."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    content = "".join(line + "\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
