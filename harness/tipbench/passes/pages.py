"""Where things stand on the pages that passes are compared on, and which slices that puts them in.

The zones are those of the gold and the sentences those of the package's own splitter: what a
figure is sliced by must be the same for all passes, and no pass's own work.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tipbench.model import Span, Zone
from tipbench.passes.coefficients import Block
from tipbench.tokens import split_sentences, tokenize

Part = Literal["content", "boilerplate"]

ALL = "all"
PARTS: tuple[Part, ...] = ("content", "boilerplate")


class Place(NamedTuple):
    """A place on a page; ``part`` is ``None`` for what is of a whole document."""

    doc_id: str
    start: int
    language: str
    part: Part | None
    block: Block

    def lies_in(self, slice: str) -> bool:
        """Whether it belongs to the slice of this name.

        >>> Place("d", 0, "en", "content", ("d", 0)).lies_in("en")
        True
        """
        return slice in (ALL, self.language, self.part)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as figures see it.

    Attributes:
        doc_id: The document.
        text: The page, every character as it is.
        language: The document's language.
        zones: Its zones, in text order.
    """

    doc_id: str
    text: str
    language: str
    zones: Sequence[Zone]
    _sentences: list[int] = field(default_factory=list, init=False, repr=False)
    _zones: list[int] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the starts, which every item is looked up in."""
        self._sentences.extend(sentence.start for sentence in split_sentences(self.text))
        self._zones.extend(zone.span.start for zone in self.zones)

    def at(self, start: int) -> Place:
        """The place of an item that starts at ``start``; outside all zones it is boilerplate.

        >>> zones = [Zone(Span(0, 4), "nav", False), Zone(Span(4, 9), "body", True)]
        >>> Page("d", "nav Rabat", "en", zones).at(4).part
        'content'
        """
        index = bisect_right(self._zones, start) - 1
        inside = index >= 0 and start < self.zones[index].span.end
        part: Part = "content" if inside and self.zones[index].content else "boilerplate"
        sentence = max(0, bisect_right(self._sentences, start) - 1)
        return Place(self.doc_id, start, self.language, part, (self.doc_id, sentence))

    @property
    def whole(self) -> Place:
        """The place of what is said of the document as a whole."""
        return Place(self.doc_id, 0, self.language, None, (self.doc_id, 0))

    @property
    def tokens(self) -> list[Span]:
        """The tokens of the page."""
        return tokenize(self.text)

    @property
    def characters(self) -> list[Span]:
        """The characters of the page that are not white space, one span each."""
        return [Span(at, at + 1) for at, sign in enumerate(self.text) if not sign.isspace()]


def pages_of(
    texts: Mapping[str, str], languages: Mapping[str, str], zones: Mapping[str, Sequence[Zone]]
) -> dict[str, Page]:
    """The pages by ``doc_id``, in the order of ``texts``."""
    return {
        doc_id: Page(
            doc_id, text, languages[doc_id], sorted(zones[doc_id], key=lambda zone: zone.span)
        )
        for doc_id, text in texts.items()
    }


def slices_of(pages: Mapping[str, Page]) -> tuple[str, ...]:
    """The slices: everything, each language, and the two parts of a page."""
    return (ALL, *sorted({page.language for page in pages.values()}), *PARTS)
