"""The metrics that are there: the built-in ones, then those of installed packages.

A package adds a metric by an entry point in the group ``tipbench.metrics`` that names an object of
the shape of ``tipbench.scoring.metric.Metric``.
"""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from tipbench.errors import UsageError
from tipbench.model import TASKS, Answer
from tipbench.scoring.metric import Metric

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

GROUP = "tipbench.metrics"
_BUILT_IN = {
    "entities": "tipbench.scoring.entities",
    "numeric_facts": "tipbench.scoring.numeric_facts",
    "stance": "tipbench.scoring.stance",
    "summaries": "tipbench.scoring.summaries.metrics",
}
"""The module of each task's metrics; imported when the task is asked for."""


def metrics(tasks: Collection[str] = TASKS) -> dict[str, dict[str, Metric]]:
    """All metrics of some tasks by task and name, in the order in which they are reported.

    Raises:
        UsageError: An entry point cannot be loaded or is no metric, or two metrics of one task
            have the same name.

    >>> list(metrics()["stance"])
    ['tuple', 'full', 'evidence', 'document_net', 'document_own_voice']
    """
    found: dict[str, dict[str, Metric]] = {task: {} for task in TASKS if task in tasks}
    origins: dict[tuple[str, str], str] = {}
    for metric, origin in _all(tasks):
        where = (metric.task, metric.name)
        if where in origins:
            raise UsageError(
                f"two metrics are called {metric.task}.{metric.name}: {origins[where]} and "
                f"{origin}; uninstall one or have it renamed"
            )
        origins[where] = origin
        found[metric.task][metric.name] = metric
    return found


def _all(tasks: Collection[str]) -> Iterator[tuple[Metric, str]]:
    for task, module in _BUILT_IN.items():
        if task in tasks:
            for metric in import_module(module).METRICS:
                yield metric, "the built-in one"
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        metric = _load(point)
        if metric.task in tasks:
            yield metric, _origin(point)


def _load(point: EntryPoint) -> Metric:
    try:
        metric = point.load()
    except Exception as error:  # whatever a plug-in's import may raise
        raise UsageError(
            f"{_origin(point)} cannot be loaded: {error!r}; repair or remove it"
        ) from error
    layers = [field.name for field in fields(Answer)]
    if isinstance(metric, type) or not isinstance(metric, Metric):
        problem = "is no object with the attributes of tipbench.scoring.metric.Metric"
    elif metric.task not in TASKS:
        problem = f"has the task {metric.task!r}, expected one of {', '.join(TASKS)}"
    elif metric.layer not in layers:
        problem = f"has the layer {metric.layer!r}, expected one of {', '.join(layers)}"
    else:
        return metric
    raise UsageError(f"{_origin(point)} {problem}; repair or remove it")


def _origin(point: EntryPoint) -> str:
    package = f" of {point.dist.name}" if point.dist is not None else ""
    return f"the entry point {point.name} = {point.value}{package}"
