"""Sequence-to-sequence models of transformers as summarisers."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.model import Document
from tipbench.systems.pipelines.tagger import read_size

if TYPE_CHECKING:
    from types import ModuleType

LOGGER = logging.getLogger(__name__)

MOST_TOKENS = 150
"""Tokens of a summary where a model does not say; the references have 60 to 90 words."""


@dataclass(frozen=True, slots=True)
class Summariser:
    """A sequence-to-sequence model with its tokenizer.

    Attributes:
        name: ``transformers:`` and the model.
        model: The model.
        tokenizer: Its tokenizer.
        size: Tokens that the model reads; what lies behind them is not summarised, and a warning
            is logged.
        prefix: What the model expects before a text, as ``summarize:``.
        arguments: What its configuration says of how summaries are generated.
        configuration: The model, its revision where it has one, and the version of transformers.
    """

    name: str
    model: Any
    tokenizer: Any
    size: int
    prefix: str
    arguments: Mapping[str, Any]
    configuration: Mapping[str, Any]

    def predict(self, document: Document) -> dict[str, Any]:
        """The summary of ``document``: the likeliest words, without sampling."""
        import torch

        encoded = self.tokenizer(self.prefix + document.text)["input_ids"]
        if len(encoded) > self.size:
            LOGGER.warning(
                "%s: %s has %d tokens, the model reads %d; the rest is not summarised",
                self.name, document.doc_id, len(encoded), self.size,
            )  # fmt: skip
        inputs = self.tokenizer(
            self.prefix + document.text,
            truncation=True,
            max_length=self.size,
            return_token_type_ids=False,
            return_tensors="pt",
        ).to(self.model.device)
        with torch.inference_mode():
            output = self.model.generate(**inputs, **{**self.arguments, "do_sample": False})
        return {"summary": self.tokenizer.decode(output[0], skip_special_tokens=True).strip()}


def open_summariser(transformers: ModuleType, argument: str, config: Any) -> Summariser:
    """Load a summariser.

    Raises:
        UsageError: It cannot be loaded.
    """
    from tipbench.systems.pipelines.transformers import load, versions

    system = f"transformers:{argument}"
    tokenizer = load(transformers.AutoTokenizer, argument, system)
    model = load(transformers.AutoModelForSeq2SeqLM, argument, system).eval()
    arguments = (getattr(config, "task_specific_params", None) or {}).get("summarization", {})
    if not _says_length(model.generation_config, arguments):
        arguments = {"max_new_tokens": MOST_TOKENS, **arguments}
    return Summariser(
        name=system,
        model=model,
        tokenizer=tokenizer,
        size=read_size(tokenizer, config),
        prefix=arguments.get("prefix", getattr(config, "prefix", None) or ""),
        arguments={name: value for name, value in arguments.items() if name != "prefix"},
        configuration=versions(config),
    )


def _says_length(generation: Any, arguments: Mapping[str, Any]) -> bool:
    """Whether a model says how long its summaries are; 20 tokens is the library's word, not its."""
    said = [arguments.get("max_length"), arguments.get("max_new_tokens")]
    said += [getattr(generation, name, None) for name in ("max_length", "max_new_tokens")]
    return any(length not in (None, 20) for length in said)
