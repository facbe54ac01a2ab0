"""Where pulled records come from: who made them, when, and what of them was there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from tipbench.annotation.files import read_lines
from tipbench.annotation.problems import Problem
from tipbench.errors import DataError
from tipbench.label_studio.regions import Region, Result, read_result

Made = Literal["made", "accepted", "changed", "unknown"]
"""By hand; left as it was suggested; suggested and then changed; the server does not say."""

FILE = "label_studio.jsonl"
_SAID: Mapping[str, Made] = {
    "manual": "made",
    "prediction": "accepted",
    "prediction-changed": "changed",
}


class RecordOrigin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which region a record comes from, and how that region came about."""

    region: str
    origin: Made


class Origin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a pulled pass's ``label_studio.jsonl``: one annotation of one document.

    Attributes:
        doc_id: The document.
        layers: The layers that the page asked for.
        url: The server.
        project: The project's number.
        task: The task's number.
        annotation: The annotation's number.
        created: ISO 8601.
        updated: ISO 8601; a later pull tells a change by it.
        lead_time: Seconds that the page was open, as Label Studio measures them.
        pre_annotation: Whose pre-annotation it began with; ``None`` where it began empty.
        records: For every record of a region, where it comes from.
        removed: Regions of the pre-annotation that were deleted.
    """

    doc_id: str
    layers: tuple[str, ...]
    url: str
    project: int
    task: int
    annotation: int
    created: str
    updated: str
    lead_time: float | None
    pre_annotation: str | None
    records: dict[str, RecordOrigin]
    removed: tuple[str, ...]


def origin_of(
    task: Mapping[str, Any],
    annotation: Mapping[str, Any],
    result: Result,
    regions: Mapping[str, str],
    *,
    url: str,
    project: int,
    layers: Sequence[str],
) -> Origin:
    """The origin of one annotation.

    Args:
        task: As exported.
        annotation: One of its annotations.
        result: The annotation's result, taken apart.
        regions: The region of every record, by the record's id.
        url: The server.
        project: The project.
        layers: The layers of its page.
    """
    began = _parent(task, annotation)
    before = {} if began is None else _signatures(read_result(began["result"]))
    now = _signatures(result)
    told: dict[str, Made] = {
        str(item.get("id")): _SAID.get(str(item.get("origin")), "unknown")
        for item in annotation["result"]
        if isinstance(item, dict)
    }

    def made(region: str) -> Made:
        if began is None:
            return told.get(region, "unknown")
        if region not in before:
            return "made"
        return "accepted" if before[region] == now[region] else "changed"

    return Origin(
        doc_id=task["data"]["doc_id"],
        layers=tuple(layers),
        url=url,
        project=project,
        task=task["id"],
        annotation=annotation["id"],
        created=annotation["created_at"],
        updated=annotation["updated_at"],
        lead_time=annotation.get("lead_time"),
        pre_annotation=None if began is None else began["model_version"],
        records={
            record: RecordOrigin(region=region, origin=made(region))
            for record, region in regions.items()
        },
        removed=tuple(sorted(before.keys() - now.keys())),
    )


def _parent(task: Mapping[str, Any], annotation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The pre-annotation that an annotation began with, if it is still there."""
    parent = annotation.get("parent_prediction")
    return next((each for each in task.get("predictions", ()) if each["id"] == parent), None)


def _signatures(result: Result) -> dict[str, Any]:
    """What every region says, its parts included."""
    by_id = {region.id: region for region in result.regions}

    def said(region: Region) -> tuple[Any, ...]:
        return region.start, region.end, region.labels, dict(region.fields)

    return {
        region.id: (said(region), sorted((said(by_id[each]) for each in region.links), key=repr))
        for region in result.regions
    }


def read_origins(folder: Path) -> list[Origin]:
    """The origins that lie in a pulled pass; none where it was never pulled.

    Raises:
        DataError: A line cannot be read.
    """
    if not (folder / FILE).exists():
        return []
    problems: list[Problem] = []
    origins = [item.record for item in read_lines(folder / FILE, Origin, folder, problems)]
    if problems:
        raise DataError(str(folder), "; ".join(map(str, problems)))
    return origins
