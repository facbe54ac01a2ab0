"""A run as a record of Every Eval Ever, the shared schema of evaluation results.

The schema is version 0.3.0 of ``eval.schema.json`` in the package ``every-eval-ever``, and records
lie where its datastore has them: ``data/<benchmark>/<developer>/<model>/<uuid>.json``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from tipbench.errors import UsageError
from tipbench.run.record import read_run
from tipbench.scoring.metric import Metric
from tipbench.scoring.registry import metrics as installed_metrics
from tipbench.scoring.summaries.judged import judged_metrics
from tipbench.systems.registry import BUILTIN
from tipbench.version import __version__

SCHEMA_VERSION = "0.3.0"
CONFIDENCE = 0.95
NAMED_AS_ON_THE_HUB = frozenset({"transformers", "gliner", "openai"})
"""Forms of SYSTEM whose argument may be ``organisation/name`` of a model."""

_ORGANISATION_AND_NAME = re.compile(r"\w[\w.-]*/\w[\w.-]*")


def export(folder: Path, out: Path, *, retrieved: float, model: str | None = None) -> Path:
    """Write the record of a run; a run that is exported again replaces its record.

    Args:
        folder: The run.
        out: Where ``data/…`` is put.
        retrieved: When the record is made, in seconds since 1970.
        model: The model as ``organisation/name``; by default the system's own name says it.

    Returns:
        The record's path.

    Raises:
        UsageError: The folder holds no run, or ``model`` is missing or of another form.
    """
    run = read_run(folder)
    record = as_record(run, retrieved=retrieved, model=model)
    identity, collection = str(record["model_info"]["id"]), str(run["corpus"]["name"])
    developer, _, name = identity.partition("/")
    path = out / "data" / collection / developer / name / f"{_uuid(run)}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def as_record(
    run: Mapping[str, Any], *, retrieved: float, model: str | None = None
) -> dict[str, Any]:
    """The content of ``run.json`` as a record; a score of 0/0 has no place in it.

    Args:
        run: The content of ``run.json``.
        retrieved: When the record is made, in seconds since 1970.
        model: The model as ``organisation/name``.
    """
    identity = _model_id(run["system"], model)
    benchmark = run["corpus"]["name"]
    return {
        "schema_version": SCHEMA_VERSION,
        "evaluation_id": f"{benchmark}/{identity}/{retrieved:.0f}",
        "retrieved_timestamp": f"{retrieved:.0f}",
        "source_metadata": {
            "source_name": "tipbench",
            "source_type": "evaluation_run",
            "source_organization_name": "unknown",
            "evaluator_relationship": "other",
        },
        "eval_library": {
            "name": "tipbench",
            "version": __version__,
            "additional_details": {"signature": run["signature"]},
        },
        "model_info": {
            "name": run["system"],
            "id": identity,
            "additional_details": {
                "deployment_type": "unknown",
                "model_availability": "unknown",
            },
        },
        "evaluation_results": list(_results(run)),
    }


def _results(run: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    installed = installed_metrics()
    judged = {(metric.task, metric.name): metric for metric in judged_metrics({})}
    for task, scores in run["scores"].items():
        for name, score in scores.items():
            metric = installed.get(task, {}).get(name) or judged.get((task, name))
            for field in metric.fields if metric else ():
                if score.get(field) is not None:
                    yield _result(run, f"{task}.{name}.{field}", metric, score, field)


def _result(
    run: Mapping[str, Any], name: str, metric: Metric | None, score: Mapping[str, Any], field: str
) -> dict[str, Any]:
    interval = (score["interval"] or {}).get(field)
    details = {key: f"{value:g}" for key, value in score["counts"].items()}
    return {
        "evaluation_result_id": f"{run['corpus']['name']}.{name}",
        "evaluation_name": f"{run['corpus']['name']}.{name}",
        "source_data": _source(run),
        "metric_config": {
            "evaluation_description": metric.description if metric else name,
            "metric_id": f"tipbench.{name}",
            "metric_name": name,
            "metric_kind": field,
            "metric_unit": "proportion",
            "lower_is_better": not metric.higher_is_better if metric else False,
            "score_type": "continuous",
            "min_score": 0,
            "max_score": 1,
        },
        "score_details": {
            "score": score[field],
            "details": {**details, "failure_rate": f"{run['failure_rate']:g}"},
            **({"uncertainty": _uncertainty(run, interval)} if interval else {}),
        },
    }


def _source(run: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dataset_name": run["corpus"]["name"],
        "source_type": "other",
        "additional_details": {
            "version": run["corpus"]["version"],
            "sha256": run["corpus"]["sha256"],
            "view": run["view"],
            "labels": run.get("labels", "native"),
        },
    }


def _uncertainty(run: Mapping[str, Any], interval: tuple[float, float]) -> dict[str, Any]:
    resampled = re.search(r"resampling:[^|]*\|units:\w+", run["signature"])
    return {
        "confidence_interval": {
            "lower": interval[0],
            "upper": interval[1],
            "confidence_level": CONFIDENCE,
            "method": resampled.group() if resampled else "unknown",
        }
    }


def _model_id(system: str, model: str | None) -> str:
    form, _, argument = system.partition(":")
    said = model or (f"tipbench/{system}" if system in BUILTIN else argument)
    trusted = model or system in BUILTIN or form in NAMED_AS_ON_THE_HUB
    if not trusted or not _ORGANISATION_AND_NAME.fullmatch(said):
        found = f"found {model!r}" if model else f"{system!r} does not say which model it is"
        raise UsageError(f"export: {found}; expected --model ORGANISATION/NAME")
    return said


def _uuid(run: Mapping[str, Any]) -> UUID:
    """The same for the same run, in the form of a random one, as the datastore wants it."""
    digest = hashlib.sha256(json.dumps(run, sort_keys=True).encode()).digest()
    return UUID(bytes=digest[:16], version=4)
