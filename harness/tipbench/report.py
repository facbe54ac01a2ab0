"""A run as tables that a person reads: on a terminal, or as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from tipbench.run.record import Run
from tipbench.tables import Table, markdown, plain_text

HEADLINE = {
    "entities": "strict",
    "numeric_facts": "fact",
    "stance": "tuple",
    "summaries": "rougeLsum",
}
"""The metric of each task that is shown by language, label and zone; the others are in run.json."""

CAVEATS = {
    "tipbench": "Scores hold within these five articles, from about three independent sources; "
    "they say little about others."
}
"""What has to be said of the scores on a corpus, by its name."""

_THESE = {"tipbench": "these five articles"}


def these_documents(corpus: str) -> str:
    """What the scores on a corpus hold within, by the name of the corpus."""
    return _THESE.get(corpus, "these documents")


def tables(run: Run) -> list[Table]:
    """The tables of a run: for each task its metrics, then its headline metric by slice."""
    found = []
    for task, metrics in run.scores.items():
        found += _metrics(task, metrics)
        headline = HEADLINE.get(task)
        if headline is not None and headline in metrics:
            found.append(_slices(task, headline, run.slices[task][headline]))
        if task in run.errors:
            found += _ERRORS[task](task, run.errors[task])
    return found


def _fact_errors(task: str, errors: Mapping[str, Any]) -> list[Table]:
    """The typed errors of the content: of the facts that were found, how many in which slot."""
    errors = errors["content"]
    named = {"all": errors["total"], **errors["language"]}
    wrong = tuple(errors["total"]["wrong"])
    rows = tuple(
        (name, *(f"{found[key]}" for key in _FOUND), *(f"{found['wrong'][slot]}" for slot in wrong))
        for name, found in named.items()
    )
    columns = ("", *_FOUND, *wrong)
    return [Table(f"{task}: errors, by slot of the matched", columns, rows)]


def _summary_errors(task: str, errors: Mapping[str, Any]) -> list[Table]:
    """What is wrong with what summaries state; a metric that found nothing wrong has no row."""
    rows = tuple(
        ("" if index else metric, kind.replace("_", " "), f"{number}")
        for metric, table in errors.items()
        if metric != "examples"
        for wrong in [[item for item in list(table["total"].items())[1:] if item[1]]]
        for index, (kind, number) in enumerate(wrong)
    )
    return [Table(f"{task}: errors", ("metric", "error", "number"), rows, labels=2)] if rows else []


_ERRORS: Mapping[str, Callable[[str, Mapping[str, Any]], list[Table]]] = {
    "numeric_facts": _fact_errors,
    "summaries": _summary_errors,
}


_FOUND = ("missed", "spurious", "matched", "correct")


def notes(run: Run) -> Iterator[str]:
    """What a reader has to know besides the numbers, one line each."""
    yield from _failures(run)
    for layer, counts in run.alignment.items():
        placed = {status: n for status, n in counts.items() if status != "given" and n}
        if placed:
            said = ", ".join(f"{status} {n}" for status, n in placed.items())
            yield f"alignment of {layer} without offsets: {said}"
    if run.judged is not None:
        yield _judged(run.judged.as_dict())
    for warning in run.warnings:
        yield f"warning: {warning}"
    yield from _intervals(run)
    if run.corpus["name"] in CAVEATS:
        yield CAVEATS[run.corpus["name"]]
    yield run.signature


def _judged(judge: Mapping[str, Any]) -> str:
    """How far a judge and the matcher tell the same story."""
    agreed = judge["agreement"]
    observed, kappa = (
        "n/a" if agreed[name] is None else f"{agreed[name]:.3f}" for name in ("observed", "kappa")
    )
    return (
        f"judge {judge['name']}: {judge['yes']} yes, {judge['no']} no, {judge['unanswered']} "
        f"without an answer; it agrees with the matcher on {observed} of what it answered "
        f"(Cohen's kappa {kappa}); its verdicts are no gold"
    )


def _failures(run: Run) -> Iterator[str]:
    for doc_id, reason in islice(run.failures.items(), MOST_SHOWN):
        yield f"miss: {doc_id}: {reason}"
    if len(run.failures) > MOST_SHOWN:
        yield f"miss: … {len(run.failures) - MOST_SHOWN} more in run.json"
    if run.failures:
        yield (
            f"failure rate {run.failure_rate:.3f}: {len(run.failures)} of {run.documents} "
            "documents without an answer; every headline score counts them as misses, and the "
            "scores over answered documents stand beside them in run.json"
        )


def _intervals(run: Run) -> Iterator[str]:
    """What the intervals are, and why there are none where there are none."""
    scores = [(name, score) for metrics in run.scores.values() for name, score in metrics.items()]
    if any(score["interval"] for _, score in scores):
        method = "delta method" if "resampling:delta" in run.signature else "bootstrap"
        unit = "sentence-block" if "units:sentences" in run.signature else "document"
        yield (
            f"95 %: interval of the last score of the row, {unit} {method} within "
            f"{these_documents(run.corpus['name'])}; detectable: the smallest difference between "
            "two systems that this corpus shows at 80 % power"
        )
    reasons: dict[str, list[str]] = {}
    for name, score in scores:
        if score["interval"] is None:
            reasons.setdefault(score["interval_reason"], []).append(name)
    for reason, names in reasons.items():
        yield f"no interval of {', '.join(names)}: {reason}"


_COUNTS = ("gold", "predicted", "correct", "total", "leaked", "documents", "summaries")
_VALUES = (
    "copied", "compression", "words", "drift", "precision", "recall", "f1", "value", "score"
)  # fmt: skip
_ORDER = (*_COUNTS, *_VALUES)
"""The columns that a table may have, counts before ratios."""

_SHORT = {"interval": "95 %", "detectable": "detectable"}
"""The columns of the uncertainty of a row's headline field."""


def headline_field(score: Mapping[str, Any]) -> str:
    """The field that speaks for a metric: its last one, as F1 after precision and recall.

    >>> headline_field({"counts": {}, "precision": 1.0, "recall": 0.5, "f1": 0.67})
    'f1'
    """
    return next((name for name in reversed(_VALUES) if name in score), "")


def _metrics(task: str, metrics: Mapping[str, Any]) -> list[Table]:
    """The metrics of a task; those that count other things have a table of their own."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for name, score in metrics.items():
        flat = _flat(score)
        counts = tuple(column for column in _COUNTS if column in flat)
        groups.setdefault(counts, {})[name] = score
    return [
        _metric_table(f"{task}: {', '.join(counts)}" if index else task, group)
        for index, (counts, group) in enumerate(groups.items())
    ]


def _metric_table(title: str, metrics: Mapping[str, Any]) -> Table:
    columns = _columns(list(metrics.values()))
    rows = tuple(
        (name, *(_cell(score, column) for column in columns), *_uncertainty(score))
        for name, score in metrics.items()
    )
    return Table(title, ("metric", *columns, *_SHORT.values()), rows)


def _uncertainty(score: Mapping[str, Any]) -> tuple[str, str]:
    field = headline_field(score)
    interval, detectable = ((score[name] or {}).get(field) for name in _SHORT)
    return (
        "n/a" if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}",
        "n/a" if detectable is None else f"{detectable:.3f}",
    )


MOST_SHOWN = 30
"""Slices of one dimension that are shown, such as documents; run.json has all."""


def _slices(task: str, metric: str, slices: Mapping[str, Mapping[str, Any]]) -> Table:
    shown = [score for names in slices.values() for score in islice(names.values(), MOST_SHOWN)]
    columns = _columns(shown)
    rows = []
    for dimension, names in slices.items():
        for index, (name, score) in enumerate(islice(names.items(), MOST_SHOWN)):
            cells = (_cell(score, column) for column in columns)
            rows.append(("" if index else dimension, name, *cells))
        if len(names) > MOST_SHOWN:
            rows.append(("", f"… {len(names) - MOST_SHOWN} more in run.json", *[""] * len(columns)))
    return Table(f"{task}: {metric} by slice", ("by", "", *columns), tuple(rows), labels=2)


def _columns(scores: list[Mapping[str, Any]]) -> list[str]:
    shapes = {frozenset(_flat(score)) for score in scores}
    return [column for column in _ORDER if any(column in shape for shape in shapes)]


def _flat(score: Mapping[str, Any]) -> dict[str, Any]:
    flat = {**score.get("counts", {}), **score}
    if "gold_credit" in flat:
        flat["correct"] = flat["gold_credit"]
    return {key: value for key, value in flat.items() if key in _ORDER}


def _cell(score: Mapping[str, Any], column: str) -> str:
    flat = _flat(score)
    if column not in flat:
        return ""
    value = flat[column]
    if value is None:
        return "n/a"
    return f"{value:.3f}" if column in _VALUES else f"{value:g}"


def as_markdown(run: Run) -> str:
    """The tables of a run as Markdown, each with its signature, and the notes below."""
    parts = [f"# {run.system}"]
    parts += [
        f"## {table.title}\n\n{markdown(table)}\n\n`{run.signature}`" for table in tables(run)
    ]
    parts.append("\n".join(f"- {note}" for note in notes(run)))
    return "\n\n".join(parts) + "\n"


def as_text(run: Run) -> str:
    """The tables of a run for a terminal, with the notes and the signature below."""
    titled = (replace(table, title=f"{run.system} · {table.title}") for table in tables(run))
    return plain_text(titled, notes(run))
