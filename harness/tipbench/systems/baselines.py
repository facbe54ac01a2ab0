"""The systems that mark the ends of the scale, and the simplest summariser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tipbench.model import Case, Document
from tipbench.predictions import as_dict
from tipbench.tokens import split_sentences


class Gold:
    """Answers with the gold itself: every score is 1. The one system that is built from it."""

    name = "gold"

    def __init__(self, cases: Sequence[Case]) -> None:
        self._gold = {case.document.doc_id: case.gold for case in cases}

    def predict(self, document: Document) -> dict[str, Any]:
        """The gold of ``document``; as its summary, the first reference in its language."""
        return as_dict(self._gold[document.doc_id])


@dataclass(frozen=True, slots=True)
class Empty:
    """Finds nothing: every recall is 0."""

    name: str = "empty"

    def predict(self, document: Document) -> dict[str, Any]:
        """The same for every document."""
        return {
            "entities": [],
            "numeric_facts": [],
            "stance": [],
            "document_stance": {},
            "summary": "",
        }


@dataclass(frozen=True, slots=True)
class Lead:
    """Summarises a document by its first sentences (lead-3), the title left out."""

    name: str = "lead"
    sentences: int = 3

    def predict(self, document: Document) -> str:
        """The first sentences of ``document``."""
        text = document.text
        if document.title and text.startswith(document.title):
            text = text[len(document.title) :]
        spans = split_sentences(text)[: self.sentences]
        return " ".join(text[span.start : span.end] for span in spans)
