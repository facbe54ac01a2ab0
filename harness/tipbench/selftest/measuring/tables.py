"""The self-test as tables, on a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tipbench.model import TASKS
from tipbench.selftest.generation.edits import Effect
from tipbench.selftest.measuring.dose import Curve
from tipbench.selftest.measuring.expectations import FALSE_ALARMS, MEANT, WORD_OVERLAP
from tipbench.selftest.measuring.rates import Rate
from tipbench.selftest.measuring.result import SelfTest
from tipbench.tables import Table, markdown, plain_text

Rows = list[tuple[str, ...]]


def tables(test: SelfTest) -> list[Table]:
    """The tables of a self-test, the most important one first."""
    found = []
    if test.rates:
        found = [
            _detections(test.rates),
            _told_apart(test.rates),
            _side_effects("summaries: false alarms on harmless edits", "harmless", test.rates),
            _side_effects("summaries: gains by padding", "padding", test.rates),
            _faithful(test),
        ]
    return found + [
        _doses(task, [curve for curve in test.curves if curve.task == task])
        for task in TASKS
        if any(curve.task == task for curve in test.curves)
    ]


def notes(test: SelfTest) -> list[str]:
    """What the reader of the tables has to know."""
    lines = [test.signature, "'!' is not as it should be"]
    if test.curves:
        lines.append("gold made wrong: the score when all items are; '·' is unchanged")
    lines += _costs(test.rates)
    return lines + [f"not met: {line}" for line in test.missed]


def as_text(test: SelfTest) -> str:
    """Tables and notes for a terminal."""
    return plain_text(tables(test), notes(test))


def as_markdown(test: SelfTest) -> str:
    """Tables and notes in Markdown."""
    parts = [f"### {table.title}\n\n{markdown(table)}\n" for table in tables(test)]
    return "\n".join([*parts, *(f"- {note}" for note in notes(test))]) + "\n"


def _find(rates: Iterable[Rate], type: str, language: str, metric: str) -> Rate | None:
    wanted = (type, language, metric)
    return next((r for r in rates if (r.type, r.language, r.metric) == wanted), None)


def _show(rate: Rate | None) -> str:
    if rate is None or rate.verdict == "absent":
        return "absent"
    return ("!" if rate.verdict == "missed" else "") + _number(rate.rate)


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _pairs(rates: Sequence[Rate], effect: Effect) -> Iterator[tuple[str, str, str]]:
    """Type and language of every row, and the type as it is shown: once."""
    shown = ""
    for type, language in dict.fromkeys((r.type, r.language) for r in rates if r.effect == effect):
        yield type, language, "" if type == shown else type
        shown = type


def _detections(rates: Sequence[Rate]) -> Table:
    rows: Rows = []
    for type, language, shown in _pairs(rates, "corruption"):
        own = _find(rates, type, language, MEANT[type].metric)
        beside = [_show(_find(rates, type, language, name)) for name in WORD_OVERLAP]
        made = str(own.made) if own is not None else "0"
        rows.append((shown, language, MEANT[type].metric, made, _show(own), *beside))
    columns = ("corruption", "lang", "metric", "edits", "seen", *WORD_OVERLAP)
    return Table("summaries: corruptions detected", columns, tuple(rows), labels=3)


def _told_apart(rates: Sequence[Rate]) -> Table:
    rows: Rows = []
    for type, language, shown in _pairs(rates, "corruption"):
        names = (MEANT[type].metric, *WORD_OVERLAP)
        found = [_find(rates, type, language, name) for name in names]
        values = [
            "absent" if rate is None or rate.verdict == "absent" else _number(rate.told_apart)
            for rate in found
        ]
        rows.append((shown, language, names[0], *values))
    columns = ("corruption", "lang", "metric", "apart", *WORD_OVERLAP)
    title = "summaries: corruptions told apart from harmless edits (0.5 is chance)"
    return Table(title, columns, tuple(rows), labels=3)


def _side_effects(title: str, effect: Effect, rates: Sequence[Rate]) -> Table:
    """One row for each metric and language, one column for each type of edit."""
    own = [rate for rate in rates if rate.effect == effect]
    types = list(dict.fromkeys(rate.type for rate in own))
    languages = list(dict.fromkeys(rate.language for rate in own))
    made = {(rate.type, rate.language): str(rate.made) for rate in own}
    rows: Rows = [
        ("" if index else "(edits)", language, *(made[type, language] for type in types))
        for index, language in enumerate(languages)
    ]
    for metric in (*FALSE_ALARMS, *WORD_OVERLAP):
        for index, language in enumerate(languages):
            cells = [_show(_find(own, type, language, metric)) for type in types]
            rows.append(("" if index else metric, language, *cells))
    return Table(title, ("metric", "lang", *types), tuple(rows), labels=2)


def _faithful(test: SelfTest) -> Table:
    rows: Rows = []
    for metric in dict.fromkeys(one.metric for one in test.faithful):
        shown = metric
        for one in test.faithful:
            if one.metric == metric:
                kind = "references" if one.references else "written"
                values = (_number(one.mean), _number(one.lowest))
                rows.append((shown, one.language, kind, str(one.summaries), *values))
                shown = ""
    columns = ("metric", "lang", "summaries", "number", "mean", "worst")
    return Table("summaries: scores of faithful ones", columns, tuple(rows), labels=3)


def _doses(task: str, curves: Sequence[Curve]) -> Table:
    metrics = list(dict.fromkeys(curve.metric for curve in curves))
    rows = []
    for type in dict.fromkeys(curve.type for curve in curves):
        own = {curve.metric: curve for curve in curves if curve.type == type}
        rows.append((type, *(_at_full_dose(own[metric]) for metric in metrics)))
    return Table(f"{task}: gold made wrong", ("wrong", *metrics), tuple(rows))


def _at_full_dose(curve: Curve) -> str:
    mark = "" if curve.as_meant else "!"
    return mark + (f"{curve.means[-1]:.3f}" if curve.falls else "·")


def _costs(rates: Sequence[Rate]) -> list[str]:
    """What a mistake costs by word overlap, beside what other words cost."""
    lines = []
    for metric in WORD_OVERLAP:
        parts = []
        for type in ("number_changed", "stance_flipped", "paraphrase"):
            own = [
                r for r in rates if (r.type, r.metric) == (type, metric) and r.change is not None
            ]
            edits = sum(rate.edits for rate in own)
            if edits:
                mean = sum((rate.change or 0.0) * rate.edits for rate in own) / edits
                parts.append(f"{type} {mean:+.3f}")
        if parts:
            lines.append(f"{metric}, mean change: {', '.join(parts)}")
    return lines
