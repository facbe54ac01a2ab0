"""Changes that change nothing: the order of sentences, apostrophes, other words."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tipbench.selftest.generation.change import Change, Context
from tipbench.selftest.generation.markup import Source

_ATTEMPTS = 40
"""How often every summary is drawn from."""


def sentences_reordered(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """The sentences in another order; those that need the one before stay behind it."""
    groups = source.groups
    if len(groups) < 2:
        return
    for _ in range(_ATTEMPTS):
        order = draw.sample(groups, len(groups))
        text = " ".join(sentence.text for group in order for sentence in group)
        if text != source.text:
            yield Change(source.text, text, "order")


def apostrophes_changed(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Straight apostrophes for curly ones and the reverse, some of them or all."""
    text = source.text
    turned = {"'": "’", "’": "'"}
    places = [at for at, character in enumerate(text) if character in turned]
    for attempt in range(_ATTEMPTS if places else 0):
        chosen = set(draw.sample(places, draw.randint(1, len(places))) if attempt else places)
        after = "".join(turned[c] if at in chosen else c for at, c in enumerate(text))
        yield Change(text, after, "apostrophes")


def paraphrased(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """One sentence or more in other words, by hand-written paraphrases."""
    if not any(sentence.paraphrases for sentence in source.sentences):
        return
    for _ in range(_ATTEMPTS):
        texts = [
            draw.choice((sentence.text, *sentence.paraphrases)) for sentence in source.sentences
        ]
        if (after := " ".join(texts)) != source.text:
            yield Change(source.text, after, "wording")
