"""One tokenizer for English and French, on which the CoNLL view of every text is made."""

from __future__ import annotations

import re

from tipbench.model import Span

_TOKEN = re.compile(
    r"""
    (?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’](?=\w)   # French elision: l' d' qu'
  | ['’]s\b                                           # English possessive
  | \d+(?:[.,]\d+)*                                   # 2024 / 100,7 / 7.900
  | [^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*                # words, with inner apostrophes
  | \S                                                # any other character alone
    """,
    re.VERBOSE | re.IGNORECASE,
)


def tokenize(text: str) -> list[Span]:
    """Split ``text`` into tokens; white space separates them and belongs to none.

    Hyphens and the border between digits and letters split too, so that every name that is part
    of a compound (``Maroc-France``, ``2025Le``) has token borders of its own.

    Returns:
        The tokens in text order, as spans in code points.

    >>> text = "l'UE et Morocco’s 100,7"
    >>> [text[t.start:t.end] for t in tokenize(text)]
    ["l'", 'UE', 'et', 'Morocco', '’s', '100,7']
    """
    return [Span(match.start(), match.end()) for match in _TOKEN.finditer(text)]


_SENTENCE_END = re.compile(
    r"""[.!?…](?<!\b[A-ZÀ-ÖØ-Þ]\.)(?:\s?[»\u201d\u2019"')\]])*(?=\s+[«\u201c"(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])"""
)
_LINE = re.compile(r"[^\r\n]+")


def split_sentences(text: str) -> list[Span]:
    r"""Split ``text`` into sentences.

    A sentence ends at a line end, and after ``. ! ? …`` with the closing quotes and brackets
    behind it, before white space and a capital or digit; not after a single capital (``M. X``,
    ``the U.S. Navy``).

    Returns:
        The sentences in text order, without the white space around them.

    >>> text = "Rabat acted. M. X waits… « Oui ! » No?\nNext line"
    >>> [text[s.start:s.end] for s in split_sentences(text)]
    ['Rabat acted.', 'M. X waits…', '« Oui ! »', 'No?', 'Next line']
    """
    found = []
    for line in _LINE.finditer(text):
        ends = [match.end() for match in _SENTENCE_END.finditer(line.group())]
        at = 0
        for end in (*ends, len(line.group())):
            piece = line.group()[at:end]
            start = line.start() + at + len(piece) - len(piece.lstrip())
            if piece.strip():
                found.append(Span(start, start + len(piece.strip())))
            at = end
    return found
