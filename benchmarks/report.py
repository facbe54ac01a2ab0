"""The measurements as a Markdown table and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from benchmarks.bars import Verdict
from benchmarks.process import Measured

PACKAGES = ("tipbench", "numpy", "pyarrow", "nervaluate", "seqeval", "sacrebleu")

Measurements = Mapping[str, Mapping[str, Measured]]
Agreement = Mapping[str, Mapping[str, Mapping[str, float]]]


def machine() -> dict[str, str]:
    """What it was measured on and with."""
    found = {
        "python": platform.python_version(),
        "cores": str(len(os.sched_getaffinity(0))),
        "load": f"{os.getloadavg()[0]:.1f}",
    }
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def as_dict(verdicts: list[Verdict], measured: Measurements, agreed: Agreement) -> dict[str, Any]:
    """Everything, ready for JSON."""
    return {
        "machine": machine(),
        "bars": [
            {"what": v.bar.what, "ours": v.bar.ours, "theirs": v.bar.theirs,
             "limit": v.bar.limit, "kind": v.bar.kind, "value": v.value, "met": v.met,
             "note": v.note}
            for v in verdicts
        ],
        "measured": {
            group: {
                name: {
                    "seconds": list(m.seconds), "median": m.median, "peak_mb": m.peak,
                    "problem": m.problem,
                }
                for name, m in commands.items()
            }
            for group, commands in measured.items()
        },
        "f1": agreed,
    }  # fmt: skip


def as_markdown(verdicts: list[Verdict], measured: Measurements, agreed: Agreement) -> str:
    """The same for reading."""
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    lines = [
        "# Benchmark",
        "",
        f"{about}. Whole processes from files on disk to scores, start-up included, run in turn; "
        "ratios are of medians. Peak memory is that of all processes of a command together, read "
        "in a run of its own. Other scorers are given the gold names of the clean view ready made, "
        "as spans or as tags; tipbench finds them in the pages of the corpus.",
        "",
        "## Bars",
        "",
        *_bars(verdicts),
    ]
    for group, commands in measured.items():
        table = _growth(commands) if group.startswith("one document") else _times(commands)
        lines += ["", f"## {group}", "", *table]
    lines += ["", "## Growth with the number of documents", "", *_by_size(measured)]
    for documents, scores in agreed.items():
        lines += ["", f"## F1 by each scorer, {documents} documents", "", *_scores(scores)]
    return "\n".join(lines) + "\n"


def _bars(verdicts: list[Verdict]) -> Iterator[str]:
    yield "| what | against | bar | measured | met | |"
    yield "| --- | --- | ---: | ---: | --- | --- |"
    for verdict in verdicts:
        bar = verdict.bar
        sign = "≥" if bar.kind.startswith("times as fast") else "≤"
        value = "n/a" if verdict.value is None else f"{verdict.value:.3g}"
        met = "yes" if verdict.met else "**no**"
        yield (
            f"| {bar.what} | {bar.theirs or '–'} | {sign} {bar.limit:g} {bar.kind} "
            f"| {value} | {met} | {verdict.note} |"
        )


def _times(commands: Mapping[str, Measured]) -> Iterator[str]:
    yield "| command | median s | all runs | peak MB | |"
    yield "| --- | ---: | --- | ---: | --- |"
    for name, found in commands.items():
        if found.problem is not None:
            yield f"| {name} | n/a | | | {found.problem} |"
            continue
        times = " ".join(f"{seconds:.3g}" for seconds in found.seconds[:7])
        yield f"| {name} | {found.median:.3g} | {times} | {found.peak:.0f} | |"


def _growth(commands: Mapping[str, Measured]) -> Iterator[str]:
    yield "| spans | s | s per 100,000 | peak MB | |"
    yield "| ---: | ---: | ---: | ---: | --- |"
    for name, found in commands.items():
        each = found.median * 100_000 / int(name)
        yield (
            f"| {int(name):,} | {found.median:.3g} | {each:.3g} | {found.peak:.0f} "
            f"| {found.problem or ''} |"
        )


def _by_size(measured: Measurements) -> Iterator[str]:
    """Seconds by size: a tenfold corpus should take tenfold time at most."""
    groups = [(name.split()[1], found) for name, found in measured.items() if "score " in name]
    yield "| command | " + " | ".join(f"{int(size):,}" for size, _ in groups) + " |"
    yield "| --- |" + " ---: |" * len(groups)
    for name in groups[0][1] if groups else ():
        cells = [
            f"{found[name].median:.3g}" if found[name].problem is None else "n/a"
            for _, found in groups
        ]
        yield f"| {name} | " + " | ".join(cells) + " |"


def _scores(scores: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    metrics = sorted({metric for named in scores.values() for metric in named})
    yield "| scorer | " + " | ".join(metrics) + " |"
    yield "| --- |" + " ---: |" * len(metrics)
    for name, named in scores.items():
        cells = [f"{named[metric]:.6f}" if metric in named else "" for metric in metrics]
        yield f"| {name} | " + " | ".join(cells) + " |"
