"""The numeric statements of a text: what it says in numbers, how bounded, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tipbench.scoring.summaries import calendar
from tipbench.scoring.summaries.comparators import EXACT, comparator
from tipbench.scoring.summaries.numerals import (
    COLLECTIVE,
    ORDINAL_ENDINGS,
    ORDINALS,
    VAGUE,
    Number,
    digits,
    number_words,
    read_number,
    roman,
)
from tipbench.scoring.summaries.text import KEPT, STOP, Language, Text, Token, read
from tipbench.scoring.summaries.units import (
    CODES,
    SCALES,
    SYMBOLS,
    TIME_UNITS,
    currency,
    noun_group,
    singular,
)

AMOUNTS = frozenset({"count", "money", "percent", "duration"})
"""The kinds that measure; the others name a place in an order, or a time."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One numeric statement.

    Attributes:
        text: The number and what belongs to it, as it stands.
        kind: ``count, money, percent, duration, fraction, vague, rank, ordinal, year, period, date,
            time``.
        values: The values that it may have; of a date its parts as ``year-month-day``.
        unit: A currency, ``percent``, ``point``, a unit of time, or ``None``.
        comparator: As in the gold.
        nouns: The folded words of the noun that is counted, as far as it stands behind.
        sentence: The number of its sentence.
        at: The index of its first token in the sentence.
        end: The index behind its last token.
    """

    text: str
    kind: str
    values: frozenset[Decimal | tuple[Decimal, Decimal] | str]
    unit: str | None = None
    comparator: str = EXACT
    nouns: tuple[str, ...] = ()
    sentence: int = 0
    at: int = 0
    end: int = 0


@lru_cache(maxsize=KEPT)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numeric statements of a text, in order.

    >>> found = quantities("At least 474 victims in Tier 2")
    >>> [(q.kind, q.comparator, q.unit, *q.values) for q in found]
    [('count', '>=', None, Decimal('474')), ('rank', '=', None, Decimal('2'))]
    >>> [(q.comparator, q.unit, *q.values) for q in quantities("Plus de 2,5 millions de dollars")]
    [('>', 'USD', Decimal('2500000.0'))]
    """
    whole = read(text)
    return tuple(
        quantity
        for number, sentence in enumerate(whole.sentences)
        for quantity in _Sentence(whole, sentence, number).quantities()
    )


_DASHES = frozenset("-/")
_STARTS: dict[Language, frozenset[str]] = {
    language: number_words(language)
    | SCALES
    | frozenset(calendar.MONTHS)
    | frozenset(calendar.WEEKDAYS)
    | {"'"}
    for language in ("en", "fr")
}
"""The words with which a statement in numbers can start."""
_IDIOMS = frozenset(
    "party parties ministre ministers lady aid hand class rate responder responders lieu abord "
    "world person gear cabin plan ligne chef half language".split()
)


class _Sentence:
    """One sentence on its way to quantities."""

    __slots__ = ("folds", "language", "number", "taken", "tokens", "whole")

    def __init__(self, whole: Text, tokens: Sequence[Token], number: int) -> None:
        self.whole = whole
        self.language: Language = whole.language
        self.tokens = tokens
        self.folds = [token.fold for token in tokens]
        self.number = number

    def quantities(self) -> Iterator[Quantity]:
        at = 0
        starts = _STARTS[self.language]
        while at < len(self.tokens):
            if self.folds[at] not in starts and not self.tokens[at].is_number:
                at += 1
                continue
            found = self._at(at)
            if found is None:
                at += 1
            else:
                yield found
                at = max(found.end, at + 1)

    def _at(self, at: int) -> Quantity | None:
        token = self.tokens[at]
        if token.is_number:
            if self._in_a_name(at):
                return None
        elif not token.is_word and token.text != "'":
            return None
        when = calendar.read_date(self.tokens, at)
        if when is not None:
            kind, value, end = when
            said = Decimal(value) if kind == "year" else value
            return self._make(at, end, kind, frozenset({said}))
        if token.text == "'":
            return None
        return (
            self._scale(at)
            or self._ordinal(at)
            or self._years(at)
            or self._vague(at)
            or self._amount(at)
        )

    def _in_a_name(self, at: int) -> bool:
        """``G20``, ``COVID-19``: digits glued to letters."""
        if not self.tokens[at].is_glued:
            return False
        before = self.tokens[at - 1]
        if before.is_word:
            return before.fold not in CODES and before.fold not in ("us", "n", "no")
        return (
            before.text == "-"
            and before.is_glued
            and self.tokens[at - 2].is_word
            and self.folds[at - 2] not in SCALES
            and self.tokens[at - 2].fold not in CODES
        )

    def _make(
        self,
        at: int,
        end: int,
        kind: str,
        values: frozenset[Decimal | tuple[Decimal, Decimal] | str],
        *,
        unit: str | None = None,
        sign: str = EXACT,
        nouns: tuple[str, ...] = (),
    ) -> Quantity:
        shown = self.whole.shown(self.number, at, end)
        return Quantity(shown, kind, values, unit, sign, nouns, self.number, at, end)

    def _scale(self, at: int) -> Quantity | None:
        """``Tier 2``, ``niveau deux``, ``tier II``, ``second tier``, ``2e rang``."""
        fold = self.folds[at]
        if fold in SCALES:
            after = at + 1
            while after < len(self.tokens) and self.folds[after] in ("-", "number", "no", "n", "°"):
                after += 1
            if after < len(self.tokens):
                value = roman(self.tokens[after])
                number = read_number(self.tokens, after, self.language)
                if value is None and self.folds[after] in ("one", "un"):
                    value = 1
                if value is None and number is not None and not number.scaled:
                    value, after = int(max(number.values)), number.end - 1
                if value is not None and 0 < value < 100:
                    listed = (
                        "watch" if self.folds[after + 1 : after + 3] == ["watch", "list"] else None
                    )
                    end = after + (3 if listed else 1)
                    return self._make(at, end, "rank", frozenset({Decimal(value)}), unit=listed)
        ordinal = self._ordinal_value(at)
        if ordinal is not None:
            value, end = ordinal
            noun = end + 1 if self.folds[end : end + 1] == ["-"] else end
            if self.folds[noun : noun + 1] and self.folds[noun] in SCALES:
                return self._make(at, noun + 1, "rank", frozenset({Decimal(value)}))
        return None

    def _ordinal_value(self, at: int) -> tuple[int, int] | None:
        token, words = self.tokens[at], ORDINALS[self.language]
        if token.is_number and at + 1 < len(self.tokens):
            behind = self.tokens[at + 1]
            if behind.is_glued and behind.fold in ORDINAL_ENDINGS and token.text.isdigit():
                return int(token.text), at + 2
        if token.fold in words:
            return words[token.fold], at + 1
        if token.fold in ("vingt", "trente", "twenty", "thirty") and self.folds[
            at + 1 : at + 2
        ] == ["-"]:
            rest = self.folds[at + 2] if at + 2 < len(self.folds) else ""
            tens = 20 if token.fold in ("vingt", "twenty") else 30
            if rest in words:
                return tens + words[rest], at + 3
        return None

    def _ordinal(self, at: int) -> Quantity | None:
        found = self._ordinal_value(at)
        if found is None:
            return None
        value, end = found
        behind = self.folds[end] if end < len(self.folds) else "."
        before = self.folds[at - 1] if at else ""
        # "First, …", "at first", "d'abord", "une seconde", "third parties": said of no order
        in_words = not self.tokens[at].is_number
        is_time = self.folds[at] in ("second", "seconds", "seconde", "secondes") and (
            before in ("a", "per", "par", "une") or behind in ("later", "ago", "plus")
        )
        if in_words and (
            (behind in (",", ":", "of", ".", ";", ")") and value == 1)
            or before in ("at", "s")
            or behind in _IDIOMS
            or behind == "-"
            or is_time
            or (value == 3 and behind in ("of", "des", "de"))
        ):
            return None
        return self._make(at, end, "ordinal", frozenset({Decimal(value)}), nouns=self._nouns(end))

    def _years(self, at: int) -> Quantity | None:
        """A year, or a period of two."""
        token = self.tokens[at]
        if not calendar.is_year(token) or self._is_counted(at):
            return None
        first = Decimal(token.text)
        after = at + 1
        joined = self.folds[after] if after < len(self.folds) else ""
        if joined in _DASHES or joined in (
            "to",
            "a",
            "and",
            "et",
            "through",
            "until",
            "till",
            "jusqu",
        ):
            before = self.folds[at - 1] if at else ""
            if joined not in ("and", "et") or before in ("between", "entre"):
                second = after + 1
                while second < len(self.folds) and self.folds[second] in (
                    "'",
                    "a",
                    "en",
                    "the",
                    "l",
                ):
                    second += 1
                last = self._second_year(first, second, glued=joined in _DASHES)
                if last is not None:
                    return self._make(at, second + 1, "period", frozenset({(first, last)}))
        return self._make(at, at + 1, "year", frozenset({first}))

    def _second_year(self, first: Decimal, at: int, *, glued: bool) -> Decimal | None:
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if calendar.is_year(token):
            return Decimal(token.text)
        if glued and token.text.isdigit() and len(token.text) == 2:
            last = first - first % 100 + int(token.text)
            return last if last > first else None
        return None

    def _is_counted(self, at: int) -> bool:
        """Whether four digits count something, and are no year: *more than 2000 people*."""
        nouns = self._nouns(at + 1)
        behind = self.folds[at + 1] if at + 1 < len(self.folds) else ""
        if at and self.folds[at - 1] in SYMBOLS:
            return True
        if behind in ("%", "percent", "pour", "per", "€", "$"):
            return True
        return bool(nouns) and (
            noun_group(nouns[0]) in ("person", "victim", "country", "case")
            or currency(nouns[0]) is not None
        )

    def _vague(self, at: int) -> Quantity | None:
        """*millions of people*, *une centaine de victimes*, *half of them*."""
        fold = self.folds[at]
        before = self.folds[at - 1] if at else ""
        behind = self.folds[at + 1] if at + 1 < len(self.folds) else ""
        if (before not in ("'", "-") and fold in VAGUE) or (
            fold == "millions" and behind in ("of", "de", "d")
        ):
            nouns = self._nouns(at + 1)
            return self._make(at, at + 1, "vague", frozenset({Decimal(VAGUE[fold])}), nouns=nouns)
        if fold in COLLECTIVE and before in ("une", "un", "a", "quelque", "d", "la", "'"):
            value = Decimal(COLLECTIVE[fold])
            sign = self._comparator(at, at + 1)
            if sign == EXACT and fold != "dozen" and fold != "douzaine":
                sign = "~"
            return self._make(
                at, at + 1, "count", frozenset({value}), sign=sign, nouns=self._nouns(at + 1)
            )
        share = {"half": "0.5", "moitie": "0.5", "quarter": "0.25", "quart": "0.25"}.get(fold)
        if fold in ("third", "tiers", "thirds"):
            share = "0.33"
        if share and behind in ("of", "des", "de", "d", "du", "the", "-"):
            if before in ("two", "deux"):
                share = "0.67"
            if before in ("three", "trois"):
                share = "0.75"
            return self._make(at, at + 1, "fraction", frozenset({Decimal(share)}))
        return None

    def _amount(self, at: int) -> Quantity | None:
        number = read_number(self.tokens, at, self.language)
        if number is None or self._is_idle(at, number):
            return None
        start, end = at, number.end
        values: frozenset[Decimal | tuple[Decimal, Decimal] | str] = number.values
        upper = self._upper(number)
        sign = None
        if upper is not None:
            pairs = {(low, high) for low in self._scaled_as(number, upper) for high in upper.values}
            values, end, sign = frozenset(pairs), upper.end, "range"
        unit, kind, end, start = self._unit(start, end, upper or number)
        sign = sign or self._comparator(start, end)
        nouns = () if kind in ("money", "percent") else self._nouns(end)
        if kind == "count" and (found := self._duration(end)) is not None:
            kind, unit, end = "duration", found[0], found[1]
            nouns = ()
            before = " ".join(self.folds[max(0, start - 4) : start])
            if re.search(r"(?:over|past|last|under|sous|sur|within)(?: \w+)?$", before):
                sign = EXACT
        return self._make(start, end, kind, values, unit=unit, sign=sign, nouns=nouns)

    def _is_idle(self, at: int, number: Number) -> bool:
        """*the two sides*, *two-way*: small number words that state no count."""
        fold = self.folds[at]
        small = fold in ("two", "deux")
        before = self.folds[at - 1] if at else ""
        behind = self.folds[number.end] if number.end < len(self.folds) else ""
        if small and (before in _DEFINITE or behind in ("of", "d")):
            return True
        if behind == "-" and number.end + 1 < len(self.folds) and not self.tokens[at].is_number:
            word = singular(self.folds[number.end + 1])
            return not (
                word in TIME_UNITS
                or currency(word)
                or noun_group(word)
                or word in ("point", "strong")
            )
        return False

    def _upper(self, number: Number) -> Number | None:
        """The other end of a range: *10-12*, *between 10 and 12*, *de 10 à 12*."""
        at = number.end
        joined = self.folds[at] if at < len(self.folds) else ""
        between = any(f in ("between", "entre") for f in self.folds[max(0, at - 4) : at])
        if joined in ("-", "to", "a") or (joined in ("and", "et") and between):
            if at + 1 < len(self.tokens) and self.tokens[at + 1].text in SYMBOLS:
                at += 1
            if at + 1 < len(self.tokens) and not calendar.is_year(self.tokens[at + 1]):
                upper = read_number(self.tokens, at + 1, self.language)
                rises = any(
                    f in ("from", "de", "by")
                    for f in self.folds[max(0, number.end - 3) : number.end]
                )
                if upper is not None and not (rises and joined in ("to", "a")):
                    return upper if max(upper.values) > min(number.values) else None
        return None

    def _scaled_as(self, low: Number, high: Number) -> frozenset[Decimal]:
        """*2 to 3 million*: the multiplier belongs to both."""
        if low.scaled or not high.scaled:
            return low.values
        top = max(high.values)
        factor = next((f for f in (10**9, 10**6, 10**3) if top >= f), 1)
        return frozenset(value * factor for value in low.values)

    def _unit(self, start: int, end: int, number: Number) -> tuple[str | None, str, int, int]:
        """Unit and kind, and where the statement then ends and starts."""
        if number.currency:
            return number.currency, "money", end, start
        before = self.folds[start - 1] if start else ""
        if before in SYMBOLS:
            start -= 1
            code = SYMBOLS[before]
            nation = self.folds[start - 1] if start else ""
            if nation in ("us", "usd"):
                start -= 1
            elif nation in ("ca", "c", "can"):
                code, start = "CAD", start - 1
            elif nation in ("a", "au") and self.tokens[start - 1].text.isupper():
                code, start = "AUD", start - 1
            return code, "money", end, start
        if before in CODES and self.tokens[start - 1].text.isupper():
            return CODES[before], "money", end, start - 1
        at = end
        while at < len(self.folds) and self.folds[at] in ("-", "de", "d", "'", "of", "in"):
            at += 1
        words = self.folds[at : at + 4]
        if not words:
            return None, "count", end, start
        if words[0] in ("%", "percent", "pct", "percents"):
            return self._percent(at + 1, start)
        if words[0] in ("per", "pour") and words[1:2] in (["cent"], ["cents"]):
            return self._percent(at + 2, start)
        if words[0] in ("percentage", "point", "points"):
            return "point", "percent", at + 1, start
        if words[0] in SYMBOLS:
            return SYMBOLS[words[0]], "money", at + 1, start
        if words[0] == "us" and words[1:2] and words[1] in SYMBOLS:
            return SYMBOLS[words[1]], "money", at + 2, start
        for skip, word in enumerate(words[:3]):
            money = currency(word, tuple(words))
            if money is not None:
                behind = self.folds[at + skip + 1 : at + skip + 2]
                named = bool(behind) and behind[0].startswith(_NATIONS)
                return money, "money", at + skip + 1 + named, start
            if word not in _NATIONALITIES:
                break
        return None, "count", end, start

    def _percent(self, end: int, start: int) -> tuple[str, str, int, int]:
        point = self.folds[end : end + 1] in (["points"], ["point"])
        return ("point" if point else "percent"), "percent", end, start

    def _duration(self, end: int) -> tuple[str, int] | None:
        at = end
        while at < len(self.folds) and self.folds[at] in (
            "-",
            "de",
            "d",
            "'",
            "full",
            "more",
            "last",
        ):
            at += 1
        unit = TIME_UNITS.get(singular(self.folds[at])) if at < len(self.folds) else None
        return (unit, at + 1) if unit else None

    def _comparator(self, start: int, end: int) -> str:
        first = max(0, start - 8)
        return comparator(" ".join(self.folds[first:start]), " ".join(self._behind(end)))

    def _behind(self, end: int) -> Iterator[str]:
        for at in range(end, min(end + 8, len(self.tokens))):
            if self.tokens[at].text in ".;:!?":
                return
            if at > end and (
                self.tokens[at].is_number or read_number(self.tokens, at, self.language)
            ):
                yield "9"
                return
            yield self.folds[at]

    def _nouns(self, end: int) -> tuple[str, ...]:
        """The words behind a number up to the first that ends its noun phrase."""
        found: list[str] = []
        for at in range(end, min(end + 7, len(self.tokens))):
            token = self.tokens[at]
            if token.is_word and token.fold not in STOP:
                found.append(token.fold)
            elif found or token.fold not in _INTO_NOUN or not token.text:
                break
            if len(found) == 4:
                break
        return tuple(found)


_DEFINITE = frozenset("the les these ces those tous toutes its ses their leurs des aux".split())
_INTO_NOUN = frozenset("of de d ' des du the les these ces its ses - new other autres more".split())
_NATIONS = ("us", "americ", "canad", "austral", "marocain", "algerien", "tunisien", "cfa")
_NATIONALITIES = frozenset(
    "us american america united canadian australian new hong egyptian moroccan".split()
)


def of_digits(value: str) -> Decimal:
    """An exact decimal of the gold."""
    return next(iter(digits(value, "en"))) if "," in value else Decimal(value)
