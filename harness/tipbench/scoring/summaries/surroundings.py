"""What the numbers of a text stand among: the words that tell what a year is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tipbench.scoring.summaries.quantities import Quantity, quantities
from tipbench.scoring.summaries.text import Token, content, read
from tipbench.scoring.summaries.thesaurus import concept


def in_context(text: str) -> Iterator[tuple[Quantity, frozenset[str]]]:
    """Every quantity with the stems of the words before it, or behind where none stand before.

    They reach to the next quantity: "signed it in 2011 and founded … in 2019".
    """
    whole, found = read(text), quantities(text)
    for index, q in enumerate(found):
        sentence = whole.sentences[q.sentence]
        before = found[index - 1] if index else None
        start = before.end if before is not None and before.sentence == q.sentence else 0
        for at in range(start, q.at):
            if sentence[at].text in ";:":
                start = at + 1
        words = content(iter(sentence[start : q.at]))
        if len(words) < 2:
            behind = found[index + 1] if index + 1 < len(found) else None
            end = behind.at if behind and behind.sentence == q.sentence else len(sentence)
            end = next((at for at in range(q.end, end) if sentence[at].text in ";:"), end)
            words = content(iter(sentence[q.end : end]))[:9] or words
        beside = {"<" + token.fold for token in sentence[max(0, q.at - 2) : q.at]}
        beside |= {"=" + token.stem for token in words[-9:]}
        beside |= {"#" + head for head in _heads(sentence, q)}
        yield q, frozenset(concept(t.stem) for t in words[-9:] if not t.is_capital) | beside


def _heads(sentence: Sequence[Token], q: Quantity) -> Iterator[str]:
    """The concept of the noun that a year dates: *the 2024 report*, *le plan de 2024*."""
    before = q.at - 1
    while before >= 0 and sentence[before].fold in ("de", "du", "for", "of", "pour", "l", "'"):
        before -= 1
    behind = q.end
    for at in (behind, before):
        if 0 <= at < len(sentence) and concept(sentence[at].stem) in _DATED:
            yield concept(sentence[at].stem)


_DATED = frozenset({"report", "document", "edition"})
"""Concepts of what comes out in a year."""
