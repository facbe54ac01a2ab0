"""A run as tables that a person reads: on a terminal, or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tipbench.run import Run
from tipbench.tables import Table, markdown, print_tables

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


def tables(run: Run) -> list[Table]:
    """The tables of a run: for each task its metrics, then its headline metric by slice."""
    found = []
    for task, metrics in run.scores.items():
        found.append(_metrics(task, metrics))
        headline = HEADLINE.get(task)
        if headline is not None and headline in metrics:
            found.append(_slices(task, headline, run.slices[task][headline]))
    return found


def notes(run: Run) -> Iterator[str]:
    """What a reader has to know besides the numbers, one line each."""
    for doc_id, reason in run.failures.items():
        yield f"miss: {doc_id}: {reason}"
    for layer, counts in run.alignment.items():
        placed = {status: n for status, n in counts.items() if status != "given" and n}
        if placed:
            said = ", ".join(f"{status} {n}" for status, n in placed.items())
            yield f"alignment of {layer} without offsets: {said}"
    for warning in run.warnings:
        yield f"warning: {warning}"
    if run.corpus["name"] in CAVEATS:
        yield CAVEATS[run.corpus["name"]]
    yield run.signature


def _metrics(task: str, metrics: Mapping[str, Any]) -> Table:
    shapes = {_shape(score) for score in metrics.values()}
    columns = [column for column in _ORDER if any(column in shape for shape in shapes)]
    rows = tuple(
        (name, *(_cell(score, column) for column in columns)) for name, score in metrics.items()
    )
    return Table(task, ("metric", *columns), rows)


def _slices(task: str, metric: str, slices: Mapping[str, Mapping[str, Any]]) -> Table:
    cells = [score for names in slices.values() for score in names.values()]
    shapes = {_shape(score) for score in cells}
    columns = [column for column in _ORDER if any(column in shape for shape in shapes)]
    rows = tuple(
        (dimension if first else "", name, *(_cell(score, column) for column in columns))
        for dimension, names in slices.items()
        for first, (name, score) in zip(_first(len(names)), names.items(), strict=True)
    )
    return Table(f"{task}: {metric} by slice", ("by", "", *columns), rows, labels=2)


def _first(length: int) -> list[bool]:
    return [index == 0 for index in range(length)]


_ORDER = (
    "gold", "predicted", "correct", "total", "documents",
    "precision", "recall", "f1", "value", "score",
)  # fmt: skip
"""The columns that a table may have, counts before ratios."""


def _shape(score: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(_flat(score))


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
    if column in ("precision", "recall", "f1", "value", "score"):
        return f"{value:.3f}"
    return f"{value:g}"


def as_markdown(run: Run) -> str:
    """The tables of a run as Markdown, with the notes and the signature below."""
    parts = [f"# {run.system}"]
    parts += [f"## {table.title}\n\n{markdown(table)}" for table in tables(run)]
    parts.append("\n".join(f"- {note}" for note in notes(run)))
    return "\n\n".join(parts) + "\n"


def print_run(run: Run) -> None:
    """Print the tables of a run on standard output, with the notes and the signature below."""
    titled = (replace(table, title=f"{run.system} · {table.title}") for table in tables(run))
    print_tables(titled, notes(run))
