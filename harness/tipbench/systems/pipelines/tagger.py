"""Token classifiers of transformers: names in texts of any length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.errors import UsageError
from tipbench.model import Document, Span
from tipbench.systems.pipelines.tags import Token, first_of_words, read_names
from tipbench.systems.pipelines.windows import windows

if TYPE_CHECKING:
    from types import ModuleType

LONGEST = 512
"""Tokens that a model reads at once where neither it nor its tokenizer says."""

BATCH = 16
"""Windows that go through a model together."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """A token classifier with its tokenizer.

    A text that is longer than the model reads is cut into windows that overlap. The labels of
    their tokens are put together before names are read from them, so that no name is lost or found
    twice where two windows meet.

    Attributes:
        name: ``transformers:`` and the model.
        model: The model.
        tokenizer: Its tokenizer, a fast one.
        size: Tokens that the model reads at once, special ones included.
        configuration: The model, its revision where it has one, and the version of transformers.
    """

    name: str
    model: Any
    tokenizer: Any
    size: int
    configuration: Mapping[str, Any]

    def predict(self, document: Document) -> dict[str, Any]:
        """The names of ``document``, with the labels of the model."""
        text = document.text
        tokens, labels = self.label(text)
        names = read_names(tokens, first_of_words(text, tokens, labels))
        spans = ((_stripped(text, span), type) for span, type in names)
        return {
            "entities": [
                {"start": span.start, "end": span.end, "type": type}
                for span, type in spans
                if span.start < span.end
            ]
        }

    def label(self, text: str) -> tuple[list[Token], list[str]]:
        """The tokens of ``text`` and the label of each."""
        room = self.size - self.tokenizer.num_special_tokens_to_add()
        overlap = room // 4
        encoded = self.tokenizer(
            text,
            truncation=True,
            max_length=self.size,
            stride=overlap,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        inner = [
            [index for index, special in enumerate(mask) if not special]
            for mask in encoded["special_tokens_mask"]
        ]
        length = sum(map(len, inner)) - overlap * (len(inner) - 1)
        classes = self._classes(encoded)
        tokens, labels = [], []
        for number, window in enumerate(windows(length, room, overlap)):
            offsets, words = encoded["offset_mapping"][number], encoded.word_ids(number)
            for index in inner[number][window.own_first - window.first :][
                : window.own_stop - window.own_first
            ]:
                tokens.append(Token(Span(*offsets[index]), words[index]))
                labels.append(self.model.config.id2label[classes[number][index]])
        return tokens, labels

    def _classes(self, encoded: Any) -> list[list[int]]:
        """The most likely class of every token of every window."""
        import torch

        names = [name for name in self.tokenizer.model_input_names if name in encoded]
        together = 1 if self.tokenizer.pad_token is None else BATCH
        found: list[list[int]] = []
        for first in range(0, len(encoded["input_ids"]), together):
            batch = {name: encoded[name][first : first + together] for name in names}
            if together > 1:
                # On the right, so that tokens keep their numbers.
                batch = self.tokenizer.pad(batch, padding_side="right")
            inputs = {name: torch.tensor(values) for name, values in batch.items()}
            with torch.inference_mode():
                found += self.model(**inputs).logits.argmax(dim=-1).tolist()
        return found


def open_tagger(transformers: ModuleType, argument: str, config: Any) -> Tagger:
    """Load a token classifier.

    Raises:
        UsageError: It cannot be loaded, or its tokenizer does not say where its tokens stand.
    """
    from tipbench.systems.pipelines.transformers import load, versions

    system = f"transformers:{argument}"
    model = load(transformers.AutoModelForTokenClassification, argument, system).eval()
    tokenizer = load(transformers.AutoTokenizer, argument, system)
    if not tokenizer.is_fast:
        raise UsageError(
            f"system {system!r}: its tokenizer does not say where tokens stand in the text; "
            "expected one with tokenizer.json"
        )
    return Tagger(system, model, tokenizer, read_size(tokenizer, config), versions(config))


def read_size(tokenizer: Any, config: Any) -> int:
    """Tokens that a model reads at once: what its tokenizer says, or its positions allow."""
    positions = getattr(config, "max_position_embeddings", None) or 0
    # RoBERTa and its kin count positions from behind the padding, and so have two to spare.
    limits: Sequence[int] = (tokenizer.model_max_length, positions - 2)
    return min((limit for limit in limits if 2 < limit < 1_000_000), default=LONGEST)


def _stripped(text: str, span: Span) -> Span:
    """``span`` without spaces at its ends, which some tokenizers count to the token."""
    surface = text[span.start : span.end]
    start = span.start + len(surface) - len(surface.lstrip())
    return Span(start, max(start, span.start + len(surface.rstrip())))
