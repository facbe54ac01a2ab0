"""Runs commands as whole processes and measures them.

Time is wall time from the start of a process to its end, start-up included. Peak memory comes from
runs of its own, since watching a process costs it time: while it runs, the proportional set sizes
(``smaps_rollup``: pages shared by several processes are divided among them) of the process and all
its descendants are added up some 30 times a second; what is reported is the largest sum, or the
kernel's own peak of the largest single process (``ru_maxrss``) where that is larger. That one is
never below the size of the process that starts the command, so nothing heavy is imported here.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

KB_IN_MB = 1000 / 1.024
"""The kernel counts in units of 1,024 bytes; reported are megabytes of a million."""

MOST_MEMORY = 12 << 30
"""Bytes of address space that a process may take; a run that wants more fails and says so."""


@dataclass(frozen=True, slots=True)
class Done:
    """One run of a command.

    Attributes:
        seconds: Wall time.
        peak: Peak memory in MB; of all its processes together where it was watched.
        output: What it printed.
        problem: The last line of its errors where it failed; ``None`` where it did not.
    """

    seconds: float
    peak: float
    output: str
    problem: str | None


def run(command: Sequence[str], *, watch: bool = False, limit: float = 3600.0) -> Done:
    """Run a command to its end.

    Args:
        command: Program and arguments.
        watch: Whether to add up the memory of all its processes while it runs.
        limit: Seconds after which it is ended and counts as failed.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        environment = os.environ | {"PYTHONWARNINGS": "ignore", "PYTHONHASHSEED": "0"}
        started = time.perf_counter()
        child = subprocess.Popen(
            command, stdout=out, stderr=errors, env=environment, preexec_fn=_limit_memory
        )
        peak = 0.0
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG if watch else 0)
            seconds = time.perf_counter() - started
            if pid:
                break
            peak = max(peak, sum(map(_proportional, _tree(child.pid))))
            if seconds > limit:
                child.kill()
            time.sleep(0.03)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        lines = errors.read().decode(errors="replace").strip().splitlines() or ["no message"]
        problem = f"exit {child.returncode}: {lines[-1][:200]}" if child.returncode else None
        output = out.read().decode(errors="replace")
    return Done(seconds, max(peak, usage.ru_maxrss / KB_IN_MB), output, problem)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _tree(pid: int) -> list[int]:
    """A process and its descendants, as far as they are still there."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _proportional(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / KB_IN_MB
    except OSError:  # it has ended meanwhile
        pass
    return 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What several runs of one command came to.

    Attributes:
        seconds: Wall time of each run.
        peak: Peak memory in MB of all its processes together.
        output: What the last run printed.
        problem: Why there is no measurement; ``None`` where there is.
        inner: Seconds that the command says its work took without start-up and reading, of each
            run; empty where it does not say.
    """

    seconds: tuple[float, ...]
    peak: float
    output: str
    problem: str | None
    inner: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        """The median of the times."""
        return median(self.seconds)


def alternate(
    commands: dict[str, Sequence[str]], rounds: int, *, once_above: float, watch: bool = True
) -> dict[str, Measured]:
    """Run all commands in turn, as often as there are rounds, and each once more for its memory.

    Args:
        commands: By name.
        rounds: How often each is timed.
        once_above: A command whose first run takes longer than these seconds is timed only once.
        watch: Whether to measure memory.
    """
    times: dict[str, list[float]] = {name: [] for name in commands}
    inner: dict[str, list[float]] = {name: [] for name in commands}
    last: dict[str, Done] = {}
    for _ in range(rounds):
        for name, command in commands.items():
            done = last.get(name)
            if done and (done.problem or times[name][0] > once_above):
                continue
            last[name] = run(command)
            times[name].append(last[name].seconds)
            inner[name] += _inner(last[name].output)
    found = {}
    for name, done in last.items():
        # One that is slow is not run once more: its own peak has to do.
        again = watch and not done.problem and done.seconds <= once_above
        peak = run(commands[name], watch=True).peak if again else done.peak
        found[name] = Measured(
            tuple(times[name]), peak, done.output, done.problem, tuple(inner[name])
        )
    return found


def _inner(output: str) -> list[float]:
    """The ``seconds`` that the last line says, as JSON, if it does."""
    try:
        said = json.loads(output.splitlines()[-1])
    except (ValueError, IndexError):
        return []
    return [said["seconds"]] if isinstance(said, dict) and "seconds" in said else []
