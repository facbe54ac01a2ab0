"""How often each metric of summaries sees a change: detection, false alarms, gains by padding."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tipbench.model import Answer, Case, InventoryEntry, Summary
from tipbench.scoring.metric import Metric
from tipbench.scoring.score import score
from tipbench.selftest.generation.edits import EFFECTS, Edit, Effect, make_edits
from tipbench.selftest.generation.library import LANGUAGES, faithful_summaries
from tipbench.selftest.measuring.dose import copied
from tipbench.selftest.measuring.expectations import FALSE_ALARMS, MEANT, headline

_EQUAL = 1e-9
"""Scores that differ by less are the same."""
_SHOWN = 10
"""How many examples of what went wrong are kept of a rate."""

Verdict = Literal["met", "missed", "n/a", "absent", "no bar"]


@dataclass(frozen=True, slots=True)
class Rate:
    """One metric on all edits of one type and language.

    Attributes:
        type: What was done to the summaries.
        effect: Whether that made them wrong, left them as right, or only longer.
        language: The language of the summaries.
        metric: The metric.
        made: How many distinct edits of this type and language were made.
        places: How many different places of summaries they change.
        edits: How many of them the metric says something of; the others are left out.
        worse: How many of the changed summaries it scores below the faithful one.
        better: How many above.
        change: The mean change of the score; better is larger.
        told_apart: How probable it is that a corruption costs more than a harmless edit does, a tie
            counting half (the area under the ROC curve), every type of harmless edit weighing the
            same; 0.5 is chance. Of corruptions alone.
        wrong: Examples of edits whose verdict is wrong: the text before, and after.
        installed: Whether the metric is there at all.
    """

    type: str
    effect: Effect
    language: str
    metric: str
    made: int
    places: int
    edits: int
    worse: int
    better: int
    change: float | None
    told_apart: float | None = None
    wrong: tuple[tuple[str, str], ...] = ()
    installed: bool = True

    @property
    def meant(self) -> bool:
        """Whether the metric is the one that is meant to see this corruption."""
        return self.type in MEANT and MEANT[self.type].metric == self.metric

    @property
    def rate(self) -> float | None:
        """The share that matters: detected, falsely alarmed at, or gained by padding."""
        counted = self.better if self.effect == "padding" else self.worse
        return counted / self.edits if self.edits else None

    @property
    def bar(self) -> float | None:
        """What the rate should reach (a corruption) or not exceed; ``None`` without a bar."""
        if self.effect == "corruption":
            return MEANT[self.type].bar if self.meant else None
        if self.effect == "padding":
            return 0.0 if self.metric in FALSE_ALARMS else None
        return FALSE_ALARMS.get(self.metric)

    @property
    def verdict(self) -> Verdict:
        """Whether the bar is met."""
        if self.bar is None:
            return "no bar"
        if self.rate is None:
            return "n/a" if self.installed else "absent"
        met = self.rate >= self.bar if self.effect == "corruption" else self.rate <= self.bar
        return "met" if met else "missed"


@dataclass(frozen=True, slots=True)
class Faithful:
    """What a metric gives to faithful summaries.

    Attributes:
        metric: The metric.
        language: The language of the summaries.
        references: Whether these are the references of the corpus, or those written for the test.
        summaries: How many of them it gives a score.
        mean: The mean score.
        lowest: The lowest score.
    """

    metric: str
    language: str
    references: bool
    summaries: int
    mean: float | None
    lowest: float | None


Key = tuple[str, str, str, str]
"""A text to be scored: document, language, the reference that it stems from or "", and itself."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of every text by every metric; larger is better.

    Attributes:
        values: By metric and text; ``None`` where the metric has nothing to say.
    """

    values: Mapping[str, Mapping[Key, float | None]]
    metrics: Mapping[str, Metric]

    def change(self, metric: str, edit: Edit) -> float | None:
        """By how much the score of the changed text is larger, ``None`` where there is none.

        A summary that states nothing of a kind states nothing wrong: its score counts as the best
        one. A changed summary of which the metric says nothing has not got worse.
        """
        before, after = (self.values[metric].get(key) for key in _keys(edit))
        if before is None and after is None:
            return None
        best = 1.0 if self.metrics[metric].higher_is_better else 0.0
        return (best if after is None else after) - (best if before is None else before)


def measure_rates(
    cases: Sequence[Case],
    inventory: Sequence[InventoryEntry],
    metrics: Mapping[str, Metric],
    *,
    seed: int = 0,
    samples: int = 200,
) -> tuple[list[Rate], list[Faithful]]:
    """Score changed summaries beside the faithful ones that they were made of.

    Args:
        cases: The documents with their gold, in the view of the whole page.
        inventory: All entities.
        metrics: The metrics of summaries by name.
        seed: Decides which changes are made.
        samples: How many of each type and language, or as many as the texts allow.
    """
    edits = make_edits(cases, seed=seed, samples=samples)
    faithful = [
        (s.doc_id, s.language, _reference(s.doc_id, s.name), s.text)
        for s in faithful_summaries()
        if any(case.document.doc_id == s.doc_id for case in cases)
    ]
    keys = dict.fromkeys([*faithful, *(key for edit in edits for key in _keys(edit))])
    scored = Scored(_score(list(keys), cases, inventory, metrics), metrics)
    harmless = _harmless_changes(edits, scored)
    rates = [
        _rate([e for e in edits if (e.type, e.language) == (type, language)], type, effect,
              language, metric, scored, harmless.get((metric, language), {}))
        for effect, makers in EFFECTS.items()
        for type in makers
        for language in LANGUAGES
        for metric in [*metrics, *_absent(type, metrics)]
    ]  # fmt: skip
    return rates, _faithful(faithful, scored)


def _absent(type: str, metrics: Mapping[str, Metric]) -> list[str]:
    """The metric that is meant to see a change, where it is not installed."""
    needed = [MEANT[type].metric] if type in MEANT else list(FALSE_ALARMS)
    return [name for name in needed if name not in metrics]


def _reference(doc_id: str, name: str) -> str:
    return name if name.startswith(doc_id) else ""


def _keys(edit: Edit) -> tuple[Key, Key]:
    """The faithful text of an edit and the changed one."""
    origin = _reference(edit.doc_id, edit.source)
    shared = (edit.doc_id, edit.language, origin)
    return (*shared, edit.change.before), (*shared, edit.change.after)


def _score(
    keys: Sequence[Key],
    cases: Sequence[Case],
    inventory: Sequence[InventoryEntry],
    metrics: Mapping[str, Metric],
) -> dict[str, dict[Key, float | None]]:
    by_id = {case.document.doc_id: case for case in cases}
    copies, answers, names = [], {}, {}
    for number, key in enumerate(keys):
        own = f"{number}"
        doc_id, language, origin, text = key
        case = copied(by_id[doc_id], own)
        copies.append(replace(case, references=_targets(case, language, origin)))
        answers[own] = Answer(own, summary=text)
        names[own] = key
    scores = score(
        copies,
        answers,
        tasks=["summaries"],
        inventory=inventory,
        metrics={"summaries": metrics},
    ).tasks["summaries"]
    found: dict[str, dict[Key, float | None]] = {}
    for name, metric in metrics.items():
        field = headline(name, metric.fields)
        sign = 1 if metric.higher_is_better else -1
        found[name] = {
            names[own]: _signed(statistics.values[field], sign)
            for own, statistics in scores[name].slices.get("document", {}).items()
        }
    return found


def _signed(value: float | None, sign: int) -> float | None:
    return None if value is None else sign * value


def _targets(case: Case, language: str, origin: str) -> tuple[Summary, ...]:
    """What ROUGE and chrF compare with: the references in the summary's language, but not itself.

    These metrics know references in the document's language alone; a summary in the other one is
    given those of its own in their place, or it would be compared with another language.
    """
    return tuple(
        replace(summary, kind="reference", language=case.document.language)
        for summary in case.references
        if summary.language == language and summary.summary_id != origin
    )


Costs = dict[str, list[float]]


def _harmless_changes(edits: Sequence[Edit], scored: Scored) -> dict[tuple[str, str], Costs]:
    """What harmless edits cost, by metric and language, then by type and in order."""
    found: dict[tuple[str, str], Costs] = {}
    for metric in scored.values:
        for edit in edits:
            change = scored.change(metric, edit) if edit.effect == "harmless" else None
            if change is not None:
                costs = found.setdefault((metric, edit.language), {})
                insort(costs.setdefault(edit.type, []), change)
    return found


def _rate(
    edits: Sequence[Edit],
    type: str,
    effect: Effect,
    language: str,
    metric: str,
    scored: Scored,
    harmless: Costs,
) -> Rate:
    changes = _changes(edits, type, metric, scored)
    worse = [edit for edit, change in changes if change < -_EQUAL]
    better = [edit for edit, change in changes if change > _EQUAL]
    seen = {id(edit) for edit in (better if effect == "padding" else worse)}
    wrong = [edit for edit, _ in changes if (id(edit) in seen) != (effect == "corruption")]
    costs = [change for _, change in changes]
    return Rate(
        type=type,
        effect=effect,
        language=language,
        metric=metric,
        made=len(edits),
        places=len({(edit.doc_id, edit.source, edit.change.place) for edit in edits}),
        edits=len(changes),
        worse=len(worse),
        better=len(better),
        change=sum(costs) / len(costs) if costs else None,
        told_apart=_told_apart(costs, harmless) if effect == "corruption" else None,
        wrong=tuple((edit.change.before, edit.change.after) for edit in wrong[:_SHOWN]),
        installed=metric in scored.values,
    )


def _changes(
    edits: Sequence[Edit], type: str, metric: str, scored: Scored
) -> list[tuple[Edit, float]]:
    """What the metric says of the edits; to say nothing of a mistake meant for it is to miss it."""
    if metric not in scored.values:
        return []
    every = [(edit, scored.change(metric, edit)) for edit in edits]
    if type in MEANT and MEANT[type].metric == metric:
        return [(edit, change or 0.0) for edit, change in every]
    return [(edit, change) for edit, change in every if change is not None]


def _told_apart(costs: Sequence[float], harmless: Costs) -> float | None:
    """The area under the ROC curve, the mean over the types of harmless edits.

    >>> _told_apart([-0.5, 0.0], {"reordered": [0.0], "paraphrase": [-0.5, 0.0]})
    0.625
    """
    if not costs or not harmless:
        return None
    areas = [_area(costs, others) for others in harmless.values()]
    return sum(areas) / len(areas)


def _area(costs: Sequence[float], others: Sequence[float]) -> float:
    larger = sum(len(others) - bisect_right(others, cost + _EQUAL) for cost in costs)
    smaller = sum(bisect_left(others, cost - _EQUAL) for cost in costs)
    pairs = len(costs) * len(others)
    return (larger + (pairs - larger - smaller) / 2) / pairs


def _faithful(keys: Sequence[Key], scored: Scored) -> list[Faithful]:
    found = []
    for metric, values in scored.values.items():
        sign = 1 if scored.metrics[metric].higher_is_better else -1
        for language in LANGUAGES:
            for references in (True, False):
                own: list[float] = [
                    sign * value
                    for key in keys
                    if key[1] == language and bool(key[2]) == references
                    if (value := values.get(key)) is not None
                ]
                found.append(
                    Faithful(
                        metric,
                        language,
                        references,
                        len(own),
                        sum(own) / len(own) if own else None,
                        (min(own) if sign > 0 else max(own)) if own else None,
                    )
                )
    return found
