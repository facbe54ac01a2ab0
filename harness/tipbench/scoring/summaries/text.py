"""A text as the metrics of summaries read it: words, stems, sentences and language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from tipbench.scoring.normal import fold
from tipbench.tokens import split_sentences

Language = Literal["en", "fr"]

_TYPING = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u00a0\u202f\u2009\u2007", " ")
)
_POINTS = re.compile(r"\.[^\W\d_]\.|\.-U\.")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}|(?<!\w)É\.-U\.")
_TOKEN = re.compile(
    r"""
    \d{1,3}(?:[ ]\d{3})+(?![\d])(?:[.,]\d+)?   # 500 000
  | \d+(?:[.,']\d+)*                           # 2,500 / 2.5 / 2'500
  | [^\W\d_]+                                  # words
  | \S
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, number or sign; the same object wherever it stands.

    Attributes:
        text: As it stands, with typing unified.
        fold: Without case and accents.
        stem: The folded form cut down, so that forms of a word agree; for a word only.
        is_word: Whether it is made of letters.
        is_number: Whether it is written in digits.
        is_capital: Whether it is a word that starts with a capital.
        is_glued: Whether it stands right behind the token before it in its sentence.
    """

    text: str
    fold: str
    stem: str
    is_word: bool
    is_number: bool
    is_capital: bool
    is_glued: bool


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text that has been read.

    Attributes:
        text: The text with typing unified.
        language: Of the two, the one that it is more likely written in.
        sentences: Its tokens, sentence by sentence.
        starts: Where each of them starts in the unified text.
    """

    text: str
    language: Language
    sentences: tuple[tuple[Token, ...], ...]
    starts: tuple[tuple[int, ...], ...]

    @property
    def tokens(self) -> Iterator[Token]:
        """All tokens in order."""
        return (token for sentence in self.sentences for token in sentence)

    def shown(self, sentence: int, at: int, end: int) -> str:
        """The tokens from ``at`` to ``end`` of a sentence, as they stand.

        >>> read("Rabat  has 2,5 %.").shown(0, 0, 2)
        'Rabat  has'
        """
        last = min(end, len(self.starts[sentence])) - 1
        stop = self.starts[sentence][last] + len(self.sentences[sentence][last].text)
        return self.text[self.starts[sentence][at] : stop]


KEPT = 64
"""How many texts are kept as they were read: one metric after another asks for a summary."""


@lru_cache(maxsize=KEPT)
def read(text: str) -> Text:
    """Read a text.

    >>> [token.fold for token in read("L\u2019État a versé 2,5 millions.").tokens]
    ['l', "'", 'etat', 'a', 'verse', '2,5', 'millions', '.']
    """
    unified = unicodedata.normalize("NFC", text).translate(_TYPING)
    if _POINTS.search(unified):  # far cheaper, and hardly ever there
        unified = _INITIALS.sub(_without_points, unified)
    found = [_tokens(unified, span.start, span.end) for span in split_sentences(unified)]
    sentences = tuple([tokens for tokens, _ in found])
    language = language_of([token.fold for tokens in sentences for token in tokens])
    return Text(unified, language, sentences, tuple([starts for _, starts in found]))


def _without_points(match: re.Match[str]) -> str:
    letters = match.group().replace(".", "").replace("-", "").replace("É", "E")
    ends_sentence = re.match(r"\s+[A-ZÀ-Þ]|\s*$", match.string[match.end() :])
    return letters + ("." if ends_sentence and match.string[match.end() :].strip() == "" else "")


def _tokens(text: str, start: int, end: int) -> tuple[tuple[Token, ...], tuple[int, ...]]:
    """The tokens of a sentence, and where they start."""
    tokens: list[Token] = []
    starts: list[int] = []
    before = -1
    for match in _TOKEN.finditer(text, start, end):
        at, behind = match.span()
        tokens.append(_token(match[0], at == before))
        starts.append(at)
        before = behind
    return tuple(tokens), tuple(starts)


@lru_cache(maxsize=65_536)
def _token(shown: str, is_glued: bool) -> Token:
    folded, is_word = fold(shown), shown[0].isalpha()
    return Token(
        text=shown,
        fold=folded,
        stem=stem(folded) if is_word else "",
        is_word=is_word,
        is_number=shown[0].isdigit(),
        is_capital=is_word and shown[0].isupper(),
        is_glued=is_glued,
    )


_STEM = 6


def stem(folded: str) -> str:
    """A folded word without plural and cut to six letters.

    Cutting is crude and serves both languages alike: *identify, identified, identification*.

    >>> stem("recommendations"), stem("recommande"), stem("tools")
    ('recomm', 'recomm', 'tool')
    >>> stem("committed"), stem("committee")
    ('engage', 'commit')
    """
    if folded.startswith("commit") and not folded.startswith("committee"):
        return "engage"  # as in French: no committee
    if len(folded) > 3 and folded[-1] in "sx":
        folded = folded[:-1]
    return folded[:_STEM]


@lru_cache(maxsize=KEPT)
def words_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The folded words and numbers of a text, sentence by sentence.

    >>> words_of("Cows graze, 2 of them. No?")
    (('cows', 'graze', '2', 'of', 'them'), ('no',))
    """
    return tuple(
        tuple([token.fold for token in sentence if token.is_word or token.is_number])
        for sentence in read(text).sentences
    )


@lru_cache(maxsize=KEPT)
def lines(text: str) -> tuple[str, ...]:
    """The folded tokens of a text, one space apart, sentence by sentence.

    >>> lines("Cows graze. No?")
    ('cows graze .', 'no ?')
    """
    return tuple(" ".join([token.fold for token in sentence]) for sentence in read(text).sentences)


@lru_cache(maxsize=KEPT)
def without_repeats(text: str) -> str:
    """A text with each sentence once: what is said again is said no better.

    >>> without_repeats("Cows graze. Sheep too. Cows graze.")
    'Cows graze. Sheep too.'
    """
    whole = read(text)
    seen: set[tuple[str, ...]] = set()
    kept = []
    for number, words in enumerate(words_of(text)):
        if words not in seen:
            seen.add(words)
            kept.append(number)
    if len(kept) == len(whole.sentences):
        return text
    return " ".join(whole.shown(number, 0, len(whole.starts[number])) for number in kept)


_ENGLISH = frozenset(
    "the of and to in that is was were are be been has have had for with by from its it on an at "
    "as this these which their not said says according".split()
)
_FRENCH = frozenset(
    "le la les des du de et que qui dans pour par est sont ete etre une un aux au ce ces son sa "
    "ses leur sur avec ne pas plus selon l d qu n s pendant trois quatre cinq sept huit onze mille "
    "entre jusqu depuis deux".split()
)


def language_of(words: Sequence[str]) -> Language:
    """The language whose function words are more; English where there are none.

    >>> language_of("le maroc a recu".split()), language_of("morocco received".split())
    ('fr', 'en')
    """
    english = sum(map(_ENGLISH.__contains__, words))
    french = sum(map(_FRENCH.__contains__, words))
    return "fr" if french > english else "en"


STOP = (
    _ENGLISH
    | _FRENCH
    | frozenset(
        "a i he she they we you his her our your them him us who whom whose what when where while "
        "than then there here or nor but so if do does did done being will would can could should "
        "may might must shall into over under up out about after before between also both each "
        "other another such some any all more most many much very own same just only once again "
        "s t il elle ils elles on se y en lui eux nous vous je tu me te mon ma mes ton ta tes nos "
        "vos notre votre cette cet celui celle ceux dont ou mais donc or ni car si comme ainsi "
        "aussi egalement tout toute tous toutes meme ont avait avaient etait etaient soit sera "
        "seront fait faire ayant afin lors entre sous chez vers sans tres bien deja encore m c j "
        "behind against during within without across among amid worldwide including since per "
        "while via throughout last far upon toward towards under onto along despite although "
        "though however because until parmi contre pendant durant depuis hors pres suite face "
        "malgre bien cependant toutefois tandis alors parce puis ensuite outre".split()
    )
)
"""Folded words without content of their own, in either language."""


def content(tokens: Iterator[Token]) -> list[Token]:
    """The words that are no function words.

    >>> [t.text for t in content(read("The report was praised by them").tokens)]
    ['report', 'praised']
    """
    return [token for token in tokens if token.is_word and token.fold not in STOP]
