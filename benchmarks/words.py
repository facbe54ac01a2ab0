"""The words that generated documents are made of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

TYPES = ("PER", "ORG", "GPE", "LOC", "NORP", "EVENT", "DOC", "PROD")
LANGUAGES = ("en", "fr")

_ENGLISH = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had
an they which one you were all her she there would their we him been has when who will no more if
out so said what up its about into than them can only other time new some could these two may first
then do any like my now over such our man me even most made after also did many off before must well
back through years much where your way down should because long each just state people those too
good very world still see work life great report government country victims minister agency police
children measures efforts trafficking protection justice cooperation recommendations prosecution
training according announced during national international organisation authorities
"""
_FRENCH = """
le la les de des du et en un une que qui dans pour par sur au aux avec plus pas ce cette ces son sa
ses est sont ont fait comme mais ou où leur leurs nous vous ils elles on été être avoir selon entre
sous depuis pendant afin ainsi aussi très bien tout tous toute toutes même deux trois ans année
rapport gouvernement pays victimes ministre agence police enfants mesures efforts traite protection
justice coopération recommandations poursuites formation annoncé nationale internationale autorités
organisation lutte contre êtres humains niveau développement sécurité économie région société loi
premier première nouveau nouvelle grand grande dernier dernière stratégie amélioré élevé français
"""
_ONSETS = (
    "Ba Be Bo Ca Ce Da De Dri El Fa Fe Ga Gre Ha Is Ka Ké Lo Ma Me Mo Na No Or Pa Ré Sa Ta Va Yo"
)
_CODAS = "bat dan fez gui kech lian mari nour phine rac riel sane tou vard zal"


def _names() -> list[str]:
    return [onset + coda for onset in _ONSETS.split() for coda in _CODAS.split()]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in three forms each: followed by a space, by a comma, and at the end of a line.

    Attributes:
        pieces: The forms; word ``w`` in form ``f`` is ``pieces[3 * w + f]``.
        length: Code points of each form, with what follows the word.
        word_length: Code points of each word alone.
        plain: For each language, the numbers of its common words.
        names: The numbers of the words that names are made of.
    """

    pieces: tuple[str, ...]
    length: npt.NDArray[np.int64]
    word_length: npt.NDArray[np.int64]
    plain: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
    names: npt.NDArray[np.int64]


def vocabulary() -> Vocabulary:
    """The words of both languages and of the names."""
    groups = [_ENGLISH.split(), _FRENCH.split(), _names()]
    words = [word for group in groups for word in group]
    borders = np.cumsum([0, *map(len, groups)])
    english, french, names = (np.arange(start, stop) for start, stop in pairwise(borders))
    pieces = tuple(word + ending for word in words for ending in (" ", ", ", ".\n"))
    return Vocabulary(
        pieces=pieces,
        length=np.array([len(piece) for piece in pieces]),
        word_length=np.array([len(word) for word in words]),
        plain=(english, french),
        names=names,
    )


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities that documents mention.

    Attributes:
        words: The words of each entity's name, ``-1`` beyond its end.
        size: The number of words of each name.
        type: The number of each entity's type in ``TYPES``.
    """

    words: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    type: npt.NDArray[np.int64]


def entities(words: Vocabulary, number: int = 1500) -> Entities:
    """Entities with names of one word (one for each word) and of two or three."""
    rng = np.random.default_rng(0)
    single = len(words.names)
    size = np.concatenate([np.ones(single, np.int64), rng.integers(2, 4, number - single)])
    drawn = np.full((number, 3), -1)
    drawn[:single, 0] = words.names
    for column in range(3):
        longer = (size > column) & (np.arange(number) >= single)
        drawn[longer, column] = rng.choice(words.names, int(longer.sum()))
    return Entities(drawn, size, rng.integers(0, len(TYPES), number))
