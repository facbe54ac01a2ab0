"""What the YAML files beside it call by ``!function``.

lm-evaluation-harness loads this file by its path and gives a metric nothing but the list of what
``process_results`` said of every document under the metric's name. There it is the document's id
and the reply, so that every score is computed over the whole corpus.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tipbench.harnesses.replies import Exchange, open_exchange, score_names

Reply = tuple[str, str]
"""``doc_id`` and what the model wrote."""


@cache
def _exchange(task: str) -> Exchange:
    return open_exchange(task)


def _dataset(task: str) -> Callable[..., dict[str, Any]]:
    def dataset(**_: object) -> dict[str, Any]:
        from datasets import Dataset

        exchange = _exchange(task)
        rows = [
            {
                "doc_id": doc_id,
                "prompt": f"{exchange.instructions(doc_id)}\n\n{exchange.text(doc_id)}",
            }
            for doc_id in exchange.cases
        ]
        return {"test": Dataset.from_list(rows)}

    return dataset


def _results(task: str) -> Callable[[Mapping[str, str], Sequence[str]], dict[str, Reply]]:
    # The metrics of the file, and not all that are installed: it knows no others.
    yaml = (Path(__file__).parent / f"tipbench_{task}.yaml").read_text(encoding="utf-8")
    names = re.findall(r"- metric: (\S+)", yaml)

    def results(doc: Mapping[str, str], replies: Sequence[str]) -> dict[str, Reply]:
        return dict.fromkeys(names, (doc["doc_id"], replies[0]))

    return results


def _score(task: str, name: str) -> Callable[[Sequence[Reply]], float]:
    def score(replies: Sequence[Reply]) -> float:
        value = _scores(task, tuple(replies))[name]
        return float("nan") if value is None else value

    return score


@cache
def _scores(task: str, replies: tuple[Reply, ...]) -> dict[str, float | None]:
    """All scores; every metric of a task asks for the same replies in turn."""
    exchange = _exchange(task)
    return exchange.scores({doc_id: exchange.read(doc_id, reply) for doc_id, reply in replies})


def _key(name: str) -> str:
    """A score's name without the dot, which lm-evaluation-harness does not want."""
    return name.replace(".", "_")


def __getattr__(name: str) -> Callable[..., Any]:
    """``entities_dataset``, ``entities_results`` and, for every score, ``entities_strict_f1``."""
    for task in ("entities", "numeric_facts", "stance", "summaries"):
        made = {f"{task}_dataset": _dataset, f"{task}_results": _results}
        if name in made:
            return made[name](task)
        for score in score_names(task) if name.startswith(f"{task}_") else ():
            if name == f"{task}_{_key(score)}":
                return _score(task, score)
    raise AttributeError(name)
