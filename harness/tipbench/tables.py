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


def print_tables(tables: Iterable[TableLike], notes: Iterable[str] = ()) -> None:
    """Print tables on standard output, and the notes below them.

    A new group, told by a word in the first column, is set apart by a line.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(highlight=False)
    for table in tables:
        shown = RichTable(title=table.title, title_justify="left", box=SIMPLE_HEAD, padding=0)
        for index, column in enumerate(table.columns):
            shown.add_column(column, justify="left" if index < table.labels else "right")
        for row in table.rows:
            if table.labels > 1 and row[0] and shown.row_count:
                shown.add_section()
            shown.add_row(*(Text(cell) for cell in row))
        console.print(shown)
    for note in notes:
        console.print(Text(note), soft_wrap=True)
