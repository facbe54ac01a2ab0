"""From the label of every token to names: what comes behind a token classifier."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tipbench.model import Span

OUTSIDE = "O"
_BEGINS = frozenset("BSU")
_PREFIXES = frozenset("BIOESLU")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a model.

    Attributes:
        span: Its characters.
        word: Number of the word that the tokenizer puts it in, where it knows words.
    """

    span: Span
    word: int | None = None


def first_of_words(text: str, tokens: Sequence[Token], labels: Sequence[str]) -> list[str]:
    """``labels`` with that of the first token of every word for all of the word.

    Taggers are trained on the first token of a word; what they say of the others is not meant.
    The label of a further token is an ``I-``: a word begins one name at most.

    >>> tokens = [Token(Span(0, 2), 0), Token(Span(2, 5), 0), Token(Span(5, 6), 0)]
    >>> first_of_words("Rabat.", tokens, ["B-LOC", "O", "O"])
    ['B-LOC', 'I-LOC', 'O']
    """
    found: list[str] = []
    for index, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if index and _continues(text, tokens[index - 1], token):
            prefix, type = split_label(found[-1])
            found.append(OUTSIDE if prefix == OUTSIDE else f"I-{type}")
        else:
            found.append(label)
    return found


def read_names(tokens: Sequence[Token], labels: Iterable[str]) -> list[tuple[Span, str]]:
    """The names that labels tell, with their types: IOB2, IOB1, IOBES, BILOU, or bare types.

    >>> tokens = [Token(Span(0, 2)), Token(Span(3, 6)), Token(Span(7, 9))]
    >>> read_names(tokens, ["B-ORG", "I-ORG", "B-ORG"])
    [(Span(start=0, end=6), 'ORG'), (Span(start=7, end=9), 'ORG')]
    """
    names: list[tuple[Span, str]] = []
    open_type = None
    for token, label in zip(tokens, labels, strict=True):
        prefix, type = split_label(label)
        if prefix == OUTSIDE:
            open_type = None
        elif type == open_type and prefix not in _BEGINS:
            names[-1] = (Span(names[-1][0].start, token.span.end), type)
        else:
            names.append((token.span, type))
            open_type = type
    return names


def split_label(label: str) -> tuple[str, str]:
    """Prefix and type; a bare type has the prefix ``I``, as what continues and may begin.

    >>> split_label("B-PER"), split_label("PER"), split_label("O")
    (('B', 'PER'), ('I', 'PER'), ('O', ''))
    """
    if label == OUTSIDE:
        return OUTSIDE, ""
    prefix, hyphen, type = label.partition("-")
    return (prefix, type) if hyphen and prefix in _PREFIXES else ("I", label)


def _continues(text: str, before: Token, token: Token) -> bool:
    """Whether two tokens are parts of one word: touching, and no sign or space between them."""
    if before.span.end != token.span.start or before.word != token.word:
        return False
    return _is_letter(text[token.span.start - 1]) and _is_letter(text[token.span.start])


def _is_letter(character: str) -> bool:
    # Of scripts without spaces between words (Lo), touching says nothing.
    return unicodedata.category(character) != "Lo" and (
        character.isalnum() or bool(unicodedata.combining(character))
    )
