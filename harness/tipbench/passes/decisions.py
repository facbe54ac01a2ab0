"""Disagreements of two passes as files: what each had, what was decided, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from tipbench.annotation.files import read_lines
from tipbench.annotation.problems import Problem
from tipbench.errors import DataError
from tipbench.passes.pairs import COMPARABLE

REVIEW = "review"
"""Marks a decision on records that the passes agree on, or that neither has."""


class Disagreement(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One disagreement, and what is decided about it.

    Attributes:
        id: Stable within the file.
        differs: The slots that differ, ``missing`` where one pass has no such record, or
            ``review`` where the decision is on records that the passes agree on.
        a: The first pass's record, whole; ``None`` where it has none.
        b: The second pass's.
        decision: Which of them the gold takes; ``neither``, or ``other`` with ``record``;
            ``None`` until decided.
        record: With ``other``: the record that the gold takes.
        reason: Why.
    """

    id: str
    layer: str
    doc_id: str
    differs: tuple[str, ...]
    a: dict[str, Any] | None
    b: dict[str, Any] | None
    decision: Literal["a", "b", "neither", "other"] | None = None
    record: dict[str, Any] | None = None
    reason: str | None = None

    @property
    def key(self) -> tuple[str | None, str | None]:
        """The ids of the two records, by which a decision is found again."""
        return (
            None if self.a is None else self.a["id"],
            None if self.b is None else self.b["id"],
        )


Files = dict[tuple[str, str], list[Disagreement]]
"""Disagreements by layer and document."""


def read_decisions(folder: Path, doc_ids: Sequence[str]) -> Files:
    """The disagreements that lie in ``folder``; none where it does not exist.

    Raises:
        DataError: A line is no disagreement, or its decision is incomplete.
    """
    files: Files = {}
    problems: list[Problem] = []
    for layer in COMPARABLE:
        for doc_id in doc_ids:
            path = folder / layer / f"{doc_id}.jsonl"
            if path.exists():
                placed = list(read_lines(path, Disagreement, folder, problems))
                for item in placed:
                    _check(item.record, item.place)
                files[layer, doc_id] = [item.record for item in placed]
    if problems:
        raise DataError(str(folder), "; ".join(str(problem) for problem in problems))
    return files


def _check(entry: Disagreement, place: str) -> None:
    if entry.decision is not None and not entry.reason:
        raise DataError(place, f"{entry.id} is decided without a reason; say why")
    if (entry.decision == "other") != (entry.record is not None):
        raise DataError(place, f"{entry.id}: 'other', and nothing else, comes with a record")
    if entry.decision in ("a", "b") and getattr(entry, entry.decision) is None:
        raise DataError(place, f"{entry.id} takes {entry.decision}, which has no such record")


def write_decisions(files: Files, folder: Path) -> None:
    """Write the disagreements, one file per layer and document; those without are left out."""
    for (layer, doc_id), entries in files.items():
        path = folder / layer / f"{doc_id}.jsonl"
        if entries:
            write_rows(path, [msgspec.to_builtins(entry) for entry in entries])
        elif path.exists():
            path.unlink()


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def undecided(files: Files) -> Iterator[Disagreement]:
    """The disagreements that still have no decision."""
    for entries in files.values():
        yield from (entry for entry in entries if entry.decision is None)
