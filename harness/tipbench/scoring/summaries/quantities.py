"""The numeric statements of a text: what it says in numbers, how bounded, and of what."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from tipbench.scoring.summaries import calendar
from tipbench.scoring.summaries.amounts import amount
from tipbench.scoring.summaries.numerals import number_words
from tipbench.scoring.summaries.quantity import AMOUNTS, Quantity, Sentence
from tipbench.scoring.summaries.ranks import ordinal, rank
from tipbench.scoring.summaries.text import KEPT, Language, read
from tipbench.scoring.summaries.units import CODES, SCALES
from tipbench.scoring.summaries.vague import vague
from tipbench.scoring.summaries.years import year

__all__ = ["AMOUNTS", "Quantity", "quantities"]

_STARTS: dict[Language, frozenset[str]] = {
    language: number_words(language)
    | SCALES
    | frozenset(calendar.MONTHS)
    | frozenset(calendar.WEEKDAYS)
    | {"'"}
    for language in ("en", "fr")
}
"""The words with which a statement in numbers can start."""


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
        for quantity in _of_sentence(Sentence(whole, sentence, number))
    )


def _of_sentence(sentence: Sentence) -> Iterator[Quantity]:
    at = 0
    starts = _STARTS[sentence.language]
    while at < len(sentence.tokens):
        if sentence.folds[at] not in starts and not sentence.tokens[at].is_number:
            at += 1
            continue
        found = _statement(sentence, at)
        if found is None:
            at += 1
        else:
            yield found
            at = max(found.end, at + 1)


def _statement(sentence: Sentence, at: int) -> Quantity | None:
    token = sentence.tokens[at]
    if token.is_number:
        if _is_in_a_name(sentence, at):
            return None
    elif not token.is_word and token.text != "'":
        return None
    when = calendar.read_date(sentence.tokens, at)
    if when is not None:
        kind, value, end = when
        said = Decimal(value) if kind == "year" else value
        return sentence.make(at, end, kind, frozenset({said}))
    if token.text == "'":
        return None
    return (
        rank(sentence, at)
        or ordinal(sentence, at)
        or year(sentence, at)
        or vague(sentence, at)
        or amount(sentence, at)
    )


def _is_in_a_name(sentence: Sentence, at: int) -> bool:
    """``G20``, ``COVID-19``: digits glued to letters."""
    if not sentence.tokens[at].is_glued:
        return False
    before = sentence.tokens[at - 1]
    if before.is_word:
        return before.fold not in CODES and before.fold not in ("us", "n", "no")
    return (
        before.text == "-"
        and before.is_glued
        and sentence.tokens[at - 2].is_word
        and sentence.folds[at - 2] not in SCALES
        and sentence.tokens[at - 2].fold not in CODES
    )
