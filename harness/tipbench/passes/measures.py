"""The measures of agreement, layer by layer: what each looks at and what it counts as the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from tipbench.annotation.records import DocumentStanceRecord, NumericFactRecord, Record
from tipbench.passes.evidence import Alpha, Credit, Equal, Evidence, Item, Ratio, Unit, values_item
from tipbench.passes.flattened import LABELS, flat_alpha
from tipbench.passes.load import Pass
from tipbench.passes.matches import (
    STAGES,
    Match,
    PassPair,
    joined,
    match_passes,
    records_of,
    stretches,
)
from tipbench.passes.pages import Page
from tipbench.passes.pairs import differing, share

F1: Mapping[str, Mapping[str, int]] = {
    "zones": {"F1 strict": 0},
    "sentences": {"F1 strict": 0},
    "entities": {"F1 strict": 0, "F1 exact": 1, "F1 lenient": 2},
    "numeric_facts": {"F1 fact": 0, "F1 exact": 1, "F1 lenient": 2},
    "stance": {"F1 full": 0, "F1 tuple": 1, "F1 lenient": 2},
    "nuggets": {"F1 lenient": 0},
}
"""For each layer its F1 measures, and the last stage of matching that earns credit."""


def _slot(name: str) -> Callable[[Any], Hashable]:
    return lambda record: getattr(record, name)


ATTRIBUTES: Mapping[str, tuple[int, Mapping[str, Callable[[Any], Hashable]]]] = {
    "entities": (
        1,
        {name: _slot(name) for name in ("type", "subtype", "entity_id", "mention", "role")},
    ),
    "numeric_facts": (
        1,
        {
            name: _slot(name)
            for name in (
                "kind", "value", "value2", "unit", "comparator",
                "property", "subject", "place", "time", "source",
            )
        },
    ),
    "stance": (
        2,
        {
            "polarity": _slot("polarity"),
            "target": _slot("target"),
            "holder": lambda record: record.chain[-1] if record.chain else None,
            "aspect": _slot("aspect"),
            "quoted": _slot("quoted"),
        },
    ),
    "nuggets": (0, {"importance": _slot("importance")}),
}  # fmt: skip
"""For each layer the last stage whose matches are compared, and the attributes compared on them.

Entities and numeric facts are compared where their spans are identical, stances and nuggets where
they are paired at all. A slot that is ``null`` has a value like any other: that it does not apply.
"""


def evidence_of(passes: Sequence[Pass], pages: Mapping[str, Page]) -> Iterator[Evidence[Any]]:
    """The evidence for every measure, layer by layer, in the order in which it is reported.

    Args:
        passes: In the order of their names.
        pages: The pages, by ``doc_id``.
    """
    for layer in ("zones", "sentences", "entities", "numeric_facts", "stance"):
        made = made_by(passes, layer)
        yield from _layer(layer, made, _done_by_all(layer, made, pages))
    made = made_by(passes, "document_stance")
    yield from _document_stance(made, _done_by_all("document_stance", made, pages))
    made = made_by(passes, "nuggets")
    yield from _layer("nuggets", made, _done_by_all("nuggets", made, pages))


def _done_by_all(layer: str, passes: Sequence[Pass], pages: Mapping[str, Page]) -> dict[str, Page]:
    """The pages that all of these annotators have done: what one has not seen is no difference."""
    return {
        doc_id: page
        for doc_id, page in pages.items()
        if all(each.made(layer, doc_id) for each in passes)
    }


def made_by(passes: Iterable[Pass], layer: str) -> list[Pass]:
    """The passes whose annotators made this layer."""
    return [each for each in passes if layer in each.provenance.layers]


def _layer(
    layer: str, passes: Sequence[Pass], pages: Mapping[str, Page]
) -> Iterator[Evidence[Any]]:
    found = [
        match_passes(layer, a, b, page)
        for page in pages.values()
        for a, b in combinations(passes, 2)
    ]
    for measure, stage in F1[layer].items():
        credits = [credit for both in found for credit in _credits(layer, both, stage)]
        yield Ratio(layer, measure, credits)
    if layer in LABELS:
        yield flat_alpha(layer, passes, pages.values())
    yield from _alphas(layer, found, pages)
    if layer == "numeric_facts":
        yield Ratio(layer, "F1 same fact", list(_fact_links(found)))
    if layer == "nuggets":
        yield Ratio(layer, "shared support", list(_support(found)))


def _credits(layer: str, both: PassPair, stage: int) -> Iterator[Credit]:
    """One credit for each record of both passes: 1 where it is matched by ``stage``."""
    for match in both.matches:
        matched = match.stage <= stage
        item = None if matched else _unmatched(layer, both, match, stage)
        for name, record in zip(both.names, (match.pair.a, match.pair.b), strict=True):
            if record is not None:
                start = stretches(layer, record, both.page.text)[0][0]
                place = (both.page.at(start),)
                yield Credit(place, item, both.names, (name, record.id), float(matched))


def _unmatched(layer: str, both: PassPair, match: Match[Record], stage: int) -> Item:
    """The item behind records that are not matched, with the slots that the measure asks for."""
    records = {
        name: record
        for name, record in zip(both.names, (match.pair.a, match.pair.b), strict=True)
        if record is not None
    }
    asked = {"missing", *STAGES[layer][stage]}
    slots = [slot for slot in differing(layer, match.pair, both.page.text) if slot in asked]
    return Item(
        *_extent(layer, records.values(), both.page), _ids(both.names, records), tuple(slots)
    )


def _extent(layer: str, records: Iterable[Record], page: Page) -> tuple[str, int, int]:
    """The document, the start of the first of some records, and the end of the last."""
    found = [stretch for record in records for stretch in stretches(layer, record, page.text)]
    return page.doc_id, min(start for start, _ in found), max(end for _, end in found)


def _ids(
    names: Iterable[str], records: Mapping[str, Record]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, (records[name].id,) if name in records else ()) for name in names)


def _alphas(
    layer: str, found: Sequence[PassPair], pages: Mapping[str, Page]
) -> Iterator[Evidence[Any]]:
    """α of each attribute over the things that at least two passes have."""
    if layer not in ATTRIBUTES:
        return
    stage, attributes = ATTRIBUTES[layer]
    of_document = {
        doc_id: joined(layer, [both for both in found if both.page.doc_id == doc_id], stage)
        for doc_id in pages
    }
    for slot, read in attributes.items():
        units = []
        for doc_id, things in of_document.items():
            for records in things:
                place = _extent(layer, records.values(), pages[doc_id])
                values = {name: read(record) for name, record in records.items()}
                ids = {name: [record.id] for name, record in records.items()}
                item = values_item(place, slot, ids, values)
                units.append(Unit((pages[doc_id].at(place[1]),), item, tuple(values.values())))
        units.sort(key=lambda unit: (unit.places[0].doc_id, unit.places[0].start))
        yield Alpha(layer, f"α {slot}", units)


class _Statement(NamedTuple):
    """A numeric fact as each of two passes has it."""

    page: Page
    facts: tuple[NumericFactRecord, NumericFactRecord]

    @property
    def extent(self) -> tuple[str, int, int]:
        return _extent("numeric_facts", self.facts, self.page)


def _fact_links(found: Sequence[PassPair]) -> Iterator[Credit]:
    """Which statements are of one fact, as links between the statements that both passes have.

    The names of facts are the annotator's own, so that only the grouping can be compared. A link
    reaches across documents, and lies in a slice where both of its ends do.
    """
    for names in sorted({both.names for both in found}):
        statements = [
            _Statement(both.page, (match.pair.a, match.pair.b))
            for both in found
            for match in both.matches
            if both.names == names and match.stage <= ATTRIBUTES["numeric_facts"][0]
            if isinstance(match.pair.a, NumericFactRecord)
            and isinstance(match.pair.b, NumericFactRecord)
        ]
        for first, second in combinations(statements, 2):
            yield from _link(names, first, second)


def _link(names: tuple[str, str], first: _Statement, second: _Statement) -> Iterator[Credit]:
    """The credits of one link: one for each pass that has it."""
    ends = list(zip(names, first.facts, second.facts, strict=True))
    ids = {name: (one.id, other.id) for name, one, other in ends}
    linked = {name: one.fact_id == other.fact_id for name, one, other in ends}
    places = tuple(end.page.at(end.extent[1]) for end in (first, second))
    item = values_item(first.extent, "fact_id", ids, linked)
    for name in names:
        if linked[name]:
            yield Credit(places, item, names, (name, *ids[name]), float(item is None))


def _support(found: Iterable[PassPair]) -> Iterator[Credit]:
    """For each pair of nuggets the characters that support both, as a share of all (Jaccard)."""
    for both in found:
        for match in both.matches:
            a, b = match.pair.a, match.pair.b
            if a is None or b is None:
                continue
            page = both.page
            ours, theirs = (stretches("nuggets", record, page.text) for record in (a, b))
            common = share(ours, theirs)
            extent = _extent("nuggets", (a, b), page)
            ids = _ids(both.names, dict(zip(both.names, (a, b), strict=True)))
            item = None if common == 1 else Item(*extent, ids, ("support",))
            yield Credit((page.at(extent[1]),), item, both.names, (both.names, a.id, b.id), common)


def _document_stance(passes: Sequence[Pass], pages: Mapping[str, Page]) -> Iterator[Equal]:
    for slot in ("net", "own_voice"):
        units = [_stance_of(page, passes, slot) for page in pages.values()]
        # Where no pass says anything there is nothing to be equal.
        said = [unit for unit in units if len(passes) > 1 and any(unit.values)]
        yield Equal("document_stance", f"equal {slot}", said)


def _stance_of(page: Page, passes: Sequence[Pass], slot: str) -> Unit:
    """What each pass says of a whole document; ``None`` where it has not exactly one record."""
    ids: dict[str, list[str]] = {}
    said: dict[str, str | None] = {}
    for each in passes:
        records = records_of(each, "document_stance", page.doc_id)
        labels = [getattr(r, slot) for r in records if isinstance(r, DocumentStanceRecord)]
        ids[each.name] = [record.id for record in records]
        said[each.name] = labels[0] if len(labels) == 1 else None
    item = values_item((page.doc_id, 0, len(page.text)), slot, ids, said)
    return Unit((page.whole,), item, tuple(said.values()))
