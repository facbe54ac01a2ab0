"""NLI models of transformers as judges: a summary states what it entails."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document, Question
from tipbench.systems.pipelines.tagger import read_size

if TYPE_CHECKING:
    from types import ModuleType

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entailment:
    """A classifier of pairs of texts with its tokenizer.

    Attributes:
        name: ``transformers:`` and the model.
        model: The model.
        tokenizer: Its tokenizer.
        size: Tokens that the model reads; of a longer pair the end of the summary is left out, and
            a warning is logged.
        entailed: The number of the class that says that the second text follows from the first.
        configuration: The model, its revision where it has one, and the version of transformers.
    """

    name: str
    model: Any
    tokenizer: Any
    size: int
    entailed: int
    configuration: Mapping[str, Any]

    def predict(self, document: Document) -> bool:
        """Whether the statement of a question follows, most likely, from its text.

        Raises:
            NoAnswer: A document is no question.
        """
        if not isinstance(document, Question):
            raise NoAnswer(f"{self.name} judges summaries; expected it as --judge")
        import torch

        pair = (document.text, document.statement)
        length = len(self.tokenizer(*pair)["input_ids"])
        if length > self.size:
            LOGGER.warning(
                "%s: %s has %d tokens, the model reads %d; the end of the summary is not judged",
                self.name, document.doc_id, length, self.size,
            )  # fmt: skip
        inputs = self.tokenizer(
            *pair, truncation="only_first", max_length=self.size, return_tensors="pt"
        ).to(self.model.device)
        with torch.inference_mode():
            found: int = self.model(**inputs).logits[0].argmax().item()
        return found == self.entailed


def open_entailment(transformers: ModuleType, argument: str, config: Any) -> Entailment:
    """Load an NLI model.

    Raises:
        UsageError: It cannot be loaded, or no class of it is entailment.
    """
    from tipbench.systems.pipelines.transformers import load, versions

    system = f"transformers:{argument}"
    entailed = [n for n, label in config.id2label.items() if label.lower().startswith("entail")]
    if len(entailed) != 1:
        raise UsageError(
            f"system {system!r}: found a classifier of {', '.join(config.id2label.values())}; "
            "expected an NLI model, one of whose classes is called entailment"
        )
    model = load(transformers.AutoModelForSequenceClassification, argument, system).eval()
    tokenizer = load(transformers.AutoTokenizer, argument, system)
    size = read_size(tokenizer, config)
    return Entailment(system, model, tokenizer, size, int(entailed[0]), versions(config))
