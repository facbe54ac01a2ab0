"""What running a system through tipbench costs for a document, beside the bare loop.

The same extractor answers for generated documents of about 2,600 characters with 10 names each, as
a function and as a program: first in a loop without anything around it, then through the harness,
predictions written and synced. Times are the best of three.

    python benchmarks/overhead.py --documents 10000
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tipbench.execution.execute import execute
from tipbench.model import Document
from tipbench.systems.options import SystemOptions
from tipbench.systems.registry import as_source

NAME = re.compile(r"\b(Rabat|Washington)\b")
PROGRAM = r"""
import json, re, sys
NAME = re.compile(r"\b(Rabat|Washington)\b")
for line in sys.stdin:
    document = json.loads(line)
    found = [{"start": m.start(), "end": m.end(), "type": "GPE"}
             for m in NAME.finditer(document["text"])]
    print(json.dumps({"doc_id": document["doc_id"], "entities": found}), flush=True)
"""
SENTENCE = "Selon le rapport, au moins 474 victimes ont été identifiées en 2023 dans le pays. "
ROUNDS = 3


def find(document: Document) -> list[dict[str, object]]:
    """The extractor."""
    found = NAME.finditer(document.text)
    return [{"start": m.start(), "end": m.end(), "type": "GPE"} for m in found]


def generate(number: int) -> list[Document]:
    """Documents that differ in their first word."""
    text = (SENTENCE * 3 + "Rabat l'a dit. ") * 10
    return [Document(f"d{n}", "fr", None, f"{n} {text}") for n in range(number)]


def loop_function(documents: list[Document]) -> None:
    """The function in a bare loop."""
    for document in documents:
        find(document)


def loop_program(documents: list[Document], program: Path) -> None:
    """The program in a bare loop: a line in, a line out."""
    command = [sys.executable, str(program)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for document in documents:
            process.stdin.write(json.dumps(document.as_dict()).encode() + b"\n")
            process.stdin.flush()
            json.loads(process.stdout.readline())
        process.stdin.close()


def through_harness(
    system: Callable[[Document], object] | str,
    documents: list[Document],
    timeout: float | None,
    workers: int,
) -> None:
    """The same through the harness."""
    options = SystemOptions(tasks=("entities",), timeout=timeout)
    with tempfile.TemporaryDirectory() as folder:
        executed = execute(
            as_source(system, (), options),
            documents,
            Path(folder) / "run",
            options=options,
            workers=workers,
        )
    if any(answer.error for answer in executed.answers.values()):
        raise SystemExit("a document has no answer")


def seconds(act: Callable[[], None]) -> float:
    """The shortest time that ``act`` took."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return min(times)


def measure(number: int) -> Iterator[tuple[str, float, float]]:
    """Name, microseconds a document in the bare loop, and through the harness."""
    documents = generate(number)
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "program.py"
        program.write_text(PROGRAM, encoding="utf-8")
        command = f"command:{sys.executable} {program}"
        ways: tuple[tuple[str, Callable[[Document], object] | str, float | None, int], ...] = (
            ("function", find, None, 1),
            ("function, --timeout", find, 60.0, 1),
            ("function, --workers 2", find, None, 2),
            ("command:", command, None, 1),
            ("command:, --timeout", command, 60.0, 1),
            ("command:, --workers 2", command, None, 2),
        )
        bare = {
            False: seconds(lambda: loop_function(documents)),
            True: seconds(lambda: loop_program(documents, program)),
        }
        for name, system, timeout, workers in ways:

            def run(
                system: Callable[[Document], object] | str = system,
                timeout: float | None = timeout,
                workers: int = workers,
            ) -> None:
                through_harness(system, documents, timeout, workers)

            scale = 1e6 / number
            yield name, bare[isinstance(system, str)] * scale, seconds(run) * scale


def main() -> None:
    """Print one line for each way of running the extractor."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="default: 10000")
    number = parser.parse_args().documents
    sys.stdout.write("| µs a document | bare loop | tipbench | overhead |\n")
    sys.stdout.write("| --- | ---: | ---: | ---: |\n")
    for name, bare, whole in measure(number):
        sys.stdout.write(f"| {name} | {bare:.0f} | {whole:.0f} | {whole - bare:.0f} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
