"""The two ways of reading a page: the whole page, or its content zones one after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tipbench.errors import UsageError
from tipbench.model import Span, ViewName, Zone


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the page that the view shows without a gap."""

    page: Span
    start: int

    @property
    def shown(self) -> Span:
        return Span(self.start, self.start + self.page.end - self.page.start)


@dataclass(frozen=True, slots=True)
class View:
    """A page as one of its views shows it, and the map between the offsets of the two.

    Attributes:
        name: ``page`` (everything) or ``clean`` (content zones alone).
        text: The text of the view.
        zones: The zones that the view shows, in offsets of the view.

    >>> zones = [Zone(Span(0, 4), "nav", False), Zone(Span(4, 9), "body", True)]
    >>> view = View.of("nav Rabat", zones, "clean")
    >>> view.text, view.from_page(Span(4, 9)), view.to_page(Span(0, 5))
    ('Rabat', Span(start=0, end=5), Span(start=4, end=9))
    """

    name: ViewName
    text: str
    zones: tuple[Zone, ...]
    _pieces: tuple[_Piece, ...]

    @classmethod
    def of(cls, page: str, zones: Sequence[Zone], name: ViewName) -> View:
        """Make the view ``name`` of ``page``; without zones the whole page is content."""
        kept = [zone for zone in zones if zone.content or name == "page"]
        if not zones:
            return cls(name, page, (), (_Piece(Span(0, len(page)), 0),))
        pieces: list[_Piece] = []
        shown: list[Zone] = []
        length = 0
        for zone in kept:
            size = zone.span.end - zone.span.start
            shown.append(Zone(Span(length, length + size), zone.name, zone.content))
            if pieces and pieces[-1].page.end == zone.span.start:
                last = pieces.pop()
                pieces.append(_Piece(Span(last.page.start, zone.span.end), last.start))
            else:
                pieces.append(_Piece(zone.span, length))
            length += size
        text = "".join(page[zone.span.start : zone.span.end] for zone in kept)
        return cls(name, text, tuple(shown), tuple(pieces))

    def shows(self, span: Span) -> bool:
        """Whether the view shows the whole of ``span`` (page offsets) without a gap."""
        index = bisect_right(self._pieces, span.start, key=lambda piece: piece.page.start) - 1
        return index >= 0 and span.end <= self._pieces[index].page.end and span.start < span.end

    def from_page(self, span: Span) -> Span:
        """Offsets of the view for ``span`` in offsets of the page.

        Raises:
            UsageError: ``span`` is empty, outside the page, or reaches into a zone that the view
                leaves out.
        """
        if not self.shows(span):
            raise UsageError(f"the {self.name} view does not show all of the page's {_show(span)}")
        index = bisect_right(self._pieces, span.start, key=lambda piece: piece.page.start) - 1
        piece = self._pieces[index]
        shift = piece.start - piece.page.start
        return Span(span.start + shift, span.end + shift)

    def to_page(self, span: Span) -> Span:
        """Offsets of the page for ``span`` in offsets of the view.

        Raises:
            UsageError: ``span`` is empty, outside the view, or lies on both sides of a zone that
                the view leaves out.
        """
        index = bisect_right(self._pieces, span.start, key=lambda piece: piece.start) - 1
        if index < 0 or span.start >= span.end or span.end > self._pieces[index].shown.end:
            raise UsageError(
                f"{_show(span)} of the {self.name} view is not one stretch of the page: "
                "it is empty, past the end, or across a zone that the view leaves out"
            )
        piece = self._pieces[index]
        shift = piece.page.start - piece.start
        return Span(span.start + shift, span.end + shift)


def _show(span: Span) -> str:
    return f"[{span.start}, {span.end})"
