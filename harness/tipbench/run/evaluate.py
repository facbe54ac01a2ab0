"""Runs a system and scores what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tipbench.corpus.load import Corpus, load_corpus
from tipbench.errors import UsageError
from tipbench.execution.record import PREDICTIONS
from tipbench.model import Document, System, ViewName
from tipbench.run.record import Run
from tipbench.run.score import score_file
from tipbench.run.signature import identity
from tipbench.run.tasks import asked_tasks, check_tasks
from tipbench.scoring.label_views import NATIVE, label_view
from tipbench.version import __version__

if TYPE_CHECKING:
    from tipbench.execution.execute import Progress


def evaluate(
    system: System | Callable[[Document], object] | str,
    corpus: Corpus | str | Path | None = None,
    *,
    tasks: Sequence[str] | None = None,
    view: ViewName = "clean",
    labels: str = NATIVE,
    name: str | None = None,
    judge: System | Callable[..., object] | str | None = None,
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
        judge: Who is asked, for every summary and nugget, whether it is stated: a SYSTEM of the
            command line, a function of a question, or an object with ``predict``, that answers yes
            or no. By default nobody.
        progress: Called after each document, and each question to the judge.
        out: Folder for the run. Each prediction is written there as it comes, and the scores in the
            end; by default nothing is written.
        resume: Whether to go on with the predictions that are in ``out``.
        workers: How many documents are asked about at once; the results are the same.
        **options: ``timeout`` (seconds that a document, or question, may take), ``memory`` (bytes
            that a process may use), and what a form of SYSTEM takes: the fields of
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
    from tipbench.systems.registry import as_source, share_options

    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    label_names = label_view(labels)
    check_tasks(tasks, loaded, label_names)
    asked = asked_tasks(tasks, loaded, labels)
    tasks = ["entities"] if label_names else tasks
    cases = loaded.cases(view)
    chosen = system_options(tasks=asked, labels=labels, **options)
    of_system, of_judge = share_options(chosen, system, judge)
    source = as_source(system, cases, of_system)
    if resume and out is None:
        raise UsageError("resume: found no folder to go on in; expected out, the run's folder")
    with ExitStack() as stack:
        if out is None:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="tipbench-")))
        else:
            folder = Path(out)
        inquiry = None
        if judge is not None:
            from tipbench.judging.ask import inquire

            inquiry = inquire(
                judge,
                cases,
                options=of_judge,
                folder=folder,
                workers=workers,
                resume=resume,
                progress=progress,
            )
        executed = execute(
            source if name is None else replace(source, name=name),
            [case.document for case in cases],
            folder,
            options=of_system,
            workers=workers,
            about={
                "tasks": tasks,
                "view": view,
                "corpus": identity(loaded),
                "tipbench": __version__,
            },
            resume=resume,
            progress=progress,
        )
        scored = score_file(
            folder / PREDICTIONS,
            loaded,
            tasks=tasks,
            view=view,
            labels=labels,
            name=name or source.name,
            inquiry=inquiry,
        )
        run = replace(scored, timing={**scored.timing, **executed.timing})
        if out is None:
            return replace(run, answers=executed.answers)
        run.write(folder)
        remove_working_files(folder)
    return run
