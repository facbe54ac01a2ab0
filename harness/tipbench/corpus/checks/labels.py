"""Level 4: every label is of its inventory, every attribute fits the others of its record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from tipbench.annotation.files import Placed
from tipbench.annotation.problems import Problem
from tipbench.annotation.records import (
    DocumentStanceRecord,
    EntityRecord,
    NuggetRecord,
    NumericFactRecord,
    Record,
    StanceRecord,
    SummaryRecord,
)
from tipbench.corpus.sources import Sources
from tipbench.values import is_decimal, is_iso_8601

CLOSED = {
    "zones": {"zone": "zone"},
    "entities": {"type": "type", "subtype": "subtype", "mention": "mention", "role": "role"},
    "numeric_facts": {"kind": "kind", "comparator": "comparator", "property": "property"},
    "stance": {"polarity": "polarity", "aspect": "aspect", "quoted": "quoted"},
    "document_stance": {"net": "document_stance", "own_voice": "document_stance"},
    "summaries": {"kind": "summary_kind", "language": "language"},
    "nuggets": {"importance": "importance"},
}
"""The attributes of each layer that take a label, and the inventory of each."""

NUMBER_KINDS = frozenset({"count", "money", "percent", "rank", "ordinal", "edition", "identifier"})
"""Kinds whose value is a decimal number."""

TIME_KINDS = frozenset({"date", "period", "time", "duration", "set"})
"""Kinds whose value is an ISO 8601 string."""

NUGGET_WORDS = 20
SUMMARY_WORDS = (60, 90)


def label_problems(sources: Sources) -> Iterator[Problem]:
    """All problems of level 4."""
    for layer, files in sources.layers.items():
        for item in (item for items in files.values() for item in items):
            yield from record_problems(layer, item.place, item.record, sources.names)
    yield from _across(sources)
    for doc_id in sources.texts:
        for whole in [sources.placed(DocumentStanceRecord, doc_id)]:
            if len(whole) != 1 and sources.has("document_stance"):
                place = f"annotations/gold/document_stance/{doc_id}.jsonl"
                message = f"found {len(whole)} records, expected 1"
                yield Problem("L407", place, message, "A document has one stance record")


def record_problems(
    layer: str, place: str, record: Record, names: Callable[[str], Collection[str]]
) -> Iterator[Problem]:
    """What is wrong with one record by itself, wherever it comes from.

    Args:
        layer: Its layer.
        place: How problems call it.
        record: The record.
        names: The labels of an inventory.
    """
    for attribute, inventory in CLOSED.get(layer, {}).items():
        label = getattr(record, attribute)
        if label is not None and label not in names(inventory):
            yield _unknown(place, attribute, label, names(inventory))
    if isinstance(record, EntityRecord):
        yield from _entity(Placed(place, record))
    elif isinstance(record, NumericFactRecord):
        yield from _numeric_fact(Placed(place, record))
    elif isinstance(record, StanceRecord):
        yield from _stance(Placed(place, record))
    elif isinstance(record, NuggetRecord):
        yield from _nugget(Placed(place, record))
    elif isinstance(record, SummaryRecord):
        yield from _summary(Placed(place, record))


def _across(sources: Sources) -> Iterator[Problem]:
    labelled = [
        *((item.place, "shift", item.record.shift) for item in sources.alignments),
        *((item.place, "relation", item.record.relation) for item in sources.fact_relations),
    ]
    for place, inventory, label in labelled:
        if label not in sources.names(inventory):
            yield _unknown(place, inventory, label, sources.names(inventory))


def _unknown(place: str, attribute: str, label: str, known: Collection[str]) -> Problem:
    message = f"{attribute} is {label!r}, expected one of: {', '.join(known)}"
    return Problem("L401", place, message, "Use a label of the inventory")


def _entity(item: Placed[EntityRecord]) -> Iterator[Problem]:
    record = item.record
    if (record.role is not None) != (record.type == "GPE"):
        message = f"role is {record.role!r} on a {record.type}"
        yield Problem("L402", item.place, message, "GPE has a role, and nothing else has")
    if (record.subtype is not None) != (record.type == "DOC"):
        message = f"subtype is {record.subtype!r} on a {record.type}"
        yield Problem("L403", item.place, message, "DOC has a subtype, and nothing else has")


def _numeric_fact(item: Placed[NumericFactRecord]) -> Iterator[Problem]:
    record = item.record
    for value in (record.value, record.value2):
        if value is not None and not _fits(record.kind, value):
            message = f"{value!r} is no value of a {record.kind}"
            remedy = "Numbers are plain decimals, times are ISO 8601"
            yield Problem("L404", item.place, message, remedy)
    if (record.value is None) != (record.comparator is None):
        message = f"value is {record.value!r} and comparator {record.comparator!r}"
        yield Problem("L405", item.place, message, "A value has a comparator, no value has none")
    if (record.value2 is not None) != (record.comparator == "range"):
        message = f"comparator is {record.comparator!r} and value2 {record.value2!r}"
        yield Problem("L406", item.place, message, "A range, and nothing else, has two values")


def _fits(kind: str, value: str) -> bool:
    if kind in TIME_KINDS:
        return is_iso_8601(value)
    return kind in NUMBER_KINDS and is_decimal(value)


def _stance(item: Placed[StanceRecord]) -> Iterator[Problem]:
    record = item.record
    if not record.chain or record.chain[0] != "writer" or record.chain[-1] != record.holder:
        message = f"chain {list(record.chain)} with holder {record.holder!r}"
        remedy = "A chain begins with writer and ends with the holder"
        yield Problem("L408", item.place, message, remedy)
    cue, evidence = record.cue, record.evidence
    if not evidence.start <= cue.start < cue.end <= evidence.end:
        message = f"the cue {cue.text!r} is not within its evidence"
        yield Problem("L409", item.place, message, "Evidence is the smallest clause with the cue")
    if (record.quoted == "none") != (record.holder == "writer"):
        message = f"quoted is {record.quoted!r} with holder {record.holder!r}"
        yield Problem("L410", item.place, message, "none is for the writer's own words alone")


def _nugget(item: Placed[NuggetRecord]) -> Iterator[Problem]:
    for text in (item.record.en, item.record.fr):
        if not 0 < len(text.split()) <= NUGGET_WORDS:
            message = f"{text!r} has {len(text.split())} words"
            yield Problem("L411", item.place, message, f"At most {NUGGET_WORDS} words")
    if not item.record.support:
        yield Problem("L412", item.place, "no support", "Name the words that it rests on")


def _summary(item: Placed[SummaryRecord]) -> Iterator[Problem]:
    words = len(item.record.summary.split())
    low, high = SUMMARY_WORDS
    if not low <= words <= high:
        message = f"{words} words, expected {low} to {high}"
        yield Problem("L413", item.place, message, "Shorten it or say more")
