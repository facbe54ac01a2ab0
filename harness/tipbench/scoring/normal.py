"""Plain and folded forms of text, in which names and quotations are compared.

*Plain* unifies what differs only in typing: case, apostrophes, quotation marks, dashes, kinds and
runs of white space. *Folded* also drops accents, opens ligatures, and drops invisible characters.
*Unwrapped* and *undressed* are folded without what a system may put around a name.
"""

from __future__ import annotations

import re
import unicodedata

# Written as code points, because many of them look alike.
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u2032\u00b4`"
_QUOTATION_MARKS = "\u201c\u201d\u201e\u00ab\u00bb"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_TYPING = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_QUOTATION_MARKS, '"')
    | dict.fromkeys(_DASHES, "-")
)
_TYPED = re.compile("[" + "".join(map(re.escape, map(chr, _TYPING))) + "]")
_LIGATURES = {"œ": "oe", "æ": "ae"}
DETERMINERS = (
    "the|a|an|this|that|these|those|its|his|her|their|our|my|your|"
    "le|la|les|un|une|des|du|de|d|au|aux|l|qu|ce|cet|cette|ces|"
    "son|sa|ses|leur|leurs|notre|nos|votre|vos|mon|ma|mes"
)
"""As a pattern, in folded form, with the French prepositions that melt with them or are elided."""

_DETERMINER = re.compile(rf"(?:(?:{DETERMINERS}) |(?:l|d|qu)' ?)(?=\S)")
_POSSESSIVE = re.compile(r"(?<=\w)'s$")
_WRAPPING = " \"'.,;:!?()[]{}*_…"


def plain(text: str) -> str:
    r"""``text`` without differences of typing; accents stay.

    >>> plain("L\u2019État  Américain")
    "l'état américain"
    """
    if text.isascii():
        text = text.replace("`", "'")
    else:
        text = unicodedata.normalize("NFC", text)
        # Translating is slow for what it leaves alone.
        if _TYPED.search(text):
            text = text.translate(_TYPING)
    return " ".join(text.casefold().split())


def fold(text: str) -> str:
    r"""``text`` without differences of typing, accents and ligatures, trimmed.

    >>> fold(" L\u2019État  Américain")
    "l'etat americain"
    """
    return " ".join(text.translate(_FOLDED).split())


def unwrap(text: str) -> str:
    """The folded form without the quotation marks and stops around it.

    >>> unwrap("« the State Department's. »")
    "the state department's"
    """
    return fold(text).strip(_WRAPPING)


def undress(text: str) -> str:
    r"""The unwrapped form without determiners and possessive.

    >>> undress("« de l\u2019Union européenne »"), undress("the State Department's")
    ('union europeenne', 'state department')
    """
    bare = _POSSESSIVE.sub("", unwrap(text))
    while match := _DETERMINER.match(bare):
        bare = bare[match.end() :].lstrip(_WRAPPING)
    return bare


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded form, and for each of its characters the offset in ``text`` it comes from.

    >>> fold_with_offsets("Cœur")
    ('coeur', [0, 1, 1, 2, 3])
    """
    pieces: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        piece = _FOLDED[ord(char)]
        if piece == " " and pieces and pieces[-1] == " ":
            continue
        if piece:
            pieces.append(piece)
            offsets.extend([offset] * len(piece))
    return "".join(pieces), offsets


class _Folded(dict[int, str]):
    """The folded form of every character met so far, for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        """Fold a character that was not met before."""
        folded = self[code] = _fold_char(chr(code))
        return folded


_FOLDED = _Folded()


def _fold_char(char: str) -> str:
    if char.isspace():
        return " "
    folded = char.translate(_TYPING).casefold()
    decomposed = unicodedata.normalize("NFD", _LIGATURES.get(folded, folded))
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
