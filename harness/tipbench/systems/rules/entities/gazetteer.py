"""Countries, capitals, cities, regions and nationalities, in English and French.

Names of territories and of the cities that stand for time zones are those of CLDR, through babel;
``data/countries.toml`` adds what CLDR lacks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from tipbench.systems.rules.entities.mentions import Mention
from tipbench.systems.rules.lexicons import lexicon
from tipbench.systems.rules.tokens import Token, tokenize

_Key = tuple[str, ...]
_Entry = tuple[str, str | None]
_LONGEST = 7


def find_places(tokens: list[Token]) -> Iterator[Mention]:
    """Places and nationalities among ``tokens``, the longest name at each place.

    >>> [(m.type, m.code) for m in find_places(tokenize("le gouvernement marocain"))]
    [('NORP', 'MA')]
    """
    names = _names()
    position = 0
    while position < len(tokens):
        length, entry = _longest(names, tokens, position)
        if entry is not None:
            last = tokens[position + length - 1]
            yield Mention(tokens[position].start, last.end, entry[0], entry[1])
        elif "-" in tokens[position].text:
            yield from _hyphenated(tokens[position])
        position += max(1, length)


def _longest(names: dict[_Key, _Entry], tokens: list[Token], at: int) -> tuple[int, _Entry | None]:
    surfaces = [_fold(token.text) for token in tokens[at : at + _LONGEST]]
    if surfaces[0] not in _first_words():
        return 0, None
    for length in range(len(surfaces), 0, -1):
        entry = names.get(tuple(surfaces[:length]))
        if entry is not None:
            return length, entry
    return 0, None


def _hyphenated(token: Token) -> Iterator[Mention]:
    """The places in "Maroc-France"; "franco-marocain" is one nationality."""
    names = _names()
    parts = token.text.split("-")
    entries = [names.get((_fold(part),)) for part in parts]
    last = entries[-1]
    if last and last[0] == "NORP" and all(part.endswith("o") for part in parts[:-1]):
        yield Mention(token.start, token.end, "NORP")
    elif all(entry is not None for entry in entries):
        start = token.start
        for part, entry in zip(parts, entries, strict=True):
            if entry:
                yield Mention(start, start + len(part), *entry)
            start += len(part) + 1


@cache
def is_place(surface: str) -> bool:
    """Whether a single word is a place or nationality of the gazetteer.

    >>> is_place("Rabat"), is_place("Committee")
    (True, False)
    """
    return (_fold(surface),) in _names()


@cache
def country_names(language: str) -> dict[str, str]:
    """ISO codes of territories with their names in ``language``.

    >>> country_names("fr")["MA"]
    'Maroc'
    """
    from babel import Locale

    left_out = set(lexicon("countries")["territory_types"]["not_names"])
    territories = Locale("fr" if language.startswith("fr") else "en").territories
    return {code: str(name) for code, name in territories.items() if code not in left_out}


def _fold(word: str) -> str:
    """``word`` without accents, so that "Egypte" is found too; capitals keep their case."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word.replace("\u2019", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key[0] for key in _names())


@cache
def _names() -> dict[_Key, _Entry]:
    found: dict[_Key, _Entry] = {}
    for names, entry in _layers():
        for name in names:
            key = tuple(_fold(token.text) for token in tokenize(name.replace("\u2019", "'")))
            if key:
                found.setdefault(key, entry)
    return found


def _layers() -> Iterator[tuple[Iterable[str], _Entry]]:
    """Names with what they stand for; of a name that comes twice the first holds."""
    data = lexicon("countries")
    for code, names in data["organization_aliases"].items():
        yield names, ("ORG", code)
    for code, names in data["country_aliases"].items():
        yield names, ("GPE", code)
    types = data["territory_types"]
    for language in ("en", "fr"):
        for code, name in country_names(language).items():
            is_region = len(code) != 2 or code in types["disputed"]
            kind = "ORG" if code in types["organizations"] else "LOC" if is_region else "GPE"
            yield [name, name.replace(" & ", " and ")], (kind, code)
    for code, (english, french, capitals) in data["demonyms"].items():
        yield _english_forms(english), ("NORP", code)
        yield _french_forms(french), ("NORP", code)
        yield capitals, ("GPE", code)
    yield _english_forms(data["peoples"]["english"]), ("NORP", None)
    yield _french_forms(data["peoples"]["french"]), ("NORP", None)
    yield data["regions"]["names"], ("LOC", None)
    yield _directions(), ("LOC", None)
    yield data["cities"]["names"], ("GPE", None)
    yield _zone_cities(), ("GPE", None)


def _english_forms(names: list[str]) -> list[str]:
    plural = [name + "s" for name in names if name.endswith(("n", "i", "k", "b", "r"))]
    return names + plural


def _french_forms(names: list[str]) -> list[str]:
    """Feminine and plural of French demonyms, each with a small and a capital letter."""
    irregular: dict[str, list[str]] = lexicon("countries")["french_forms"]
    found = []
    for name in names:
        doubles = name.endswith(("ien", "éen"))
        feminine = name if name.endswith("e") else name + ("ne" if doubles else "e")
        plural = name if name.endswith(("s", "x")) else name + "s"
        found += [name, *irregular.get(name, [feminine, plural, feminine + "s"])]
    return found + [name[0].upper() + name[1:] for name in found]


def _directions() -> Iterator[str]:
    data = lexicon("countries")["regions"]
    continents = {"en": ("Africa", "America", "Asia", "Europe"), "fr": ("Afrique", "Asie")}
    for continent in continents["en"]:
        yield from (f"{direction} {continent}" for direction in data["directions_english"])
    for continent in (*continents["fr"], "Amérique", "Europe"):
        yield from (f"{continent} {direction}" for direction in data["directions_french"])


def _zone_cities() -> Iterator[str]:
    """The exemplar cities of the time zones, as CLDR names them."""
    from babel import Locale

    left_out = set(lexicon("countries")["not_cities"]["names"])
    english = Locale("en").time_zones
    for language in ("en", "fr"):
        for zone, names in Locale(language).time_zones.items():
            is_city = zone.count("/") == 1 and not zone.startswith(("Antarctica", "Etc"))
            city = str(names.get("city", ""))
            original = str(english.get(zone, {}).get("city", city))
            if is_city and city and not left_out & {city, original}:
                yield city
        for zone in _zones():
            tail = zone.rpartition("/")[2].replace("_", " ")
            if tail not in left_out:
                yield tail


def _zones() -> Iterator[str]:
    """Zones whose own name is their city's, which CLDR then does not repeat."""
    from babel.core import get_global

    for zone in get_global("zone_territories"):
        if zone.count("/") == 1 and zone.startswith(("Africa", "America", "Asia", "Europe")):
            yield str(zone)
