"""Reading the runs that are to be compared: their predictions, scored anew on one corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.compare.judges import Judges, common_judge
from tipbench.corpus.load import Corpus, load_corpus
from tipbench.errors import UsageError
from tipbench.model import Answer, Case, ViewName
from tipbench.prediction_files import kept_predictions, read_predictions
from tipbench.report import HEADLINE
from tipbench.run.cases import score_cases
from tipbench.run.record import labels_of, read_run
from tipbench.scoring.label_views import LabelView, label_view, view_cases
from tipbench.scoring.score import Scores


@dataclass(frozen=True, slots=True)
class ScoredRun:
    """One run of a comparison.

    Attributes:
        letter: What it is called in the comparison: ``A`` is the baseline.
        system: Name of the system.
        folder: Where it was read from.
        scores: Of its predictions, with their units.
        answers: Its answers, aligned, by ``doc_id``.
        failures: How many documents have no answer; they count as misses.
        stale: Whether ``run.json`` has other scores than its predictions give now.
    """

    letter: str
    system: str
    folder: Path
    scores: Scores
    answers: Mapping[str, Answer]
    failures: int
    stale: bool

    def as_dict(self) -> dict[str, Any]:
        """Letter, system, folder and failures."""
        return {
            "letter": self.letter,
            "system": self.system,
            "run": self.folder.as_posix(),
            "failures": self.failures,
        }


@dataclass(frozen=True, slots=True)
class ScoredRuns:
    """Runs that can be compared: of one corpus in one view.

    Attributes:
        corpus: The corpus.
        view: The view.
        labels: The labels that names are scored in; ``None`` for those of the corpus.
        cases: The documents in that view and in those labels.
        runs: The runs, the baseline first.
        left_out: The tasks that only some of the runs have.
        judges: The judges of their summaries.
    """

    corpus: Corpus
    view: ViewName
    labels: LabelView | None
    cases: tuple[Case, ...]
    runs: tuple[ScoredRun, ...]
    left_out: tuple[str, ...]
    judges: Judges


def read_runs(folders: Sequence[Path], source: str | Path | None) -> ScoredRuns:
    """Read runs and score their predictions.

    Raises:
        UsageError: Fewer than two runs, or runs that cannot be compared.
    """
    if len(folders) < 2:
        raise UsageError(f"compare: found {len(folders)} run; expected two or more")
    written = [read_run(folder) for folder in folders]
    _check_alike(folders, written)
    corpus = load_corpus(source)
    if corpus.digest != written[0]["corpus"]["sha256"]:
        raise UsageError(
            f"{folders[0]} was made on {_corpus_name(written[0])}, the corpus here is "
            f"{corpus.name} {corpus.version} ({corpus.digest[:12]}); give the former by --corpus"
        )
    shared = [task for task in corpus.tasks if all(task in run["scores"] for run in written)]
    if not shared:
        had = "; ".join(
            f"{f}: {', '.join(run['scores']) or 'none'}"
            for f, run in zip(folders, written, strict=True)
        )
        raise UsageError(f"compare: found no task that all runs have ({had})")
    view: ViewName = written[0]["view"]
    labels = label_view(labels_of(written[0]))
    cases, _ = view_cases(labels, corpus.cases(view))
    judges = common_judge(folders, written)
    runs = tuple(
        _score(_letter(index), folder, run, corpus, cases, shared, labels, judges)
        for index, (folder, run) in enumerate(zip(folders, written, strict=True))
    )
    every = {task for run in written for task in run["scores"]}
    return ScoredRuns(corpus, view, labels, cases, runs, tuple(sorted(every - set(shared))), judges)


def _check_alike(folders: Sequence[Path], runs: Sequence[Mapping[str, Any]]) -> None:
    first = runs[0]
    for folder, run in zip(folders[1:], runs[1:], strict=True):
        if run["corpus"]["sha256"] != first["corpus"]["sha256"]:
            raise UsageError(
                f"{folders[0]} was made on {_corpus_name(first)}, {folder} on {_corpus_name(run)}; "
                "expected runs on one corpus"
            )
        if run["view"] != first["view"]:
            raise UsageError(
                f"{folders[0]} was made in view {first['view']}, {folder} in view {run['view']}; "
                "expected runs in one view"
            )
        if labels_of(run) != labels_of(first):
            raise UsageError(
                f"{folders[0]} was scored in labels {labels_of(first)}, "
                f"{folder} in {labels_of(run)}; expected runs in the same labels"
            )


def _corpus_name(run: Mapping[str, Any]) -> str:
    corpus = run["corpus"]
    return f"corpus {corpus['name']} {corpus['version']} ({corpus['sha256'][:12]})"


def _letter(index: int) -> str:
    """A, B … Z, then run 27 and so on."""
    return chr(ord("A") + index) if index < 26 else f"run {index + 1}"


def _score(
    letter: str,
    folder: Path,
    run: Mapping[str, Any],
    corpus: Corpus,
    cases: Sequence[Case],
    tasks: Sequence[str],
    labels: LabelView | None,
    judges: Judges,
) -> ScoredRun:
    answers = read_predictions(
        kept_predictions(folder),
        [case.document for case in cases],
        withheld=corpus.withheld,
    )
    headlines = [(task, HEADLINE[task]) for task in tasks if task in HEADLINE]
    scores, aligned = score_cases(
        corpus,
        cases,
        answers,
        tasks,
        labels=labels,
        resample_slices=headlines,
        judged=judges.metrics(folder, cases, answers),
    )
    return ScoredRun(
        letter=letter,
        system=run["system"],
        folder=folder,
        scores=scores,
        answers={doc_id: found.answer for doc_id, found in aligned.items()},
        failures=sum(not _is_answered(answers.get(c.document.doc_id)) for c in cases),
        stale=_is_stale(run["scores"], scores),
    )


def _is_answered(answer: Answer | None) -> bool:
    return answer is not None and answer.error is None


def _is_stale(written: Mapping[str, Any], scores: Scores) -> bool:
    return any(
        score.total.counts != written[task][name]["counts"]
        for task, named in scores.tasks.items()
        for name, score in named.items()
        if name in written[task]
    )
