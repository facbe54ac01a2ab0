"""A child process in a group of its own, which is killed as a whole."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from tipbench.errors import NoAnswer, UsageError

_FAREWELL = 5.0
"""Seconds that a process has to end by itself when nothing more is asked of it."""


@dataclass(frozen=True, slots=True)
class Process:
    """A running child and its three pipes; it leads a process group."""

    popen: subprocess.Popen[bytes]
    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]

    @classmethod
    def start(
        cls, arguments: Sequence[str], environment: Mapping[str, str], memory: int | None
    ) -> Process:
        """Start a program, its address space bound to ``memory`` bytes.

        Raises:
            NoAnswer: It cannot be started.
        """
        pipe = subprocess.PIPE
        try:
            popen = subprocess.Popen(
                list(arguments),
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                bufsize=0,
                env=dict(environment),
                start_new_session=True,
            )
        except OSError as error:
            raise NoAnswer(f"{arguments[0]} cannot be started: {error.strerror}") from None
        if popen.stdin is None or popen.stdout is None or popen.stderr is None:
            raise AssertionError("a process without the pipes it was started with")
        if memory is not None:
            _limit_memory(popen.pid, memory)
        os.set_blocking(popen.stdin.fileno(), False)
        os.set_blocking(popen.stderr.fileno(), False)
        return cls(popen, popen.stdin, popen.stdout, popen.stderr)

    def signal_group(self) -> None:
        """Send SIGKILL to every process of the group; safe in any thread."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End the whole group at once."""
        self.signal_group()
        self.popen.wait()
        for pipe in (self.stdin, self.stdout, self.stderr):
            with contextlib.suppress(OSError):
                pipe.close()

    def close(self) -> None:
        """Let it end by itself for a moment, its output read and forgotten; then kill the group."""
        with contextlib.suppress(OSError):
            self.stdin.close()
        os.set_blocking(self.stdout.fileno(), False)
        deadline = time.monotonic() + _FAREWELL
        wait = 0.001
        while not self._has_ended() and time.monotonic() < deadline:
            for pipe in (self.stdout, self.stderr):
                with contextlib.suppress(BlockingIOError):
                    os.read(pipe.fileno(), 2**16)
            time.sleep(wait)
            wait = min(2 * wait, 0.05)
        self.kill()

    def how_it_ended(self) -> str:
        """In words, why nothing more can be read of its output."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(1)
        status = self.popen.returncode
        if status is None:
            return "closed its output before it answered"
        if status < 0:
            return f"was ended by {signal.Signals(-status).name} before it answered"
        return f"ended with exit code {status} before it answered"

    def _has_ended(self) -> bool:
        """Whether it has ended; it is not waited for, so that its group keeps its number."""
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.popen.pid, flags) is not None


def check_memory_limit() -> None:
    """Whether the address space of a process can be bound here.

    Raises:
        UsageError: It cannot; Linux is needed.
    """
    try:
        import resource

        _ = resource.prlimit
    except (ImportError, AttributeError):
        raise UsageError(
            "a bound of memory needs Linux; leave --memory out, or bound the container"
        ) from None


def _limit_memory(process: int, size: int) -> None:
    import resource

    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(process, resource.RLIMIT_AS, (size, size))
