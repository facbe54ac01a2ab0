"""Quantities without a number of their own: *millions*, *une centaine*, *half of them*."""

from __future__ import annotations

from decimal import Decimal

from tipbench.scoring.summaries.comparators import EXACT
from tipbench.scoring.summaries.numerals import COLLECTIVE, VAGUE
from tipbench.scoring.summaries.quantity import Quantity, Sentence


def vague(sentence: Sentence, at: int) -> Quantity | None:
    """*millions of people*, *une centaine de victimes*, *half of them*."""
    fold = sentence.folds[at]
    before = sentence.folds[at - 1] if at else ""
    behind = sentence.folds[at + 1] if at + 1 < len(sentence.folds) else ""
    if (before not in ("'", "-") and fold in VAGUE) or (
        fold == "millions" and behind in ("of", "de", "d")
    ):
        nouns = sentence.nouns(at + 1)
        return sentence.make(at, at + 1, "vague", frozenset({Decimal(VAGUE[fold])}), nouns=nouns)
    if fold in COLLECTIVE and before in ("une", "un", "a", "quelque", "d", "la", "'"):
        value = Decimal(COLLECTIVE[fold])
        sign = sentence.comparator(at, at + 1)
        if sign == EXACT and fold != "dozen" and fold != "douzaine":
            sign = "~"
        return sentence.make(
            at, at + 1, "count", frozenset({value}), sign=sign, nouns=sentence.nouns(at + 1)
        )
    share = {"half": "0.5", "moitie": "0.5", "quarter": "0.25", "quart": "0.25"}.get(fold)
    if fold in ("third", "tiers", "thirds"):
        share = "0.33"
    if share and behind in ("of", "des", "de", "d", "du", "the", "-"):
        if before in ("two", "deux"):
            share = "0.67"
        if before in ("three", "trois"):
            share = "0.75"
        return sentence.make(at, at + 1, "fraction", frozenset({Decimal(share)}))
    return None
