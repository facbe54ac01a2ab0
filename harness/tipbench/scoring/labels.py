"""Warnings of labels that the corpus does not have: they count as wrong, and should be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tipbench.model import Answer


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one layer of an answer.

    Attributes:
        task: The task that the layer belongs to.
        noun: What such a label is called.
        read: All labels of the layer in an answer; ``None`` among them is no label.
    """

    task: str
    noun: str
    read: Callable[[Answer], Iterable[str | None]]


def _document_labels(answer: Answer) -> Iterator[str | None]:
    if answer.document_stance is not None:
        yield answer.document_stance.net
        yield answer.document_stance.own_voice


LABELS: Mapping[str, Labels] = {
    "entities": Labels("entities", "type", lambda a: (e.type for e in a.entities or ())),
    "numeric_facts": Labels(
        "numeric_facts", "kind", lambda a: (f.kind for f in a.numeric_facts or ())
    ),
    "stance": Labels("stance", "polarity", lambda a: (s.polarity for s in a.stance or ())),
    "document_stance": Labels("stance", "document label", _document_labels),
}
"""By layer: which labels it has."""


def unknown_labels(
    answers: Iterable[Answer], known: Mapping[str, Collection[str]], tasks: Collection[str]
) -> tuple[str, ...]:
    """One line for every label that is predicted and not known.

    Args:
        answers: The predictions.
        known: For each layer of ``LABELS`` the labels that exist; layers left out are not checked.
        tasks: The tasks that are scored.

    >>> from tipbench.model import Entity
    >>> answer = Answer("d", entities=(Entity(None, "Rabat", "CITY"),))
    >>> unknown_labels([answer], {"entities": ["PER", "GPE"]}, ["entities"])
    ("entities: 1 prediction has the type 'CITY', which the corpus does not have (GPE, PER)",)
    """
    predicted = list(answers)
    lines: list[str] = []
    for layer, labels in LABELS.items():
        if layer in known and labels.task in tasks:
            found = Counter(label for answer in predicted for label in labels.read(answer))
            lines += unknown(layer, found, known[layer])
    return tuple(lines)


def unknown(
    layer: str, predicted: Mapping[str | None, int], known: Collection[str]
) -> Iterator[str]:
    """One line for every label that is predicted and not known.

    Args:
        layer: One of ``LABELS``.
        predicted: How often each label was predicted.
        known: The labels that exist.
    """
    existing = ", ".join(sorted(known)) or "none"
    for label, number in sorted((x, n) for x, n in predicted.items() if x is not None):
        if label not in known:
            have = "prediction has" if number == 1 else "predictions have"
            yield (
                f"{layer}: {number} {have} the {LABELS[layer].noun} {label!r}, "
                f"which the corpus does not have ({existing})"
            )
