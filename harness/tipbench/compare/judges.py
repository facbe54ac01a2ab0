"""Whether runs were judged alike, so that what their judges decided can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.execution.record import FILE
from tipbench.judging.judgements import (
    FOLDER,
    JUDGEMENTS,
    read_judgements,
    verdicts_on,
)
from tipbench.model import Answer, Case
from tipbench.scoring.metric import Metric
from tipbench.scoring.summaries.judged import judged_metrics, questions


@dataclass(frozen=True, slots=True)
class Judges:
    """The judges of the runs of a comparison.

    Attributes:
        name: Of the one judge of all runs; ``None`` where there is none such.
        left_out: Why what judges decided is not compared; ``None`` where it is, or none was asked.
    """

    name: str | None = None
    left_out: str | None = None

    def metrics(
        self, folder: Path, cases: Sequence[Case], answers: Mapping[str, Answer]
    ) -> tuple[Metric, ...]:
        """The metrics that the judge of a run decided, by its verdicts in the run's folder."""
        if self.name is None:
            return ()
        judgements = read_judgements(folder / FOLDER / JUDGEMENTS)
        return judged_metrics(verdicts_on(questions(cases, answers), judgements))


def common_judge(folders: Sequence[Path], runs: Sequence[Mapping[str, Any]]) -> Judges:
    """The judge of all runs, if there is one.

    Args:
        folders: The folders of the runs.
        runs: The content of their ``run.json``.
    """
    names = [run["judge"]["name"] if "judge" in run else None for run in runs]
    if not any(names):
        return Judges()
    for folder, name in zip(folders, names, strict=True):
        if name is None:
            return Judges(left_out=f"{folder} was not judged")
        if not (folder / FOLDER / JUDGEMENTS).exists():
            return Judges(left_out=f"{folder / FOLDER / JUDGEMENTS} is not there any more")
    for folder, name in zip(folders, names, strict=True):
        if name != names[0]:
            return Judges(left_out=f"{folders[0]} was judged by {names[0]}, {folder} by {name}")
        if _record(folder) != _record(folders[0]):
            both = f"{folders[0] / FOLDER / FILE} and {folder / FOLDER / FILE}"
            return Judges(left_out=f"{name} was not the same judge twice: {both} differ")
    return Judges(names[0])


def _record(folder: Path) -> bytes | None:
    path = folder / FOLDER / FILE
    return path.read_bytes() if path.exists() else None
