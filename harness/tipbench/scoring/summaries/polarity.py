"""Words that evaluate: praise, blame and advice, with their negations, in English and French."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from tipbench.scoring.summaries.evaluating_words import RULES, may_evaluate
from tipbench.scoring.summaries.text import KEPT, Token, lines, read

POSITIVE, RECOMMEND, NEGATIVE, NOTHING = 1, 0, -1, 9
"""Signs of an evaluation; ``NOTHING`` is advice that is negated."""

_SIGN = {"negative": NEGATIVE, "recommend": RECOMMEND, "meets": POSITIVE, "positive": POSITIVE,
         "down": NEGATIVE, "up": POSITIVE}  # fmt: skip
_NEGATORS = frozenset(
    "not no never neither nor without hardly barely scarcely cannot nobody nothing none little "
    "faute pas jamais aucun aucune guere nullement ni sans rien nul nulle peu few refused refuses "
    "refuse stopped stops ceased loin anything".split()
)
_HARD = frozenset(
    "not no never cannot neither nor pas jamais aucun aucune guere nullement ni".split()
)
_SPLIT = frozenset(
    "but although though despite while whereas however and et mais bien malgre tandis "
    "cependant toutefois who which that qui que".split()
)
_NOT_NEGATING = re.compile(
    r"(?:not|non) (?:only|seulement|just)|pas (?:seulement|moins|plus)"
    r"|no (?:fewer|less|more|longer than)|peu a peu|no later|not (?:less|more|fewer)|sans papiers"
    r"|peu apres|little by little"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that evaluates.

    Attributes:
        kind: What kind of word it is; ``up`` and ``down`` only say a direction.
        sign: What it says, negation included.
        sentence: The number of its sentence.
        at: The index of its first token.
        end: The index behind its last token.
    """

    kind: str
    sign: int
    sentence: int
    at: int
    end: int

    @property
    def is_direction(self) -> bool:
        """Whether it only says that something grows or shrinks."""
        return self.kind in ("up", "down")


@lru_cache(maxsize=KEPT)
def cues(text: str) -> tuple[Cue, ...]:
    """The evaluating words of a text, with negations.

    >>> [(c.kind, c.sign) for c in cues("It praised the effort but does not meet the standards.")]
    [('positive', 1), ('meets', -1)]
    >>> [(c.kind, c.sign) for c in cues("Le rapport ne salue pas ces services insuffisants.")]
    [('positive', -1), ('negative', -1)]
    """
    return tuple(
        cue
        for number, (sentence, line) in enumerate(
            zip(read(text).sentences, lines(text), strict=True)
        )
        for cue in _of_sentence([token.fold for token in sentence], line, number)
    )


def _of_sentence(folds: Sequence[str], line: str, number: int) -> Iterator[Cue]:
    bound = 0
    lacking = -99
    for at, end, kind in sorted(_evaluating(folds, line)):
        sign = _SIGN[kind]
        if is_negated(folds, at, end, bound=bound, itself=kind == "meets"):
            sign = NOTHING if kind == "recommend" else -sign
        if kind in ("positive", "meets") and at - lacking <= 10 and "," not in folds[lacking:at]:
            sign = NEGATIVE  # "lacked adequate resources", "fails to meet the standards"
        lacking = end if folds[at].startswith(_WANTING) else lacking
        yield Cue(kind, sign, number, at, end)
        # what negates this word behind it negates no other
        bound = end + 1 if folds[end : end + 1] and folds[end] in _POSTVERBAL else end


def _evaluating(folds: Sequence[str], line: str) -> Iterator[tuple[int, int, str]]:
    """Where evaluating words stand, and of which kind; none belongs to two."""
    if not any(map(may_evaluate, folds)):
        return
    starts = [0, *accumulate(len(word) + 1 for word in folds)]
    hopeful = [at for at, word in enumerate(folds) if may_evaluate(word)]
    taken: set[int] = set()
    for kind, rule in RULES:
        reached = 0
        for at in hopeful:
            match = rule.match(line, starts[at]) if starts[at] >= reached else None
            if match is None:
                continue
            reached = match.end()
            end = bisect_left(starts, reached, at + 1)
            if taken.isdisjoint(range(at, end)):
                taken.update(range(at, end))
                yield at, end, kind


def is_negated(
    folds: Sequence[str], at: int, end: int, *, bound: int = 0, itself: bool = False
) -> bool:
    """Whether the words from ``at`` to ``end`` are negated: an odd number of negations.

    Args:
        folds: The folded words of the sentence.
        at: Where the words start.
        end: Where they end.
        bound: The first word that can negate them.
        itself: Whether *fail to* and its like negate them too.
    """
    first = at
    while first > bound and at - first < 6 and folds[first - 1] not in _STOPS:
        first -= 1
    last = end
    while last < min(end + 2, len(folds)) and folds[last] not in _UNREACHED:
        last += 1
    if not any(map(_may_negate, folds[first:last])):
        return False
    inside = list(folds[at:end]) if itself else []
    around = [*folds[first:at], *inside, *folds[end:last]]
    shown = _NOT_NEGATING.sub("", " ".join(around)).split()
    negations = sum(f in _NEGATORS for f in shown) + _contracted(shown) - _repeated(shown)
    negations += _no_longer(folds[first:last])
    if itself:
        negations += sum(f in _FAILING for f in shown)
        negations -= "parvient" in shown and "pas" in shown
    return negations % 2 == 1


_WANTING = ("lack", "manqu", "fail", "struggl", "fall", "fell", "echou", "peine")
_POSTVERBAL = frozenset("pas jamais guere nullement".split())
_STOPS = _SPLIT | frozenset(",;:.")
_UNREACHED = _STOPS | {"no", "not", "without", "sans", "never"}
"""What ends the reach of negations behind a word: in English they stand before it."""
_CONTRACTED = frozenset(
    "doesn didn isn wasn weren aren don hasn haven won hadn couldn wouldn shouldn".split()
)


def _contracted(words: Sequence[str]) -> int:
    """The number of forms such as *don't*; French *don* is a gift."""
    return sum(
        word in _CONTRACTED and list(words[at + 1 : at + 3]) == ["'", "t"]
        for at, word in enumerate(words)
    )


def _repeated(words: Sequence[str]) -> int:
    """The negations that a list only repeats: *ni … ni*, *pas … ni*, *neither … nor*."""
    listed = sum(word in ("ni", "nor") for word in words)
    return listed if {"pas", "neither", "not"} & {*words} else max(0, listed - 1)


def _no_longer(words: Sequence[str]) -> int:
    """The number of *ne … plus*, unless another word negates with *ne*."""
    return sum(
        word == "plus"
        and bool({"n", "ne"} & {*words[max(0, at - 4) : at]})
        and not {"pas", "que"} & {*words[max(0, at - 4) : at]}
        for at, word in enumerate(words)
    )


_FAILING = frozenset("fail fails failed failing refuse parvient unable echoue short".split())


@lru_cache(maxsize=KEPT)
def parity_of(text: str) -> tuple[bool, bool]:
    """Whether a text as one clause is negative, and by a plain *not* (see ``parity``)."""
    return parity(list(read(text).tokens))


def parity(tokens: Sequence[Token]) -> tuple[bool, bool]:
    """Whether a clause is negative, words like *fail* and *lack* included; and by a plain *not*."""
    folds = [token.fold for token in tokens]
    if not any(map(_bears_on_parity, folds)):
        return False, False
    shown = _NOT_NEGATING.sub("", " ".join(folds)).split()
    hard = sum(f in _HARD for f in shown) + _contracted(shown) - _repeated(shown)
    hard += _no_longer(shown)
    soft = sum(map(_is_soft, shown))
    return (hard + soft) % 2 == 1, hard > 0


_SOFT = frozenset("without sans rarely rarement unable short seldom faute hardly barely".split())
_SOFT_STEMS = (
    "fail", "lack", "refus", "insuff", "inadeq", "struggl", "manqu", "echou", "inconsist",
    "incoher",
)  # fmt: skip


@lru_cache(maxsize=65_536)
def _is_soft(folded: str) -> bool:
    return folded in _SOFT or folded.startswith(_SOFT_STEMS)


@lru_cache(maxsize=65_536)
def _bears_on_parity(folded: str) -> bool:
    """Whether a word may negate, or belong to what does not: most clauses have none."""
    return folded in _HARD or _is_soft(folded) or _may_negate(folded)


@lru_cache(maxsize=65_536)
def _may_negate(folded: str) -> bool:
    negates = folded in _NEGATORS or folded in _CONTRACTED or folded in _FAILING
    return negates or folded == "plus" or folded.endswith(_OPENS_NOT_NEGATING)


_OPENS_NOT_NEGATING = ("not", "non", "pas", "no", "peu", "sans", "little")
"""The words with which ``_NOT_NEGATING`` starts."""
