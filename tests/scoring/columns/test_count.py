"""Counts of generated batches equal those of the metrics' definitions, slice by slice."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tipbench.model import Answer, Case, Document, Entity, InventoryEntry, Span, Zone
from tipbench.scoring.columns.batch import Batch, Blocks, Mentions, Zones
from tipbench.scoring.columns.count import count_entities
from tipbench.scoring.columns.texts import Texts
from tipbench.scoring.columns.things import Mentioned, Things
from tipbench.scoring.entities import METRICS
from tipbench.scoring.names import Names
from tipbench.scoring.score import score

TYPES = ("PER", "ORG", "GPE", "LOC", "X", "DOC")
CONTENT = ("body", "title")
LETTERS = "aabcds  '’.,0é\nRabat "
INVENTORY = (
    InventoryEntry("e1", "PER", "Rabat", "Rab"),
    InventoryEntry("e2", "ORG", "ab", "a"),
)


def numbers(values):
    return np.array(values, dtype=np.int64)


def drawn(rng):
    """Documents with zones, gold and answers."""
    cases, answers = [], {}
    for number in range(rng.choice((1, 3, 6, 40))):
        doc_id = f"d{number}"
        text = "".join(rng.choices(LETTERS, k=rng.choice((0, 5, 30, 60))))
        gold = drawn_entities(rng, text, rng.choice((0, 1, 3, 8, 25)))
        found = [entity for entity in gold if rng.random() < 0.6]
        found += drawn_entities(rng, text, rng.choice((0, 1, 3, 20)))
        found += [rng.choice(found)] * rng.choice((0, 0, 1, 5)) if found else []
        rng.shuffle(found)
        document = Document(doc_id, rng.choice(("en", "fr")), None, text)
        answer = Answer(doc_id, entities=tuple(gold) if rng.random() < 0.95 else None)
        cluster = rng.choice((None, "c1"))
        cases.append(Case(document, answer, drawn_zones(rng, len(text)), (), cluster))
        if rng.random() < 0.9:
            answers[doc_id] = Answer(doc_id, entities=tuple(found))
    return cases, answers


def drawn_zones(rng, length):
    if length < 2 or rng.random() < 0.3:
        return ()
    cuts = sorted({0, length, *(rng.randrange(1, length) for _ in range(3))})
    names = [(rng.choice((*CONTENT, "nav", "x")), rng.random() < 0.85) for _ in cuts]
    return tuple(
        Zone(Span(low, high), name, name in CONTENT)
        for low, high, (name, kept) in zip(cuts, cuts[1:], names, strict=False)
        if kept
    )


def drawn_entities(rng, text, number):
    found = []
    for _ in range(number if text else 0):
        start = rng.randrange(len(text))
        end = min(len(text), start + rng.choice((1, 2, 3, 4, 8, 20)))
        mention = "name" if rng.random() < 0.85 else "nominal"
        entity_id = rng.choice((None, None, "e1", "e2", " "))
        span = Span(start, end)
        found.append(Entity(span, text[start:end], rng.choice(TYPES), mention, entity_id))
    return found


def batch_of(cases, answers, units):
    """The same as arrays."""
    texts = Texts.of([case.document.text for case in cases])
    bases = texts.starts.tolist()
    slices: dict = {}
    zones = [
        (base + zone.span.start, base + zone.span.end,
         slices.setdefault((zone.name, zone.content), len(slices)))
        for case, base in zip(cases, bases, strict=False)
        for zone in case.zones
    ]  # fmt: skip
    bare = [slices.setdefault(("none" if c.zones else None, True), len(slices)) for c in cases]
    gold, predicted = [], []
    for case, base in zip(cases, bases, strict=False):
        answer = answers.get(case.document.doc_id)
        if case.gold.entities is not None:
            gold += [(base, entity) for entity in case.gold.entities]
            predicted += [(base, entity) for entity in (answer.entities if answer else ())]
    types = sorted({entity.type for _, entity in gold + predicted})
    columns = numbers(zones).reshape(-1, 3).T
    return Batch(
        texts, Zones(*columns, numbers(bare), tuple(slices)), blocks_of(cases, bases, units), types,
        *mentions_of(texts, types, gold, predicted),
    )  # fmt: skip


def blocks_of(cases, bases, units):
    if units.kind == "documents":
        return None
    start, unit, first, none = [], [], [0], []
    for case, base in zip(cases, bases, strict=False):
        doc_id = case.document.doc_id
        for block, offset in enumerate(units.sentences[doc_id]):
            start.append(base + offset)
            unit.append(units.unit(doc_id, block, "sentences"))
        first.append(len(start))
        none.append(units.unit(doc_id, None, "sentences"))
    return Blocks(*map(numbers, (start, unit, first, none)))


def mentions_of(texts, types, *sides):
    """The mentions of both sides, each given with where its text begins."""
    import pyarrow as pa

    mentioned, labels = [], []
    for pairs in sides:
        start = numbers([base + entity.span.start for base, entity in pairs])
        end = numbers([base + entity.span.end for base, entity in pairs])
        name = np.array([entity.mention == "name" for _, entity in pairs], dtype=np.bool_)
        ids = pa.array([entity.entity_id for _, entity in pairs], pa.string())
        mentioned.append(Mentioned(ids, start, end, name))
        labels.append(numbers([types.index(entity.type) for _, entity in pairs]))
    things = Things(Names(INVENTORY)).numbers(texts, *mentioned)
    return [
        Mentions(texts.document(side.start), side.start, side.end, type, side.name, thing)
        for side, type, thing in zip(mentioned, labels, things, strict=True)
    ]


def row(counts):
    credits = (int(2 * counts.gold_credit), int(2 * counts.predicted_credit))
    return (counts.gold, counts.predicted, *credits)


def filled(rows):
    return {name: tuple(counts) for name, counts in rows if any(counts)}


def zones_of(slices, rows):
    """By part and by zone, as scores have it."""
    sums: dict = {}
    for (name, content), counts in zip(slices, rows.tolist(), strict=True):
        for key in ("content" if content else "boilerplate", *([name] if name else [])):
            sums[key] = [a + b for a, b in zip(sums.get(key, [0] * 4), counts, strict=True)]
    return filled(sums.items())


@pytest.mark.parametrize("part", range(10))
def test_counts_are_those_of_the_definitions(part):
    for seed in range(60):
        rng = random.Random(f"{part} {seed}")
        cases, answers = drawn(rng)
        defined = score(cases, answers, tasks=["entities"], inventory=INVENTORY)
        units = defined.units
        batch = batch_of(cases, answers, units)
        size = units.size("sentences") if units.kind == "sentences" else 0
        counted = count_entities(batch, units=size)
        ids = [case.document.doc_id for case in cases]
        for metric in METRICS:
            wanted, found = defined.tasks["entities"][metric.name], counted[metric.name]
            where = (part, seed, metric.name)
            by_name = {
                dimension: filled((name, row(counts)) for name, counts in names.items())
                for dimension, names in wanted.slices.items()
            }
            rows = zip(ids, found.documents.tolist(), strict=True)
            assert filled(rows) == by_name.get("document", {}), where
            labels = filled(zip(found.names, found.labels.tolist(), strict=True))
            assert labels == by_name.get("type", {}), where
            assert zones_of(batch.zones.slices, found.slices) == by_name.get("zone", {}), where
            if units.kind == "sentences":
                by_unit = wanted.sample.by_unit("sentences")
                by_unit = filled((unit, row(counts)) for unit, counts in by_unit.items())
                assert filled(enumerate(found.units.tolist())) == by_unit, where
            else:
                assert found.units is None
