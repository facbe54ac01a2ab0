"""What another harness asks of a model about a document, and how its replies are scored.

Prompts, answer schemas and the reading of replies are those of ``openai:MODEL``; scores are those
of ``tipbench score`` on the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tipbench.corpus.load import Corpus, load_corpus
from tipbench.errors import DataError, NoAnswer
from tipbench.model import Answer, Case, ViewName
from tipbench.predictions import read_answer
from tipbench.report import HEADLINE, headline_field
from tipbench.run.cases import score_cases
from tipbench.scoring.registry import metrics as installed_metrics
from tipbench.systems.openai.answers import schema
from tipbench.systems.openai.prompts import prompt
from tipbench.systems.openai.repair import read_content


@dataclass(frozen=True)
class Exchange:
    """One task on one corpus, as a conversation of two messages for each document.

    Attributes:
        task: The task.
        view: The view of the documents.
        corpus: The corpus.

    >>> exchange = Exchange("entities", "clean", load_corpus())
    >>> exchange.scores({})["strict.recall"], exchange.read("tip-000", "lol").error
    (0.0, "the model wrote 'lol': no JSON; expected one object")
    """

    task: str
    view: ViewName
    corpus: Corpus

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """The documents with their gold, by ``doc_id``."""
        return {case.document.doc_id: case for case in self.corpus.cases(self.view)}

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of a reply."""
        return schema(self.task)

    @property
    def headline(self) -> str:
        """The score that speaks for the task.

        >>> open_exchange("numeric_facts").headline
        'fact.f1'
        """
        name = HEADLINE[self.task]
        return (
            f"{name}.{headline_field(dict.fromkeys(installed_metrics()[self.task][name].fields))}"
        )

    def instructions(self, doc_id: str) -> str:
        """What a model is told, in the language of the document."""
        return prompt(self.task, self.cases[doc_id].document.language).text

    def text(self, doc_id: str) -> str:
        """The document."""
        return self.cases[doc_id].document.text

    def read(self, doc_id: str, reply: str) -> Answer:
        """A model's reply as an answer; one that cannot be read is a miss with its reason."""
        document = self.cases[doc_id].document
        try:
            found, _, _ = read_content(reply, self.task)
            return read_answer(found, document, [self.task], doc_id)
        except NoAnswer as error:
            return Answer(doc_id, error=str(error))
        except DataError as error:
            return Answer(doc_id, error=error.problem)

    def scores(self, answers: Mapping[str, Answer]) -> dict[str, float | None]:
        """Every score over the whole corpus, by metric and field; ``None`` where it is 0/0.

        A document without an answer is a miss, whatever the reason.
        """
        return self._scores(tuple(self.cases.values()), answers)

    def document_scores(self, answer: Answer) -> dict[str, float | None]:
        """The same over the one document of ``answer``."""
        return self._scores((self.cases[answer.doc_id],), {answer.doc_id: answer})

    def _scores(
        self, cases: tuple[Case, ...], answers: Mapping[str, Answer]
    ) -> dict[str, float | None]:
        scored, _ = score_cases(self.corpus, cases, answers, [self.task])
        values = scored.as_dict()["scores"][self.task]
        return {
            f"{name}.{field}": values[name][field]
            for name, metric in installed_metrics()[self.task].items()
            for field in metric.fields
        }


def open_exchange(task: str, view: ViewName = "clean") -> Exchange:
    """The exchange of ``task`` on the built-in corpus."""
    return Exchange(task, view, load_corpus())


def score_names(task: str) -> tuple[str, ...]:
    """The names of the scores of ``task``, in order.

    >>> score_names("stance")[:3]
    ('tuple.precision', 'tuple.recall', 'tuple.f1')
    """
    named = installed_metrics()[task].items()
    return tuple(f"{name}.{field}" for name, metric in named for field in metric.fields)
