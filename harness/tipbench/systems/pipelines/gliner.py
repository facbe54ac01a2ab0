"""GLiNER models as systems: names of the kinds that one asks for.

>>> from tipbench.systems.pipelines.gliner import asked_labels
>>> asked_labels("conll")
{'person': 'PER', 'organization': 'ORG', 'location': 'LOC', 'miscellaneous': 'MISC'}
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from tipbench.errors import UsageError
from tipbench.model import Document, Span
from tipbench.systems.options import SystemOptions
from tipbench.systems.pipelines.missing import require
from tipbench.systems.pipelines.windows import Window, windows

WORDS = re.compile(r"\w+(?:[-_]\w+)*|\S")
"""What GLiNER counts as a word; it reads so many of them at once, and leaves out the rest."""

LONGEST = 384
"""Words that a model reads at once where it does not say."""


@dataclass(frozen=True, slots=True)
class GlinerSystem:
    """A GLiNER model and what it is asked for.

    Attributes:
        name: ``gliner:`` and the model.
        model: The model.
        labels: What it is asked for, and the label that is meant.
        size: Words that it reads at once; longer texts are cut into windows that overlap.
        configuration: What it is asked for, and the version of GLiNER.
    """

    name: str
    model: Any
    labels: Mapping[str, str]
    size: int
    configuration: Mapping[str, Any]

    def predict(self, document: Document) -> dict[str, Any]:
        """The names of ``document``."""
        words = [Span(*found.span()) for found in WORDS.finditer(document.text)]
        parts = list(windows(len(words), self.size, self.size // 4)) if words else []
        texts = [document.text[_reach(words, part)] for part in parts]
        answers = self.model.inference(texts, list(self.labels), flat_ner=True) if texts else []
        found = [_placed(answer, words, part) for answer, part in zip(answers, parts, strict=True)]
        return {
            "entities": [
                {"start": span.start, "end": span.end, "type": self.labels[label]}
                for span, label in merge(found, [_seam(words, part) for part in parts[:-1]])
            ]
        }


def open_gliner(argument: str, *, options: SystemOptions) -> GlinerSystem:
    """Load ``argument``: the name of a model on the Hub, or its folder.

    Raises:
        UsageError: GLiNER is not installed, or the model cannot be loaded.
    """
    system = f"gliner:{argument}"
    gliner = require("gliner", system=system, extra="gliner")
    labels = asked_labels(options.labels)
    try:
        model = gliner.GLiNER.from_pretrained(argument)
    except Exception as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise UsageError(
            f"system {system!r}: {argument} cannot be loaded: {reason}; "
            "expected a GLiNER model on the Hub, or a folder"
        ) from error
    size = int(getattr(model.config, "max_len", None) or LONGEST)
    return GlinerSystem(
        system, model, labels, size, {"labels": labels, "versions": {"gliner": gliner.__version__}}
    )


def asked_labels(view: str) -> dict[str, str]:
    """What a model is asked for in a view of labels, and the label that is meant."""
    table = files("tipbench.systems.pipelines").joinpath("gliner.toml").read_text(encoding="utf-8")
    asked: dict[str, str] = tomllib.loads(table)[view]
    return asked


Found = Sequence[tuple[Span, str]]


def merge(found: Sequence[Found], seams: Sequence[int]) -> list[tuple[Span, str]]:
    """The names of all windows, each once.

    A name is that of the window in whose part it starts. Where neighbours disagree on where one
    starts, so that it would be lost to both, the name that lies across their seam is taken.

    Args:
        found: For every window its names, in characters of the whole text.
        seams: For every window but the last, the character where the next one's part begins.

    >>> rabat, of_rabat = Span(6, 11), Span(3, 11)
    >>> merge([[(rabat, "GPE")], [(of_rabat, "GPE")]], seams=[5])
    [(Span(start=3, end=11), 'GPE')]
    """
    borders = [0, *seams, float("inf")]
    own: list[tuple[Span, str]] = []
    others: list[tuple[Span, str]] = []
    for number, names in enumerate(found):
        for span, label in sorted(names):
            if borders[number] <= span.start < borders[number + 1]:
                _add(own, span, label)
            elif any(span.start < seam < span.end for seam in seams):
                others.append((span, label))
    for span, label in others:
        _add(own, span, label)
    return sorted(own)


def _add(names: list[tuple[Span, str]], span: Span, label: str) -> None:
    if not any(span.overlaps(other) for other, _ in names):
        names.append((span, label))


def _reach(words: Sequence[Span], part: Window) -> slice:
    return slice(words[part.first].start, words[part.stop - 1].end)


def _seam(words: Sequence[Span], part: Window) -> int:
    return words[part.own_stop].start


def _placed(
    answer: Iterable[Mapping[str, Any]], words: Sequence[Span], part: Window
) -> list[tuple[Span, str]]:
    start = words[part.first].start
    return [(Span(start + name["start"], start + name["end"]), name["label"]) for name in answer]
