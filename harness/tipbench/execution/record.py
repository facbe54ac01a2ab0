"""``system.json``: what makes the predictions of a run, told apart from what scores them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tipbench.errors import UsageError
from tipbench.model import Answer
from tipbench.prediction_files import as_line

FILE = "system.json"
PREDICTIONS = "predictions.jsonl"


def write_record(folder: Path, record: Mapping[str, object]) -> None:
    """Write ``record`` into the run's folder."""
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_record(folder: Path) -> dict[str, Any]:
    """The record of the run in ``folder``.

    Raises:
        UsageError: It has none that can be read.
    """
    try:
        record: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UsageError(
            f"--resume: {folder} has predictions, but no {FILE} that says what made them; "
            "leave --resume out to start over, or choose another --out"
        ) from None
    return record


def check_same(folder: Path, old: Mapping[str, Any], new: Mapping[str, object]) -> None:
    """Whether predictions of two records may stand in one file.

    Raises:
        UsageError: They may not; it names every difference.
    """
    # What is compared is what is on disk: a tuple is a list there.
    differences = list(_differences("", old, json.loads(json.dumps(new))))
    if differences:
        raise UsageError(
            f"--resume: {folder} was made otherwise: {'; '.join(differences)}; "
            "leave --resume out to start over, or choose another --out"
        )


def _differences(place: str, old: object, new: object) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            name = f"{place}.{key}" if place else key
            yield from _differences(name, old.get(key), new.get(key))
    elif old != new:
        yield f"{place} was {_shown(old)}, is now {_shown(new)}"


def _shown(value: object) -> str:
    if value is None:
        return "not set"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def made_before(folder: Path, answers: Mapping[str, Answer] | Path) -> dict[str, Any]:
    """The timing of a run in ``folder`` that has these answers; empty where there is none.

    What is said there of the making of other answers is removed.

    Args:
        folder: The run's folder.
        answers: By ``doc_id``, or the file that they are in.
    """
    path = folder / PREDICTIONS
    if isinstance(answers, Path):
        is_same = answers.resolve().parent == folder.resolve()
    else:
        lines = b"".join(map(as_line, answers.values()))
        is_same = path.exists() and path.read_bytes() == lines
    if is_same:
        return read_timing(folder)
    for name in (FILE, "timing.json"):
        (folder / name).unlink(missing_ok=True)
    return {}


def read_timing(folder: Path) -> dict[str, Any]:
    """The content of ``timing.json`` in ``folder``; empty where there is none to be read."""
    try:
        found: dict[str, Any] = json.loads((folder / "timing.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # times that were torn are no reason to stop
        return {}
    return found
