"""Push: a project with its page, documents as tasks, and pre-annotations; twice is as once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipbench.errors import DataError, UsageError
from tipbench.label_studio.regions import Item
from tipbench.label_studio.server import ATTEMPTS, LateError, Project, Server

BATCH = 100
"""Tasks that are sent at once."""

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and of what."""


def no_progress(done: int, total: int, what: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document as it is pushed.

    Attributes:
        doc_id: By which it is found again.
        data: What the page shows: ``title``, ``text`` and the like.
        predictions: What it is pre-annotated with, by the name of its maker; made when asked for.
    """

    doc_id: str
    data: Mapping[str, Any]
    predictions: Callable[[], Mapping[str, list[Item]]] = dict


@dataclass(frozen=True, slots=True)
class Settings:
    """A project as it is to be.

    Attributes:
        title: By which it is found again.
        label_config: The page.
        annotators: How many annotators each document is for.
        instruction: What is shown before labelling, as HTML.
        shown: Whose pre-annotation the page begins with; nobody's by default.
    """

    title: str
    label_config: str
    annotators: int
    instruction: str
    shown: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The settings of the server; ``shown`` can only be set once there is such a prediction."""
        return {
            "label_config": self.label_config,
            "maximum_annotations": self.annotators,
            "overlap_cohort_percentage": 100,
            "expert_instruction": self.instruction,
            "show_instruction": bool(self.instruction),
            "enable_empty_annotation": True,
            "show_collab_predictions": self.shown is not None,
            "sampling": "Sequential sampling",
        }


@dataclass(slots=True)
class Pushed:
    """What a push did.

    Attributes:
        project: The project.
        created: Whether it is new.
        added: Documents that were not there.
        kept: Documents that were there.
        predictions: Pre-annotations that were added or brought up to date in ``kept``.
    """

    project: Project
    created: bool
    added: int = 0
    kept: int = 0
    predictions: int = 0


@dataclass(frozen=True, slots=True)
class _There:
    """A task as it is on the server."""

    id: int
    text: str
    predictions: Mapping[str, tuple[int, Any]] = field(default_factory=dict)


def push(
    server: Server,
    settings: Settings,
    tasks: Sequence[Task],
    *,
    project_id: int | None = None,
    progress: Progress = no_progress,
) -> Pushed:
    """Make the project what it is to be, or bring it up to date.

    What is there already is left as it is, annotations above all, so that a push that was
    interrupted goes on where it stopped.

    Args:
        server: The server.
        settings: The project; found by its title unless ``project_id`` is given.
        tasks: The documents.
        project_id: The project to bring up to date.
        progress: Told after each batch.

    Raises:
        UsageError: The server cannot be reached or refuses.
        DataError: A document is there with another text, or twice.
    """
    _refuse_twins(tasks)
    found = (
        server.find_project(settings.title) if project_id is None else server.project(project_id)
    )
    project = found or server.create_project(settings.title, settings.as_dict())
    if found is not None:
        server.update_project(project.id, settings.as_dict())
    pushed = Pushed(project, created=found is None)
    there = {} if found is None else _tasks_there(server, project)
    for task in tasks:
        _check_same_text(project, task, there)
    _push_all(server, pushed, tasks, there, progress)
    if settings.shown is not None and tasks:
        server.update_project(project.id, {"model_version": settings.shown})
    return pushed


def _refuse_twins(tasks: Sequence[Task]) -> None:
    seen: set[str] = set()
    for task in tasks:
        if task.doc_id in seen:
            raise UsageError(f"{task.doc_id}: found twice among the documents; expected once")
        seen.add(task.doc_id)


def _tasks_there(server: Server, project: Project) -> dict[str, _There]:
    there: dict[str, _There] = {}
    for task in server.tasks(project.id):
        doc_id = task["data"].get("doc_id")
        if doc_id is None:
            continue
        if doc_id in there:
            raise DataError(
                f"project {project.id}",
                f"found {doc_id} in task {there[doc_id].id} and in task {task['id']}; expected it "
                "once; delete the one without annotations",
            )
        predictions = {
            each["model_version"]: (each["id"], each["result"]) for each in task["predictions"]
        }
        there[doc_id] = _There(task["id"], task["data"].get("text", ""), predictions)
    return there


def _check_same_text(project: Project, task: Task, there: Mapping[str, _There]) -> None:
    found = there.get(task.doc_id)
    if found is not None and found.text != task.data["text"]:
        raise DataError(
            f"project {project.id}, task {found.id}",
            f"{task.doc_id} has another text there than here; offsets would not fit. Push it to a "
            "project of another --title",
        )


def _push_all(
    server: Server,
    pushed: Pushed,
    tasks: Sequence[Task],
    there: dict[str, _There],
    progress: Progress,
) -> None:
    done = 0
    for batch in _batches(tasks):
        new = [task for task in batch if task.doc_id not in there]
        known = [task for task in batch if task.doc_id in there]
        if new:
            _import(server, pushed.project, new)
        pushed.added += len(new)
        pushed.kept += len(known)
        pushed.predictions += sum(
            _update(server, pushed.project, task, there[task.doc_id]) for task in known
        )
        done += len(batch)
        progress(done, len(tasks), "documents")


def _batches(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    return (tasks[at : at + BATCH] for at in range(0, len(tasks), BATCH))


def _import(server: Server, project: Project, tasks: Sequence[Task]) -> None:
    """Import tasks; where the server does not answer, look what it took before asking again."""
    missing = list(tasks)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            server.import_tasks(project.id, [_as_import(task) for task in missing])
            return
        except LateError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(2.0 ** (attempt - 1))
            there = _tasks_there(server, project)
            missing = [task for task in missing if task.doc_id not in there]
            if not missing:
                return


def _as_import(task: Task) -> dict[str, Any]:
    predictions = [
        {"model_version": name, "result": items} for name, items in task.predictions().items()
    ]
    return {"data": {"doc_id": task.doc_id, **task.data}, "predictions": predictions}


def _update(server: Server, project: Project, task: Task, there: _There) -> int:
    """Bring the pre-annotations of a task up to date; the number of those that were not."""
    changed = 0
    for name, items in task.predictions().items():
        old = there.predictions.get(name)
        if old is not None and old[1] == items:
            continue
        if old is not None:
            server.delete_prediction(old[0])
        request = {"task": there.id, "model_version": name, "result": items}
        server.import_predictions(project.id, [request])
        changed += 1
    return changed
