"""Tasks for inspect_ai: ``inspect eval tipbench/entities``, and one for each of the other tasks.

This module is named by the entry point group ``inspect_ai``, and is imported by inspect_ai alone.
"""

from __future__ import annotations

from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import HeadlineMetric
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig, ResponseSchema
from inspect_ai.scorer import (
    Metric,
    SampleScore,
    Score,
    Scorer,
    ScoreReducer,
    Target,
    metric,
    score_reducer,
    scorer,
)
from inspect_ai.solver import TaskState, generate
from inspect_ai.util import JSONSchema

from tipbench.harnesses.replies import Exchange, open_exchange
from tipbench.model import ViewName

NOT_AVAILABLE = float("nan")
"""What stands for a score of 0/0: inspect_ai has no other word for it."""


@task
def entities(view: ViewName = "clean") -> Task:
    """Names with their types; ``-T view=page`` shows the whole page."""
    return _task("entities", view)


@task
def numeric_facts(view: ViewName = "clean") -> Task:
    """Quantities, dates and ranks with value, unit and comparator."""
    return _task("numeric_facts", view)


@task
def stance(view: ViewName = "clean") -> Task:
    """Who evaluates whom, and how; and the stance of the document."""
    return _task("stance", view)


@task
def summaries(view: ViewName = "clean") -> Task:
    """A summary of each document in its language."""
    return _task("summaries", view)


def _task(name: str, view: ViewName) -> Task:
    exchange = open_exchange(name, view)
    return Task(
        dataset=MemoryDataset([_sample(exchange, doc_id) for doc_id in exchange.cases]),
        solver=generate(),
        scorer=tipbench_scorer(name, view),
        config=GenerateConfig(
            temperature=0,
            response_schema=ResponseSchema(
                name=name, json_schema=JSONSchema.model_validate(exchange.schema), strict=True
            ),
        ),
        # Of a mean of replies no score over the corpus could be computed.
        epochs=Epochs(1, first_reply()),
        # A document whose request failed is scored as a miss; it must not end the run, nor leave
        # the denominator.
        fail_on_error=False,
        score_on_error=True,
        headline_metric=HeadlineMetric(metric=exchange.headline),
        metadata={"corpus": exchange.corpus.version, "sha256": exchange.corpus.digest},
    )


def _sample(exchange: Exchange, doc_id: str) -> Sample:
    messages = [
        ChatMessageSystem(content=exchange.instructions(doc_id)),
        ChatMessageUser(content=exchange.text(doc_id)),
    ]
    language = exchange.cases[doc_id].document.language
    return Sample(input=messages, id=doc_id, metadata={"language": language})


@score_reducer
def first_reply() -> ScoreReducer:
    """Of several epochs the first one counts."""

    def reduce(scores: list[Score]) -> Score:
        return scores[0]

    return reduce


@metric
def over_corpus() -> Metric:
    """All scores of a task over the whole corpus.

    A document that was not scored, because it failed or was not run, is a miss; ``answered`` is the
    share of the documents with an answer that could be read.
    """

    def compute(scores: list[SampleScore]) -> dict[str, float]:
        if not scores:
            return {"answered": 0.0}
        about = scores[0].score.metadata or {}
        exchange = open_exchange(about["task"], about["view"])
        answers = {
            doc_id: exchange.read(doc_id, found.score.answer or "")
            for found in scores
            if (doc_id := str(found.sample_id)) in exchange.cases
        }
        answered = sum(answer.error is None for answer in answers.values())
        return {
            **{name: _shown(value) for name, value in exchange.scores(answers).items()},
            "answered": answered / len(exchange.cases),
        }

    return compute


@scorer(metrics=[over_corpus()])
def tipbench_scorer(task: str, view: ViewName = "clean") -> Scorer:
    """Scores each document by the headline score of its task, and the corpus by all of them."""
    exchange = open_exchange(task, view)

    async def score(state: TaskState, target: Target) -> Score:
        reply = state.output.completion
        answer = exchange.read(str(state.sample_id), reply)
        return Score(
            value=_shown(exchange.document_scores(answer)[exchange.headline]),
            answer=reply,
            explanation=answer.error or f"{exchange.headline} of the document",
            metadata={"task": task, "view": view},
        )

    return score


def _shown(value: float | None) -> float:
    return NOT_AVAILABLE if value is None else value
