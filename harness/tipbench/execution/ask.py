"""One system, asked for its answers in the process that it runs in."""

from __future__ import annotations

from collections.abc import Sequence

from tipbench.errors import DataError, NoAnswer
from tipbench.model import Answer, Document, System
from tipbench.predictions import read_answer

REASON_LENGTH = 1000
"""Characters of a reason that are kept."""


def ask(system: System, document: Document, tasks: Sequence[str]) -> Answer:
    """The answer for one document; whatever the system raises is the reason of a miss."""
    try:
        returned = system.predict(document)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return miss(document, _reason(error))
    return _read(system, returned, document, tasks)


def ask_batch(
    system: System, documents: Sequence[Document], tasks: Sequence[str]
) -> list[Answer] | None:
    """The answers for several documents at once; ``None`` where the system failed on them."""
    try:
        returned = list(system.predict_batch(list(documents)))  # type: ignore[attr-defined]
    except KeyboardInterrupt:
        raise
    except BaseException:
        return None
    if len(returned) != len(documents):
        return None
    pairs = zip(returned, documents, strict=True)
    return [_read(system, one, document, tasks) for one, document in pairs]


def takes_batches(system: System) -> bool:
    """Whether the system answers for several documents at once."""
    return callable(getattr(system, "predict_batch", None))


def miss(document: Document, reason: str) -> Answer:
    """A document without an answer, and why, in one line."""
    line = " ".join(reason.split()).removesuffix(":") or "no reason was given"
    shown = line.encode("utf-8", "backslashreplace").decode("utf-8")
    return Answer(document.doc_id, error=shown[:REASON_LENGTH])


def _read(system: System, returned: object, document: Document, tasks: Sequence[str]) -> Answer:
    place = f"system {system.name}, document {document.doc_id}"
    try:
        return read_answer(returned, document, tasks, place)
    except Exception as error:  # a mapping of the system's own can raise anything
        return miss(document, _reason(error))


def _reason(error: BaseException) -> str:
    if isinstance(error, DataError):
        return error.problem
    return str(error) if isinstance(error, NoAnswer) else f"{type(error).__name__}: {error}"
