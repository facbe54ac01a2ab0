"""A run: the scores of one system on one corpus in one view, as ``run.json`` has them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.errors import UsageError
from tipbench.execution.record import made_before
from tipbench.json_text import write_json
from tipbench.model import Answer, ViewName
from tipbench.prediction_files import keep_predictions, write_predictions
from tipbench.scoring.label_views import NATIVE

if TYPE_CHECKING:
    from tipbench.judging.judged import Judged

SCHEMA_VERSION = 1
"""Version of the form of ``run.json``."""


@dataclass(frozen=True, slots=True)
class Run:
    """The scores of one system on one corpus in one view.

    Attributes:
        system: Name of the system.
        labels: The view of labels that names are scored in; ``native`` are the corpus's own.
        scores: ``scores[task][metric]`` holds the counts, the values and their interval.
        slices: The same by language, type or kind, zone and document.
        errors: What went wrong, by task: for numeric facts, how many are wrong in which slot; for
            summaries, what is wrong with their numbers, names, sources and evaluations.
        documents: Number of documents of the corpus.
        failures: Why a document has no answer, by ``doc_id``; each counts as a miss.
        alignment: How the spans of each layer came to their offsets, counted.
        warnings: What a reader of the scores has to know, one line each.
        signature: One line from which the scores can be reproduced.
        answers: The answers as they were given, by ``doc_id``, or the file that they are in, where
            they are too many to be read as a whole.
        timing: Seconds and cost of each step and document; not part of ``run.json``.
        judged: What a judge said of the summaries, where one was asked.
    """

    system: str
    corpus: Mapping[str, str]
    view: ViewName
    labels: str
    signature: str
    scores: Mapping[str, Mapping[str, Any]]
    slices: Mapping[str, Mapping[str, Any]]
    errors: Mapping[str, Any]
    documents: int
    failures: Mapping[str, str]
    alignment: Mapping[str, Mapping[str, int]]
    warnings: tuple[str, ...]
    answers: Mapping[str, Answer] | Path = field(repr=False)
    timing: Mapping[str, Any] = field(repr=False)
    judged: Judged | None = field(default=None, repr=False)

    @property
    def failure_rate(self) -> float:
        """Share of the documents that have no answer."""
        return len(self.failures) / self.documents if self.documents else 0.0

    def as_dict(self) -> dict[str, Any]:
        """The content of ``run.json``."""
        return {
            "schema_version": SCHEMA_VERSION,
            "signature": self.signature,
            "system": self.system,
            "corpus": dict(self.corpus),
            "view": self.view,
            "labels": self.labels,
            "failure_rate": self.failure_rate,
            "failures": [
                {"doc_id": doc_id, "reason": reason} for doc_id, reason in self.failures.items()
            ],
            "alignment": self.alignment,
            "warnings": list(self.warnings),
            "scores": self.scores,
            "slices": self.slices,
            "errors": self.errors,
            **({} if self.judged is None else {"judge": self.judged.as_dict()}),
        }

    def write(self, folder: Path) -> None:
        """Write the predictions, ``run.json`` and ``timing.json`` into ``folder``.

        Predictions become ``predictions.jsonl``; those that were too many to be read as a whole
        are kept in the form they came in. Where the same predictions are there already, what
        ``system.json`` and ``timing.json`` say of their making is kept. What a judge said goes into
        the folder ``judge``.
        """
        folder.mkdir(parents=True, exist_ok=True)
        timing = {**made_before(folder, self.answers), **self.timing}
        if isinstance(self.answers, Path):
            keep_predictions(folder, self.answers)
        else:
            write_predictions(folder / "predictions.jsonl", self.answers.values())
        write_json(folder / "run.json", self.as_dict())
        write_json(folder / "timing.json", timing)
        if self.judged is not None:
            from tipbench.judging.judgements import write_judgements

            write_judgements(folder, self.judged.judgements)


def read_run(folder: Path) -> dict[str, Any]:
    """The content of ``run.json`` in ``folder``.

    Raises:
        UsageError: The folder holds no run.
    """
    try:
        run: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        if {"system", "corpus", "view", "scores"} <= run.keys():
            return run
    except (OSError, ValueError, AttributeError):
        pass
    raise UsageError(
        f"{folder}: found no run there; expected a folder with run.json and predictions.jsonl"
    )


def read_view(folder: Path) -> ViewName:
    """The view that the run in ``folder`` was made in.

    Raises:
        UsageError: The folder holds no run.
    """
    view: ViewName = read_run(folder)["view"]
    return view


def labels_of(run: Mapping[str, Any]) -> str:
    """The view of labels that a run was scored in, from the content of its ``run.json``."""
    # Runs of before there were such views do not say.
    labels: str = run.get("labels", NATIVE)
    return labels


def folder_name(system: str) -> str:
    """A name for the folder of a run that every file system takes.

    >>> folder_name("mymodule:myfunction")
    'mymodule-myfunction'
    """
    return re.sub(r"[^\w.-]+", "-", system).strip("-.") or "run"
