"""Runs of words that two texts share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipbench.scoring.summaries.text import words_of

Runs = frozenset[tuple[str, ...]]
"""So many folded words in a row, within sentences."""


def runs(texts: Iterable[str], length: int) -> Runs:
    """The runs of ``length`` words of some texts.

    >>> sorted(runs(["Cows graze here. Goats do too."], 3))
    [('cows', 'graze', 'here'), ('goats', 'do', 'too')]
    """
    return frozenset(
        words[at : at + length]
        for text in texts
        for words in words_of(text)
        for at in range(len(words) - length + 1)
    )


def places_in_runs(words: Sequence[str], known: Runs, length: int) -> set[int]:
    """The indices of the words that lie in known runs of ``length`` words.

    >>> places_in_runs(("so", "cows", "graze", "here"), runs(["Cows graze here."], 3), 3)
    {1, 2, 3}
    """
    whole = tuple(words)
    taken: set[int] = set()
    for at in range(len(whole) - length + 1):
        if whole[at : at + length] in known:
            taken.update(range(at, at + length))
    return taken
