"""What the measurements have to show, and whether they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

from benchmarks.process import Measured

Kind = Literal["times as fast", "times as fast, start-up apart", "times the time", "MB"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that tipbench has to be measured by.

    Attributes:
        what: In words.
        group: Which measurements it is read from (see ``benchmarks.suite``).
        ours: The command of tipbench.
        theirs: What it is compared with; empty for memory.
        limit: At least so many ``times as fast``; at most so many ``times the time`` or ``MB``.
        kind: How the two are compared.
    """

    what: str
    group: str
    ours: str
    theirs: str
    limit: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bar beside what was measured; ``value`` is ``None`` where it could not be."""

    bar: Bar
    value: float | None
    met: bool
    note: str


def bars(size: int) -> list[Bar]:
    """The bars that hold for data sets of up to ``size`` documents."""
    parquet = "entities, every schema and slice, {} documents from parquet to run.json"
    found = []
    if size >= 10_000:
        what, group = parquet.format("10,000"), "score 10000"
        found += [
            Bar(what, group, "tipbench", "nervaluate", 12, "times as fast"),
            Bar(what, group, "tipbench", "seqeval default", 40, "times as fast"),
        ]
    if size >= 100_000:
        what, group = parquet.format("100,000") + ", two workers", "score 100000"
        two = "tipbench, two workers"
        found += [
            Bar(what, group, two, "nervaluate", 20, "times as fast"),
            Bar(what, group, two, "seqeval default", 150, "times as fast"),
            Bar(what, group, two, "pyarrow: the same columns", 2.5, "times the time"),
            Bar(what, group, two, "", 400, "MB"),
            Bar("the same from JSONL", group, "tipbench, JSONL", "pyarrow.json", 2.5,
                "times the time"),
        ]  # fmt: skip
    return [
        *found,
        *_resampling("paired bootstrap", "bootstrap", 5),
        *_resampling("approximate randomisation", "randomisation", 15),
        Bar("five documents, tipbench score", "start-up", "tipbench score", "bare script", 1.6,
            "times the time"),
        Bar("tipbench --help", "start-up", "tipbench --help", "bare interpreter", 4,
            "times the time"),
    ]  # fmt: skip


def _resampling(what: str, name: str, limit: float) -> list[Bar]:
    """Twice: the whole process, and the test alone, where start-up is most of the whole."""
    what = f"10,000 resamples over 10,000 documents: {what}"
    group, ours, theirs = "resampling 10000", f"tipbench {name}", f"sacrebleu {name}"
    return [
        Bar(what, group, ours, theirs, limit, "times as fast"),
        Bar(what, group, ours, theirs, limit, "times as fast, start-up apart"),
    ]


def judge(bar: Bar, measured: Mapping[str, Mapping[str, Measured]]) -> Verdict:
    """Whether a bar is met; what could not be measured is not met, and says why."""
    group = measured.get(bar.group, {})
    for name in filter(None, (bar.ours, bar.theirs)):
        if name not in group:
            return Verdict(bar, None, False, f"{name} was not measured")
        if (problem := group[name].problem) is not None:
            return Verdict(bar, None, False, f"{name}: {problem}")
    ours = group[bar.ours]
    if bar.kind == "MB":
        return Verdict(bar, ours.peak, ours.peak <= bar.limit, "")
    theirs = group[bar.theirs]
    if bar.kind == "times as fast, start-up apart":
        inner = median(ours.inner), median(theirs.inner)
        value = inner[1] / inner[0]
        return Verdict(bar, value, value >= bar.limit, f"{inner[0]:.3g} s against {inner[1]:.3g} s")
    note = f"{ours.median:.3g} s against {theirs.median:.3g} s"
    if bar.kind == "times as fast":
        value = theirs.median / ours.median
        return Verdict(bar, value, value >= bar.limit, note)
    value = ours.median / theirs.median
    return Verdict(bar, value, value <= bar.limit, note)
