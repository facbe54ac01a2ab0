"""Borders of tokens, found without tokenizing, against the tokenizer."""

import random

import numpy as np
import pytest

from tipbench.scoring.columns.borders import token_borders
from tipbench.scoring.columns.texts import Texts
from tipbench.tokens import tokenize


def found(texts, spans):
    """The borders for spans of several texts, each given by text, start and end."""
    laid = Texts.of(texts)
    document, start, end = (np.array(c, dtype=np.int64) for c in zip(*spans, strict=True))
    base = laid.starts[document]
    first, last = token_borders(laid, document, start + base, end + base)
    return list(zip((first - base).tolist(), (last - base).tolist(), strict=True))


def defined(text, start, end):
    """The same from all tokens of a text; ``None`` where the span overlaps none."""
    touched = [t for t in tokenize(text) if t.end > start and t.start < end]
    return (touched[0].start, touched[-1].end) if touched else None


def assert_as_defined(texts, spans):
    for (number, start, end), (first, last) in zip(spans, found(texts, spans), strict=True):
        wanted = defined(texts[number], start, end)
        if wanted is None:
            assert first >= last, (texts[number], start, end)
        else:
            assert (first, last) == wanted, (texts[number], start, end)


TEXTS = (
    "l'Union", "L’Union", "qu'il", "lorsqu’on", "aujourd'hui", "Rabat's", "Rabat’s air", "is's",
    "cs'est", "d''x", "o'c's", "'s", "s's", "qu's", "abqu's", "x_y", "_", "a_'s", "100,7", "2.5.1",
    "7.", ".7", "1,,2", "1.a", "a.1", "1'2", "2025Le", "Maroc-France", "été", "e\u0301te\u0301",
    "a\u200bb", "😀l'UE", "한국's", "Ⅳ", "٣,٣", "x\u2028y", "x\u3000y", "\u00a0", " ", "", "«a»",
    "l' a", "l'1", "jusqu'à", "K'ſ", "İ'ş", "3'd'x", "d'", "'", "''", "a'b'c'd", "a’s’s",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_every_span_of_a_text(text):
    spans = [(1, s, e) for s in range(len(text)) for e in range(s + 1, len(text) + 1)]
    if spans:
        # Neighbours on both sides: borders of texts are borders of tokens.
        assert_as_defined(["d'x", text, "s'1"], spans)


def test_thousands_of_generated_texts():
    rng = random.Random(7)
    pieces = [*"asld'’1., _é😀", "qu", "\u0301", "\u3000"]
    for _ in range(150):
        texts = ["".join(rng.choices(pieces, k=rng.choice((0, 4, 12)))) for _ in range(20)]
        spans = []
        for number, text in enumerate(texts):
            for _ in range(8 if text else 0):
                start = rng.randrange(len(text))
                spans.append((number, start, rng.randrange(start, len(text)) + 1))
        assert_as_defined(texts, spans)
