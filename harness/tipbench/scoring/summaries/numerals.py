"""Numbers in digits and in words, English and French, as exact values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tipbench.scoring.summaries.text import Language, Token

_EN_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_FR_UNITS = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
).split()
_SMALL: dict[Language, dict[str, int]] = {
    "en": {word: n for n, word in enumerate(_EN_UNITS)}
    | {
        word: 10 * n
        for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
    }
    | {"fourty": 40},
    "fr": {word: n for n, word in enumerate(_FR_UNITS)}
    | {"une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50}
    | {"soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90},
}
_MULTIPLIERS: dict[Language, dict[str, int]] = {
    "en": {
        "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9,
        "trillion": 10**12, "dozen": 12,
    },
    "fr": {
        "cent": 10**2, "cents": 10**2, "mille": 10**3, "mil": 10**3, "milliers": 10**3,
        "million": 10**6, "milliard": 10**9, "billion": 10**12,
    },
}  # fmt: skip
_AFTER_DIGITS = {
    "hundred": 10**2, "thousand": 10**3, "mille": 10**3, "k": 10**3, "million": 10**6, "m": 10**6,
    "mn": 10**6, "mln": 10**6, "mio": 10**6, "millions": 10**6, "billion": 10**9,
    "billions": 10**9, "bn": 10**9, "b": 10**9, "md": 10**9, "mds": 10**9, "mrd": 10**9,
    "milliard": 10**9, "milliards": 10**9, "trillion": 10**12, "trillions": 10**12,
    "thousands": 10**3, "milliers": 10**3, "mdh": 10**6, "mmdh": 10**9,
    "dozen": 12, "douzaines": 12, "dizaines": 10, "centaines": 100, "lakh": 10**5,
}  # fmt: skip
_PLURALS = {"thousands": "thousand", "millions": "million", "billions": "billion"} | {
    "milliards": "milliard", "trillions": "trillion", "dozens": "dozen", "hundreds": "hundred",
}  # fmt: skip
VAGUE = {
    "dozens": 12, "hundreds": 10**2, "thousands": 10**3, "millions": 10**6, "billions": 10**9,
    "scores": 20, "dizaines": 10, "douzaines": 12, "centaines": 10**2, "milliers": 10**3,
    "milliards": 10**9,
}  # fmt: skip
"""Nouns of quantity that say no number of their own."""
COLLECTIVE = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    "millier": 1000, "dozen": 12,
}  # fmt: skip
"""Nouns that say about how many; ``dozen`` says it exactly."""

_EN_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_FR_ORDINALS = (
    "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme "
    "onzieme douzieme treizieme quatorzieme quinzieme seizieme dix-septieme dix-huitieme "
    "dix-neuvieme vingtieme"
).split()
ORDINALS: dict[Language, dict[str, int]] = {
    "en": {word: n for n, word in enumerate(_EN_ORDINALS, 1)}
    | {"hundredth": 100, "thirtieth": 30, "fiftieth": 50, "fortieth": 40},
    "fr": {word: n for n, word in enumerate(_FR_ORDINALS, 1)}
    | {word + "s": n for n, word in enumerate(_FR_ORDINALS, 1)}
    | {"premiere": 1, "premieres": 1, "second": 2, "seconde": 2, "secondes": 2, "seconds": 2}
    | {"centieme": 100, "trentieme": 30, "cinquantieme": 50},
}
ORDINAL_ENDINGS = frozenset("st nd rd th er ere re e eme ieme nde es emes ers".split())
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_GROUPED = re.compile(r"\d{1,3}(?:([ .,'])\d{3})+")


class Number(NamedTuple):
    """A number that was read.

    Attributes:
        values: The values that it may have: ``7.900`` is 7900 or 7.9.
        end: The index of the token behind it.
        scaled: Whether a multiplier word belongs to it.
        currency: The currency that a melted multiplier names (*MDH*), or ``None``.
    """

    values: frozenset[Decimal]
    end: int
    scaled: bool
    currency: str | None = None


def is_number_word(folded: str, language: Language) -> bool:
    """Whether a folded word is a number or multiplier.

    >>> is_number_word("quatorze", "fr"), is_number_word("rabat", "fr")
    (True, False)
    """
    return folded in _SMALL[language] or folded in _MULTIPLIERS[language] or folded in VAGUE


def number_words(language: Language) -> frozenset[str]:
    """The folded words with which a number, cardinal or ordinal, can start."""
    words = {*_SMALL[language], *_MULTIPLIERS[language], *ORDINALS[language]}
    return frozenset({*words, *VAGUE, *COLLECTIVE, *_FRACTIONS})


_FRACTIONS = ("half", "moitie", "quarter", "quart", "third", "thirds", "tiers")


def digits(shown: str, language: Language) -> frozenset[Decimal]:
    """The values that digits with their separators may have.

    >>> sorted(digits("2,5", "fr")), sorted(digits("1 234,5", "fr")), digits("2,500,000", "en")
    ([Decimal('2.5')], [Decimal('1234.5')], frozenset({Decimal('2500000')}))
    """
    bare = shown.strip(".,' ")
    found = set()
    if match := _GROUPED.fullmatch(bare):
        found.add(Decimal(re.sub(r"[ .,']", "", bare)))
        mark = match[1]
        if bare.count(mark) == 1 and mark == ("," if language == "fr" else "."):
            found.add(Decimal(bare.replace(",", ".")))
    else:
        whole, point, rest = bare.replace(" ", "").rpartition("," if "," in bare else ".")
        if point and rest.isdigit() and re.fullmatch(r"\d+(?:[.,']\d{3})*", whole):
            found.add(Decimal(re.sub(r"[.,']", "", whole) + "." + rest))
        else:
            found.add(Decimal(re.sub(r"\D", "", bare)))
    return frozenset(found)


def read_number(tokens: Sequence[Token], at: int, language: Language) -> Number | None:
    """The number that starts at a token; ``None`` where there is none.

    A lone *one, un, une* is an article or pronoun, and no number.
    """
    token = tokens[at]
    if token.is_number:
        return _scaled(tokens, at + 1, digits(token.text, language))
    if not token.is_word:
        return None
    return _in_words(tokens, at, language)


def roman(token: Token) -> int | None:
    """The value of a Roman numeral up to six.

    >>> from tipbench.scoring.summaries.text import read
    >>> [roman(token) for token in read("Tier II").tokens]
    [None, 2]
    """
    return _ROMAN.get(token.fold) if token.text.isupper() else None


def _scaled(tokens: Sequence[Token], end: int, values: frozenset[Decimal]) -> Number:
    """Digits with the multipliers behind them."""
    scaled, currency = False, None
    while True:
        at = _behind_hyphen(tokens, end)
        word = tokens[at].fold if at < len(tokens) else ""
        factor = _AFTER_DIGITS.get(word)
        if factor is None or (len(word) == 1 and not _is_glued(tokens, at)):
            break
        if word in ("mdh", "mmdh"):
            currency = "MAD"
        values, end, scaled = frozenset(v * factor for v in values), at + 1, True
    return Number(values, end, scaled, currency)


def _is_glued(tokens: Sequence[Token], at: int) -> bool:
    """Whether a letter belongs to the digits before it, or to the currency behind: *2,5 M€*."""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].is_glued or (
        tokens[at].text in "MKB" and behind in ("$", "€", "£", "USD", "EUR", "US")
    )


def _behind_hyphen(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].text == "-" else at


def _in_words(tokens: Sequence[Token], at: int, language: Language) -> Number | None:
    small, multipliers = _SMALL[language], _MULTIPLIERS[language]
    total = current = Decimal(0)
    last_factor = Decimal(1)
    words: list[str] = []
    end = i = at
    while i < len(tokens):
        word = tokens[i].fold
        if word in ("-", "and", "et") and words:
            i += 1
            continue
        if words and word in ("half", "demi", "demie") and tokens[i - 1].fold in ("a", "and", "et"):
            if last_factor >= 1000:
                total += last_factor / 2
            else:
                current += last_factor / 2
            i, end = i + 1, i + 1
            continue
        if word == "a" and words and tokens[i - 1].fold == "and":
            i += 1
            continue
        if words and word in ("point", "virgule") and i + 1 < len(tokens):
            digit = small.get(tokens[i + 1].fold)
            if digit is None:
                break
            current, i, end = current + Decimal(digit) / 10, i + 2, i + 2
            continue
        factor = multipliers.get(_PLURALS.get(word, word) if words else word)
        if word in small and not _joins(words, tokens, i):
            break
        if word in small:
            n = small[word]
            four_twenties = language == "fr" and word.startswith("vingt") and current % 100 == 4
            current += 76 if four_twenties else n
            last_factor = Decimal(1)
        elif factor == 100:
            current = (current or Decimal(1)) * factor
            last_factor = Decimal(100)
        elif factor is not None:
            total += (current or Decimal(1)) * factor
            current, last_factor = Decimal(0), Decimal(factor)
        else:
            break
        words.append(word)
        i += 1
        end = i
    value = total + current
    if not words or words in (["one"], ["un"], ["une"]) or _is_something_else(words, tokens, end):
        return None
    return Number(frozenset({value}), end, bool(total))


def _joins(words: Sequence[str], tokens: Sequence[Token], at: int) -> bool:
    """Whether a small number word goes on with the number before it, and starts no new one."""
    if not words:
        return True
    before = tokens[at - 1].fold
    if before in ("and", "et"):
        return words[-1] not in _EN_UNITS and words[-1] not in _FR_UNITS[:17]
    return True


def _is_something_else(words: Sequence[str], tokens: Sequence[Token], end: int) -> bool:
    """French *neuf* is new, *cent* a coin, unless something is counted."""
    if words == ["neuf"]:
        following = tokens[end].fold if end < len(tokens) else ""
        return not following.endswith(("s", "x"))
    return False
