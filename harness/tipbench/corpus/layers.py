"""How each layer of a corpus is counted: its items, what is counted of them, what splits them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipbench.corpus.folder import CorpusFolder, Row
from tipbench.corpus.load import CONTENT_ZONES

Items = Callable[[CorpusFolder], Iterator[Row]]
Measure = Callable[[Sequence[Row]], int]


@dataclass(frozen=True, slots=True)
class Layer:
    """How a layer is counted: its items, what is counted of them, and the columns that split."""

    name: str
    config: str
    items: Items
    measures: Mapping[str, Measure]
    by: tuple[str, ...]
    cross: str | None = None


def label_names(layer: Layer, corpus: CorpusFolder) -> dict[str, tuple[str, ...]]:
    """The closed inventories of a layer's columns; zones are named even where it has no column."""
    zones = {"zone": corpus.labels["documents"].get("zone", ())}
    return {**zones, **corpus.labels[layer.config]}


def _part(zone: str | None, page: Row) -> str | None:
    """The part of the page that ``zone`` belongs to; a page without zones is all content."""
    if zone is None:
        return None if page.get("zones") else "content"
    return "content" if zone in CONTENT_ZONES else "boilerplate"


def _start(item: Row) -> int | None:
    """Where an item begins: its own span, its evidence, its first support or its first token."""
    spans = (item, item.get("evidence"), *(item.get("support") or ())[:1])
    starts = [span["start"] for span in spans if span and span.get("start") is not None]
    return next(iter([*starts, *(item.get("starts") or ())]), None)


def _placed(item: Row, page: Row) -> Row:
    """An item with the language of its document, and the zone and the part where it begins."""
    zone, start = item.get("zone"), _start(item)
    if zone is None and start is not None:
        zones = page.get("zones") or ()
        zone = next((z["zone"] for z in zones if z["start"] <= start < z["end"]), None)
    part = None if start is None and zone is None else _part(zone, page)
    return {**item, "language": page.get("language"), "zone": zone, "part": part}


def _listed(config: str) -> Items:
    """The items of a configuration that holds them in a list of each document."""

    def items(corpus: CorpusFolder) -> Iterator[Row]:
        pages = corpus.pages
        for row in corpus.rows.get(config, ()):
            for item in row[config]:
                yield _placed(item, pages.get(row["doc_id"], {}))

    return items


def _in_rows(config: str) -> Items:
    """The items of a configuration that holds one in each row."""

    def items(corpus: CorpusFolder) -> Iterator[Row]:
        pages = corpus.pages
        for row in corpus.rows.get(config, ()):
            yield _placed(row, pages.get(row["doc_id"], {})) if "doc_id" in row else row

    return items


def _documents(corpus: CorpusFolder) -> Iterator[Row]:
    for page in corpus.pages.values():
        zones = page.get("zones")
        content = sum(z["end"] - z["start"] for z in zones or () if z["zone"] in CONTENT_ZONES)
        yield {
            "language": page["language"],
            "characters": max(z["end"] for z in zones) if zones else len(page["text"]),
            "content": content if zones else len(page["text"]),
            "cluster": page.get("cluster") or page["doc_id"],
        }


def _zones(corpus: CorpusFolder) -> Iterator[Row]:
    for page in corpus.pages.values():
        for zone in page.get("zones") or ():
            yield {**_placed(zone, page), "characters": zone["end"] - zone["start"]}


def _stance(corpus: CorpusFolder) -> Iterator[Row]:
    inventory = corpus.rows.get("inventory", ())
    classes = {entry["entity_id"]: entry.get("stance_class") for entry in inventory}
    known = any(classes.values())
    for item in _listed("stance")(corpus):
        holder = item["holder"]
        yield {**item, "holder_class": (classes.get(holder) or holder) if known else None}


def _document_stance(corpus: CorpusFolder) -> Iterator[Row]:
    rows = _in_rows("stance")(corpus)
    return (row for row in rows if row.get("net") or row.get("own_voice"))


def _distinct(column: str) -> Measure:
    return lambda items: len({item[column] for item in items if item.get(column) is not None})


def _mentions(kind: str) -> Measure:
    return lambda items: sum((item.get("mention") or "name") == kind for item in items)


def _sum(column: str) -> Measure:
    return lambda items: sum(item[column] for item in items)


def _length(column: str) -> Measure:
    return lambda items: sum(len(item.get(column) or ()) for item in items)


def _words(items: Sequence[Row]) -> int:
    return sum(len(item["summary"].split()) for item in items)


_PLACE = ("language", "part", "zone")

LAYERS = (
    Layer(
        "documents",
        "documents",
        _documents,
        {
            "documents": len,
            "clusters": _distinct("cluster"),
            "page_characters": _sum("characters"),
            "content_characters": _sum("content"),
        },
        ("language",),
    ),
    Layer("zones", "documents", _zones, {"zones": len, "characters": _sum("characters")}, _PLACE),
    Layer(
        "entities",
        "entities",
        _listed("entities"),
        {
            "mentions": len,
            "names": _mentions("name"),
            "nominals": _mentions("nominal"),
            "distinct": _distinct("entity_id"),
        },
        ("type", *_PLACE),
        cross="type",
    ),
    Layer(
        "numeric_facts",
        "numeric_facts",
        _listed("numeric_facts"),
        {"statements": len, "distinct": _distinct("fact_id")},
        ("kind", "comparator", *_PLACE),
        cross="kind",
    ),
    Layer(
        "stance",
        "stance",
        _stance,
        {"tuples": len, "holders": _distinct("holder"), "targets": _distinct("target")},
        ("polarity", "aspect", "holder_class", *_PLACE),
        cross="polarity",
    ),
    Layer(
        "document_stance",
        "stance",
        _document_stance,
        {"documents": len},
        ("net", "own_voice", "language"),
    ),
    Layer(
        "summaries",
        "summaries",
        _in_rows("summaries"),
        {"summaries": len, "words": _words},
        ("kind", "language"),
    ),
    Layer(
        "nuggets",
        "nuggets",
        _in_rows("nuggets"),
        {"nuggets": len, "supports": _length("support")},
        ("importance", "language", "zone"),
    ),
    Layer(
        "tokens",
        "tokens",
        _in_rows("tokens"),
        {"sentences": len, "tokens": _length("tokens")},
        _PLACE,
    ),
    Layer(
        "inventory",
        "inventory",
        _in_rows("inventory"),
        {"entities": len, "aliases": _length("aliases")},
        ("type",),
    ),
    Layer("alignments", "alignments", _in_rows("alignments"), {"pairs": len}, ("shift",)),
    Layer(
        "fact_relations",
        "fact_relations",
        _in_rows("fact_relations"),
        {"pairs": len},
        ("relation",),
    ),
)
"""Every layer that can be counted, in the order of the tables."""
