"""``stance_kept``: does a summary evaluate as its source does?

Every evaluating word of a summary (praise, blame, advice, with negations) is held against the
gold: against the stance nuggets, and the evidence of the gold's tuples, that share most words with
its clause. It is kept where one of them has its polarity. Where nothing is close enough, a
polarity that the gold has nowhere is drift, and one that it has is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import ClassVar

from tipbench.model import Case, Nugget, Stance
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.polarity import (
    NEGATIVE,
    NOTHING,
    POSITIVE,
    RECOMMEND,
    Cue,
    cues,
    parity,
    parity_of,
)
from tipbench.scoring.summaries.propositions import clauses, concepts
from tipbench.scoring.summaries.statistics import Drift, of_document
from tipbench.scoring.summaries.text import Language, read, without_repeats
from tipbench.scoring.summaries.thesaurus import concept

POLARITIES = {"positive": POSITIVE, "negative": NEGATIVE, "recommend": RECOMMEND}
EFFORTS = frozenset({"effort", "progress", "step", "initiative", "strategy", "increase"})
"""Concepts of what is evaluated, within the words that evaluate it: *significant efforts*."""
CLOSE = 0.34
"""The share of the words of the shorter of two clauses from which on they speak of the same."""


DENIED, AFFIRMED = 0.5, 0.6
"""The same from which on a clause denies what the gold says, or says what it denies."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the gold evaluates.

    Attributes:
        words: Its concepts, without those that evaluate.
        signs: The polarities of what is said with these words.
        directions: What it says of growth, 1 or -1.
        negative: Whether its wording is negative, and by a plain *not*.
        language: The language of the wording.
        standards: What it says of standards being met.
    """

    words: frozenset[str]
    signs: frozenset[int]
    directions: frozenset[int]
    negative: tuple[bool, bool]
    language: Language
    standards: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class JudgedCue:
    """An evaluation of a summary: whether the gold has it, and how far it has drifted."""

    sentence: int
    words: str
    kept: bool
    drift: int
    sign: int


def judge_stance(summary: str, case: Case) -> tuple[JudgedCue, ...]:
    """Judge every evaluation of a summary.

    >>> from tipbench.model import Answer, Document
    >>> gold = Answer("d", stance=(Stance("writer", "rabat", "positive", id="s1"),))
    >>> nugget = Nugget("n", "The report praised the strategy.", "", True, stance_ids=("s1",))
    >>> case = Case(Document("d", "en", None, ""), gold, nuggets=(nugget,))
    >>> [(j.words, j.kept, j.drift) for j in judge_stance("The report blamed the strategy.", case)]
    [('blamed', False, -2)]
    """
    whole = read(summary)
    known = [e for e in evaluations(case) if e.language == whole.language]
    article = case.article
    overall = frozenset(
        POLARITIES.get(one.polarity, NOTHING)
        for one in case.gold.stance or ()
        if one.evidence is None or one.evidence.text in article
    )
    found = list(_judged_cues(summary, known, overall))
    found += _judged_negations(summary, known, {one.sentence for one in found if not one.kept})
    return tuple(found)


def evaluations(case: Case) -> tuple[Evaluation, ...]:
    """The evaluations of the gold, as its nuggets and its tuples word them."""
    return _evaluations(case.gold.stance or (), case.nuggets or (), case.article)


@lru_cache(maxsize=256)
def _evaluations(
    stance: tuple[Stance, ...], nuggets: tuple[Nugget, ...], article: str
) -> tuple[Evaluation, ...]:
    signs = {s.id: POLARITIES[s.polarity] for s in stance if s.polarity in POLARITIES}
    found = []
    for nugget in nuggets:
        said = frozenset(signs[i] for i in nugget.stance_ids if i in signs)
        for text in (nugget.en, nugget.fr):
            if text:
                found.append(_evaluation(text, said, "fr" if text is nugget.fr else "en"))
    language = read(article).language
    for one in stance:
        if one.evidence is not None and one.evidence.text in article:
            said = frozenset({POLARITIES.get(one.polarity, NOTHING)})
            found.append(_evaluation(one.evidence.text, said, language))
    return tuple(found)


def _evaluation(text: str, signs: frozenset[int], language: Language) -> Evaluation:
    whole = read(text)
    evaluating = {(c.sentence, at) for c in cues(text) for at in range(c.at, c.end)}
    words = concepts(
        token
        for number, sentence in enumerate(whole.sentences)
        for at, token in enumerate(sentence)
        if (number, at) not in evaluating or concept(token.stem) in EFFORTS
    )
    directions = frozenset(c.sign for c in cues(text) if c.is_direction)
    own = {c.sign for c in cues(text) if not c.is_direction and c.sign != NOTHING}
    said = signs or own
    return Evaluation(
        words | concepts(t for t in whole.tokens if t.fold in ("minimum", "minimales")),
        frozenset(said),
        directions,
        parity_of(text),
        language,
        frozenset(c.sign for c in cues(text) if c.kind == "meets"),
    )


def _judged_cues(
    summary: str, known: Sequence[Evaluation], overall: frozenset[int]
) -> Iterator[JudgedCue]:
    whole = read(summary)
    every = cues(summary)
    evaluating = {(c.sentence, at) for c in every for at in range(c.at, c.end)}
    advised = {c.sentence for c in every if c.kind == "recommend"}
    for cue in every:
        clause = next(
            c for c in clauses(summary) if c.sentence == cue.sentence and c.at <= cue.at < c.end
        )
        tokens = [
            token
            for at, token in enumerate(whole.sentences[cue.sentence])
            if clause.at <= at < clause.end
            and ((cue.sentence, at) not in evaluating or concept(token.stem) in EFFORTS)
        ]
        words = concepts(tokens)
        if len(words) < 2:
            words = concepts(
                t
                for at, t in enumerate(whole.sentences[cue.sentence])
                if (cue.sentence, at) not in evaluating
            )
        shown = " ".join(t.text for t in whole.sentences[cue.sentence][cue.at : cue.end])
        signs = _gold_signs(cue, words, known)
        if signs is None:
            if cue.is_direction or not overall or cue.sign in overall:
                continue
            if cue.sign == POSITIVE and cue.kind != "positive":
                continue
            signs = overall
        elif not signs:
            continue
        kept = cue.sign in signs
        if not kept and cue.sign == RECOMMEND and cue.sign in overall:
            continue  # advice that the gold words otherwise
        if not kept and cue.kind != "recommend" and RECOMMEND in signs and cue.sentence in advised:
            continue
        drift = 0 if kept else _drift(cue.sign, signs)
        yield JudgedCue(cue.sentence, shown, kept, drift, cue.sign)


def _drift(sign: int, signs: frozenset[int]) -> int:
    """The summary's polarity less the nearest of the gold's."""
    ours = 0 if sign == NOTHING else sign
    return min((ours - theirs for theirs in signs if theirs != NOTHING), key=abs, default=0)


def _gold_signs(
    cue: Cue, words: frozenset[str], known: Sequence[Evaluation]
) -> frozenset[int] | None:
    """The polarities of the evaluations that are closest to a clause; ``None`` without any."""
    scored = []
    # Like with like: whether standards are met is held against what the gold says of standards.
    like = [one for one in known if one.standards] if cue.kind == "meets" else []
    for one in like or known:
        signs = one.directions if cue.is_direction else one.standards if like else one.signs
        if signs:
            scored.append((closeness(words, one.words), signs))
    best = max((score for score, _ in scored), default=0.0)
    if best < (CLOSE / 2 if like else CLOSE):
        return frozenset() if cue.is_direction else None
    return frozenset(sign for score, signs in scored if score >= 0.85 * best for sign in signs)


def closeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The words that two clauses share, of the geometric mean of their numbers.

    >>> closeness(frozenset("abcd"), frozenset("abcd")), closeness(frozenset("ab"), frozenset())
    (1.0, 0.0)
    """
    if not ours or not theirs:
        return 0.0
    return len(ours & theirs) / sqrt(len(ours) * len(theirs))


def _judged_negations(
    summary: str, known: Sequence[Evaluation], wrong: set[int]
) -> Iterator[JudgedCue]:
    """Clauses that deny what the gold evaluates, without a word that evaluates."""
    whole = read(summary)
    for number, sentence in enumerate(whole.sentences):
        if number in wrong:
            continue
        for clause in (c for c in clauses(summary) if c.sentence == number):
            tokens = sentence[clause.at : clause.end]
            odd, hard = parity(tokens)
            best = max(known, key=lambda e: closeness(clause.concepts, e.words), default=None)
            if best is None or not best.signs or odd == best.negative[0]:
                continue
            near = closeness(clause.concepts, best.words)
            denied = hard and not best.negative[0] and near >= DENIED
            # "reported no support" is lost where the summary reports some
            affirmed = (
                best.negative[1]
                and parity(sentence) == (False, False)
                and closeness(clause.concepts & best.words, best.words) >= AFFIRMED
            )
            if denied or affirmed:
                drift = -1 if POSITIVE in best.signs else 1
                shown = " ".join(t.text for t in tokens)
                yield JudgedCue(number, shown, False, drift, NOTHING)


def judged_stance(comparison: Comparison) -> tuple[JudgedCue, ...]:
    """The same of a comparison, once."""
    summary = without_repeats(comparison.answer.summary or "")
    return comparison.shared("stance", lambda: judge_stance(summary, comparison.case))


@dataclass(frozen=True, slots=True)
class StanceKept:
    """Share of a summary's evaluations that have the gold's polarity, and the signed drift.

    Drift is the mean of the summary's polarity less the gold's (positive 1, advice 0, negative
    -1): below 0 the summary is more critical than its source, above 0 kinder.
    """

    name: str = "stance_kept"
    description: str = "evaluations of the summary that have the polarity of the gold"
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = ("drift", "value")
    zero: ClassVar[Drift] = Drift()

    def measure(self, comparison: Comparison) -> Tally[Drift] | None:
        """Kept and judged evaluations of one summary; ``None`` where stance is not annotated."""
        if comparison.case.gold.stance is None:
            return None
        judged = judged_stance(comparison)
        kept = sum(one.kept for one in judged)
        drift = sum(one.drift for one in judged)
        return of_document(comparison, Drift(kept, len(judged), drift), self.zero)


STANCE_KEPT = StanceKept()
"""Evaluations kept."""
