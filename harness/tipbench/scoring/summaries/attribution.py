"""Who says what: the speakers that a text gives to its sentences, in English and French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tipbench.scoring.summaries.mentions import Mention, party_of
from tipbench.scoring.summaries.speakers import INSIDE, OF, UNKNOWN, Speakers
from tipbench.scoring.summaries.speech import ACCORDING, BY, VERBS
from tipbench.scoring.summaries.text import Token
from tipbench.scoring.summaries.verbs_of_saying import is_passive, is_verb, participle


@dataclass(frozen=True, slots=True)
class Frame:
    """An attribution in a sentence.

    Attributes:
        speakers: Who is given as its source; empty where a pronoun stands for them.
        strong: Whether it stands apart: *according to X*, or at the end of its sentence.
        heads: Those of the speakers whose words they are, without whom they belong to: of *the
            commission of Morocco* the commission, of *the report of Spain* both.
        is_topic: Whether it may also only name what is spoken of: *for X*.
    """

    speakers: frozenset[str]
    strong: bool
    heads: frozenset[str] = frozenset()
    is_topic: bool = False


def frames(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    parties: Mapping[str, str],
    nouns: Mapping[str, str],
) -> Iterator[Frame]:
    """The attributions of one sentence.

    Args:
        tokens: Its tokens.
        mentions: The names in it.
        parties: The party of every id.
        nouns: For nouns such as *commission*, the party that they stand for in this source.
    """
    speakers = Speakers(tokens, mentions, parties, nouns)
    for at, token in enumerate(tokens):
        if not _may_attribute(token.fold):
            continue
        words = _according(tokens, at)
        if words:
            found, heads = speakers.after(at + words, 12)
            yield Frame(found or frozenset({UNKNOWN}), strong=True, heads=heads)
        elif at == 0 and token.fold in _FOR:
            yield from _of_topic(speakers)
        elif token.fold in _NOTE and at and tokens[at - 1].fold in _TAKEN:
            taken_by = speakers.subject(at - 1)
            if taken_by is not None and taken_by[0]:
                yield Frame(taken_by[0], strong=False, heads=taken_by[1])
        elif (token.fold in VERBS or participle(token.fold)) and is_verb(tokens, at):
            yield from _of_verb(speakers, at)
        elif token.fold in _VIEWS:
            yield from _of_view(speakers, at)


@lru_cache(maxsize=65_536)
def _may_attribute(folded: str) -> bool:
    """Whether an attribution can start at a word: most words are done with so."""
    return (
        folded in _OPENING
        or folded in VERBS
        or folded in _FOR
        or folded in _VIEWS
        or folded in _NOTE
        or bool(participle(folded))
    )


_FOR = frozenset({"for", "pour", "to"})
_TAKEN = frozenset("taken took takes take taking pris prend prenant prennent".split())
_NOTE = frozenset({"note", "acte"})
"""What is taken: *took note*, *prend acte*."""
_VIEWS = frozenset("words view views eyes opinion account assessment".split())
"""Nouns of *in X's words*."""
_INVERTED_PRONOUNS = frozenset("il elle ils elles on".split())


def _according(tokens: Sequence[Token], at: int) -> int:
    """The number of words of an attribution of the form *according to* that starts here; or 0."""
    for words in _OPENING.get(tokens[at].fold, ()):
        if [token.fold for token in tokens[at : at + len(words)]] == words:
            return len(words)
    return 0


_OPENING = {
    words[0]: [list(others) for others in ACCORDING if others[0] == words[0]] for words in ACCORDING
}
"""Attributions of the form *according to* by their first word."""


def _of_topic(speakers: Speakers) -> Iterator[Frame]:
    """``Pour X, …``: the view of X, or what the sentence is about."""
    comma = next((at for at, token in enumerate(speakers.tokens[:12]) if token.text == ","), 0)
    found, heads = speakers.after(1, max(0, comma - 1))
    if found:
        yield Frame(found, strong=bool(found - {""}), heads=heads, is_topic=True)


def _of_view(speakers: Speakers, at: int) -> Iterator[Frame]:
    """``In X's words``."""
    if at < 3 or speakers.tokens[at - 1].fold != "s" or speakers.tokens[at - 2].text != "'":
        return
    for place in range(at - 3, max(-1, at - 10), -1):
        if speakers.tokens[place].fold in ("in", "to"):
            found, heads = speakers.after(place + 1, at - place - 2)
            if found:
                yield Frame(found, strong=True, heads=heads)
            return


def _of_verb(speakers: Speakers, at: int) -> Iterator[Frame]:
    """The subject of a verb of saying, or the agent of its passive."""
    behind_it = [token.fold for token in speakers.tokens[at + 1 : at + 5]]
    if behind_it[:1] == ["-"] and {*behind_it[1:4]} & _INVERTED_PRONOUNS:
        yield Frame(frozenset({""}), strong=False)
        return
    passive = is_passive(speakers.tokens, at)
    if passive:
        for behind in range(at + 1, min(at + 8, len(speakers.tokens))):
            if speakers.tokens[behind].fold in BY or _in_document(speakers, behind):
                found, heads = speakers.after(behind + 1, 10)
                if found:
                    yield Frame(found, strong=False, heads=heads)
                return
        return
    inverted, heads = speakers.inverted(at)
    if inverted:
        yield Frame(inverted, strong=True, heads=heads)
        return
    found_before = speakers.subject(at)
    if found_before is not None:
        is_last = not any(token.is_word for token in speakers.tokens[at + 1 :])
        yield Frame(found_before[0], strong=is_last, heads=found_before[1])


def _in_document(speakers: Speakers, at: int) -> bool:
    """*was praised in the report*: a passive whose agent is a document."""
    if speakers.tokens[at].fold not in ("in", "dans"):
        return False
    return any(speakers.is_document(p) for p in range(at, min(at + 6, len(speakers.tokens))))


def report_owners(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    parties: Mapping[str, str],
    nouns: Mapping[str, str],
) -> Iterator[str]:
    """The parties to whom a sentence gives a report: *the report of X*, *X's report*."""
    places = [at for at, token in enumerate(tokens) if token.fold in _REPORTS]
    if places:
        speakers = Speakers(tokens, mentions, parties, nouns)
        for at in places:
            if not is_verb(tokens, at):
                yield from _owners(speakers, at)


_REPORTS = frozenset({"report", "rapport"})
_BEFORE_OWNERS = INSIDE | OF | {"annual", "annuel"}


def _owners(speakers: Speakers, at: int) -> Iterator[str]:
    tokens = speakers.tokens
    behind = at + 1
    while behind < len(tokens) and (
        tokens[behind].fold in _BEFORE_OWNERS or tokens[behind].is_number
    ):
        behind += 1
    mention = speakers.mentions.get(behind)
    if mention is not None and any(token.fold in OF for token in tokens[at + 1 : behind]):
        yield party_of(mention, speakers.parties)
    for place in range(max(0, at - 6), at):
        mention = speakers.mentions.get(place)
        if mention is None or mention.end > at:
            continue
        rest = [token.fold for token in tokens[mention.end : at]]
        if rest[:2] == ["'", "s"] and not {",", ";", ":", "and"} & {*rest}:
            yield party_of(mention, speakers.parties)
