"""A run: a system's predictions on a corpus in one view, and their scores."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.corpus.load import Corpus, load_corpus
from tipbench.errors import DataError, UsageError
from tipbench.json_text import pieces
from tipbench.model import TASKS, Answer, Case, Document, System, ViewName
from tipbench.prediction_files import keep_predictions, read_predictions, write_predictions
from tipbench.scoring.alignment import STATUSES
from tipbench.scoring.score import Scores
from tipbench.scoring.score import score as score_answers
from tipbench.version import __version__

# What only some runs need is imported where it is used: a score is often waited for.
if TYPE_CHECKING:
    from tipbench.scoring.alignment.align import AlignedAnswer
    from tipbench.streaming.merge import Scored

SCHEMA_VERSION = 1
"""Version of the form of ``run.json``."""

NO_LINE = "no prediction for this document"

Progress = Callable[[int, int, str], None]
"""Told after each document: how many are done, of how many, and which."""


@dataclass(frozen=True, slots=True)
class Run:
    """The scores of one system on one corpus in one view.

    Attributes:
        system: Name of the system.
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
        timing: Seconds that each step took; not part of ``run.json``.
    """

    system: str
    corpus: Mapping[str, str]
    view: ViewName
    signature: str
    scores: Mapping[str, Mapping[str, Any]]
    slices: Mapping[str, Mapping[str, Any]]
    errors: Mapping[str, Any]
    documents: int
    failures: Mapping[str, str]
    alignment: Mapping[str, Mapping[str, int]]
    warnings: tuple[str, ...]
    answers: Mapping[str, Answer] | Path = field(repr=False)
    timing: Mapping[str, float] = field(repr=False)

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
            "failure_rate": self.failure_rate,
            "failures": [
                {"doc_id": doc_id, "reason": reason} for doc_id, reason in self.failures.items()
            ],
            "alignment": self.alignment,
            "warnings": list(self.warnings),
            "scores": self.scores,
            "slices": self.slices,
            "errors": self.errors,
        }

    def write(self, folder: Path) -> None:
        """Write the predictions, ``run.json`` and ``timing.json`` into ``folder``.

        Predictions become ``predictions.jsonl``; those that were too many to be read as a whole
        are kept in the form they came in.
        """
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(self.answers, Path):
            keep_predictions(folder, self.answers)
        else:
            write_predictions(folder / "predictions.jsonl", self.answers.values())
        for name, content in (("run.json", self.as_dict()), ("timing.json", dict(self.timing))):
            with (folder / name).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces(content))
                file.write("\n")


def evaluate(
    system: System | Callable[[Document], object] | str,
    corpus: Corpus | str | Path | None = None,
    *,
    tasks: Sequence[str] | None = None,
    view: ViewName = "clean",
    name: str | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run a system on a corpus and score its answers.

    Args:
        system: A function of one document, an object with ``predict``, or a SYSTEM of the command
            line.
        corpus: A corpus, its folder, or ``org/name@revision``; by default the built-in one.
        tasks: The tasks to score; by default all that the system answers.
        view: ``clean`` gives the system the article alone, ``page`` the whole page.
        name: Name of the system in the run; by default its own.
        progress: Called after each document.

    Raises:
        UsageError: An unknown system or task, or a system that answered for no document.

    >>> evaluate("gold", tasks=["entities"]).scores["entities"]["strict"]["f1"]
    1.0
    """
    from tipbench.systems.registry import as_system, resolve_system

    started = time.perf_counter()
    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    _check_tasks(tasks, loaded)
    cases = loaded.cases(view)
    made = (
        resolve_system(system, cases)
        if isinstance(system, str)
        else as_system(system, getattr(system, "__name__", type(system).__name__))
    )
    ready = time.perf_counter()
    answers = {}
    for number, case in enumerate(cases, 1):
        answers[case.document.doc_id] = _ask(made, case.document, tasks or TASKS)
        if progress is not None:
            progress(number, len(cases), case.document.doc_id)
    predicted = time.perf_counter()
    timing = {"setup_seconds": ready - started, "predict_seconds": predicted - ready}
    return _run(name or made.name, loaded, cases, answers, tasks, view, timing)


def score(
    predictions: str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    tasks: Sequence[str] | None = None,
    view: ViewName = "clean",
    name: str | None = None,
    workers: int = 1,
) -> Run:
    """Score a predictions file.

    Entities alone, in a file of over a megabyte, are scored in columns, with memory that does not
    grow with the file; the scores are the same.

    Args:
        predictions: A ``.jsonl``, ``.jsonl.gz`` or ``.parquet`` file, or a folder of parquet
            shards; one object per document.
        corpus: A corpus, its folder, or ``org/name@revision``; by default the built-in one.
        tasks: The tasks to score; by default all that the file answers.
        view: The view that the predictions were made for.
        name: Name of the system; by default that of the file, or of the run's folder.
        workers: How many processes share the scoring in columns.

    Raises:
        UsageError: The file cannot be read, or holds no answer.
        PredictionsError: Lines that cannot be used, each named by file and line.
    """
    started = time.perf_counter()
    path = Path(predictions)
    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    _check_tasks(tasks, loaded)
    if _in_columns(path, tasks, loaded):
        from tipbench.streaming.score import score_entities

        scored = score_entities(
            loaded, path, view, known_types=_known_labels(loaded).get("entities"), workers=workers
        )
        if scored is not None:
            return _large_run(name or _name_of(path), loaded, path, scored, view, started)
    cases = loaded.cases(view)
    documents = [case.document for case in cases]
    answers = read_predictions(path, documents, withheld=loaded.withheld)
    ordered = {
        case.document.doc_id: answers[case.document.doc_id]
        for case in cases
        if case.document.doc_id in answers
    }
    timing = {"setup_seconds": time.perf_counter() - started}
    return _run(name or _name_of(path), loaded, cases, ordered, tasks, view, timing)


LARGE = 100_000
"""Bytes of predictions from which on entities are scored in columns."""


def _in_columns(path: Path, tasks: Sequence[str] | None, corpus: Corpus) -> bool:
    """Whether nothing but entities is asked for, by the built-in metrics, of a large file."""
    if list(tasks or corpus.tasks) != ["entities"] or corpus.withheld or not path.exists():
        return False
    files = path.glob("*.parquet") if path.is_dir() else [path]
    if sum(file.stat().st_size for file in files) < LARGE:
        return False
    from tipbench.scoring.entities import METRICS
    from tipbench.scoring.registry import metrics

    return tuple(metrics(["entities"])["entities"].values()) == METRICS


def _large_run(
    name: str, corpus: Corpus, path: Path, scored: Scored, view: ViewName, started: float
) -> Run:
    failures = {doc_id: reason or NO_LINE for doc_id, reason in scored.failures.items()}
    if not scored.answered:
        _tasks(name, corpus, {}, None, failures)
    content = scored.scores.as_dict()
    return Run(
        system=name,
        corpus=_identity(corpus),
        view=view,
        signature=sign(corpus, view, scored.scores.resampling),
        scores=content["scores"],
        slices=content["slices"],
        errors={},
        documents=scored.documents,
        failures=failures,
        alignment={"entities": {s: scored.statuses.get(s, 0) for s in STATUSES}}
        if scored.answered
        else {},
        warnings=scored.scores.warnings,
        answers=path,
        timing={"score_seconds": time.perf_counter() - started},
    )


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


def score_cases(
    corpus: Corpus,
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    tasks: Sequence[str],
    *,
    resample_slices: Collection[tuple[str, str]] = (),
) -> tuple[Scores, dict[str, AlignedAnswer]]:
    """Align answers with the texts of their documents and score them.

    Args:
        corpus: The corpus.
        cases: Its documents with their gold, in the view of the answers.
        answers: By ``doc_id``, as they were given.
        tasks: The tasks to score.
        resample_slices: Task and name of the metrics whose slices can be resampled as well.
    """
    from tipbench.scoring.alignment.align import align_answer

    texts = {case.document.doc_id: case.document.text for case in cases}
    aligned = {doc_id: align_answer(texts[doc_id], answer) for doc_id, answer in answers.items()}
    scores = score_answers(
        cases,
        {doc_id: found.answer for doc_id, found in aligned.items()},
        tasks=tasks,
        inventory=corpus.inventory,
        known_labels=_known_labels(corpus),
        resample_slices=resample_slices,
    )
    return scores, aligned


def folder_name(system: str) -> str:
    """A name for the folder of a run that every file system takes.

    >>> folder_name("mymodule:myfunction")
    'mymodule-myfunction'
    """
    return re.sub(r"[^\w.-]+", "-", system).strip("-.") or "run"


def _name_of(path: Path) -> str:
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".parquet")
    return path.resolve().parent.name if stem == "predictions" else stem


def _check_tasks(tasks: Sequence[str] | None, corpus: Corpus) -> None:
    for task in tasks or ():
        if task not in corpus.tasks:
            raise UsageError(
                f"task {task!r}: corpus {corpus.name} has no such layer; "
                f"expected one of {', '.join(corpus.tasks)}"
            )


def _ask(system: System, document: Document, tasks: Sequence[str]) -> Answer:
    """One answer; whatever the system raises becomes the reason of a miss, never the run's end."""
    from tipbench.predictions import read_answer

    place = f"system {system.name}, document {document.doc_id}"
    try:
        return read_answer(system.predict(document), document, tasks, place)
    except DataError as error:
        return Answer(document.doc_id, error=error.problem)
    except Exception as error:
        return Answer(document.doc_id, error=f"{type(error).__name__}: {error}")


def _run(
    name: str,
    corpus: Corpus,
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    tasks: Sequence[str] | None,
    view: ViewName,
    timing: Mapping[str, float],
) -> Run:
    started = time.perf_counter()
    failures = _failures(cases, answers)
    chosen = _tasks(name, corpus, answers, tasks, failures)
    result, aligned = score_cases(corpus, cases, answers, chosen)
    alignment: dict[str, Counter[str]] = {}
    for found in aligned.values():
        for layer, counts in found.counts().items():
            alignment.setdefault(layer, Counter()).update(counts)
    content = result.as_dict()
    return Run(
        system=name,
        corpus=_identity(corpus),
        view=view,
        signature=sign(corpus, view, result.resampling),
        scores=content["scores"],
        slices=content["slices"],
        errors=_errors(corpus, cases, aligned, chosen),
        documents=len(cases),
        failures=failures,
        alignment={layer: dict(counts) for layer, counts in sorted(alignment.items())},
        warnings=(*_unscored(corpus), *_unanswered(answers, chosen), *result.warnings),
        answers=answers,
        timing={**timing, "score_seconds": time.perf_counter() - started},
    )


def _errors(
    corpus: Corpus,
    cases: Sequence[Case],
    aligned: Mapping[str, AlignedAnswer],
    tasks: Sequence[str],
) -> dict[str, Any]:
    """What went wrong, by task; told for numeric facts and summaries."""
    answers = {doc_id: found.answer for doc_id, found in aligned.items()}
    return {task: tell(cases, answers, corpus.inventory) for task, tell in _error_tables(tasks)}


def _error_tables(tasks: Sequence[str]) -> Iterator[tuple[str, Callable[..., dict[str, Any]]]]:
    if "numeric_facts" in tasks:
        from tipbench.scoring.fact_errors import fact_error_table

        yield "numeric_facts", fact_error_table
    if "summaries" in tasks:
        from tipbench.scoring.summaries.errors import summary_error_table

        yield "summaries", summary_error_table


def _failures(cases: Sequence[Case], answers: Mapping[str, Answer]) -> dict[str, str]:
    failures = {}
    for case in cases:
        answer = answers.get(case.document.doc_id)
        reason = NO_LINE if answer is None else answer.error
        if reason is not None:
            failures[case.document.doc_id] = reason
    return failures


def _tasks(
    name: str,
    corpus: Corpus,
    answers: Mapping[str, Answer],
    asked: Sequence[str] | None,
    failures: Mapping[str, str],
) -> list[str]:
    answered = _answered(answers)
    chosen = [task for task in corpus.tasks if task in (asked or answered)]
    if not chosen:
        first = next((f"; {doc_id}: {reason}" for doc_id, reason in failures.items()), "")
        raise UsageError(
            f"system {name}: found no answer to any task of corpus {corpus.name}; "
            f"expected one of {', '.join(corpus.tasks)}{first}"
        )
    return chosen


def _answered(answers: Mapping[str, Answer]) -> set[str]:
    return {task for answer in answers.values() for task in answer.tasks}


def _identity(corpus: Corpus) -> dict[str, str]:
    """What ``run.json`` says of the corpus; a corpus without manifest or revision names none."""
    known = {"manifest": corpus.manifest, "revision": corpus.revision}
    return {
        "name": corpus.name,
        "version": corpus.version,
        "sha256": corpus.digest,
        **{name: value for name, value in known.items() if value is not None},
    }


def _unscored(corpus: Corpus) -> list[str]:
    return [
        f"{doc_id} is withheld and not scored: {why}" for doc_id, why in corpus.withheld.items()
    ]


def _unanswered(answers: Mapping[str, Answer], tasks: Sequence[str]) -> list[str]:
    answered = _answered(answers)
    return [
        f"{task}: no document has an answer to this task; all of them count as misses"
        for task in tasks
        if task not in answered
    ]


def _known_labels(corpus: Corpus) -> dict[str, Sequence[str]]:
    columns = {
        "entities": "entities.type",
        "numeric_facts": "numeric_facts.kind",
        "stance": "stance.polarity",
        "document_stance": "stance.net",
    }
    return {
        layer: corpus.labels[column] for layer, column in columns.items() if column in corpus.labels
    }


def sign(corpus: Corpus, view: ViewName, resampling: str) -> str:
    """One line that says all that scores depend on besides the predictions, as sacreBLEU's."""
    known = {
        "manifest": corpus.manifest and corpus.manifest[:12],
        "revision": corpus.revision,
    }
    named = "".join(f"|{name}:{value}" for name, value in known.items() if value is not None)
    return (
        f"tipbench:{__version__}|corpus:{corpus.name}:{corpus.version}:{corpus.digest[:12]}{named}"
        f"|view:{view}|matching:one-to-one|{resampling}"
    )
