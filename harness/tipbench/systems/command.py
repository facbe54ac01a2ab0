"""``command:PROGRAM …``: a program that reads a document a line and writes a prediction a line."""

from __future__ import annotations

import hashlib
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document
from tipbench.systems.options import SystemOptions
from tipbench.systems.program import Program, Surplus
from tipbench.systems.secrets import without_secrets


def open_command(argument: str, *, options: SystemOptions) -> Command:
    """The system of ``command:argument``.

    Raises:
        UsageError: The program is not there, or the quotes do not close.
    """
    try:
        arguments = shlex.split(argument)
    except ValueError as error:
        raise UsageError(f"command:{argument}: {error}; expected PROGRAM ARGUMENT …") from None
    if not arguments:
        raise UsageError("command: found no program; expected command:PROGRAM ARGUMENT …")
    if shutil.which(arguments[0]) is None:
        raise UsageError(
            f"command:{argument}: found no program {arguments[0]!r} that can be run; "
            "expected one on the PATH, or a path (for pipes: command:sh -c '…')"
        )
    return Command(argument, arguments, options)


class Command:
    """A long-lived program, given one JSON document a line.

    It gets the keys ``doc_id``, ``language``, ``title`` and ``text``, and answers each line by one
    line, which it must flush, before it is given the next. Where it breaks off, it is killed with
    all its processes, and started anew for the next document.
    """

    def __init__(self, argument: str, arguments: list[str], options: SystemOptions) -> None:
        self.name = f"command:{argument}"
        self.configuration: Mapping[str, object] = {
            "command": without_secrets(argument),
            "files": {word: _version(Path(word)) for word in arguments if Path(word).is_file()},
        }
        self._timeout = options.timeout
        # A Python program need not flush: what it prints is not held back.
        self._program = Program(
            arguments, memory=options.memory, environment={"PYTHONUNBUFFERED": "1"}
        )

    def predict(self, document: Document) -> object:
        """What the program answers for ``document``.

        Raises:
            NoAnswer: It answered nothing, or nothing that can be used.
        """
        question = msgspec.json.encode(document.as_dict()) + b"\n"
        try:
            answer = self._read(self._program.ask(question, timeout=self._timeout))
        except Surplus as error:
            self._read(error.first)
            raise
        if isinstance(answer, dict) and answer.get("doc_id", document.doc_id) != document.doc_id:
            self._program.kill()
            raise NoAnswer(f"answered for {answer['doc_id']!r}; expected {document.doc_id!r}")
        return answer

    def _read(self, line: bytes) -> object:
        try:
            answer: object = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._program.kill()
            raise NoAnswer(
                f"wrote {line[:80].decode(errors='replace')!r}, which is not JSON; "
                "expected one line of JSON (messages belong on stderr)"
            ) from None
        return answer

    def interrupt(self) -> None:
        """Make a ``predict`` of another thread end without an answer."""
        self._program.interrupt()

    def close(self) -> None:
        """Let the program end."""
        self._program.close()


_HASHED = 64 * 2**20


def _version(path: Path) -> str:
    """The hash of a file, or its size where it is so large that it is data, not a program."""
    if path.stat().st_size > _HASHED:
        return f"{path.stat().st_size} bytes"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
