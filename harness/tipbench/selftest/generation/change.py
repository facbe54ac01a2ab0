"""What a change of a summary is, and what its makers are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tipbench.model import Case
from tipbench.selftest.generation.grammar import splice
from tipbench.selftest.generation.lexicon import Lexicon
from tipbench.selftest.generation.markup import Site, Source


@dataclass(frozen=True, slots=True)
class Change:
    """A faithful text, and the same with one thing changed.

    Attributes:
        before: The faithful text.
        after: The changed one.
        place: Which site of the summary was changed; changes of one place are of one kind.
    """

    before: str
    after: str
    place: str


@dataclass(frozen=True, slots=True)
class Context:
    """What makers may know beside the summary.

    Attributes:
        case: The document with its gold, in the view of the whole page.
        lexicon: The words of the summary's language.
    """

    case: Case
    lexicon: Lexicon

    def is_content(self, offset: int) -> bool:
        """Whether the character at ``offset`` of the page belongs to the article."""
        zone = self.case.zone_at(offset)
        return zone is None or zone.content


Maker = Callable[[Source, Context, Random], Iterator[Change]]
"""Makes the changes of one type that a summary allows, in an order that depends on nothing else."""


def sites(source: Source, *kinds: str) -> Iterator[tuple[int, Site, str]]:
    """The sites of these kinds: the number of their sentence, the site, and its words."""
    for index, sentence in enumerate(source.sentences):
        for site in sentence.sites:
            if site.kind in kinds:
                yield index, site, sentence.text[site.start : site.end]


def replaced(source: Source, index: int, site: Site, words: str) -> Change:
    """The change that puts ``words`` in the place of a site."""
    sentence = splice(source.sentences[index].text, site.start, site.end, words, source.language)
    return Change(source.text, source.with_sentence(index, sentence), place(index, site))


def place(index: int, site: Site) -> str:
    """The name of a site within its summary."""
    return f"{index}:{site.start}"
