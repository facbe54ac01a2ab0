"""Long surfaces are the same thing exactly where the definition reads them as one."""

import random

import numpy as np
import pytest

import tipbench.scoring.columns.long_surfaces
import tipbench.scoring.columns.things
from tipbench.model import InventoryEntry
from tipbench.scoring.columns.texts import Texts
from tipbench.scoring.columns.things import Mentioned, Things
from tipbench.scoring.names import Names

NAMES = Names([InventoryEntry("rabat", "GPE", "Rabat", "Rabat")])


def numbered(texts, spans, name=None):
    """The things of spans, each given by text, start and end."""
    laid = Texts.of(texts)
    document, start, end = (np.array(c, dtype=np.int64) for c in zip(*spans, strict=True))
    base = laid.starts[document]
    flags = np.array([True] * len(spans) if name is None else name)
    side = Mentioned(None, start + base, end + base, flags)
    [things] = Things(NAMES).numbers(laid, side)
    return things.tolist()


def whole(*texts, name=None):
    return numbered(texts, [(i, 0, len(t)) for i, t in enumerate(texts)], name)


LONG = "Rabat et l'Union, l’été 2024. " * 60


@pytest.mark.parametrize(
    "other",
    [
        LONG.upper(), "the " + LONG, "« " + LONG, LONG.strip() + "’s", LONG.replace("é", "e"),
        LONG.replace(" ", "  "), "L'" + LONG, LONG.replace("é", "e\u0301"),
    ],
    ids=["case", "determiner", "quotation", "possessive", "accents", "spaces", "elided", "marks"],
)  # fmt: skip
def test_one_thing_differently_typed(other):
    one, two = whole(LONG, other)
    assert one == two >= 0


@pytest.mark.parametrize("other", [LONG + "x", "x" + LONG, LONG[::-1], "le the " + LONG])
def test_other_words_are_another_thing(other):
    one, two = whole(LONG, other)
    assert one != two


def test_a_long_nominal_says_nothing():
    assert whole(LONG, LONG, name=[True, False]) == [0, -1]


def test_a_long_span_of_few_words_is_read_as_they_are():
    assert len(set(whole("Rabat", "Rabat" + " " * 2000, '"' * 1500 + "Rabat"))) == 1


def test_generated_surfaces_are_told_apart_as_names_are(monkeypatch):
    for module in (tipbench.scoring.columns.long_surfaces, tipbench.scoring.columns.things):
        monkeypatch.setattr(module, "LONG", 12)
    monkeypatch.setattr(tipbench.scoring.columns.things, "_AT_ONCE", 50)
    pieces = ["the ", "le ", "l'", "l’ ", "d'", "'s", "’", "'", '"', "« ", "»", " ", "  ", "s",
              "ab", "é", "ß", "한", "œ", "X", "\u200b", "\u0301"]  # fmt: skip
    rng = random.Random(3)
    for _ in range(300):
        texts = ["x" + "".join(rng.choices(pieces, k=rng.choice((2, 30, 60)))) for _ in range(2)]
        texts.append("the " + texts[0])
        spans = []
        for number, text in enumerate(texts):
            for _ in range(20):
                start = rng.randrange(len(text))
                spans.append((number, start, rng.randrange(start, len(text)) + 1))
        spans += [(2, start + 4, end + 4) for number, start, end in spans if number == 0]
        words = [NAMES.resolve(texts[number][start:end]) for number, start, end in spans]
        pairs = set(zip(numbered(texts, spans), words, strict=True))
        assert len(pairs) == len(set(words)) == len({number for number, _ in pairs})
