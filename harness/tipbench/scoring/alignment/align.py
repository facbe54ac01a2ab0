"""Alignment: finds the place in the text of items that come without offsets.

Every item gets a status, and none is dropped:

``given``      the system gave the offsets itself
``exact``      the words stand in the text as they are
``repaired``   they stand there but for case, accents, typing or white space; or without what is put
               around them (``« Rabat »``, ``the State Department``, ``Morocco's``); or, where none
               of that stands anywhere, with small errors (see ``tipbench.scoring.alignment.fuzzy``)
``ambiguous``  another place that is as good remained open after all items had been placed
``not found``  they stand nowhere in the text, or every such place is taken: a miss

What a system says is taken at its word: a determiner that stands in the text as it was given is
part of the place, exact and wrong by its borders. It is left out only where it does not stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tipbench.model import Answer, Entity, NumericFact, Quote, Span, Stance
from tipbench.scoring.alignment import STATUSES, Status
from tipbench.scoring.alignment.assign import assign


def align(
    text: str, surfaces: Sequence[str], *, taken: Iterable[Span] = (), share: bool = False
) -> list[tuple[Span | None, Status]]:
    """Place ``surfaces`` in ``text``, one after the other.

    For each item, whole words go before words that are glued to the next (``MarocLe``), and at each
    the exact words before repaired ones; the inside of a word is used only for what stands nowhere
    else, and words with small errors last, never across or inside another item.

    Among equals the places are chosen so that as many items as possible lie in the text in their
    order (an inner name where its outer one starts, or behind it); of such choices the one with the
    most places that are clear of longer items; then the first. Items that break this order are
    placed one by one behind the item before them, else at the first place that is open. Items that
    say the same always lie in their order.

    Args:
        text: The document.
        surfaces: The words of the items, in the order in which the system gave them.
        taken: Places that are occupied from the start.
        share: Whether several items may lie at one place, as quotations may.

    Returns:
        For every surface its place, or ``None``, and how it was found.

    >>> align("Rabat praised Rabat.", ["Rabat", "Paris"])
    [(Span(start=0, end=5), 'ambiguous'), (None, 'not found')]
    >>> align("L'État", ["l'Etat"])
    [(Span(start=0, end=6), 'repaired')]
    >>> align("Mr Puneet Talwar of the US", ["Punet Talwar", "l'US"])
    [(Span(start=3, end=16), 'repaired'), (Span(start=24, end=26), 'repaired')]
    """
    placed: list[tuple[Span | None, Status]] = []
    for placement in assign(text, surfaces, taken=taken, share=share):
        if placement is None:
            placed.append((None, "not found"))
            continue
        status: Status = "exact" if placement.exact else "repaired"
        placed.append((placement.span, "ambiguous" if placement.ambiguous else status))
    return placed


@dataclass(frozen=True, slots=True)
class AlignedAnswer:
    """An answer with every span filled in that could be, and how.

    Attributes:
        answer: The answer; items that were not found keep ``None`` for a span.
        statuses: For each layer (``entities``, ``numeric_facts``, ``evidence``, ``cue``) that the
            answer has, one status per item (per quotation, for the last two), in their order.
    """

    answer: Answer
    statuses: Mapping[str, tuple[Status, ...]]

    def counts(self) -> dict[str, dict[Status, int]]:
        """For each layer the number of items of each status, zeros included."""
        return {
            layer: {status: statuses.count(status) for status in STATUSES}
            for layer, statuses in self.statuses.items()
        }


def align_answer(text: str, answer: Answer) -> AlignedAnswer:
    """Fill in the spans that ``answer`` leaves out.

    Entities and numeric facts occupy the places they are given. Quotations may share one, since
    a clause can carry several stances; a cue is looked for in its evidence first.

    >>> from tipbench.model import Entity
    >>> aligned = align_answer("In Rabat", Answer("d", entities=(Entity(None, "Rabat", "GPE"),)))
    >>> aligned.answer.entities[0].span, aligned.statuses
    (Span(start=3, end=8), {'entities': ('exact',)})
    """
    statuses: dict[str, tuple[Status, ...]] = {}
    entities, numeric_facts, stance = answer.entities, answer.numeric_facts, answer.stance
    if entities is not None:
        entities, statuses["entities"] = _fill(text, entities)
    if numeric_facts is not None:
        numeric_facts, statuses["numeric_facts"] = _fill(text, numeric_facts)
    if stance is not None:
        stance, quoted = _fill_stance(text, stance)
        statuses |= quoted
    filled = replace(answer, entities=entities, numeric_facts=numeric_facts, stance=stance)
    return AlignedAnswer(filled, statuses)


R = TypeVar("R", Entity, NumericFact, Quote)


def _fill(
    text: str, records: Sequence[R], *, share: bool = False
) -> tuple[tuple[R, ...], tuple[Status, ...]]:
    """Place the records that have no span; the others have ``given``."""
    taken = [record.span for record in records if record.span is not None]
    missing = [record.text for record in records if record.span is None]
    if not missing:
        given: Status = "given"
        return tuple(records), (given,) * len(records)
    placements = iter(align(text, missing, taken=taken, share=share))
    filled: list[R] = []
    statuses: list[Status] = []
    for record in records:
        span, status = next(placements) if record.span is None else (record.span, "given")
        filled.append(record if record.span is span else replace(record, span=span))
        statuses.append(status)
    return tuple(filled), tuple(statuses)


def _fill_stance(
    text: str, stances: Sequence[Stance]
) -> tuple[tuple[Stance, ...], dict[str, tuple[Status, ...]]]:
    """Place evidence over the whole text, then each cue in its evidence or else anywhere."""
    statuses: dict[str, tuple[Status, ...]] = {}
    quotes = [stance.evidence for stance in stances if stance.evidence is not None]
    evidence, found = _fill(text, quotes, share=True)
    if found:
        statuses["evidence"] = found
    filled, cues = _fill_cues(text, _put_back(stances, evidence))
    if cues:
        statuses["cue"] = cues
    return filled, statuses


def _put_back(stances: Sequence[Stance], evidence: Sequence[Quote]) -> list[Stance]:
    quotes = iter(evidence)
    return [s if s.evidence is None else replace(s, evidence=next(quotes)) for s in stances]


def _fill_cues(
    text: str, stances: Sequence[Stance]
) -> tuple[tuple[Stance, ...], tuple[Status, ...]]:
    """Place each cue in its evidence; those that are not there, together over the whole text."""
    found = [_cue_within(text, stance) for stance in stances]
    lost = [i for i, cue in enumerate(found) if cue is not None and cue[1] == "not found"]
    quotes = [cue[0] for i in lost if (cue := found[i]) is not None]
    for i, quote, status in zip(lost, *_fill(text, quotes, share=True), strict=True):
        found[i] = (quote, status)
    filled = (
        stance if cue is None else replace(stance, cue=cue[0])
        for stance, cue in zip(stances, found, strict=True)
    )
    return tuple(filled), tuple(cue[1] for cue in found if cue is not None)


def _cue_within(text: str, stance: Stance) -> tuple[Quote, Status] | None:
    """The cue of ``stance``, placed in its evidence where it stands there."""
    cue, evidence = stance.cue, stance.evidence
    if cue is None or cue.span is not None:
        return None if cue is None else (cue, "given")
    if evidence is None or evidence.span is None:
        return cue, "not found"
    start, end = evidence.span.start, evidence.span.end
    [(span, status)] = align(text[start:end], [cue.text])
    placed = None if span is None else Span(span.start + start, span.end + start)
    return replace(cue, span=placed), status
