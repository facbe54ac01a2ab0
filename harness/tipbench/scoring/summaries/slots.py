"""Where a name stands: the words before and behind it, other names left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipbench.scoring.summaries.mentions import ROLES, Mention, party_of
from tipbench.scoring.summaries.speech import VERBS
from tipbench.scoring.summaries.text import STOP, Token, read
from tipbench.scoring.summaries.thesaurus import concept

_WEIGHTS = (1.0, 0.9, 0.7, 0.5)
"""What the nearest words on each side weigh."""


_NEAR = 0.7
"""The weight from which on a word stands near a name."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The surroundings of a name.

    Attributes:
        party: What the name stands for.
        person: Whether it is a person's.
        before: Stems of the content words before it with their weights, the nearest weighs most.
        behind: The same behind it.
        roles: Stems of the titles and jobs that it is given.
    """

    party: str
    person: bool
    before: Mapping[str, float]
    behind: Mapping[str, float]
    roles: frozenset[str] = frozenset()

    @property
    def is_actor(self) -> bool:
        """Whether it is a person, a country or a body, and no document or event."""
        return self.person or (":" in self.party and self.party != "body:ngo")


def slots(
    text: str, mentions: Sequence[Mention], parties: Mapping[str, str], people: frozenset[str]
) -> Iterator[Slot]:
    """The slot of every mention of a text, in order."""
    whole = read(text)
    taken = {(m.sentence, at) for m in mentions for at in range(m.at, m.end)}
    others = [m for m in mentions if m.ids]

    def free(number: int, places: range) -> Iterator[Token]:
        sentence = whole.sentences[number]
        for at in places:
            token = sentence[at]
            if token.is_word and token.fold not in STOP and (number, at) not in taken:
                yield token

    for mention in mentions:
        sentence = whole.sentences[mention.sentence]
        first, last = _reach(sentence, mention, others)
        before = free(mention.sentence, range(mention.at - 1, first - 1, -1))
        behind = free(mention.sentence, range(mention.end, last))
        party = party_of(mention, parties)
        person = bool(mention.ids & people)
        roles = frozenset((_roles if person else _offices)(sentence, mention, taken))
        yield Slot(party, person, _weighed(before), _weighed(behind), roles)


def _roles(
    sentence: Sequence[Token], mention: Mention, taken: set[tuple[int, int]]
) -> Iterator[str]:
    """Titles before a name (*the UN coordinator X*), or behind it and a comma (*X, the …*)."""
    before = range(mention.at - 1, max(-1, mention.at - 6), -1)
    behind = range(mention.end, min(len(sentence), mention.end + 7))
    if not (mention.end < len(sentence) and sentence[mention.end].text == ","):
        behind = range(0)
    for places in (before, behind):
        found: list[str] = []
        for at in places:
            token = sentence[at]
            if token.fold in ROLES:
                found.append(token.stem)
            elif (
                token.is_word and token.fold not in STOP and (mention.sentence, at) not in taken
            ) or (token.text == "," and at not in (mention.end, mention.at - 1)):
                break
            elif places is behind and found and token.is_capital and sentence[at - 1].fold in ROLES:
                found.clear()  # the title of the name behind it
        yield from found


def _offices(
    sentence: Sequence[Token], mention: Mention, taken: set[tuple[int, int]]
) -> Iterator[str]:
    """Jobs that a country or body has beside it: *US Ambassador*, *coordonnatrice de l'ONU*."""
    for at in range(mention.end, min(mention.end + 2, len(sentence))):
        if sentence[at].fold in ROLES and sentence[at].fold not in ("resident", "residente"):
            yield sentence[at].stem
            return
    at = mention.at - 1
    while at >= 0 and sentence[at].fold in ("of", "de", "d", "'", "l", "the", "des", "la"):
        at -= 1
    if at >= 0 and sentence[at].fold in ROLES:
        yield sentence[at].stem


def _reach(
    sentence: Sequence[Token], mention: Mention, others: Sequence[Mention]
) -> tuple[int, int]:
    """How far the surroundings go on both sides: to the next known name or comma.

    Nothing behind a passive subject is its own: "Morocco was ranked".
    """
    beside = [m for m in others if m.sentence == mention.sentence]
    first = max((m.end for m in beside if m.end <= mention.at), default=0)
    last = min((m.at for m in beside if m.at >= mention.end), default=len(sentence))
    commas = [at for at, token in enumerate(sentence) if token.text in ",;:("]
    first = max([first, *(at for at in commas if at < mention.at)])
    last = min([last, *(at for at in commas if at >= mention.end)])
    for at in range(mention.end, min(mention.end + 3, len(sentence) - 1)):
        if sentence[at].fold in _PASSIVE and not sentence[at + 1].fold.endswith("ing"):
            last = mention.end
        elif sentence[at].fold in VERBS:
            last = min(last, at + 1)  # what is said is not the speaker's own doing
            break
    return first, last


_PASSIVE = frozenset("was were been is are being est sont ete fut furent etait etaient".split())


def _weighed(tokens: Iterator[Token]) -> dict[str, float]:
    found: dict[str, float] = {}
    for weight, token in zip(_WEIGHTS, tokens, strict=False):
        found.setdefault(concept(token.stem), weight)
    return found


def likeness(one: Slot, other: Slot) -> float:
    """How much the surroundings of two names have in common, side by side.

    A side counts where one of the two words next to the first name stands near the other.
    """
    return sum(
        min(weight, theirs[word])
        for ours, theirs in ((one.before, other.before), (one.behind, other.behind))
        if any(theirs.get(word, 0.0) >= _NEAR for word in list(ours)[:2])
        for word, weight in ours.items()
        if word in theirs
    )


class SlotIndex:
    """Slots by the words in them, so that those like a given one are found at once."""

    __slots__ = ("_by_word", "roles")

    def __init__(self, known: Sequence[Slot]) -> None:
        """Index slots; ``roles`` are the titles of each party that has any."""
        self._by_word: dict[tuple[bool, str], list[Slot]] = {}
        roles: dict[str, frozenset[str]] = {}
        for slot in known:
            for is_behind, side in ((False, slot.before), (True, slot.behind)):
                for word, weight in side.items():
                    if weight >= _NEAR:
                        self._by_word.setdefault((is_behind, word), []).append(slot)
            if slot.roles:
                roles[slot.party] = roles.get(slot.party, frozenset()) | slot.roles
        self.roles: Mapping[str, frozenset[str]] = roles

    def near(self, slot: Slot) -> Iterator[Slot]:
        """The slots that are alike at all."""
        for is_behind, side in ((False, slot.before), (True, slot.behind)):
            for word in list(side)[:2]:
                yield from self._by_word.get((is_behind, word), ())
