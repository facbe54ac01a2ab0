"""Places in an order: ranks on a scale and ordinals, English and French."""

from __future__ import annotations

from decimal import Decimal

from tipbench.scoring.summaries.numerals import ORDINAL_ENDINGS, ORDINALS, read_number, roman
from tipbench.scoring.summaries.quantity import Quantity, Sentence
from tipbench.scoring.summaries.units import SCALES

_NUMBER = frozenset("- number no n °".split())
_IDIOMS = frozenset(
    "party parties ministre ministers lady aid hand class rate responder responders lieu abord "
    "world person gear cabin plan ligne chef half language".split()
)


def rank(sentence: Sentence, at: int) -> Quantity | None:
    """``Tier 2``, ``niveau deux``, ``tier II``, ``second tier``, ``2e rang``."""
    if sentence.folds[at] in SCALES:
        found = _behind_scale(sentence, at)
        if found is not None:
            return found
    place = _ordinal_value(sentence, at)
    if place is not None:
        value, end = place
        noun = end + 1 if sentence.folds[end : end + 1] == ["-"] else end
        if sentence.folds[noun : noun + 1] and sentence.folds[noun] in SCALES:
            return sentence.make(at, noun + 1, "rank", frozenset({Decimal(value)}))
    return None


def _behind_scale(sentence: Sentence, at: int) -> Quantity | None:
    after = at + 1
    while after < len(sentence.tokens) and sentence.folds[after] in _NUMBER:
        after += 1
    if after >= len(sentence.tokens):
        return None
    value = roman(sentence.tokens[after])
    number = read_number(sentence.tokens, after, sentence.language)
    if value is None and sentence.folds[after] in ("one", "un"):
        value = 1
    if value is None and number is not None and not number.scaled:
        value, after = int(max(number.values)), number.end - 1
    if value is None or not 0 < value < 100:
        return None
    listed = "watch" if sentence.folds[after + 1 : after + 3] == ["watch", "list"] else None
    end = after + (3 if listed else 1)
    return sentence.make(at, end, "rank", frozenset({Decimal(value)}), unit=listed)


def ordinal(sentence: Sentence, at: int) -> Quantity | None:
    """A place in an order: *the third session*."""
    found = _ordinal_value(sentence, at)
    if found is None:
        return None
    value, end = found
    behind = sentence.folds[end] if end < len(sentence.folds) else "."
    before = sentence.folds[at - 1] if at else ""
    # "First, …", "at first", "d'abord", "une seconde", "third parties": said of no order
    in_words = not sentence.tokens[at].is_number
    is_time = sentence.folds[at] in ("second", "seconds", "seconde", "secondes") and (
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
    return sentence.make(at, end, "ordinal", frozenset({Decimal(value)}), nouns=sentence.nouns(end))


def _ordinal_value(sentence: Sentence, at: int) -> tuple[int, int] | None:
    token, words = sentence.tokens[at], ORDINALS[sentence.language]
    if token.is_number and at + 1 < len(sentence.tokens):
        behind = sentence.tokens[at + 1]
        if behind.is_glued and behind.fold in ORDINAL_ENDINGS and token.text.isdigit():
            return int(token.text), at + 2
    if token.fold in words:
        return words[token.fold], at + 1
    if token.fold in ("vingt", "trente", "twenty", "thirty") and sentence.folds[
        at + 1 : at + 2
    ] == ["-"]:
        rest = sentence.folds[at + 2] if at + 2 < len(sentence.folds) else ""
        tens = 20 if token.fold in ("vingt", "twenty") else 30
        if rest in words:
            return tens + words[rest], at + 3
    return None
