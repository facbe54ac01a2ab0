"""The word lists under ``data/``, read once each, at first use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The tables of ``data/<name>.toml``.

    >>> lexicon("numbers")["multipliers"]["million"]
    '1000000'
    """
    source = resources.files(__package__) / "data" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def words(name: str, table: str, key: str = "words") -> frozenset[str]:
    """One list of a lexicon as a set.

    >>> "place" in words("numbers", "rank_nouns")
    True
    """
    return frozenset(lexicon(name)[table][key])


def alternation(phrases: Iterable[str]) -> str:
    r"""A regular expression for any of ``phrases``, the longest first.

    A space stands for any white space and an apostrophe for both of its forms, because pages mix
    them.

    >>> re.findall(alternation(["plus", "plus de"]), "plus  de 10, plus")
    ['plus  de', 'plus']
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(_pattern(phrase) for phrase in ordered)


def _pattern(phrase: str) -> str:
    escaped = re.escape(phrase.replace("\u2019", "'"))
    return escaped.replace(r"\ ", r"\s+").replace("'", "['\u2019]")
