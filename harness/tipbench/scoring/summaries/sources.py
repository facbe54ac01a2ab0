"""``sources``: are the claims of a summary given to those who make them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Literal

from tipbench.model import Case, Entity, InventoryEntry, Nugget, NumericFact, Stance
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.normal import fold
from tipbench.scoring.summaries.attribution import NOUNS, UNKNOWN, WRITER, Frame, frames
from tipbench.scoring.summaries.known import Known, known_names
from tipbench.scoring.summaries.mentions import party_of
from tipbench.scoring.summaries.propositions import concepts, propositions
from tipbench.scoring.summaries.statistics import Ratio, of_document
from tipbench.scoring.summaries.text import read

SourceStatus = Literal["right", "wrong", "dropped"]
SOURCE_STATUSES: tuple[SourceStatus, ...] = ("right", "wrong", "dropped")
"""What can be said of the attribution of a claim."""

STATED = 0.55
"""The share of a nugget's words from which on a sentence makes its claim."""


@dataclass(frozen=True, slots=True)
class JudgedSource:
    """A claim of a summary, and what is to be said of its attribution."""

    claim: str
    speakers: frozenset[str]
    status: SourceStatus
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A nugget and who may be given as its source.

    Attributes:
        accepted: Parties that make the claim or vouch for it.
        outer: Those of them that must be named: who tells it to the writer.
        required: Whether it misleads without a source.
    """

    nugget: Nugget
    accepted: frozenset[str]
    outer: frozenset[str]
    required: bool


def judge_sources(
    summary: str, case: Case, inventory: Sequence[InventoryEntry]
) -> tuple[JudgedSource, ...]:
    """Judge the attribution of every claim of the gold that a summary makes."""
    known = known_names(case, inventory)
    claims = {claim.nugget.nugget_id: claim for claim in _claims(case, known)}
    whole = read(summary)
    mentions = known.finder.mentions(summary)
    nouns = _nouns(case.gold.entities or (), known)
    carried: frozenset[str] = frozenset()
    seen: dict[tuple[str, SourceStatus], JudgedSource] = {}
    known_propositions = propositions(case.nuggets or (), whole.language)
    for number, sentence in enumerate(whole.sentences):
        here = [m for m in mentions if m.sentence == number]
        found = list(frames(sentence, here, known.parties, nouns))
        subject = frozenset(party_of(m, known.parties) for m in here[:1] if m.ids)
        speakers, carried = _speakers(found, carried, subject)
        words = concepts(sentence)
        covered = [(p.coverage(words), p) for p in known_propositions]
        made = [
            (share, words & p.weights.keys(), claims[p.nugget.nugget_id])
            for share, p in covered
            if share >= STATED
        ]
        for judged in _judge(made, found, speakers):
            placed = replace(judged, sentence=number)
            seen.setdefault((judged.claim, judged.status), placed)
    return tuple(seen.values())


def _speakers(
    found: Sequence[Frame], carried: frozenset[str], subject: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The speakers of a sentence, and those that a pronoun in the next one stands for."""
    named = frozenset(s for frame in found for s in frame.speakers if s)
    by_pronoun = any(not frame.speakers - {""} for frame in found)
    speakers = named | carried if by_pronoun else named
    return speakers, speakers or carried | subject


_Made = tuple[float, frozenset[str], Claim]


def _judge(
    made: Sequence[_Made], found: Sequence[Frame], speakers: frozenset[str]
) -> Iterator[JudgedSource]:
    accepted = frozenset(party for _, _, claim in made for party in claim.accepted)
    for share, words, claim in made:
        name = claim.nugget.nugget_id
        if not claim.required:
            continue
        if speakers & claim.outer:
            yield JudgedSource(name, speakers, "right")
        elif speakers & claim.accepted:
            strong = frozenset(s for frame in found if frame.strong for s in frame.speakers)
            yield JudgedSource(name, speakers, "wrong" if strong - {""} else "dropped")
        elif not _is_another(share, words, made, speakers):
            yield JudgedSource(name, speakers, "wrong" if speakers - {WRITER} else "dropped")
    for frame in found:
        named = frame.speakers - {""}
        if not named or not made or named & accepted:
            continue
        if (frame.strong and named != {WRITER}) or any(n.startswith(UNKNOWN) for n in named):
            yield JudgedSource(f"{sorted(named)}", named, "wrong")


def _is_another(
    share: float, words: frozenset[str], made: Sequence[_Made], speakers: frozenset[str]
) -> bool:
    """Whether the sentence makes a like claim that is better stated, and rightly attributed."""
    return any(
        other >= share
        and len(theirs & words) >= len(words) / 2
        and (not claim.required or bool(speakers & claim.outer))
        for other, theirs, claim in made
    )


def _claims(case: Case, known: Known) -> tuple[Claim, ...]:
    gold = case.gold
    return _cached_claims(
        case.nuggets or (), gold.stance or (), gold.numeric_facts or (), gold.entities or (),
        _Key(known),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    known: Known

    def __hash__(self) -> int:
        return id(self.known)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.known is self.known


@lru_cache(maxsize=256)
def _cached_claims(
    nuggets: tuple[Nugget, ...],
    stance: tuple[Stance, ...],
    facts: tuple[NumericFact, ...],
    entities: tuple[Entity, ...],
    key: _Key,
) -> tuple[Claim, ...]:
    known = key.known
    nouns = _nouns(entities, known)
    chains = {s.id: s.chain or (s.holder,) for s in stance}
    sources: dict[str, set[str]] = {}
    for fact in facts:
        if fact.fact_id and fact.source:
            sources.setdefault(fact.fact_id, set()).add(fact.source)
    found = []
    for nugget in nuggets:
        holders = {h for i in nugget.stance_ids for h in chains.get(i, ())}
        holders |= {source for i in nugget.fact_ids for source in sources.get(i, ())}
        accepted = {known.parties.get(h, h) for h in holders - {WRITER}}
        named: set[str] = set()
        strong: set[str] = set()
        for text in (nugget.en, nugget.fr):
            for number, sentence in enumerate(read(text).sentences):
                here = [m for m in known.finder.mentions(text) if m.sentence == number]
                for frame in frames(sentence, here, known.parties, nouns):
                    said = {s for s in frame.speakers if s and not s.startswith(UNKNOWN)}
                    named |= said
                    strong |= said if frame.strong else set()
        people = {i for i in nugget.entity_ids if i in known.people}
        linked = {known.parties.get(i, i) for i in nugget.entity_ids}
        if people & (accepted | named):
            accepted |= linked & {p for p in linked if p.startswith("body:")} | {
                p for p in linked if p == "place:US" and "place:US" in linked
            }
        # A bare act needs no speaker but its agent.
        claimed = nugget.vital or bool(nugget.stance_ids)
        required = claimed and bool(named - {WRITER}) and WRITER not in named
        accepted |= named | (people if named & linked else set())
        outer = accepted
        if strong - {WRITER}:
            beside = people if strong & linked else linked if strong & people else set()
            outer = strong | {p for p in beside if p in accepted}
        found.append(Claim(nugget, frozenset(accepted), frozenset(outer), required))
    return tuple(found)


def _nouns(entities: Sequence[Entity], known: Known) -> Mapping[str, str]:
    """What nouns such as *commission* stand for, by the source's own nominal mentions."""
    return _cached_nouns(tuple(entities), _Key(known))


@lru_cache(maxsize=256)
def _cached_nouns(entities: tuple[Entity, ...], key: _Key) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for entity in entities:
        if not entity.entity_id:
            continue
        party = key.known.parties.get(entity.entity_id, entity.entity_id)
        for word in fold(entity.text).split():
            noun = NOUNS.get(word)
            if noun is not None and noun != WRITER:
                found.setdefault(noun, party)
            if word in ("government", "gouvernement", "authorities", "autorites"):
                found.setdefault(word, party)
    return found


def judged_sources(comparison: Comparison) -> tuple[JudgedSource, ...]:
    """The same of a comparison, once."""
    summary, inventory = comparison.answer.summary or "", comparison.names.inventory
    return comparison.shared("sources", lambda: judge_sources(summary, comparison.case, inventory))


@dataclass(frozen=True, slots=True)
class SourcesKept:
    """Share of a summary's claims that it gives to one who makes them.

    Judged are the gold's nuggets that a sentence states and that need a source: right where the
    sentence, or a pronoun that points to the one before, names a speaker of the nugget (or of its
    stance tuples and facts, by the party that they act for); wrong with another speaker; dropped
    with none. An *according to* somebody who says nothing of it is wrong too.
    """

    name: str = "sources"
    description: str = "claims of the summary that are given to those who make them"
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = ("precision",)
    zero: ClassVar[Ratio] = Ratio(0, 0, "precision")

    def measure(self, comparison: Comparison) -> Tally[Ratio] | None:
        """Right and all attributions of one summary; ``None`` where nuggets are not annotated."""
        if comparison.case.nuggets is None:
            return None
        judged = judged_sources(comparison)
        right = sum(one.status == "right" for one in judged)
        return of_document(comparison, Ratio(right, len(judged), "precision"), self.zero)


SOURCES = SourcesKept()
"""Claims with their sources."""
