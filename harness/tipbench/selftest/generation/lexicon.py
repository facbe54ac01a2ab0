"""The words that the generator puts in the place of others: ``data/<language>.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Comparator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Equal forms of one comparator, and forms that turn it round."""

    forms: list[str]
    flips: list[str]


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How numbers are written: number words, the thousands mark, and equal spellings."""

    thousands: str
    words: list[str]
    equal: dict[str, list[str]]


class Ranks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ranks that are not the right one."""

    wrong: list[str]


class Money(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other amounts, the same amount of another currency, and the same in other spelling."""

    wrong: list[str]
    units: list[str]
    equal: list[str]


class Evaluation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The opposites of an evaluation, and its denials."""

    flip: list[str] = []
    negate: list[str] = []


class Swap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Entities of the same type that are not this one.

    Attributes:
        entity: The entity that stands in the text.
        others: Entities of the corpus, by id.
        invented: Names that no document has.
        surface: The form for which these fit; any where it is left out.
    """

    entity: str
    others: dict[str, str]
    invented: list[str]
    surface: str | None = None


class Sources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever could say something, by id, one or several of them."""

    plural: str
    singular: dict[str, str]
    several: dict[str, str]


class Additions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences to add: with a number, with a name, or with nothing at all."""

    numbers: list[str]
    names: list[str]
    people: list[str]
    organizations: list[str]
    countries: list[str]
    padding: list[str]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the generator knows of one language."""

    comparators: dict[str, Comparator]
    numbers: Numbers
    ranks: Ranks
    money: dict[str, Money]
    units: dict[str, list[str]]
    stance: dict[str, Evaluation]
    swaps: list[Swap]
    sources: Sources
    additions: Additions
    attributive_money: dict[str, Money] = {}


@cache
def lexicon(language: str) -> Lexicon:
    """The words of one language.

    >>> lexicon("fr").numbers.equal["dix"]
    ['10']
    """
    content = (files(__package__) / "data" / f"{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(content), Lexicon)


def plain(words: str) -> str:
    """``words`` as the lexicon lists them: in lower case, with ordinary spaces.

    >>> plain("Niveau\u00a02")
    'niveau 2'
    """
    return words.replace("\u00a0", " ").replace("\u202f", " ").lower()
