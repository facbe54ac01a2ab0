"""The names that a text mentions: those that are known, and capitalised words that are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tipbench.model import InventoryEntry
from tipbench.scoring.normal import fold
from tipbench.scoring.summaries.calendar import MONTHS, WEEKDAYS
from tipbench.scoring.summaries.numerals import ORDINALS, is_number_word
from tipbench.scoring.summaries.places import names_of_places
from tipbench.scoring.summaries.text import KEPT, STOP, Language, Token, read
from tipbench.scoring.summaries.units import SCALES

ROLES = frozenset(
    "mr mrs ms dr m mme mlle sir lady lord professor prof ambassador ambassadeur ambassadrice "
    "president presidente minister ministre prime premier secretary secretaire general generale "
    "director directeur directrice coordinator coordonnateur coordonnatrice coordinatrice "
    "coordinateur resident residente king roi queen reine chief chef spokesperson spokesman "
    "spokeswoman porte parole judge juge captain capitaine chairman chairwoman senator senateur "
    "deputy depute envoy envoye commissioner commissaire governor gouverneur mayor maire "
    "representative representant representante diplomat diplomate official officials head".split()
)
"""Titles and jobs that stand before names, and are none themselves."""
_JOINS = frozenset("of for the de des du la le les d ' in and et pour sur & on l".split())
_IDLE = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | SCALES
    | frozenset("i ii iii iv article note read lire".split())
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        name: As it stands.
        ids: What it may stand for; empty for an unknown name.
        sentence: The number of its sentence.
        at: The index of its first token.
        end: The index behind its last token.
    """

    name: str
    ids: frozenset[str]
    sentence: int
    at: int
    end: int


def party_of(mention: Mention, parties: Mapping[str, str]) -> str:
    """The party that a mention stands for: a capital's is its country; an unknown name is its own.

    >>> party_of(Mention("Washington", frozenset({"capital:US"}), 0, 0, 1), {})
    'place:US'
    """
    ids = sorted(mention.ids)
    for one in ids:
        if one in parties:
            return parties[one]
    return ids[0].replace("capital:", "place:") if ids else fold(mention.name)


class Gazetteer:
    """Finds names of an inventory, and those of countries and well-known bodies."""

    __slots__ = ("_by_first", "_cache")

    def __init__(self, inventory: Sequence[InventoryEntry]) -> None:
        """Index the names of ``inventory`` in both languages."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._cache: dict[str, tuple[Mention, ...]] = {}
        for name, code in names_of_places():
            self._add(name, code)
        for entry in inventory:
            for name in (entry.en, entry.fr, *entry.aliases):
                self._add(name, entry.entity_id)
        for names in self._by_first.values():
            names.sort(key=lambda known: (-len(known[0]), known))

    def _add(self, name: str, entity_id: str) -> None:
        words = tuple(t.fold for t in read(name).tokens if t.is_word or t.is_number)
        if words and fold(name):
            self._by_first.setdefault(words[0], []).append((words, name, entity_id))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All names of a text in order; what is unknown has no ids."""
        if text not in self._cache:
            if len(self._cache) > KEPT:
                self._cache.clear()
            whole = read(text)
            self._cache[text] = tuple(
                mention
                for number, sentence in enumerate(whole.sentences)
                for mention in self._of_sentence(sentence, number, whole.language)
            )
        return self._cache[text]

    def _of_sentence(
        self, tokens: Sequence[Token], number: int, language: Language
    ) -> Iterator[Mention]:
        at = 0
        while at < len(tokens):
            if tokens[at].fold not in self._by_first and not tokens[at].is_capital:
                at += 1
                continue
            known = self._known(tokens, at)
            if known is not None:
                ids, end = known
                yield Mention(_shown(tokens[at:end]), ids, number, at, end)
                at = end
                continue
            end = self._unknown(tokens, at, language)
            if end > at:
                yield Mention(_shown(tokens[at:end]), frozenset(), number, at, end)
                at = end
            else:
                at += 1

    def _known(self, tokens: Sequence[Token], at: int) -> tuple[frozenset[str], int] | None:
        """The ids of the longest known name that starts at a token, and where it ends."""
        ids: set[str] = set()
        longest, end_of = 0, at
        for words, name, entity_id in self._by_first.get(tokens[at].fold, ()):
            if len(words) < longest:
                break
            end = _match(tokens, at, words)
            if end is not None and _in_case(tokens[at:end], name):
                longest, end_of = len(words), end
                ids.add(entity_id)
        return (frozenset(ids), end_of) if ids else None

    def _unknown(self, tokens: Sequence[Token], at: int, language: Language) -> int:
        """The end of the capitalised words that start at a token; the token where none do."""
        if not _may_be_name(tokens, at, language):
            return at
        end = at + 1
        while end < len(tokens):
            if self._known(tokens, end) is not None:
                break
            if tokens[end].is_capital and tokens[end].fold not in _IDLE:
                end += 1
                continue
            ahead = end
            while (
                ahead < len(tokens)
                and ahead - end < 3
                and (tokens[ahead].fold in _JOINS or tokens[ahead].text == "-")
            ):
                ahead += 1
            joined = ahead > end and ahead < len(tokens) and tokens[ahead].is_capital
            if not joined or tokens[ahead].fold in _IDLE or self._known(tokens, ahead):
                break
            if tokens[end].fold in ("and", "et", "in", "on", "the", "le", "la", "les", "l", "sur"):
                break
            end = ahead + 1
        return end


@lru_cache(maxsize=64)
def gazetteer(inventory: tuple[InventoryEntry, ...]) -> Gazetteer:
    """The gazetteer of an inventory; the same one for the same inventory."""
    return Gazetteer(inventory)


def _shown(tokens: Sequence[Token]) -> str:
    parts = [
        token.text if index == 0 or token.is_glued else " " + token.text
        for index, token in enumerate(tokens)
    ]
    return "".join(parts)


_SKIPPED = frozenset("-'")


def _match(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> int | None:
    """Where a name of these words ends, if it stands here; signs within are passed over."""
    for index, word in enumerate(words):
        while index and at < len(tokens) and tokens[at].text in _SKIPPED:
            at += 1
        if at >= len(tokens) or tokens[at].fold != word:
            return None
        at += 1
    return at


def _in_case(tokens: Sequence[Token], name: str) -> bool:
    """Whether a name stands in the case that it needs: *US* is not *us*, *CAN* not *can*."""
    if len(tokens) > 1 or not name[0].isupper():
        return True
    if name.isupper() and len(name) <= 6:
        return tokens[0].text.isupper()
    return tokens[0].is_capital


def _may_be_name(tokens: Sequence[Token], at: int, language: Language) -> bool:
    token = tokens[at]
    if not token.is_capital or token.fold in _IDLE or token.fold in ROLES:
        return False
    if len(token.text) == 1:
        return False
    before = tokens[at - 1].text if at else "."
    starts = not at or before in '":.!?(«-;' or (before == "'" and at == 2)
    if token.text.isupper() and len(token.text) > 1:
        return not (starts and token.fold in STOP)
    if not starts:
        return token.fold not in STOP or before not in ".:;"
    if token.fold in STOP:
        return False
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind is not None and behind.is_capital and _joins(behind) and _joins(token):
        return True  # "Transparency International": a title of several words
    return not is_common(token.fold, token.text, language)


def _joins(token: Token) -> bool:
    """Whether a capitalised word may be part of a name whose other words are common."""
    return len(token.text) > 2 and token.fold not in _IDLE | ROLES | STOP | _OPENERS


@lru_cache(maxsize=65_536)
def is_common(folded: str, word: str, language: Language) -> bool:
    """Whether a word is in the dictionary of its language in lower case.

    >>> is_common("prosecutions", "Prosecutions", "en"), is_common("talwar", "Talwar", "en")
    (True, False)
    """
    # Imported here because its dictionaries take a while.
    from simplemma import is_known

    lower = word.lower()
    return (
        folded in _OPENERS
        or folded.endswith(("ment", "ly", "ing"))
        or folded in ORDINALS[language]
        or is_number_word(folded, language)
        or bool(is_known(lower, lang=language))
    )


_OPENERS = frozenset(
    "jusqu davantage lorsqu puisqu quoiqu presque environ quelque quelques plusieurs certains "
    "certaines aucun aucune chaque voici voila selon apres avant depuis pendant durant malgre "
    "outre hormis sauf parmi afin grace toutefois cependant neanmoins pourtant ainsi enfin "
    "ensuite puis aussi or donc bref tandis alors quand lorsque comme dont celui celle ceux "
    "celles cela ceci ici hier demain aujourd desormais dorenavant bientot naguere jadis "
    "despite although though however moreover furthermore meanwhile nevertheless nonetheless "
    "whereas while when whenever since after before during under over upwards several many most "
    "few some none nobody nothing everyone someone anyone whoever whatever across along "
    "alongside among amid besides beyond within without throughout today tomorrow yesterday "
    "here there perhaps maybe thus hence therefore otherwise instead likewise indeed still yet "
    "roughly nearly about around approximately no not never both either neither each every "
    "another other others such same these those this that what which who whose why how "
    "according thanks due given based".split()
)
"""Words that open sentences and are in no dictionary of forms."""
