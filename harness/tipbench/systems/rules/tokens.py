"""Words of a text with their places.

Pages glue things together ("renforcéEn 2024"), so a word ends where a capitalised one begins
inside it; elisions and possessives ("l'", "'s") are words of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|[^\W_]+(?:-[^\W_]+)*"
    r"|[^\w\s]|_"
)
_GLUE = re.compile(r"(?:(?<=[a-zà-öø-ÿ]{3})|(?<=[0-9]))(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign, ``text[start:end]``."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or a digit."""
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with an upper-case letter."""
        return self.text[0].isupper()

    @property
    def is_capitals(self) -> bool:
        """Whether it has two letters or more, all upper-case."""
        return len(self.text) > 1 and self.text.isupper() and self.text[0].isalpha()


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """The words and signs of ``text``; ``offset`` is added to their places.

    >>> [token.text for token in tokenize("l'ONU, renforcéEn")]
    ['l', "'", 'ONU', ',', 'renforcé', 'En']
    """
    tokens = []
    for match in _WORD.finditer(text):
        start = match.start()
        for piece in _GLUE.split(match.group()):
            tokens.append(Token(start + offset, start + offset + len(piece), piece))
            start += len(piece)
    return tokens
