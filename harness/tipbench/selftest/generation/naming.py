"""Changes of who is named and of who says something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from tipbench.selftest.generation.change import Change, Context, replaced, sites
from tipbench.selftest.generation.grammar import has_place_form, in_form_of
from tipbench.selftest.generation.lexicon import Lexicon, Swap, plain
from tipbench.selftest.generation.markup import Site, Source

FAMILIES = {
    "us": ("us-department-of-state", "united-states", "us-officials", "puneet-talwar"),
    "un": ("united-nations", "nathalie-fustier", "iom", "fao", "unrwa"),
    "morocco": ("cnclt", "moroccan-government"),
}
"""Those who speak for one another: one in the place of another is no clear mistake."""


def entity_swapped(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Another entity of the same type, of the document or of the corpus."""
    for index, site, words, swap in _swaps(source, context.lexicon):
        for other in swap.others.values():
            yield from _named(source, index, site, words, other)


def entity_invented(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """An entity of the same type that no document has."""
    for index, site, words, swap in _swaps(source, context.lexicon):
        for other in swap.invented:
            yield from _named(source, index, site, words, other)


def _swaps(source: Source, lexicon: Lexicon) -> Iterator[tuple[int, Site, str, Swap]]:
    for index, site, words in sites(source, "e", "es"):
        if source.language == "fr" and site.ids == ("united-states",):
            continue  # a plural in French; every other country is a singular
        for swap in lexicon.swaps:
            if (swap.entity,) == site.ids and swap.surface in (None, plain(words)):
                yield index, site, words, swap


def _named(source: Source, index: int, site: Site, words: str, name: str) -> Iterator[Change]:
    if source.language == "fr":
        # Of the countries only masculine ones have « au »; « en » would need another sentence.
        if has_place_form(words) and site.ids == ("morocco",) and not name.startswith("le "):
            return
        name = in_form_of(words, name)
    yield replaced(source, index, site, name)


def source_swapped(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Somebody else who says it, one for one and several for several."""
    pools = context.lexicon.sources
    for index, site, words in sites(source, "s", "es"):
        several = re.search(pools.plural, words) is not None
        # « des responsables » are some, not « de » and « les ».
        bare = several or source.language != "fr"
        for other, name in (pools.several if several else pools.singular).items():
            if not _speak_for_one_another(other, site.ids):
                yield replaced(source, index, site, name if bare else in_form_of(words, name))


def _speak_for_one_another(one: str, others: tuple[str, ...]) -> bool:
    family = next((members for members in FAMILIES.values() if one in members), (one,))
    return any(other in family for other in others)


def source_dropped(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """A claim that only its source makes, without the source."""
    for index, site, _ in sites(source, "d"):
        yield replaced(source, index, site, "")
