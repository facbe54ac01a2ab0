"""The whole self-test: what was measured, which bars were met, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tipbench.corpus.load import load_corpus
from tipbench.errors import UsageError
from tipbench.model import TASKS
from tipbench.scoring.registry import metrics as installed_metrics
from tipbench.selftest.measuring.dose import Curve, measure_doses
from tipbench.selftest.measuring.expectations import FALSE_ALARMS, MEANT
from tipbench.selftest.measuring.rates import Faithful, Rate, measure_rates
from tipbench.version import __version__

SCHEMA_VERSION = 1
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What the installed metrics see of known mistakes.

    Attributes:
        signature: One line that names everything the figures depend on.
        tasks: The tasks whose metrics were tested.
        absent: Metrics that are meant to see something and are not installed.
        faithful: What metrics give to faithful summaries.
        rates: How often they see changes of summaries.
        curves: How they fall when extractors get worse.
    """

    signature: str
    tasks: tuple[str, ...]
    absent: tuple[str, ...]
    faithful: tuple[Faithful, ...]
    rates: tuple[Rate, ...]
    curves: tuple[Curve, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """The bars that are not met, one line each; a metric that is absent meets none."""
        lines = [f"{name} is not installed" for name in self.absent]
        for rate in self.rates:
            if rate.verdict == "missed":
                lines.append(_missed(rate))
        for curve in self.curves:
            if not curve.as_meant:
                lines.append(f"{curve.task}.{curve.metric}: {_wrong(curve)}")
        return tuple(lines)

    def as_dict(self) -> dict[str, Any]:
        """Everything that was measured."""
        return {
            "schema_version": SCHEMA_VERSION,
            "signature": self.signature,
            "tasks": list(self.tasks),
            "absent": list(self.absent),
            "missed": list(self.missed),
            "faithful": [_rounded(asdict(one)) for one in self.faithful],
            "rates": [_rate_as_dict(rate) for rate in self.rates],
            "doses": [
                _rounded(asdict(curve)) | {"falls": curve.falls, "as_meant": curve.as_meant}
                for curve in self.curves
            ],
        }


def run_selftest(
    *,
    tasks: Sequence[str] | None = None,
    seed: int = 0,
    samples: int = 200,
) -> SelfTest:
    """Test the installed metrics on the gold and the summaries of the built-in corpus.

    Args:
        tasks: The tasks whose metrics are tested; by default all.
        seed: Decides which changes are made.
        samples: How many changes of each type and language, or as many as the texts allow.

    Raises:
        UsageError: A task is unknown, or ``samples`` is not positive.

    >>> test = run_selftest(tasks=["summaries"], samples=1)
    >>> {rate.effect for rate in test.rates} == {"corruption", "harmless", "padding"}
    True
    """
    chosen = tuple(task for task in TASKS if tasks is None or task in tasks)
    unknown = sorted(set(tasks or ()) - set(TASKS))
    if unknown:
        raise UsageError(f"unknown task {unknown[0]!r}; expected one of {', '.join(TASKS)}")
    if samples < 1:
        raise UsageError(f"{samples} samples of each change; expected at least 1")
    loaded = load_corpus()
    metrics = installed_metrics()
    rates: list[Rate] = []
    faithful: list[Faithful] = []
    absent: tuple[str, ...] = ()
    if "summaries" in chosen:
        summaries = metrics["summaries"]
        cases, inventory = loaded.cases("page"), loaded.inventory
        rates, faithful = measure_rates(cases, inventory, summaries, seed=seed, samples=samples)
        needed = dict.fromkeys([*(one.metric for one in MEANT.values()), *FALSE_ALARMS])
        absent = tuple(name for name in needed if name not in summaries)
    curves = measure_doses(
        loaded.cases("clean"), loaded.inventory, metrics, tasks=chosen, seed=seed
    )
    return SelfTest(
        signature=f"selftest|corpus:{loaded.name}:{loaded.version}:{loaded.digest[:12]}"
        f"|seed:{seed}|samples:{samples}|tipbench:{__version__}",
        tasks=chosen,
        absent=absent,
        faithful=tuple(faithful),
        rates=tuple(rates),
        curves=tuple(curves),
    )


def _missed(rate: Rate) -> str:
    sign = "below" if rate.effect == "corruption" else "above"
    found = 0.0 if rate.rate is None else rate.rate
    return (
        f"{rate.metric} on {rate.type} ({rate.language}): {found:.3f} is {sign} {rate.bar:g} "
        f"({rate.made} edits)"
    )


def _wrong(curve: Curve) -> str:
    if not curve.monotonic:
        return f"rises with the dose of {curve.type}"
    if curve.falls:
        return f"falls by {curve.type}, which it does not look at"
    return f"does not fall by {curve.type}"


def _rate_as_dict(rate: Rate) -> dict[str, Any]:
    fields = _rounded(asdict(rate))
    fields["wrong"] = [{"before": before, "after": after} for before, after in rate.wrong]
    derived = {"meant": rate.meant, "rate": rate.rate, "bar": rate.bar, "verdict": rate.verdict}
    return fields | _rounded(derived)


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _round(value) for name, value in fields.items()}


def _round(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, (list, tuple)):
        return [_round(one) for one in value]
    return value
