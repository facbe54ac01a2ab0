"""Which records of several passes stand for one thing, matched from the most alike down.

A figure that asks for much (same span and type) must not lose a match because one that asks for
less (an overlap) took one of its records. So records are paired in stages, strictest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from tipbench.annotation.records import Record
from tipbench.passes.load import Pass
from tipbench.passes.pages import Page
from tipbench.passes.pairs import COMPARABLE, Pair, R, Stretch, agreement_of, pair_records, share

STAGES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "zones": (("span", "zone"), ()),
    "sentences": (("span",), ()),
    "entities": (("span", "type"), ("span",), ()),
    "numeric_facts": (("span", "value", "value2", "unit", "comparator"), ("span",), ()),
    "stance": (
        ("chain", "target", "polarity", "aspect", "quoted", "cue", "evidence"),
        ("chain", "target", "polarity", "aspect"),
        (),
    ),
    "nuggets": ((),),
}
"""The slots that two records have to share at each stage, besides touching the same words."""


@dataclass(frozen=True, slots=True)
class Match(Generic[R]):
    """A pair and the stage at which it was found; one side is ``None`` after the last stage."""

    pair: Pair[R]
    stage: int


@dataclass(frozen=True, slots=True)
class PassPair:
    """Two passes over one page, with their matches.

    Attributes:
        names: The two passes.
        page: The page.
        matches: All records of both, each once, in text order.
    """

    names: tuple[str, str]
    page: Page
    matches: tuple[Match[Record], ...]


def records_of(given: Pass, layer: str, doc_id: str) -> list[Record]:
    """A pass's records of one layer over one page."""
    return [item.record for item in given.layers.get(layer, {}).get(doc_id, ())]


def match_passes(layer: str, a: Pass, b: Pass, page: Page) -> PassPair:
    """Match the records of two passes over one page."""
    ours, theirs = (records_of(each, layer, page.doc_id) for each in (a, b))
    return PassPair((a.name, b.name), page, tuple(match_records(layer, ours, theirs, page.text)))


def match_records(layer: str, a: Sequence[R], b: Sequence[R], text: str) -> list[Match[R]]:
    """Match the records of two passes over one document, in any order.

    Args:
        layer: A layer of ``STAGES``.
        a: One pass's records.
        b: The other's.
        text: The page.

    Returns:
        Every record of both, once, in text order.
    """
    found: list[Match[R]] = []
    for stage, names in enumerate(STAGES[layer]):
        groups = _by_slots(layer, names, a, b, text)
        pairs = [
            pair
            for ours, theirs in groups
            for pair in pair_records(layer, ours, theirs, text)
            if pair.a is not None and pair.b is not None
        ]
        found += [Match(pair, stage) for pair in pairs]
        taken_a, taken_b = ({id(pair.a) for pair in pairs}, {id(pair.b) for pair in pairs})
        a = [record for record in a if id(record) not in taken_a]
        b = [record for record in b if id(record) not in taken_b]
    alone = [Pair(record, None) for record in a] + [Pair(None, record) for record in b]
    found += [Match(pair, len(STAGES[layer])) for pair in alone]
    return sorted(found, key=lambda match: _place(layer, match.pair, text))


def _by_slots(
    layer: str, names: Sequence[str], a: Sequence[R], b: Sequence[R], text: str
) -> list[tuple[list[R], list[R]]]:
    """The records of both sides by their values in some slots, where both sides have some."""
    groups: dict[str, tuple[list[R], list[R]]] = {}
    for side, records in enumerate((a, b)):
        for record in records:
            slots = COMPARABLE[layer].slots(record, text)
            key = repr([slots[name] for name in names])
            groups.setdefault(key, ([], []))[side].append(record)
    return [group for group in groups.values() if all(group)]


def stretches(layer: str, record: Record, text: str) -> tuple[Stretch, ...]:
    """The words that a record is about, in text order."""
    return tuple(sorted(COMPARABLE[layer].stretches(record, text)))


def _place(layer: str, pair: Pair[R], text: str) -> tuple[Stretch, str, str]:
    both = [record for record in (pair.a, pair.b) if record is not None]
    first = min(stretches(layer, record, text)[0] for record in both)
    return first, pair.a.id if pair.a else "", pair.b.id if pair.b else ""


def joined(layer: str, found: Iterable[PassPair], stage: int) -> list[dict[str, Record]]:
    """What several passes have for one thing, by pass, where at least two have it.

    Pairs are joined from the most alike down, as long as a thing has no two records of one pass;
    for two passes these are the pairs themselves.

    Args:
        layer: The layer.
        found: The matches of every two passes.
        stage: The last stage whose pairs count.
    """
    links = sorted(_links(layer, found, stage), key=lambda link: link[0])
    things: dict[tuple[str, str], dict[str, Record]] = {}
    for _, ends in links:
        left, right = (things.setdefault((name, r.id), {name: r}) for name, r in ends.items())
        if left is not right and not left.keys() & right.keys():
            left.update(right)
            things.update({(name, record.id): left for name, record in right.items()})
    kept = {id(thing): thing for thing in things.values() if len(thing) > 1}
    return [dict(sorted(thing.items())) for thing in kept.values()]


def _links(
    layer: str, found: Iterable[PassPair], stage: int
) -> Iterable[tuple[tuple[object, ...], dict[str, Record]]]:
    """The pairs of all passes, each with a key that puts the most alike first."""
    for both in found:
        for match in both.matches:
            a, b = match.pair.a, match.pair.b
            if a is not None and b is not None and match.stage <= stage:
                text = both.page.text
                agreeing = len(agreement_of(COMPARABLE[layer], a, b, text))
                common = share(stretches(layer, a, text), stretches(layer, b, text))
                key = (match.stage, -agreeing, -common, both.page.doc_id, a.id, b.id, both.names)
                yield key, dict(zip(both.names, (a, b), strict=True))
