"""Generates the data, runs everything, and keeps what was measured by group."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.commands import (
    ROOT,
    Command,
    generation,
    resampling,
    score,
    scoring,
    start_up,
)
from benchmarks.process import Measured, alternate, run

Group = dict[str, Measured]
T = TypeVar("T")

SIZES = (1_000, 10_000, 100_000)
SPANS = (25_000, 50_000, 100_000, 200_000)
MANY_SPANS = 1_000_000

MOST_FOR_SACREBLEU = 10_000
"""Documents; above, its table of 10,000 resamples alone takes gigabytes."""

SLOW = 60.0
"""Seconds; what takes longer is timed once."""


def measure(folder: Path, size: int, rounds: int) -> dict[str, Group]:
    """Measure everything with data sets of up to ``size`` documents.

    Args:
        folder: Where the data are generated; they are kept there for the next time.
        size: The largest data set.
        rounds: How often each command is timed.
    """
    found: dict[str, Group] = {}
    for documents in (number for number in SIZES if number <= size):
        data = folder / str(documents)
        _say(f"generating {documents} documents", partial(_generate, "documents", documents, data))
        found[f"score {documents}"] = _alternate(f"{documents} documents", scoring(data), rounds)
        path = folder / f"statistics-{documents}.npy"
        _generate("statistics", documents, path)
        commands = resampling(path, sacrebleu=documents <= MOST_FOR_SACREBLEU)
        found[f"resampling {documents}"] = _alternate(f"resampling {documents}", commands, rounds)
    five = folder / "5"
    _generate("documents", 5, five)
    found["start-up"] = _alternate("start-up", start_up(five), 7 * rounds)
    spans = SPANS if size < max(SIZES) else (*SPANS, MANY_SPANS)
    for shape in ("identical", "nested"):
        found[f"one document, {shape}"] = _growth(folder / shape, shape, spans)
    return found


def agreement(folder: Path, measured: dict[str, Group]) -> dict[str, dict[str, dict[str, float]]]:
    """By data set, the F1 that each scorer gave: those of one metric should agree."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for group, commands in measured.items():
        kind, _, documents = group.partition(" ")
        if kind != "score":
            continue
        scores = found.setdefault(documents, {})
        for name, result in commands.items():
            if result.problem is None and not name.startswith(("tipbench", "pyarrow")):
                scores[name] = json.loads(result.output.splitlines()[-1])
        run_file = folder / documents / "runs" / "one" / "run.json"
        if commands["tipbench"].problem is None:
            entities = json.loads(run_file.read_text())["scores"]["entities"]
            scores["tipbench"] = {name: value["f1"] for name, value in entities.items()}
    return found


def _growth(folder: Path, shape: str, spans: tuple[int, ...]) -> Group:
    """The time of one document by the number of its spans, until that takes too long."""
    found: Group = {}
    for number in spans:
        data = folder / str(number)
        _generate(shape, number, data)
        done = _say(
            f"one document, {number} {shape} spans",
            partial(run, score(data, "predictions.parquet", "one"), watch=True, limit=2 * SLOW),
        )
        found[f"{number}"] = Measured((done.seconds,), done.peak, done.output, done.problem)
        if done.problem or done.seconds > SLOW:
            break
    return found


def _generate(what: str, number: int, path: Path) -> None:
    """Generate in a process of its own.

    The kernel's peak of a command starts from the size of the process that started it, and so
    this one has to stay small.
    """
    subprocess.run(generation(what, number, path), cwd=ROOT, check=True)


def _alternate(what: str, commands: dict[str, Command], rounds: int) -> Group:
    return _say(
        f"{what}: {len(commands)} commands", lambda: alternate(commands, rounds, once_above=SLOW)
    )


def _say(what: str, action: Callable[[], T]) -> T:
    started = time.perf_counter()
    print(f"{what} …", end="", file=sys.stderr, flush=True)
    result = action()
    print(f" {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return result
