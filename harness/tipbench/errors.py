"""Every error that tipbench raises on purpose.

``TipbenchError``
├── ``UsageError``     the call is wrong: an unknown name, an option that does not fit
├── ``DataError``      a file or an answer is wrong; carries the place
│   └── ``UnknownDocumentError``   a prediction for a document that the corpus does not have
└── ``NoAnswer``       a system has no answer for a document; the text is the reason
"""

from __future__ import annotations


class TipbenchError(Exception):
    """Base of all errors below; its text is one line that can be shown to a user."""


class UsageError(TipbenchError):
    """The call cannot be carried out as it was made.

    The text says what was found, what was expected, and what to do.
    """


class DataError(TipbenchError):
    """Input cannot be read as what it claims to be.

    Args:
        place: Where, as ``file:line``, ``file`` or ``system NAME, document ID``.
        problem: What was found, what was expected, and what to do.

    >>> str(DataError("p.jsonl:7", "end 2700 is past the end of tip-003 (2601 characters)"))
    'p.jsonl:7: end 2700 is past the end of tip-003 (2601 characters)'
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class UnknownDocumentError(DataError):
    """A prediction speaks of a document that is not among those to be scored.

    Args:
        place: Where the prediction is.
        problem: What was found, what was expected, and what to do.
        doc_id: The document.
    """

    def __init__(self, place: str, problem: str, doc_id: str) -> None:
        super().__init__(place, problem)
        self.doc_id = doc_id


class NoAnswer(TipbenchError):
    """A system has no answer for a document, which then counts as a miss.

    The text is the reason, as it stands beside the document in the run.
    """
