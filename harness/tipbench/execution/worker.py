"""The program of a worker process: opens a system, then answers a line of documents with a line.

The pipes of the protocol are its own: what the system prints goes to stderr, and what it reads from
stdin is empty.
"""

from __future__ import annotations

import base64
import os
import pickle
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tipbench.errors import TipbenchError
from tipbench.execution.ask import ask, ask_batch, takes_batches
from tipbench.model import Document, Question, System
from tipbench.predictions import as_dict


def main() -> None:
    """Answer until there is nothing more to read."""
    _end_with_parent()
    questions = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    order = msgspec.json.decode(questions.readline())
    sys.path[:] = order["path"]
    tasks = tuple(order["tasks"])
    try:
        system: System = pickle.loads(base64.b64decode(order["open"]))()
        hello = {
            "configuration": dict(getattr(system, "configuration", {})),
            "takes_batches": takes_batches(system),
        }
    except BaseException as error:
        _write(replies, {"error": _told(error)})
        return
    _write(replies, hello)
    for line in questions:
        documents = [_document(record) for record in msgspec.json.decode(line)]
        _write(replies, {"replies": _replies(system, documents, tasks)})
    getattr(system, "close", lambda: None)()


def _document(record: Mapping[str, Any]) -> Document:
    return (Question if "statement" in record else Document)(**record)


def _replies(
    system: System, documents: Sequence[Document], tasks: Sequence[str]
) -> list[dict[str, Any]] | None:
    if len(documents) == 1:
        answers = [ask(system, documents[0], tasks)]
    else:
        found = ask_batch(system, documents, tasks)
        if found is None:
            return None
        answers = found
    take_usage = getattr(system, "take_usage", dict)
    return [{"answer": as_dict(answer), "usage": take_usage()} for answer in answers]


def _told(error: BaseException) -> str:
    if isinstance(error, TipbenchError):
        return str(error)
    return f"the system cannot be opened in a worker process: {type(error).__name__}: {error}"


def _write(replies: Any, reply: object) -> None:
    replies.write(msgspec.json.encode(reply) + b"\n")
    replies.flush()


def _end_with_parent() -> None:
    """Have the kernel end this process with the one that started it, even in the midst of work."""
    if sys.platform == "linux":
        import ctypes
        import signal

        set_death_signal = 1  # PR_SET_PDEATHSIG of linux/prctl.h
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


if __name__ == "__main__":
    main()
