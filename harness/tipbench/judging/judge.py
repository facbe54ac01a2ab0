"""A system as a judge: it is opened, asked and limited as any other, and answers in text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tipbench.judging.verdicts import as_text
from tipbench.model import Document, System
from tipbench.systems.registry import Source


class Judge:
    """A system whose answers become text, so that whatever it says is kept as it was said."""

    def __init__(self, system: System) -> None:
        self._system: Any = system
        self.name = system.name
        self.configuration: Mapping[str, object] = getattr(system, "configuration", {})
        for name in ("take_usage", "interrupt", "close"):
            if hasattr(system, name):
                setattr(self, name, getattr(system, name))
        if callable(getattr(system, "predict_batch", None)):
            self.predict_batch = self._predict_batch

    def predict(self, document: Document) -> str:
        """What the system says of one question."""
        return as_text(self._system.predict(document))

    def _predict_batch(self, documents: Sequence[Document]) -> list[str]:
        return [as_text(returned) for returned in self._system.predict_batch(documents)]


def as_judge(source: Source) -> Source:
    """The source of the judge that the system of ``source`` is."""
    return replace(source, open=partial(_open, source.open))


def _open(open_system: Callable[[], System]) -> Judge:
    return Judge(open_system())
