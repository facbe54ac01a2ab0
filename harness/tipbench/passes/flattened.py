"""Layers as one label per token or character, on which agreement on spans is corrected for chance.

Krippendorff, Mathet, Bouvry and Widlöcher (2016), On the reliability of unitizing textual continua:
further developments, Quality & Quantity 50, measure how far annotators cut a text into the same
labelled units. What is computed here is simpler: Krippendorff's nominal α over the tokens of the
page, each labelled by the outermost mention on it, ``O`` where there is none. So chance is that of
tokens dealt out one by one and not of whole mentions, a mention weighs as much as it has tokens,
what is nested is not seen, and two mentions of one label side by side look like one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from tipbench.annotation.records import Located
from tipbench.model import Span
from tipbench.passes.evidence import Alpha, Item, Unit, values_item
from tipbench.passes.load import Pass, stripped
from tipbench.passes.matches import records_of
from tipbench.passes.pages import Page

OUTSIDE = "O"


class Mention(NamedTuple):
    """A labelled stretch and the record that it comes from."""

    span: Span
    label: str
    id: str


class Label(NamedTuple):
    """The label of a token and the record that gives it; ``None`` outside all mentions."""

    label: str
    id: str | None


def flatten(units: Sequence[Span], mentions: Iterable[Mention]) -> list[Label]:
    """Label each unit by the longest of the mentions that it overlaps.

    Args:
        units: Tokens or characters, in text order, without overlap.
        mentions: In any order; of two equally long ones the earlier wins, then by label and id.

    >>> ministry = Mention(Span(0, 6), "ORG", "e1")
    >>> agency = Mention(Span(0, 2), "GPE", "e2")
    >>> flatten([Span(0, 2), Span(3, 6), Span(7, 9)], [agency, ministry])
    [Label(label='ORG', id='e1'), Label(label='ORG', id='e1'), Label(label='O', id=None)]
    """
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    labels = [Label(OUTSIDE, None)] * len(units)
    # The outermost is laid on last, over what it holds.
    for mention in sorted(mentions, key=_outermost_first, reverse=True):
        first = bisect_right(ends, mention.span.start)
        stop = max(first, bisect_left(starts, mention.span.end))
        labels[first:stop] = [Label(mention.label, mention.id)] * (stop - first)
    return labels


def _outermost_first(mention: Mention) -> tuple[int, int, str, str]:
    span = mention.span
    return span.start - span.end, span.start, mention.label, mention.id


LABELS: dict[str, tuple[str, Callable[[Page], list[Span]], Callable[[Any], str]]] = {
    "zones": ("α characters", lambda page: page.characters, lambda record: record.zone),
    "entities": ("α tokens", lambda page: page.tokens, lambda record: record.type),
    "numeric_facts": ("α tokens", lambda page: page.tokens, lambda record: record.kind),
}
"""For each layer that is flattened: the measure, its units, and the label of a record.

White space is no unit: which zone or mention it goes to is nobody's decision.
"""


def flat_alpha(layer: str, passes: Sequence[Pass], pages: Iterable[Page]) -> Alpha:
    """α over the units of the flattened layer."""
    measure, units_of, _ = LABELS[layer]
    units: list[Unit] = []
    for page in pages if len(passes) > 1 else ():
        spans = units_of(page)
        flat = {each.name: flatten(spans, _mentions(layer, each, page)) for each in passes}
        columns = list(zip(*flat.values(), strict=True))
        for span, labels, item in zip(
            spans, columns, _runs(page, spans, list(flat), columns), strict=True
        ):
            values = tuple(label.label for label in labels)
            units.append(Unit((page.at(span.start),), item, values))
    return Alpha(layer, measure, units)


def _mentions(layer: str, given: Pass, page: Page) -> list[Mention]:
    label = LABELS[layer][2]
    return [
        Mention(Span(*stripped(record, page.text)), label(record), record.id)
        for record in records_of(given, layer, page.doc_id)
        if isinstance(record, Located)
    ]


def _runs(
    page: Page, spans: Sequence[Span], names: Sequence[str], columns: Sequence[tuple[Label, ...]]
) -> list[Item | None]:
    """For each unit the run of differing units that it is part of, as one item."""
    items: list[Item | None] = []
    while len(items) < len(spans):
        first = len(items)
        stop = first + 1
        while stop < len(spans) and columns[stop] == columns[first]:
            stop += 1
        records = {
            name: [label.id] if label.id else []
            for name, label in zip(names, columns[first], strict=True)
        }
        values = {name: label.label for name, label in zip(names, columns[first], strict=True)}
        place = (page.doc_id, spans[first].start, spans[stop - 1].end)
        items += [values_item(place, "label", records, values)] * (stop - first)
    return items
