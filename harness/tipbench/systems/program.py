"""A long-lived program that answers a line with a line, and cannot harm the run."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tipbench.errors import NoAnswer
from tipbench.systems.deadline import Deadline
from tipbench.systems.process import Process

OUTPUT_LIMIT = 16 * 2**20
"""Bytes that one answer may have; a program that writes more is killed."""

FORWARDED = 64 * 2**10
"""Bytes of a program's stderr that are passed on; of the rest only the end is kept."""

_CHUNK = 64 * 2**10
_KEPT = 2**11


class Surplus(NoAnswer):
    """A program wrote more than a line; ``first`` is the line that was expected."""

    def __init__(self, first: bytes, second: bytes) -> None:
        shown = (text[:60].decode(errors="replace") for text in (first, second))
        super().__init__(
            "wrote more than one line for one document: {!r}, then {!r}".format(*shown)
        )
        self.first = first


class _EndedByItself(NoAnswer):
    """A program ended without an answer and without complaint."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a program is told, and has to answer, whenever it is started.

    Attributes:
        line: The line that it is sent.
        timeout: Seconds that its answer may take.
        check: Given the answer; raises ``NoAnswer`` where the program cannot be used.
    """

    line: bytes
    timeout: float | None
    check: Callable[[bytes], None]


class Program:
    """A program in a process group of its own.

    The first question starts it. Whatever goes wrong with it (it takes too long, ends, writes
    without end or more than one line) is a ``NoAnswer``; the whole group is then killed, and the
    next question starts it again. A program that has answered and then ends by itself is started
    again too. Of its methods only ``interrupt`` may be called by another thread.

    Args:
        arguments: The program and its arguments; there is no shell in between.
        memory: Bytes of address space that each of its processes may use.
        environment: Variables to add to those of this process.
        opening: What it is told when it is started, if anything.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        memory: int | None = None,
        environment: Mapping[str, str] | None = None,
        opening: Opening | None = None,
    ) -> None:
        self._arguments = tuple(arguments)
        self._memory = memory
        self._environment = {**os.environ, **(environment or {})}
        self._opening = opening
        self._process: Process | None = None
        self._has_answered = False
        self._said = bytearray()
        self._forwarded = 0
        self._is_interrupted = False

    def start(self) -> None:
        """Start the program, and ask its opening.

        Raises:
            NoAnswer: It cannot be started, or cannot be used.
        """
        if self._is_interrupted:
            raise NoAnswer("interrupted")
        self._forwarded = 0
        self._has_answered = False
        self._said.clear()
        self._process = Process.start(self._arguments, self._environment, self._memory)
        opening = self._opening
        if opening is not None:
            try:
                opening.check(self._exchange(opening.line, Deadline(opening.timeout)))
            except BaseException:
                self.kill()
                raise

    def ask(self, line: bytes, *, timeout: float | None = None) -> bytes:
        """The line that the program answers to ``line``, without its end.

        Args:
            line: One line, its end included.
            timeout: Seconds that the answer may take; where the program had to be started, what it
                does first counts too, but for its opening.

        Raises:
            NoAnswer: There is none; the text is the reason.
        """
        try:
            if self._process is not None and _is_out_of_step(self._process):
                self.kill()
            try:
                return self._answer(line, timeout)
            except _EndedByItself:
                had_answered = self._has_answered
                self.kill()
                if not had_answered:
                    raise
                return self._answer(line, timeout)
        except BaseException:
            self.kill()
            raise

    def _answer(self, line: bytes, timeout: float | None) -> bytes:
        if self._process is None:
            self.start()
        self._said.clear()
        answer = self._exchange(line, Deadline(timeout))
        self._has_answered = True
        return answer

    def close(self) -> None:
        """Let the program end by itself for a moment, then kill what is left of it."""
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def kill(self) -> None:
        """End the program and every process of its group at once."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()

    def interrupt(self) -> None:
        """Make a question that another thread waits for, and any later one, end without answer."""
        self._is_interrupted = True
        process = self._process
        if process is not None:
            process.signal_group()

    def _exchange(self, line: bytes, deadline: Deadline) -> bytes:
        process = self._process
        if process is None:
            raise AssertionError("a question to a program that was not started")
        unsent = memoryview(line)
        answer = _AnswerLine()
        hears_errors = True
        while True:
            unsent = _send(process, unsent)
            if answer.line is not None and not unsent:
                return answer.line
            ready = _wait(process, deadline, is_sending=bool(unsent), hears_errors=hears_errors)
            if process.stderr.fileno() in ready:
                hears_errors = self._read_errors(process)
            if process.stdout.fileno() in ready:
                chunk = os.read(process.stdout.fileno(), _CHUNK)
                if not chunk:
                    raise self._why_it_ended(process)
                answer.add(chunk)

    def _read_errors(self, process: Process) -> bool:
        """Pass on what the program says on stderr; whether there can be more of it."""
        try:
            chunk = os.read(process.stderr.fileno(), _CHUNK)
        except BlockingIOError:
            return True
        shown = chunk[: max(0, FORWARDED - self._forwarded)]
        if shown:
            self._forwarded += len(shown)
            sys.stderr.write(shown.decode(errors="replace"))
            sys.stderr.flush()
        self._said += chunk
        del self._said[:-_KEPT]
        return bool(chunk)

    def _why_it_ended(self, process: Process) -> NoAnswer:
        how = process.how_it_ended()
        self._read_errors(process)
        said = [text for text in self._said.decode(errors="replace").splitlines() if text.strip()]
        told = f"{how}; its last words: {said[-1].strip()[:300]}" if said else how
        return _EndedByItself(told) if process.popen.returncode == 0 else NoAnswer(told)


class _AnswerLine:
    """What a program has written for one question; ``line`` once that is a whole line."""

    def __init__(self) -> None:
        self.line: bytes | None = None
        self._rest = bytearray()
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Take what was read.

        Raises:
            NoAnswer: It is too much, or more than a line.
        """
        self._rest += chunk
        self._size += len(chunk)
        if self._size > OUTPUT_LIMIT:
            raise NoAnswer(f"wrote more than {OUTPUT_LIMIT // 2**20} MiB for one document")
        if b"\n" in chunk:
            *lines, rest = bytes(self._rest).split(b"\n")
            self._rest = bytearray(rest)
            for line in filter(bytes.strip, lines):
                self._take(line)
        if self.line is not None and self._rest.strip():
            self._take(bytes(self._rest))

    def _take(self, line: bytes) -> None:
        if self.line is not None:
            raise Surplus(self.line, line)
        self.line = line


def _is_out_of_step(process: Process) -> bool:
    """Whether it ended, or wrote what nobody asked for; it then has to be started anew."""
    poll = select.poll()
    poll.register(process.stdout.fileno(), select.POLLIN)
    if not poll.poll(0):
        return False
    written = os.read(process.stdout.fileno(), _CHUNK)
    return not written or bool(written.strip())


def _wait(
    process: Process, deadline: Deadline, *, is_sending: bool, hears_errors: bool
) -> set[int]:
    """The descriptors that can be read; none where the next step is to send more."""
    poll = select.poll()
    poll.register(process.stdout.fileno(), select.POLLIN)
    if hears_errors:
        poll.register(process.stderr.fileno(), select.POLLIN)
    if is_sending:
        poll.register(process.stdin.fileno(), select.POLLOUT)
    left = deadline.left()
    found = poll.poll(None if left is None else left * 1000)
    deadline.left()
    return {number for number, events in found if events & (select.POLLIN | select.POLLHUP)}


def _send(process: Process, unsent: memoryview) -> memoryview:
    """What is left to send; what nobody will read any more counts as sent."""
    while unsent:
        try:
            unsent = unsent[os.write(process.stdin.fileno(), unsent) :]
        except BlockingIOError:
            return unsent
        except BrokenPipeError:
            return unsent[len(unsent) :]
    return unsent
