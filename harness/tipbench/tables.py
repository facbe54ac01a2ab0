"""Tables for people: words on the left, numbers on the right; on a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class TableLike(Protocol):
    """What can be shown as a table; its first ``labels`` columns are words."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Sequence[str]]: ...  # noqa: D102
    @property
    def labels(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is made elsewhere."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: int = 1


def markdown(table: TableLike) -> str:
    """The table in Markdown, without its title.

    >>> print(markdown(Table("t", ("metric", "f1"), (("strict", "0.5"),))))
    | metric | f1 |
    | --- | ---: |
    | strict | 0.5 |
    """
    words = ["---"] * table.labels
    numbers = ["---:"] * (len(table.columns) - table.labels)
    return "\n".join(_line(cells) for cells in (table.columns, [*words, *numbers], *table.rows))


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def plain_text(tables: Iterable[TableLike], notes: Iterable[str] = ()) -> str:
    """Tables for a terminal, one below the other, and the notes below them.

    A new group, told by a word in the first column, is set apart by a line.

    >>> print(plain_text([Table("scores", ("metric", "f1"), (("strict", "0.5"),))], ["a note"]))
    scores
    metric      f1
    --------  ----
    strict     0.5
    <BLANKLINE>
    a note
    """
    return "\n".join([*(f"{table.title}\n{_grid(table)}\n" for table in tables), *notes])


def _grid(table: TableLike) -> str:
    from tabulate import SEPARATING_LINE, tabulate

    lines: list[Sequence[str]] = []
    for row in table.rows:
        if table.labels > 1 and row[0] and lines:
            lines.append(SEPARATING_LINE)
        lines.append(row)
    align = ["left"] * table.labels + ["right"] * (len(table.columns) - table.labels)
    text: str = tabulate(
        lines,
        headers=list(table.columns),
        tablefmt="simple",
        disable_numparse=True,
        colalign=align if lines else None,
    )
    return text
