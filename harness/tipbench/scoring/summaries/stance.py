"""``stance_kept``: does a summary evaluate as its source does?

Every evaluating word of a summary (praise, blame, advice, with negations) is held against the
gold: against the stance nuggets, and the evidence of the gold's tuples, that share most words with
its clause. It is kept where one of them has its polarity. Where nothing is close enough, a
polarity that the gold has nowhere is drift, and one that it has is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from tipbench.model import Case
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.evaluations import (
    EFFORTS,
    Evaluation,
    Evaluations,
    closeness,
    evaluations,
    polarities,
)
from tipbench.scoring.summaries.polarity import NOTHING, POSITIVE, RECOMMEND, Cue, cues, parity
from tipbench.scoring.summaries.propositions import Clause, clauses, concept_rows, there
from tipbench.scoring.summaries.statistics import Drift, of_document
from tipbench.scoring.summaries.text import read, without_repeats

CLOSE = 0.34
"""The share of the words of the shorter of two clauses from which on they speak of the same."""
DENIED, AFFIRMED = 0.5, 0.6
"""The same from which on a clause denies what the gold says, or says what it denies."""


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

    >>> from tipbench.model import Answer, Document, Nugget, Stance
    >>> gold = Answer("d", stance=(Stance("writer", "rabat", "positive", id="s1"),))
    >>> nugget = Nugget("n", "The report praised the strategy.", "", True, stance_ids=("s1",))
    >>> case = Case(Document("d", "en", None, ""), gold, nuggets=(nugget,))
    >>> [(j.words, j.kept, j.drift) for j in judge_stance("The report blamed the strategy.", case)]
    [('blamed', False, -2)]
    """
    known = evaluations(case, read(summary).language)
    found = list(_judged_cues(summary, known, polarities(case)))
    found += _judged_negations(summary, known, {one.sentence for one in found if not one.kept})
    return tuple(found)


def _judged_cues(summary: str, known: Evaluations, overall: frozenset[int]) -> Iterator[JudgedCue]:
    every = cues(summary)
    advised = {c.sentence for c in every if c.kind == "recommend"}
    for cue in every:
        signs = _gold_signs(cue, _evaluated(summary, cue), known)
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
        tokens = read(summary).sentences[cue.sentence][cue.at : cue.end]
        shown = " ".join(token.text for token in tokens)
        yield JudgedCue(cue.sentence, shown, kept, drift, cue.sign)


def _evaluated(summary: str, cue: Cue) -> frozenset[str]:
    """The concepts of what a cue evaluates: its clause, or its sentence where that says little."""
    row = concept_rows(summary)[cue.sentence]
    clause = next(
        c for c in clauses(summary) if c.sentence == cue.sentence and c.at <= cue.at < c.end
    )
    evaluating = {
        at for c in cues(summary) if c.sentence == cue.sentence for at in range(c.at, c.end)
    }
    words = there(
        row[at] for at in range(clause.at, clause.end) if at not in evaluating or row[at] in EFFORTS
    )
    if len(words) < 2:
        words = there(one for at, one in enumerate(row) if at not in evaluating)
    return words


def _drift(sign: int, signs: frozenset[int]) -> int:
    """The summary's polarity less the nearest of the gold's."""
    ours = 0 if sign == NOTHING else sign
    return min((ours - theirs for theirs in signs if theirs != NOTHING), key=abs, default=0)


def _gold_signs(cue: Cue, words: frozenset[str], known: Evaluations) -> frozenset[int] | None:
    """The polarities of the evaluations that are closest to a clause; ``None`` without any."""
    # Like with like: whether standards are met is held against what the gold says of standards.
    like = known.standards if cue.kind == "meets" else None
    scored = [
        (score, signs)
        for score, one in (like or known).near(words)
        if (signs := one.directions if cue.is_direction else one.standards if like else one.signs)
    ]
    best = max((score for score, _ in scored), default=0.0)
    if best < (CLOSE / 2 if like else CLOSE):
        return frozenset() if cue.is_direction else None
    return frozenset(sign for score, signs in scored if score >= 0.85 * best for sign in signs)


def _judged_negations(summary: str, known: Evaluations, wrong: set[int]) -> Iterator[JudgedCue]:
    """Clauses that deny what the gold evaluates, without a word that evaluates."""
    sentences = read(summary).sentences
    for clause in clauses(summary):
        if clause.sentence in wrong:
            continue
        odd, hard = clause.negative
        if not hard and not any(_repeats(clause, one) for one in known.denying):
            continue
        near, best = max(known.near(clause.concepts), key=lambda n: n[0], default=(0.0, None))
        if best is None or not best.signs or odd == best.negative[0]:
            continue
        sentence = sentences[clause.sentence]
        denied = hard and not best.negative[0] and near >= DENIED
        # "reported no support" is lost where the summary reports some
        affirmed = (
            best.negative[1] and _repeats(clause, best) and parity(sentence) == (False, False)
        )
        if denied or affirmed:
            drift = -1 if POSITIVE in best.signs else 1
            shown = " ".join(t.text for t in sentence[clause.at : clause.end])
            yield JudgedCue(clause.sentence, shown, False, drift, NOTHING)


def _repeats(clause: Clause, one: Evaluation) -> bool:
    """Whether a clause has most of the words of an evaluation."""
    return closeness(clause.concepts & one.words, one.words) >= AFFIRMED


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
