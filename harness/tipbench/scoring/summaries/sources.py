"""``sources``: are the claims of a summary given to those who make them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from tipbench.model import Case, InventoryEntry
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.summaries.attribution import Frame, frames, report_owners
from tipbench.scoring.summaries.claims import Attributed, Claim, attributed
from tipbench.scoring.summaries.known import known_names
from tipbench.scoring.summaries.mentions import party_of
from tipbench.scoring.summaries.propositions import of_sentences
from tipbench.scoring.summaries.quantities import quantities
from tipbench.scoring.summaries.share import ShareMetric
from tipbench.scoring.summaries.speakers import UNKNOWN
from tipbench.scoring.summaries.speech import NOUNS, WRITER
from tipbench.scoring.summaries.text import Language, read, without_repeats

SourceStatus = Literal["right", "wrong", "dropped"]
SOURCE_STATUSES: tuple[SourceStatus, ...] = ("right", "wrong", "dropped")
"""What can be said of the attribution of a claim."""

STATED = 0.4
"""The share of what a nugget claims from which on a sentence claims it."""
SPOKEN_OF = 0.36
"""The share from which on a sentence speaks of it."""
WHOLLY = 0.6
"""The share of its own words from which on a sentence is taken up by a claim."""
TOUCHED = 0.25
"""The share from which on a sentence may speak of it."""


@dataclass(frozen=True, slots=True)
class JudgedSource:
    """A claim of a summary, and what is to be said of its attribution."""

    claim: str
    speakers: frozenset[str]
    status: SourceStatus
    sentence: int = 0


def judge_sources(
    summary: str, case: Case, inventory: Sequence[InventoryEntry]
) -> tuple[JudgedSource, ...]:
    """Judge the attribution of every claim of the gold that a summary makes."""
    known = known_names(case, inventory)
    source = attributed(case, known)
    whole = read(summary)
    mentions = known.finder.mentions(summary)
    carried: frozenset[str] = frozenset()
    seen: dict[tuple[str, SourceStatus], JudgedSource] = {}
    for number, sentence in enumerate(whole.sentences):
        here = [m for m in mentions if m.sentence == number]
        found = list(frames(sentence, here, known.parties, source.nouns))
        subject = frozenset(party_of(m, known.parties) for m in here[:1] if m.ids)
        people = frozenset(known.party(m) for m in here if m.ids & known.people)
        speakers, carried = _speakers(found, carried, subject, people)
        if source.reporter and any(NOUNS.get(t.fold) == "report" for t in sentence[:3]):
            speakers |= {source.reporter}  # whatever the report does, it speaks
        words = of_sentences(summary)[number]
        values = {v for q in quantities(summary) if q.sentence == number for v in q.values}
        made = list(_made(words, values, source.claims, whole.language))
        owners = frozenset(report_owners(sentence, here, known.parties, source.nouns))
        judged = list(_judge(made, speakers, whole.language))
        blamed = any(one.status == "wrong" for one in judged)
        judged += _foreign(made, [f for f in found if f.strong or not blamed], owners, source)
        for one in judged:
            placed = replace(one, sentence=number)
            seen.setdefault((one.claim, one.status), placed)
    return tuple(seen.values())


def _speakers(
    found: Sequence[Frame],
    carried: frozenset[str],
    subject: frozenset[str],
    people: frozenset[str],
) -> tuple[frozenset[str], frozenset[str]]:
    """The speakers of a sentence, and those that a pronoun in the next one stands for."""
    named = frozenset(s for frame in found for s in frame.speakers if s)
    by_pronoun = any(not frame.speakers - {""} for frame in found)
    speakers = named | carried | people if by_pronoun else named
    return speakers, speakers or carried | subject


class Made(NamedTuple):
    """A claim that a sentence makes: how much of it, in which words."""

    share: float
    words: frozenset[str]
    claim: Claim


def _made(
    words: frozenset[str],
    values: Set[object],
    claims: Sequence[Claim],
    language: Language,
) -> Iterator[Made]:
    """The claims that a sentence touches; with its figure, a claim is made in fewer words."""
    for claim in claims:
        share = claim.coverage(words, language)
        if share >= TOUCHED:
            if claim.figures & values:
                share = max(share, STATED)
            elif claim.figures:
                share /= 2
            shared = words & claim.words[language].keys()
            if not claim.figures and len(shared) >= 3 and len(shared) >= WHOLLY * len(words):
                share = max(share, STATED)  # a short sentence that says a part and nothing else
            yield Made(share, shared, claim)


def _judge(
    made: Sequence[Made], speakers: frozenset[str], language: Language
) -> Iterator[JudgedSource]:
    """What is to be said of the claims that a sentence makes."""
    best = max((one.share for one in made), default=0.0)
    for share, words, claim in made:
        name = claim.nugget.nugget_id
        at_second_hand = share == best and bool(speakers & claim.accepted - claim.outer)
        if not claim.required or share < (TOUCHED if at_second_hand else STATED):
            continue
        if speakers & claim.outer:
            yield JudgedSource(name, speakers, "right")
        elif speakers & claim.accepted:  # told at second hand, and not by whom
            yield JudgedSource(name, speakers, "dropped")
        elif not _is_another(share, words, made, speakers):
            if speakers - {WRITER}:
                yield JudgedSource(name, speakers, "wrong")
            elif not claim.is_on_record(words, language):
                yield JudgedSource(name, speakers, "dropped")


def _foreign(
    made: Sequence[Made],
    found: Sequence[Frame],
    owners: frozenset[str],
    source: Attributed,
) -> Iterator[JudgedSource]:
    """Speakers who say nothing in the source, or nothing of what the sentence states."""
    stated = [one.claim for one in made if one.share >= STATED]
    accepted = frozenset(party for claim in stated for party in claim.accepted)
    vouched = frozenset(party for one in made for party in one.claim.accepted)
    for frame in found:
        named = frame.speakers - {""}
        nobody = frame.heads - source.speakers - vouched - {WRITER}
        unknown = frozenset(one for one in nobody if one.startswith(UNKNOWN))
        if source.speakers and nobody - unknown and not frame.is_topic:
            yield JudgedSource(f"{sorted(nobody)}", frame.speakers, "wrong")
        elif named and stated and not named & accepted:
            if (frame.strong and named != {WRITER}) or unknown:
                yield JudgedSource(f"{sorted(named)}", named, "wrong")
        elif frame.strong and named - {WRITER} and _is_of_others(named, made):
            yield JudgedSource(f"{sorted(named)}", named, "wrong")
    for owner in sorted(owners):
        if source.reporter and owner != source.reporter:
            yield JudgedSource(f"report of {owner}", frozenset({owner}), "wrong")


def _is_of_others(named: frozenset[str], made: Sequence[Made]) -> bool:
    """Whether a sentence speaks of what others than these claim, and of little that they do."""
    own = max((one.share for one in made if one.claim.accepted & named), default=0.0)
    other = max((one.share for one in made if not one.claim.accepted & named), default=0.0)
    return other >= SPOKEN_OF and own < other / 2


def _is_another(
    share: float, words: frozenset[str], made: Sequence[Made], speakers: frozenset[str]
) -> bool:
    """Whether the sentence makes a like claim that is better stated, and rightly attributed."""
    return any(
        other >= share
        and len(theirs & words) >= len(words) / 2
        and (not claim.required or bool(speakers & claim.outer))
        for other, theirs, claim in made
        if other >= STATED
    )


def judged_sources(comparison: Comparison) -> tuple[JudgedSource, ...]:
    """The same of a comparison, once."""
    summary, inventory = (
        without_repeats(comparison.answer.summary or ""),
        comparison.names.inventory,
    )
    return comparison.shared("sources", lambda: judge_sources(summary, comparison.case, inventory))


def _right(comparison: Comparison) -> list[bool] | None:
    if comparison.case.nuggets is None:
        return None
    return [one.status == "right" for one in judged_sources(comparison)]


SOURCES = ShareMetric(
    name="sources",
    description="claims of the summary that are given to those who make them",
    judge=_right,
)
"""Share of a summary's claims that it gives to one who makes them.

Judged are the gold's nuggets that a sentence states and that need a source: right where the
sentence, or a pronoun that points to the one before, names a speaker of the nugget (or of its
stance tuples and facts, by the party that they act for); wrong with another speaker; dropped with
none, or where only they are named whom another reports. A speaker who says nothing in the source is
wrong whatever is said, and so is a report given to another than its author.
"""
