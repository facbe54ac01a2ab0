"""The borders of tokens at single places, from the tokenizer itself.

It is asked of the stretch without white space around a place alone, and once for each stretch.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from tipbench.tokens import tokenize

if TYPE_CHECKING:
    from tipbench.scoring.columns.texts import Texts


class Tokenized:
    """Texts as tokens, as far as they are asked for.

    Where a text lies is given by its absolute offsets, as all places are.
    """

    def __init__(self, texts: Texts) -> None:
        """Tokenize nothing yet."""
        self._texts = texts
        self._tokens: dict[int, tuple[list[int], list[int]]] = {}
        self._remembered = ((-1, -1), "")

    def first(self, text: tuple[int, int], offset: int) -> int:
        """The start of the first token of a text that ends behind a place.

        >>> from tipbench.scoring.columns.texts import Texts
        >>> Tokenized(Texts.of(["a b'c'd"])).first((0, 7), 4)
        2
        """
        base, words = text[0], self._words(text)
        at = offset - base
        while at < len(words) and words[at].isspace():
            at += 1
        if at == len(words):
            return base + at
        start, starts, ends = self._stretch(words, base, at)
        return base + start + starts[bisect_right(ends, at - start)]

    def last(self, text: tuple[int, int], offset: int) -> int:
        """The end of the last token of a text that starts before a place."""
        base, words = text[0], self._words(text)
        at = offset - base
        while at and words[at - 1].isspace():
            at -= 1
        if not at:
            return base
        start, starts, ends = self._stretch(words, base, at - 1)
        return base + start + ends[bisect_left(starts, at - start) - 1]

    def _words(self, text: tuple[int, int]) -> str:
        """The text itself; the last one is remembered, as places come in order."""
        if self._remembered[0] != text:
            self._remembered = text, self._texts.words(*text)
        return self._remembered[1]

    def _stretch(self, words: str, base: int, at: int) -> tuple[int, list[int], list[int]]:
        """The tokens of the stretch without white space that holds a character of a text."""
        start, end = at, at + 1
        while start and not words[start - 1].isspace():
            start -= 1
        if base + start not in self._tokens:
            while end < len(words) and not words[end].isspace():
                end += 1
            tokens = tokenize(words[start:end])
            self._tokens[base + start] = ([t.start for t in tokens], [t.end for t in tokens])
        return (start, *self._tokens[base + start])
