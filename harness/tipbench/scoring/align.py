"""Alignment: finds the place in the text of items that come without offsets.

Every item gets a status, and none is dropped:

``given``      the system gave the offsets itself
``exact``      the words stand in the text as they are
``repaired``   they stand there but for case, accents, typing or white space
``ambiguous``  they stand in more places than there are items that say them; placed at the first
``not found``  they stand nowhere in the text, or every such place is taken: a miss
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

from tipbench.model import Answer, Entity, NumericFact, Quote, Span, Stance
from tipbench.scoring.normal import fold
from tipbench.scoring.places import Board

Status = Literal["given", "exact", "repaired", "ambiguous", "not found"]
STATUSES: tuple[Status, ...] = get_args(Status)


def align(
    text: str, surfaces: Sequence[str], *, taken: Iterable[Span] = (), share: bool = False
) -> list[tuple[Span | None, Status]]:
    """Place ``surfaces`` in ``text``, one after the other.

    Whole words go before words that are glued to the next (``MarocLe``), and at each the exact
    words before repaired ones; the inside of a word is used only for what stands nowhere else.
    Among equals the next free place behind the previous item is taken, else the first free one in
    the text; a place inside or across another item comes last. ``ambiguous`` says that the text
    has more such places than there are items for them.

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
    """
    board = Board(text, () if share else taken, share=share)
    wanted = Counter(fold(surface) for surface in surfaces)
    placed: list[tuple[Span | None, Status]] = []
    for surface in surfaces:
        place = board.place(surface)
        if place is None:
            placed.append((None, "not found"))
            continue
        # Items that share places do not tell one another apart.
        namers = 1 if share else wanted[fold(surface)]
        status: Status = "exact" if place.exact else "repaired"
        placed.append((place.span, "ambiguous" if place.choices > namers else status))
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
    filled = _put_back(stances, evidence)
    cues = [_fill_cue(text, stance) for stance in filled]
    cue_statuses = tuple(status for _, status in cues if status is not None)
    if cue_statuses:
        statuses["cue"] = cue_statuses
    return tuple(stance for stance, _ in cues), statuses


def _put_back(stances: Sequence[Stance], evidence: Sequence[Quote]) -> list[Stance]:
    quotes = iter(evidence)
    return [s if s.evidence is None else replace(s, evidence=next(quotes)) for s in stances]


def _fill_cue(text: str, stance: Stance) -> tuple[Stance, Status | None]:
    if stance.cue is None:
        return stance, None
    around = stance.evidence.span if stance.evidence is not None else None
    if stance.cue.span is None and around is not None:
        [(span, status)] = align(text[around.start : around.end], [stance.cue.text])
        if span is not None:
            placed = Span(span.start + around.start, span.end + around.start)
            return replace(stance, cue=replace(stance.cue, span=placed)), status
    [cue], [status] = _fill(text, [stance.cue])
    return replace(stance, cue=cue), status
