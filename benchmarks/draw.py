"""Draws documents, their gold and a system's answers, many documents at a time.

Everything is drawn in arrays over the tokens or spans of a batch; nothing loops over them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.words import TYPES, Entities, Vocabulary

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

ZONES = ("title", "byline", "body", "heading", "nav", "teaser", "widget", "bio", "footer", "link")
TITLE, BODY, HEADING, NAV, TEASER, FOOTER = (
    ZONES.index(name) for name in ("title", "body", "heading", "nav", "teaser", "footer")
)
CONTENT = np.array([name in ("title", "body", "heading") for name in ZONES])

SLOT = 13
"""Tokens to a slot; a slot holds at most one name, so that gold names overlap by nesting alone."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a batch, one after the other.

    Attributes:
        first: Where each document's tokens start; one more at the end.
        document: The document of each token, counted within the batch.
        line: The line of each token, counted within the batch.
        piece: The form of its word (see ``Vocabulary.pieces``).
        zone: The zone of each line.
        page: Where each token starts on its page.
        clean: Where it starts in the clean view; in boilerplate, of no meaning.
        content: Whether it lies in the content.
        size: Code points of the word alone.
        line_first: The first token of each line; one more at the end.
    """

    first: Ints
    document: Ints
    line: Ints
    piece: Ints
    zone: Ints
    page: Ints
    clean: Ints
    content: Bools
    size: Ints
    line_first: Ints


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of a batch by their first and last token, sorted by document, then by place."""

    first: Ints
    last: Ints
    type: Ints
    entity: Ints
    name: Bools

    def __getitem__(self, chosen: Ints | Bools) -> Spans:
        """The chosen spans, in that order."""
        return Spans(
            self.first[chosen], self.last[chosen], self.type[chosen], self.entity[chosen],
            self.name[chosen],
        )  # fmt: skip

    def __add__(self, other: Spans) -> Spans:
        """Both together, sorted."""
        joined = Spans(
            np.concatenate((self.first, other.first)),
            np.concatenate((self.last, other.last)),
            np.concatenate((self.type, other.type)),
            np.concatenate((self.entity, other.entity)),
            np.concatenate((self.name, other.name)),
        )
        return joined[np.lexsort((joined.last, joined.first))]


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents with their gold and a system's answers.

    Attributes:
        language: The number of each document's language.
        tokens: Their tokens.
        gold: Names and a few nominals, in content and boilerplate.
        predicted: Names in the content.
    """

    language: Ints
    tokens: Tokens
    gold: Spans
    predicted: Spans


def draw(rng: np.random.Generator, documents: int, words: Vocabulary, known: Entities) -> Batch:
    """Draw ``documents`` documents of about 2,500 characters and 30 names."""
    language = rng.integers(0, 2, documents)
    lines = rng.integers(29, 41, documents)
    first_line = _starts(lines)
    line_document = np.repeat(np.arange(documents), lines)
    zone = _zones(rng, lines, line_document, np.arange(lines.sum()) - first_line[line_document])
    length = rng.integers(8, 19, len(zone))
    line_first = _starts(length)
    line = np.repeat(np.arange(len(zone)), length)
    document = line_document[line]
    word = np.where(
        language[document] == 0,
        words.plain[0][rng.integers(0, len(words.plain[0]), len(line))],
        words.plain[1][rng.integers(0, len(words.plain[1]), len(line))],
    )
    gold = _gold(rng, line, line_first, known)
    _write_names(word, gold, known)
    is_last = np.zeros(len(line), bool)
    is_last[line_first[1:] - 1] = True
    form = np.where(is_last, 2, rng.random(len(line)) < 0.06)
    piece = 3 * word + form
    content = CONTENT[zone][line]
    first = line_first[first_line]
    tokens = Tokens(
        first, document, line, piece, zone,
        _offsets(words.length[piece], first, document),
        _offsets(words.length[piece] * content, first, document),
        content, words.word_length[word], line_first,
    )  # fmt: skip
    gold += _nested(rng, gold, word, words)
    return Batch(language, tokens, gold, _predictions(rng, gold, tokens))


def _starts(sizes: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes)])


def _offsets(sizes: Ints, first: Ints, document: Ints) -> Ints:
    """Where each token starts within its document."""
    starts = _starts(sizes)
    return starts[:-1] - starts[first[:-1]][document]


def _zones(rng: np.random.Generator, lines: Ints, document: Ints, index: Ints) -> Ints:
    """One line of navigation, title, body with a heading and a teaser in it, one of footer."""
    zone = np.full(len(document), BODY)
    zone[index == 0] = NAV
    zone[index == 1] = TITLE
    for kind, low, high in ((HEADING, 5, 12), (TEASER, 14, 22)):
        zone[index == rng.integers(low, high, len(lines))[document]] = kind
    zone[index == lines[document] - 1] = FOOTER
    return zone


def _gold(rng: np.random.Generator, line: Ints, line_first: Ints, known: Entities) -> Spans:
    slots = len(line) // SLOT
    there = rng.random(slots) < 0.957
    first = np.arange(slots) * SLOT + rng.integers(0, SLOT - 3, slots)
    # Half of the mentions are of one word, as in news.
    single = int((known.size == 1).sum())
    entity = np.where(
        rng.random(slots) < 0.5,
        rng.integers(0, single, slots),
        rng.integers(single, len(known.size), slots),
    )
    last = first + known.size[entity] - 1
    there &= last < line_first[line[first] + 1]
    name = rng.random(slots) < 0.96
    return Spans(first, last, known.type[entity], entity, name)[there]


def _write_names(word: Ints, gold: Spans, known: Entities) -> None:
    for column in range(known.words.shape[1]):
        longer = gold.last - gold.first >= column
        word[gold.first[longer] + column] = known.words[gold.entity[longer], column]


def _nested(rng: np.random.Generator, gold: Spans, word: Ints, words: Vocabulary) -> Spans:
    """Names within names: the last word, as the entity of that word."""
    outer = gold[(gold.last > gold.first) & gold.name & (rng.random(len(gold.first)) < 0.22)]
    entity = word[outer.last] - words.names[0]
    type = (outer.type + 1 + entity % (len(TYPES) - 1)) % len(TYPES)
    return Spans(outer.last, outer.last, type, entity, outer.name)


def _predictions(rng: np.random.Generator, gold: Spans, tokens: Tokens) -> Spans:
    """The gold names of the content with misses, shifted borders, swapped types and more."""
    right = gold[gold.name & tokens.content[gold.first]]
    fate = rng.random(len(right.first))
    found = right[fate < 0.91]
    fate = fate[fate < 0.91]
    found = _shift(found, (fate >= 0.78) & (fate < 0.85), tokens)
    swapped = fate >= 0.85
    other = (found.type + rng.integers(1, len(TYPES), len(fate))) % len(TYPES)
    found = Spans(
        found.first, found.last, np.where(swapped, other, found.type), found.entity, found.name
    )
    doubled = found[rng.random(len(fate)) < 0.02]
    return found + doubled + _spurious(rng, tokens)


def _shift(spans: Spans, chosen: Bools, tokens: Tokens) -> Spans:
    """One word more at the end of the chosen spans; at the end of a line, one word less."""
    grown = chosen & (spans.last + 1 < tokens.line_first[tokens.line[spans.last] + 1])
    shrunk = chosen & ~grown & (spans.last > spans.first)
    last = spans.last + grown - shrunk
    return Spans(spans.first, last, spans.type, spans.entity, spans.name)


def _spurious(rng: np.random.Generator, tokens: Tokens) -> Spans:
    first = np.flatnonzero(tokens.content & (rng.random(len(tokens.line)) < 0.0102))
    last = first + rng.integers(0, 2, len(first))
    last = np.minimum(last, tokens.line_first[tokens.line[first] + 1] - 1)
    type = rng.integers(0, len(TYPES), len(first))
    return Spans(first, last, type, np.full(len(first), -1), np.ones(len(first), bool))
