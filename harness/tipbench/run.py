"""A run: a system's predictions on a corpus in one view, and their scores."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tipbench.corpus.load import Corpus, load_corpus
from tipbench.errors import UsageError
from tipbench.execution.record import PREDICTIONS, made_before
from tipbench.json_text import pieces
from tipbench.model import Answer, Case, Document, System, ViewName
from tipbench.prediction_files import (
    keep_predictions,
    read_predictions,
    unpacked_size,
    write_predictions,
)
from tipbench.scoring.alignment import STATUSES
from tipbench.scoring.label_views import (
    NATIVE,
    LabelView,
    fitting_view,
    label_view,
    view_answers,
    view_cases,
)
from tipbench.scoring.score import Scores
from tipbench.scoring.score import score as score_answers
from tipbench.version import __version__

# What only some runs need is imported where it is used: a score is often waited for.
if TYPE_CHECKING:
    from tipbench.execution.execute import Progress
    from tipbench.scoring.alignment.align import AlignedAnswer
    from tipbench.streaming.merge import Scored

SCHEMA_VERSION = 1
"""Version of the form of ``run.json``."""

NO_LINE = "no prediction for this document"


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
        }

    def write(self, folder: Path) -> None:
        """Write the predictions, ``run.json`` and ``timing.json`` into ``folder``.

        Predictions become ``predictions.jsonl``; those that were too many to be read as a whole
        are kept in the form they came in. Where the same predictions are there already, what
        ``system.json`` and ``timing.json`` say of their making is kept.
        """
        folder.mkdir(parents=True, exist_ok=True)
        timing = {**made_before(folder, self.answers), **self.timing}
        if isinstance(self.answers, Path):
            keep_predictions(folder, self.answers)
        else:
            write_predictions(folder / "predictions.jsonl", self.answers.values())
        for name, content in (("run.json", self.as_dict()), ("timing.json", timing)):
            with (folder / name).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces(content))
                file.write("\n")


def evaluate(
    system: System | Callable[[Document], object] | str,
    corpus: Corpus | str | Path | None = None,
    *,
    tasks: Sequence[str] | None = None,
    view: ViewName = "clean",
    labels: str = NATIVE,
    name: str | None = None,
    progress: Progress | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    workers: int = 1,
    **options: Any,
) -> Run:
    """Run a system on a corpus and score its answers.

    Args:
        system: A function of one document or of a list of documents, async or not; an object with
            ``predict``; or a SYSTEM of the command line.
        corpus: A corpus, its folder, or ``org/name@revision``; by default the built-in one.
        tasks: The tasks to score; by default all that the system answers.
        view: ``clean`` gives the system the article alone, ``page`` the whole page.
        labels: The view of labels that names are scored in: ``native``, ``conll``, ``ontonotes``.
        name: Name of the system in the run; by default its own.
        progress: Called after each document.
        out: Folder for the run. Each prediction is written there as it comes, and the scores in the
            end; by default nothing is written.
        resume: Whether to go on with the predictions that are in ``out``.
        workers: How many documents are asked about at once; the results are the same.
        **options: ``timeout`` (seconds that a document may take), ``memory`` (bytes that a process
            may use), and what a form of SYSTEM takes: the fields of
            ``tipbench.systems.options.SystemOptions``.

    Raises:
        UsageError: An unknown system, task or option, a system that answered for no document, or a
            folder that holds another run.

    >>> evaluate("gold", tasks=["entities"]).scores["entities"]["strict"]["f1"]
    1.0
    """
    from tipbench.execution.execute import execute
    from tipbench.execution.journal import remove_working_files
    from tipbench.systems.options import system_options
    from tipbench.systems.registry import as_source

    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    label_names = label_view(labels)
    _check_tasks(tasks, loaded, label_names)
    tasks = ["entities"] if label_names else tasks
    cases = loaded.cases(view)
    chosen = system_options(tasks=tuple(tasks or loaded.tasks), labels=labels, **options)
    source = as_source(system, cases, chosen)
    if resume and out is None:
        raise UsageError("resume: found no folder to go on in; expected out, the run's folder")
    with ExitStack() as stack:
        if out is None:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="tipbench-")))
        else:
            folder = Path(out)
        executed = execute(
            source if name is None else replace(source, name=name),
            [case.document for case in cases],
            folder,
            options=chosen,
            workers=workers,
            about={
                "tasks": tasks,
                "view": view,
                "corpus": _identity(loaded),
                "tipbench": __version__,
            },
            resume=resume,
            progress=progress,
        )
        scored = score(
            folder / PREDICTIONS,
            loaded,
            tasks=tasks,
            view=view,
            labels=labels,
            name=name or source.name,
        )
        run = replace(scored, timing={**scored.timing, **executed.timing})
        if out is None:
            return replace(run, answers=executed.answers)
        run.write(folder)
        remove_working_files(folder)
    return run


def score(
    predictions: str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    tasks: Sequence[str] | None = None,
    view: ViewName = "clean",
    labels: str = NATIVE,
    name: str | None = None,
    workers: int = 1,
) -> Run:
    """Score a predictions file.

    Entities alone, in native labels and a file of over a hundred kilobytes, are scored in columns,
    with memory for the counts of every document, not for its text; the scores are the same.

    Args:
        predictions: A ``.jsonl``, ``.jsonl.gz`` or ``.parquet`` file, or a folder of parquet
            shards; one object per document.
        corpus: A corpus, its folder, or ``org/name@revision``; by default the built-in one.
        tasks: The tasks to score; by default all that the file answers.
        view: The view that the predictions were made for.
        labels: The view of labels that names are scored in: ``native``, ``conll``, ``ontonotes``.
        name: Name of the system; by default that of the file, or of the run's folder.
        workers: How many processes share the scoring in columns.

    Raises:
        UsageError: The file cannot be read, or holds no answer.
        PredictionsError: Lines that cannot be used, each named by file and line.
    """
    started = time.perf_counter()
    path = Path(predictions)
    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    label_names = label_view(labels)
    _check_tasks(tasks, loaded, label_names)
    if label_names is None and _in_columns(path, tasks, loaded):
        from tipbench.streaming.score import score_entities

        scored = score_entities(
            loaded, path, view, known_types=_known_labels(loaded).get("entities"), workers=workers
        )
        if scored is not None:
            return _large_run(name or _name_of(path), loaded, path, scored, view, tasks, started)
    cases = loaded.cases(view)
    documents = [case.document for case in cases]
    answers = read_predictions(path, documents, withheld=loaded.withheld)
    ordered = {
        case.document.doc_id: answers[case.document.doc_id]
        for case in cases
        if case.document.doc_id in answers
    }
    timing = {"setup_seconds": time.perf_counter() - started}
    return _run(name or _name_of(path), loaded, cases, ordered, tasks, view, label_names, timing)


LARGE = 100_000
"""Bytes of predictions, unpacked, from which on entities are scored in columns."""


def _in_columns(path: Path, tasks: Sequence[str] | None, corpus: Corpus) -> bool:
    """Whether nothing but entities is asked for, by the built-in metrics, of a large file."""
    if list(tasks or corpus.tasks) != ["entities"] or corpus.withheld or not path.exists():
        return False
    files = list(path.glob("*.parquet")) if path.is_dir() else [path]
    if sum(map(unpacked_size, files)) < LARGE:
        return False
    from tipbench.scoring.entities import METRICS
    from tipbench.scoring.registry import metrics

    return tuple(metrics(["entities"])["entities"].values()) == METRICS


def _large_run(
    name: str,
    corpus: Corpus,
    path: Path,
    scored: Scored,
    view: ViewName,
    tasks: Sequence[str] | None,
    started: float,
) -> Run:
    failures = {
        doc_id: NO_LINE if reason is None else reason for doc_id, reason in scored.failures.items()
    }
    answered = {"entities"} if scored.answered else set()
    lines = sum(reason is not None for reason in scored.failures.values())
    any_line = lines > 0 or len(failures) < scored.documents
    chosen = _tasks(name, corpus, answered, tasks if any_line else None, failures)
    content = scored.scores.as_dict()
    return Run(
        system=name,
        corpus=_identity(corpus),
        view=view,
        labels=NATIVE,
        signature=sign(corpus, view, scored.scores.resampling),
        scores=content["scores"],
        slices=content["slices"],
        errors={},
        documents=scored.documents,
        failures=failures,
        alignment={"entities": {s: scored.statuses.get(s, 0) for s in STATUSES}}
        if scored.statuses
        else {},
        warnings=(*_unanswered(answered, chosen), *scored.scores.warnings),
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


def labels_of(run: Mapping[str, Any]) -> str:
    """The view of labels that a run was scored in, from the content of its ``run.json``."""
    # Runs of before there were such views do not say.
    labels: str = run.get("labels", NATIVE)
    return labels


def score_cases(
    corpus: Corpus,
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    tasks: Sequence[str],
    *,
    labels: LabelView | None = None,
    resample_slices: Collection[tuple[str, str]] = (),
) -> tuple[Scores, dict[str, AlignedAnswer]]:
    """Align answers with the texts of their documents and score them.

    Args:
        corpus: The corpus.
        cases: Its documents with their gold, in the view of the answers and in ``labels``.
        answers: By ``doc_id``, as they were given.
        tasks: The tasks to score.
        labels: The view of labels to score names in; those of the corpus if left out.
        resample_slices: Task and name of the metrics whose slices can be resampled as well.
    """
    from tipbench.scoring.alignment.align import align_answer

    texts = {case.document.doc_id: case.document.text for case in cases}
    aligned = {doc_id: align_answer(texts[doc_id], answer) for doc_id, answer in answers.items()}
    known, metrics, notes = _known_labels(corpus), None, list[str]()
    if labels is not None:
        from tipbench.scoring.registry import metrics as installed_metrics

        known, metrics = {"entities": labels.labels}, labels.choose(installed_metrics())
        aligned, notes = _in_view(labels, aligned, texts)
    scores = score_answers(
        cases,
        {doc_id: found.answer for doc_id, found in aligned.items()},
        tasks=tasks,
        inventory=corpus.inventory,
        known_labels=known,
        metrics=metrics,
        resample_slices=resample_slices,
    )
    return replace(scores, warnings=(*notes, *scores.warnings)), aligned


def _in_view(
    labels: LabelView, aligned: Mapping[str, AlignedAnswer], texts: Mapping[str, str]
) -> tuple[dict[str, AlignedAnswer], list[str]]:
    placed = {doc_id: found.answer for doc_id, found in aligned.items()}
    shown, notes = view_answers(labels, placed, texts)
    return {
        doc_id: replace(found, answer=shown[doc_id]) for doc_id, found in aligned.items()
    }, notes


def folder_name(system: str) -> str:
    """A name for the folder of a run that every file system takes.

    >>> folder_name("mymodule:myfunction")
    'mymodule-myfunction'
    """
    return re.sub(r"[^\w.-]+", "-", system).strip("-.") or "run"


def _name_of(path: Path) -> str:
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".parquet")
    return path.resolve().parent.name if stem == "predictions" else stem


def _check_tasks(tasks: Sequence[str] | None, corpus: Corpus, labels: LabelView | None) -> None:
    for task in tasks or ():
        if labels is not None and task != "entities":
            raise UsageError(
                f"task {task!r}: labels {labels.name} are a view of entities; "
                f"expected entities alone, or --labels {NATIVE}"
            )
        if task not in corpus.tasks:
            raise UsageError(
                f"task {task!r}: corpus {corpus.name} has no such layer; "
                f"expected one of {', '.join(corpus.tasks)}"
            )


def _run(
    name: str,
    corpus: Corpus,
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    tasks: Sequence[str] | None,
    view: ViewName,
    labels: LabelView | None,
    timing: Mapping[str, Any],
) -> Run:
    started = time.perf_counter()
    failures = _failures(cases, answers)
    answered = {task for answer in answers.values() for task in answer.tasks}
    asked = ["entities"] if labels else tasks
    chosen = _tasks(name, corpus, answered, asked if answers else None, failures)
    cases, notes = view_cases(labels, cases)
    result, aligned = score_cases(corpus, cases, answers, chosen, labels=labels)
    alignment: dict[str, Counter[str]] = {}
    for found in aligned.values():
        for layer, counts in found.counts().items():
            alignment.setdefault(layer, Counter()).update(counts)
    content = result.as_dict()
    return Run(
        system=name,
        corpus=_identity(corpus),
        view=view,
        labels=labels.name if labels else NATIVE,
        signature=sign(corpus, view, result.resampling, labels),
        scores=content["scores"],
        slices=content["slices"],
        errors=_errors(corpus, cases, aligned, chosen),
        documents=len(cases),
        failures=failures,
        alignment={layer: dict(counts) for layer, counts in sorted(alignment.items())},
        warnings=(
            *_unscored(corpus),
            *_unanswered(answered, chosen),
            *notes,
            *result.warnings,
            *_better_labels(corpus, answers, chosen, labels),
        ),
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
    answered: Collection[str],
    asked: Sequence[str] | None,
    failures: Mapping[str, str],
) -> list[str]:
    chosen = [task for task in corpus.tasks if task in (asked or answered)]
    if not chosen:
        first = next((f"; {doc_id}: {reason}" for doc_id, reason in failures.items()), "")
        raise UsageError(
            f"system {name}: found no answer to any task of corpus {corpus.name}; "
            f"expected one of {', '.join(corpus.tasks)}{first}"
        )
    return chosen


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


def _unanswered(answered: Collection[str], tasks: Sequence[str]) -> list[str]:
    return [
        f"{task}: no document has an answer to this task; all of them count as misses"
        for task in tasks
        if task not in answered
    ]


def _better_labels(
    corpus: Corpus,
    answers: Mapping[str, Answer],
    tasks: Sequence[str],
    labels: LabelView | None,
) -> Iterator[str]:
    """A line for predictions that speak the labels of a view, and are not scored in it."""
    if labels is not None or "entities" not in tasks:
        return
    types = {entity.type for answer in answers.values() for entity in answer.entities or ()}
    fitting = fitting_view(types, corpus.labels.get("entities.type", types))
    if fitting is not None:
        yield f"entities: the types are those of {fitting}; --labels {fitting} scores them as such"


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


def sign(corpus: Corpus, view: ViewName, resampling: str, labels: LabelView | None = None) -> str:
    """One line that says all that scores depend on besides the predictions, as sacreBLEU's."""
    known = {
        "manifest": corpus.manifest and corpus.manifest[:12],
        "revision": corpus.revision,
    }
    named = "".join(f"|{name}:{value}" for name, value in known.items() if value is not None)
    labelled = f"|labels:{labels.name}" if labels else ""
    return (
        f"tipbench:{__version__}|corpus:{corpus.name}:{corpus.version}:{corpus.digest[:12]}{named}"
        f"|view:{view}{labelled}|matching:one-to-one|{resampling}"
    )
