"""``names``: does the source have the names of a summary, and do they stand where they should?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tipbench.model import Case, InventoryEntry
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.normal import fold
from tipbench.scoring.summaries.claims import attributed
from tipbench.scoring.summaries.known import Known, is_supported, known_names
from tipbench.scoring.summaries.mentions import Mention
from tipbench.scoring.summaries.quantities import quantities
from tipbench.scoring.summaries.share import ShareMetric
from tipbench.scoring.summaries.slots import Slot, SlotIndex, likeness, slots
from tipbench.scoring.summaries.sources import JudgedSource, judge_sources, judged_sources
from tipbench.scoring.summaries.text import read, without_repeats

NameStatus = Literal["supported", "invented", "swapped"]
NAME_STATUSES: tuple[NameStatus, ...] = ("supported", "invented", "swapped")
"""What can be said of a name in a summary."""


@dataclass(frozen=True, slots=True)
class JudgedName:
    """A name of a summary and what is to be said of it."""

    mention: Mention
    status: NameStatus


def judge_names(
    summary: str,
    case: Case,
    inventory: Sequence[InventoryEntry],
    sources: Sequence[JudgedSource] | None = None,
) -> tuple[JudgedName, ...]:
    """Judge every distinct name of a summary.

    Args:
        summary: The summary.
        case: The document with its gold.
        inventory: The entities through which names are found.
        sources: What is said of its attributions, where that is known already.

    >>> from tipbench.model import Answer, Document
    >>> case = Case(Document("d", "en", None, "Morocco thanked the UN."), Answer("d"))
    >>> judged = judge_names("Moroccans met Tunisia and the ONU", case, ())
    >>> [(j.mention.name, j.status) for j in judged]
    [('Moroccans', 'supported'), ('Tunisia', 'invented'), ('ONU', 'supported')]
    """
    known = known_names(case, inventory)
    counted = {(q.sentence, at) for q in quantities(summary) for at in range(q.at, q.end)}
    mentions = [
        mention
        for mention in known.finder.mentions(summary)
        if not all((mention.sentence, at) in counted for at in range(mention.at, mention.end))
    ]
    introduced: set[str] = set()
    seen: dict[tuple[str, NameStatus], JudgedName] = {}
    reporter = attributed(case, known).reporter
    swapped = {*_swapped(summary, mentions, known, reporter)}
    judged = judge_sources(summary, case, inventory) if sources is None else sources
    swapped |= {*_wrong_speakers(judged, mentions, known)}
    for mention in mentions:
        status: NameStatus = "invented"
        if is_supported(mention, summary, known, introduced):
            status = "swapped" if mention in swapped else "supported"
        key = (known.party(mention) if status == "supported" else fold(mention.name), status)
        seen.setdefault(key, JudgedName(mention, status))
    return tuple(seen.values())


def _swapped(
    summary: str, mentions: Sequence[Mention], known: Known, reporter: str | None
) -> Iterator[Mention]:
    """The mentions that stand where the source has another name."""
    rivals = known.slots[read(summary).language]
    margins: list[tuple[Mention, float, str, str]] = []
    found = slots(summary, mentions, known.parties, known.people)
    for mention, slot in zip(mentions, found, strict=True):
        if not slot.is_actor or _is_agent(summary, mention):
            continue
        if slot.party == reporter and "report" in [*list(slot.before)[:1], *list(slot.behind)[:1]]:
            continue
        if _has_role_of_another(slot, rivals):
            yield mention
            continue
        own = other = 0.0
        instead = ""
        for rival in rivals.near(slot):
            if rival.party == slot.party:
                own = max(own, likeness(slot, rival))
            elif rival.person == slot.person and rival.is_actor:
                alike = likeness(slot, rival)
                if alike > other:
                    other, instead = alike, rival.party
        if other >= MOST_ALIKE and other - own >= MARGIN:
            yield mention
        else:
            margins.append((mention, other - own, slot.party, instead))
    for one, margin, party, instead in margins:
        for other_one, beside, its_party, its_instead in margins:
            turned = (party, instead) == (its_instead, its_party) and party != instead
            if turned and one.sentence == other_one.sentence and min(margin, beside) >= BOTH:
                yield one
                break


def _is_agent(summary: str, mention: Mention) -> bool:
    """Whether a name is the agent of a passive: what stands before it is done by it."""
    before = read(summary).sentences[mention.sentence][max(0, mention.at - 3) : mention.at]
    return any(token.fold in ("par", "by") for token in before)


def _has_role_of_another(slot: Slot, rivals: SlotIndex) -> bool:
    """Whether a person is given a title that the source gives another person alone."""
    if not slot.roles:
        return False
    own = rivals.roles.get(slot.party, frozenset())
    others = {
        role for party, roles in rivals.roles.items() if party != slot.party for role in roles
    }
    return bool(slot.roles & (others - own))


def _wrong_speakers(
    sources: Sequence[JudgedSource], mentions: Sequence[Mention], known: Known
) -> Iterator[Mention]:
    """The names that are given as the source of a claim which others make."""
    wrong = [judged for judged in sources if judged.status == "wrong"]
    for mention in mentions:
        party = known.party(mention)
        for judged in wrong:
            if judged.sentence == mention.sentence and party in judged.speakers:
                yield mention


MOST_ALIKE = 1.5
"""How alike the surroundings of another name must be for a swap."""
MARGIN = 1.3
"""By how much they must be more alike than those of the name itself."""
BOTH = 0.9
"""The same where two names of a sentence stand in each other's place."""


def _supported(comparison: Comparison) -> list[bool] | None:
    if comparison.case.gold.entities is None:
        return None
    judged = judge_names(
        without_repeats(comparison.answer.summary or ""),
        comparison.case,
        comparison.names.inventory,
        judged_sources(comparison),
    )
    return [one.status == "supported" for one in judged]


NAMES = ShareMetric(
    name="names",
    description="names of the summary that the source has, in their place",
    judge=_supported,
)
"""Share of a summary's distinct names that the source has, and that stand where they should.

Names are found through the inventory, in both languages, and as capitalised words; an acronym may
be introduced by the summary. A name is swapped where its surroundings are those that another name
of its kind has in the article or its nuggets.
"""
