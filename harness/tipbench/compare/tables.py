"""A comparison as tables that a person reads: on a terminal, or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tipbench.compare.comparison import CANNOT_TELL, Comparison, Row
from tipbench.compare.items import ItemDifference
from tipbench.report import CAVEATS, MOST_SHOWN, these_documents
from tipbench.tables import Table, markdown, plain_text

ITEMS = 20
"""How many items of each pair and task are shown."""


def tables(comparison: Comparison, items: int = ITEMS) -> list[Table]:
    """For every run against the baseline and every task: metrics, slices, and items.

    Args:
        comparison: The comparison.
        items: How many items are shown, at most, of each pair and task; all are in the JSON.
    """
    found = []
    for pair in dict.fromkeys(row.pair for row in comparison.rows):
        for task in dict.fromkeys(row.task for row in comparison.rows):
            rows = _of(comparison.rows, pair, task)
            found.append(_metric_table(rows))
            if slices := _of(comparison.slices, pair, task):
                found.append(_slice_table(slices))
            differing = [i for i in comparison.items if (i.pair, i.task) == (pair, task)]
            if differing and items > 0:
                found.append(_item_table(differing, items))
    return found


def _of(rows: Sequence[Row], pair: tuple[str, str], task: str) -> list[Row]:
    return [row for row in rows if (row.pair, row.task) == (pair, task)]


def _title(pair: tuple[str, str], task: str) -> str:
    return f"{pair[1]} against {pair[0]} · {task}"


def _columns(pair: tuple[str, str]) -> tuple[str, ...]:
    return (*pair, f"{pair[1]} - {pair[0]}", "95 %", "p", "verdict")


def _metric_table(rows: Sequence[Row]) -> Table:
    pair, task = rows[0].pair, rows[0].task
    cells = tuple((row.metric, *_cells(row)) for row in rows)
    return Table(_title(pair, task), ("metric", *_columns(pair)), cells)


def _slice_table(rows: Sequence[Row]) -> Table:
    pair, task = rows[0].pair, rows[0].task
    columns = _columns(pair)
    cells = []
    for by, group in groupby(rows, key=_dimension):
        all_of_it = list(group)
        for index, row in enumerate(all_of_it[:MOST_SHOWN]):
            cells.append(("" if index else by, row.slice[1] if row.slice else "", *_cells(row)))
        if len(all_of_it) > MOST_SHOWN:
            more = f"… {len(all_of_it) - MOST_SHOWN} more with --format json"
            cells.append(("", more, *[""] * len(columns)))
    title = f"{_title(pair, task)}: {rows[0].metric} by slice"
    return Table(title, ("by", "", *columns), tuple(cells), labels=2)


def _dimension(row: Row) -> str:
    return row.slice[0] if row.slice else ""


def _cells(row: Row) -> tuple[str, ...]:
    found = row.difference
    interval = found.interval and f"[{found.interval[0]:.3f}, {found.interval[1]:.3f}]"
    return (
        *(_number(score) for score in row.scores),
        "n/a" if found.difference is None else f"{found.difference:+.3f}",
        interval or "n/a",
        "n/a" if found.p_corrected is None else f"{found.p_corrected:.4f}",
        "cannot tell" if row.better is None else row.verdict,
    )


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


_TEXT_AND_LABEL = 45
"""Characters that the words of an item and its label have together on a line of 80."""

_LABEL = 32
"""Characters that a label has at most."""


def _item_table(found: Sequence[ItemDifference], most: int) -> Table:
    shown = found[:most]
    width = min(_LABEL, max(len(item.label) for item in shown))
    rows = []
    for index, item in enumerate(shown):
        again = index > 0 and shown[index - 1].doc_id == item.doc_id
        rows.append(
            (
                "" if again else item.doc_id,
                f"{item.only} {item.what}",
                "" if item.start is None else f"{item.start}–{item.end}",
                _cut(item.text, _TEXT_AND_LABEL - width),
                _cut(item.label, width),
            )
        )
    number = f"{len(rows)} of {len(found)}" if len(found) > len(rows) else str(len(found))
    title = f"{_title(found[0].pair, found[0].task)}: items on which they differ ({number})"
    return Table(title, ("document", "only", "place", "text", "label"), tuple(rows), labels=5)


def _cut(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 3]}..."


def notes(comparison: Comparison) -> Iterator[str]:
    """What a reader has to know besides the numbers, one line each."""
    for run in comparison.runs:
        misses = f", {run.failures} documents without an answer: misses" if run.failures else ""
        yield f"{run.letter}: {run.system} ({run.folder}){misses}"
    for warning in comparison.warnings:
        yield f"warning: {warning}"
    yield from _verdicts(comparison)
    yield from _method(comparison)
    name = comparison.corpus["name"]
    if name in CAVEATS:
        yield CAVEATS[name]
    yield comparison.signature


def _verdicts(comparison: Comparison) -> Iterator[str]:
    for pair in dict.fromkeys(row.pair for row in comparison.rows):
        rows = [row for row in comparison.rows if row.pair == pair]
        names = [f"{row.task}.{row.metric}" for row in rows if row.better is None]
        if names:
            on = "any metric" if len(names) == len(rows) else ", ".join(names)
            yield f"{pair[0]} and {pair[1]}: {CANNOT_TELL} on {on}"
    reasons: dict[str, list[str]] = {}
    for row in comparison.rows:
        if row.difference.reason is not None:
            names = reasons.setdefault(row.difference.reason, [])
            names += [name for name in (f"{row.task}.{row.metric}",) if name not in names]
    for reason, names in reasons.items():
        yield f"no test of {', '.join(names)}: {reason}"


def _method(comparison: Comparison) -> Iterator[str]:
    within = these_documents(comparison.corpus["name"])
    if "resampling:delta" in comparison.signature:
        how = "95 %: paired interval by the delta method; p: two-sided, by the same"
    else:
        how = "95 %: paired bootstrap; p: approximate randomisation, two-sided"
    tests = [sum(row.difference.p is not None for row in rows)
             for rows in (comparison.rows, comparison.slices)]  # fmt: skip
    yield (
        f"{how}, within {within}; p is corrected (Holm) for {tests[0]} tests of metrics, and apart "
        f"from these for {tests[1]} of slices"
    )


def as_markdown(comparison: Comparison, items: int = ITEMS) -> str:
    """The tables of a comparison as Markdown, each with its signature, and the notes below."""
    parts = [f"# {' and '.join(run.system for run in comparison.runs)}"]
    parts += [
        f"## {table.title}\n\n{markdown(table)}\n\n`{comparison.signature}`"
        for table in tables(comparison, items)
    ]
    parts.append("\n".join(f"- {note}" for note in notes(comparison)))
    return "\n\n".join(parts) + "\n"


def as_text(comparison: Comparison, items: int = ITEMS) -> str:
    """The tables of a comparison for a terminal, with the notes and the signature below."""
    return plain_text(tables(comparison, items), notes(comparison))
