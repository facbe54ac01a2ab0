"""Asks a judge about the summaries of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tipbench.errors import UsageError
from tipbench.execution.execute import Executed, Progress, execute
from tipbench.execution.journal import remove_working_files
from tipbench.json_text import write_json
from tipbench.judging.agreement import agreement
from tipbench.judging.judge import as_judge
from tipbench.judging.judged import Judged
from tipbench.judging.judgements import FOLDER, JudgementJournal, judgement, set_aside
from tipbench.model import Answer, Case, Question, System
from tipbench.scoring.label_views import NATIVE
from tipbench.scoring.summaries.judged import questions
from tipbench.systems.options import SystemOptions
from tipbench.systems.registry import Source, as_source

TASK = "judge"
"""What a form of SYSTEM is asked for where it is a judge, beside the tasks."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A judge, and how it is asked.

    Attributes:
        source: Where the judge comes from.
        options: Its limits, and what its form of SYSTEM takes.
        folder: The folder of the run, to keep its answers in; ``None`` to keep none.
        workers: How many questions are asked at once.
        resume: Whether to go on with the answers that are there.
        progress: Called after each question.
    """

    source: Source
    options: SystemOptions
    folder: Path | None
    workers: int
    resume: bool
    progress: Progress | None

    def judge(self, cases: Sequence[Case], answers: Mapping[str, Answer]) -> Judged:
        """Ask the judge about every nugget of every summary.

        Raises:
            UsageError: The judge cannot be opened, or answers none of the questions.
        """
        asked = list(questions(cases, answers))
        executed = self._execute(asked)
        found = tuple(
            judgement(self.source.name, question, executed.answers[question.doc_id])
            for question in asked
        )
        verdicts = {one.question.doc_id: one.answer for one in found}
        if found and all(answer is None for answer in verdicts.values()):
            if self.folder is not None:
                set_aside(self.folder)
            raise UsageError(
                f"judge {self.source.name}: answered none of {len(found)} questions; "
                f"{found[0].question.doc_id}: {found[0].reason}; "
                "repair the judge and go on with --resume, or leave it out"
            )
        agreed = agreement(cases, answers, verdicts)
        return Judged(self.source.name, found, agreed, executed.timing)

    def _execute(self, asked: Sequence[Question]) -> Executed:
        with ExitStack() as stack:
            if self.folder is None:
                parent = Path(stack.enter_context(TemporaryDirectory(prefix="tipbench-")))
            else:
                parent = self.folder
            folder = parent / FOLDER
            executed = execute(
                self.source,
                asked,
                folder,
                options=self.options,
                workers=self.workers,
                resume=self.resume,
                progress=self.progress,
                kept_in=JudgementJournal,
            )
            write_json(folder / "timing.json", executed.timing)
            remove_working_files(folder)
        return executed


def inquire(
    judge: System | Callable[..., object] | str,
    cases: Sequence[Case],
    *,
    options: SystemOptions,
    folder: Path | None = None,
    workers: int = 1,
    resume: bool = False,
    progress: Progress | None = None,
) -> Inquiry:
    """A judge that can be asked about the nuggets of a corpus; nothing is opened yet.

    Args:
        judge: A SYSTEM of the command line, or a user's function or object itself.
        cases: The documents of the corpus.
        options: As of the system, with the tasks that may be scored.
        folder: The folder of the run.
        workers: How many questions are asked at once.
        resume: Whether to go on with the answers that are there.
        progress: Called after each question.

    Raises:
        UsageError: There is no such judge, or nothing that it could be asked about.
    """
    if "summaries" not in options.tasks:
        raise UsageError(
            f"--judge: found the tasks {', '.join(options.tasks)}; a judge is asked about "
            "summaries: add the task summaries, or leave --judge out"
        )
    if all(case.nuggets is None for case in cases):
        raise UsageError(
            "--judge: this corpus has no nuggets, which a judge is asked about; leave --judge out"
        )
    own = replace(options, tasks=(TASK,), labels=NATIVE)
    source = as_judge(as_source(judge, (), own))
    return Inquiry(source, own, folder, workers, resume, progress)
