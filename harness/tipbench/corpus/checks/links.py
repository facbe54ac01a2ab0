"""Level 5: every id that one layer uses is found in the layer or inventory that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tipbench.annotation.files import CONTRASTIVE, Placed
from tipbench.annotation.problems import Problem
from tipbench.annotation.records import (
    DocumentStanceRecord,
    EntityRecord,
    NuggetRecord,
    NumericFactRecord,
    SentenceRecord,
    StanceRecord,
    SummaryRecord,
    ZoneRecord,
)
from tipbench.corpus.sources import Sources

WRITER = "writer"
"""The voice of the article itself, as holder or source; it is in no inventory."""

_ADD = "Add it to annotations/inventory.jsonl or mend the id"


def link_problems(sources: Sources) -> Iterator[Problem]:
    """All problems of level 5."""
    yield from _entities(sources)
    yield from _actors(sources)
    yield from _facts(sources)
    yield from _nuggets(sources)
    yield from _documents(sources)
    yield from _alignments(sources)
    yield from _fact_relations(sources)
    yield from _own_voice(sources)
    yield from _unused(sources)


def _known(sources: Sources) -> set[str]:
    return {item.record.entity_id for item in sources.inventory}


def _unresolved(
    place: str, slots: Iterable[tuple[str, str | None]], known: set[str]
) -> Iterator[Problem]:
    for slot, entity_id in slots:
        if entity_id is not None and entity_id not in known:
            yield Problem("K502", place, f"{slot} {entity_id!r} is not in the inventory", _ADD)


def _entities(sources: Sources) -> Iterator[Problem]:
    entries = {item.record.entity_id: item.record for item in sources.inventory}
    for doc_id in sources.texts:
        for item in sources.placed(EntityRecord, doc_id):
            entry = entries.get(item.record.entity_id)
            if entry is None:
                message = f"entity_id {item.record.entity_id!r} is not in the inventory"
                yield Problem("K501", item.place, message, _ADD)
            elif (entry.type, entry.subtype) != (item.record.type, item.record.subtype):
                found = f"{item.record.type}/{item.record.subtype}"
                message = f"{found}, the inventory says {entry.type}/{entry.subtype}"
                yield Problem("K503", item.place, message, "One entity has one type")


def _actors(sources: Sources) -> Iterator[Problem]:
    known = _known(sources)
    for doc_id in sources.texts:
        for stance in sources.placed(StanceRecord, doc_id):
            slots = [("chain", holder) for holder in stance.record.chain]
            yield from _unresolved(
                stance.place, [*slots, ("target", stance.record.target)], known | {WRITER}
            )
        for fact in sources.placed(NumericFactRecord, doc_id):
            yield from _unresolved(
                fact.place,
                [("subject", fact.record.subject), ("place", fact.record.place)],
                known,
            )
            yield from _unresolved(fact.place, [("source", fact.record.source)], known | {WRITER})


def _facts(sources: Sources) -> Iterator[Problem]:
    """Statements of one fact agree in what they state."""
    first: dict[str, Placed[NumericFactRecord]] = {}
    for doc_id in sources.texts:
        for item in sources.placed(NumericFactRecord, doc_id):
            other = first.setdefault(item.record.fact_id, item)
            if _stated(other.record) != _stated(item.record):
                message = (
                    f"fact {item.record.fact_id!r} is {_stated(item.record)} here "
                    f"and {_stated(other.record)} at {other.place}"
                )
                yield Problem("K504", item.place, message, "Give one of them a fact_id of its own")


def _stated(fact: NumericFactRecord) -> tuple[str | None, ...]:
    return fact.value, fact.value2, fact.unit, fact.comparator, fact.property


def _nuggets(sources: Sources) -> Iterator[Problem]:
    known = _known(sources)
    for doc_id in sources.texts:
        facts = {fact.fact_id for fact in sources.records(NumericFactRecord, doc_id)}
        stances = {stance.id for stance in sources.records(StanceRecord, doc_id)}
        content = _content(sources, doc_id)
        for item in sources.placed(NuggetRecord, doc_id):
            links = (
                ("fact_ids", item.record.fact_ids, facts),
                ("stance_ids", item.record.stance_ids, stances),
                ("entity_ids", item.record.entity_ids, known),
            )
            for slot, ids, there in links:
                for missing in sorted(set(ids) - there):
                    message = f"{slot}: {missing!r} is not in {doc_id} or the inventory"
                    yield Problem("K505", item.place, message, "Mend the id")
            if not all(
                any(zone.start <= quote.start and quote.end <= zone.end for zone in content)
                for quote in item.record.support
            ):
                message = "support lies outside the content zones"
                yield Problem("K506", item.place, message, "Nuggets rest on the article alone")


def _content(sources: Sources, doc_id: str) -> list[ZoneRecord]:
    names = {label.name for label in sources.labels["zone"] if label.content}
    return [zone for zone in sources.records(ZoneRecord, doc_id) if zone.zone in names]


def _documents(sources: Sources) -> Iterator[Problem]:
    place = "annotations/documents.jsonl"
    described = [item.record.doc_id for item in sources.documents]
    for tombstone in sources.withdrawn:
        if tombstone.record.doc_id not in sources.texts:
            message = f"{tombstone.record.doc_id} is in no manifest; expected one of its documents"
            yield Problem("K515", tombstone.place, message, "Mend the id; the manifest keeps it")
    for doc_id in sources.texts:
        if described.count(doc_id) != 1:
            message = f"{doc_id} has {described.count(doc_id)} lines, expected 1"
            yield Problem("K507", place, message, "Say which cluster it belongs to")
    expected = {name: {name} for name in sources.texts} | {CONTRASTIVE: set(sources.texts)}
    for name, doc_ids in expected.items():
        for item in sources.placed(SummaryRecord, name):
            if set(item.record.doc_ids) != doc_ids:
                message = f"doc_ids are {list(item.record.doc_ids)} in the file {name}"
                yield Problem("K508", item.place, message, "Move the line or mend its doc_ids")


def _alignments(sources: Sources) -> Iterator[Problem]:
    """Aligned sentences exist, and every content sentence of an aligned pair is spoken for."""
    known = {
        doc_id: {sentence.id for sentence in sources.records(SentenceRecord, doc_id)}
        for doc_id in sources.texts
    }
    aligned: dict[tuple[str, str], set[str]] = {}
    for item in sources.alignments:
        record = item.record
        sides = ((record.left_doc, record.left), (record.right_doc, record.right))
        for doc_id, sentence in sides:
            if sentence is not None and sentence not in known.get(doc_id, ()):
                message = f"sentence {sentence!r} is not in {doc_id}"
                yield Problem("K511", item.place, message, "Mend the id")
        pair = aligned.setdefault((record.left_doc, record.right_doc), set())
        pair |= {sentence for _, sentence in sides if sentence is not None}
    for (left, right), sentences in aligned.items():
        for doc_id in (left, right):
            content = _content(sources, doc_id)
            for each in sources.records(SentenceRecord, doc_id):
                inside = any(zone.start <= each.start < zone.end for zone in content)
                if inside and each.id not in sentences:
                    message = f"{each.id} is in no alignment of {left} with {right}"
                    place = "annotations/across/alignments.jsonl"
                    yield Problem("K512", place, message, "Align it, with null if need be")


def _fact_relations(sources: Sources) -> Iterator[Problem]:
    """Related facts exist, are two, and measure the same property."""
    facts = {
        fact.fact_id: fact.property
        for doc_id in sources.texts
        for fact in sources.records(NumericFactRecord, doc_id)
    }
    for item in sources.fact_relations:
        left, right = item.record.left, item.record.right
        missing = sorted({left, right} - facts.keys())
        if missing:
            yield Problem("K513", item.place, f"no fact is called {missing[0]!r}", "Mend the id")
        elif left == right or facts[left] != facts[right]:
            message = f"{left!r} and {right!r} are one fact or measure different things"
            yield Problem("K514", item.place, message, "Relate distinct facts of one property")


def _own_voice(sources: Sources) -> Iterator[Problem]:
    """A document in whose own voice nothing is said of Morocco is neutral in its own voice."""
    of_morocco = {
        item.record.entity_id for item in sources.inventory if item.record.stance_class == "morocco"
    }
    for doc_id in sources.texts:
        own = any(
            stance.chain == (WRITER,) and stance.target in of_morocco
            for stance in sources.records(StanceRecord, doc_id)
        )
        for item in sources.placed(DocumentStanceRecord, doc_id):
            if not own and item.record.own_voice != "neutral":
                message = f"own_voice is {item.record.own_voice} and no tuple is the writer's own"
                yield Problem("K509", item.place, message, "It is neutral, or a tuple is missing")


def _unused(sources: Sources) -> Iterator[Problem]:
    used: set[str] = set()
    for doc_id in sources.texts:
        used |= {entity.entity_id for entity in sources.records(EntityRecord, doc_id)}
        for stance in sources.records(StanceRecord, doc_id):
            used |= {*stance.chain, stance.target}
        for fact in sources.records(NumericFactRecord, doc_id):
            used |= {slot for slot in (fact.subject, fact.place, fact.source) if slot}
    for item in sources.inventory:
        if item.record.entity_id not in used:
            message = f"entity {item.record.entity_id!r} is used by no layer"
            yield Problem("K510", item.place, message, "Remove it or annotate it", "warning")
