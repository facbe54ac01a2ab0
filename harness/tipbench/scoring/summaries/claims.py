"""The claims of a source and who makes them: what a summary must attribute, and to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tipbench.model import Case, Entity, Nugget, Stance
from tipbench.scoring.normal import fold
from tipbench.scoring.summaries.attribution import frames
from tipbench.scoring.summaries.known import Known
from tipbench.scoring.summaries.per_document import once_per_document
from tipbench.scoring.summaries.propositions import concept_rows, concepts
from tipbench.scoring.summaries.speakers import UNKNOWN
from tipbench.scoring.summaries.speech import NOUNS, OTHERS, VERBS, WRITER
from tipbench.scoring.summaries.text import Language, read
from tipbench.values import is_decimal

_COUNTED = frozenset({"count", "money", "percent"})
"""Kinds of facts that are somebody's figures; ranks and dates are on record."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A nugget and who may be given as its source.

    Attributes:
        nugget: The nugget.
        accepted: Parties that make the claim or vouch for it.
        outer: Those of them that must be named: who tells it to the writer.
        required: Whether it misleads without a source.
        words: By language, the concepts of what is claimed, without who claims it, each with its
            weight, 1 in all.
        figures: The values of its figures that are not the writer's.
        views: By language, the concepts in which its speaker judges, where only that needs a
            source: that a law was passed in 2011 is on record, that it is a good one is not.
    """

    nugget: Nugget
    accepted: frozenset[str]
    outer: frozenset[str]
    required: bool
    words: Mapping[Language, Mapping[str, float]]
    figures: frozenset[Decimal] = frozenset()
    views: Mapping[Language, frozenset[str]] = field(default_factory=dict)

    def is_on_record(self, found: frozenset[str], language: Language) -> bool:
        """Whether words that state a part of it state nothing that is a view."""
        views = self.views.get(language)
        return views is not None and found.isdisjoint(views)

    def coverage(self, found: frozenset[str], language: Language) -> float:
        """The share of what it claims, by weight, that is found."""
        weights = self.words[language]
        if found.isdisjoint(weights):
            return 0.0
        return sum([weight for word, weight in weights.items() if word in found])


@dataclass(frozen=True, slots=True, eq=False)
class Attributed:
    """What a source attributes.

    Attributes:
        claims: Its claims.
        speakers: All parties that make any.
        nouns: What nouns such as *commission* stand for in it.
        reporter: The party of its report, where it has one.
    """

    claims: tuple[Claim, ...]
    speakers: frozenset[str]
    nouns: Mapping[str, str]
    reporter: str | None


@once_per_document
def attributed(case: Case, known: Known) -> Attributed:
    """The claims of a case and their speakers."""
    nuggets, stance = case.nuggets or (), case.gold.stance or ()
    facts, entities = case.gold.numeric_facts or (), case.gold.entities or ()
    nouns = _nouns(entities, known)
    chains = {s.id: s.chain or (s.holder,) for s in stance if s.id}
    sources: dict[str, set[str]] = {}
    for fact in facts:
        if fact.fact_id and fact.source:
            sources.setdefault(fact.fact_id, set()).add(fact.source)
    counted = {
        f.fact_id: Decimal(f.value)
        for f in facts
        if f.kind in _COUNTED and f.fact_id and f.value and is_decimal(f.value)
    }
    language = read(case.article).language
    claims = tuple(
        _with_views(_claim(n, chains, sources, counted, nouns, known), stance, language)
        for n in nuggets
    )
    holders = {h for chain in chains.values() for h in chain}
    holders |= {source for found in sources.values() for source in found}
    speakers = {known.parties.get(h, h) for h in holders - {WRITER}}
    speakers |= {party for claim in claims for party in claim.outer if claim.required}
    speakers |= {i for claim in claims for i in claim.accepted if i in known.people}
    return Attributed(claims, frozenset(speakers), nouns, nouns.get("report"))


def _claim(
    nugget: Nugget,
    chains: Mapping[str, Sequence[str]],
    sources: Mapping[str, set[str]],
    counted: Mapping[str, Decimal],
    nouns: Mapping[str, str],
    known: Known,
) -> Claim:
    own = [chains[i] for i in nugget.stance_ids if i in chains]
    told = {source for i in nugget.fact_ids for source in sources.get(i, ())}
    holders = {h for chain in own for h in chain} | told
    accepted = {known.parties.get(h, h) for h in holders - {WRITER}}
    named, strong = _named(nugget, nouns, known)
    people = {i for i in nugget.entity_ids if i in known.people}
    linked = {known.parties.get(i, i) for i in nugget.entity_ids}
    if people & (accepted | named):
        accepted |= {p for p in linked if p.startswith("body:") or p == "place:US"}
    figures = {s for i in nugget.fact_ids if i in counted for s in sources.get(i, ())}
    claimed = nugget.vital or bool(own) or (bool(figures) and WRITER not in figures)
    required = claimed and bool(named - {WRITER}) and WRITER not in named
    accepted |= named | (people if named & linked or not named else set())
    outer = accepted
    if strong - {WRITER}:
        beside = people if strong & linked else linked if strong & people else set()
        outer = strong | {p for p in beside if p in accepted}
    return Claim(
        nugget, frozenset(accepted), frozenset(outer), required,
        {"en": _words(nugget.en, accepted, known), "fr": _words(nugget.fr, accepted, known)},
        frozenset(counted[i] for i in nugget.fact_ids if i in counted and WRITER not in figures),
    )  # fmt: skip


def _with_views(claim: Claim, stance: Sequence[Stance], language: Language) -> Claim:
    """The claim with the words of its views, where they are told from the rest of it."""
    nugget = claim.nugget
    judged = [s.evidence for s in stance if s.id in nugget.stance_ids]
    if nugget.vital or claim.figures or not judged:
        return claim
    told = Counter[str]()
    for evidence in judged:
        if evidence is None:
            return claim
        told |= _numbers_of_concepts(evidence.text)
    stated = _numbers_of_concepts(nugget.fr if language == "fr" else nugget.en)
    # what the nugget says more often, it says beside the view as well
    views = frozenset(word for word in claim.words[language] if 0 < stated[word] <= told[word])
    return replace(claim, views={language: views}) if views else claim


def _numbers_of_concepts(text: str) -> Counter[str]:
    return Counter(one for row in concept_rows(text) for one in row if one is not None)


def _named(nugget: Nugget, nouns: Mapping[str, str], known: Known) -> tuple[set[str], set[str]]:
    """The speakers that a nugget itself names, and those that it names apart."""
    named: set[str] = set()
    strong: set[str] = set()
    for text in (nugget.en, nugget.fr):
        for number, sentence in enumerate(read(text).sentences):
            here = [m for m in known.finder.mentions(text) if m.sentence == number]
            for frame in frames(sentence, here, known.parties, nouns):
                said = {s for s in frame.speakers if s and not s.startswith(UNKNOWN)}
                named |= said
                strong |= said if frame.strong else set()
    return named, strong


def _words(text: str, accepted: Iterable[str], known: Known) -> Mapping[str, float]:
    """The concepts of what a nugget claims; all of them where nothing else is left."""
    whole = read(text)
    speakers = set(accepted)
    taken = {
        (m.sentence, at)
        for m in known.finder.mentions(text)
        if known.party(m) in speakers
        for at in range(m.at, m.end)
    }
    claimed = concepts(
        token
        for number, sentence in enumerate(whole.sentences)
        for at, token in enumerate(sentence)
        if (number, at) not in taken and token.fold not in _SPOKEN
    )
    found = claimed or concepts(whole.tokens)
    return {word: 1 / len(found) for word in sorted(found)}


_SPOKEN = NOUNS.keys() | OTHERS | VERBS


def _nouns(entities: Sequence[Entity], known: Known) -> Mapping[str, str]:
    """What nouns such as *commission* stand for, by the source's own nominal mentions."""
    found: dict[str, str] = {}
    for entity in entities:
        if not entity.entity_id:
            continue
        party = known.parties.get(entity.entity_id, entity.entity_id)
        for word in fold(entity.text).split():
            noun = NOUNS.get(word)
            if noun is not None and noun != WRITER:
                found.setdefault(noun, party)
            if word in ("government", "gouvernement", "authorities", "autorites"):
                found.setdefault(word, party)
    return found
