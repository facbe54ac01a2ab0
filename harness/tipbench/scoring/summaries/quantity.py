"""A numeric statement, and the sentence that it is read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tipbench.scoring.summaries.comparators import EXACT, comparator
from tipbench.scoring.summaries.numerals import read_number
from tipbench.scoring.summaries.text import STOP, Language, Text, Token

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


class Sentence:
    """A sentence of which numeric statements are made.

    Attributes:
        tokens: Its tokens.
        folds: Their folded forms.
        language: The language of its text.
        number: Which sentence of its text it is.
        whole: Its text.
    """

    __slots__ = ("folds", "language", "number", "tokens", "whole")

    def __init__(self, whole: Text, tokens: Sequence[Token], number: int) -> None:
        """Read the sentence of this number in a text."""
        self.whole = whole
        self.language: Language = whole.language
        self.tokens = tokens
        self.folds = [token.fold for token in tokens]
        self.number = number

    def make(
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
        """The statement that stands from ``at`` to ``end``."""
        shown = self.whole.shown(self.number, at, end)
        return Quantity(shown, kind, values, unit, sign, nouns, self.number, at, end)

    def comparator(self, start: int, end: int) -> str:
        """How the number from ``start`` to ``end`` is bounded by the words around it."""
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

    def nouns(self, end: int) -> tuple[str, ...]:
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


_INTO_NOUN = frozenset("of de d ' des du the les these ces its ses - new other autres more".split())
