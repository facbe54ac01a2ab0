"""Adjudication in Label Studio: one task per disagreement, both versions as predictions.

A task is known by the two records that it decides between, whole: when one of them changes, its
decision does not count any more, and the disagreement is a new task.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tipbench.annotation.problems import Problem
from tipbench.annotation.records import LAYERS
from tipbench.label_studio.configuration import (
    DECISION,
    DECISIONS,
    REASON,
    configuration,
    read_layers,
)
from tipbench.label_studio.decode import decode
from tipbench.label_studio.encode import encode
from tipbench.label_studio.inventories import Inventories
from tipbench.label_studio.pull import Documents
from tipbench.label_studio.push import Progress, Pushed, Settings, Task, no_progress, push
from tipbench.label_studio.regions import Item, read_result
from tipbench.label_studio.server import Server
from tipbench.passes.decisions import Disagreement, Files

NOTHING = "nothing"
"""What a pass has that lacks the record."""


def title_of(layer: str) -> str:
    """What the project of a layer's disagreements is called."""
    return f"tipbench adjudication: {layer}"


def push_disagreements(
    server: Server,
    files: Files,
    documents: Documents,
    inventories: Inventories,
    names: tuple[str, str],
    progress: Progress = no_progress,
) -> list[Pushed]:
    """Put what is undecided into a project for each layer.

    Args:
        server: The server.
        files: The disagreements.
        documents: The documents.
        inventories: The closed lists.
        names: The names of the two passes.
        progress: Told after each batch.
    """
    pushed = []
    for layer, entries in _by_layer(files).items():
        tasks = [_task(entry, documents, inventories, names) for entry in entries]
        page = configuration([layer], inventories, adjudication=True)
        settings = Settings(title_of(layer), page, 1, "", shown=names[0])
        pushed.append(push(server, settings, tasks, progress=progress))
    return pushed


def _by_layer(files: Files) -> dict[str, list[Disagreement]]:
    found: dict[str, list[Disagreement]] = {}
    for (layer, _), entries in files.items():
        undecided = [entry for entry in entries if entry.decision is None]
        if undecided:
            found.setdefault(layer, []).extend(undecided)
    return found


def key_of(entry: Disagreement) -> str:
    """By which a disagreement is found again: its document, and both records, whole."""
    records = json.dumps([entry.a, entry.b], sort_keys=True)
    digest = hashlib.sha256(records.encode()).hexdigest()[:16]
    return f"{entry.doc_id}/{entry.layer}/{digest}"


def _task(
    entry: Disagreement,
    documents: Documents,
    inventories: Inventories,
    names: tuple[str, str],
) -> Task:
    text = documents.texts[entry.doc_id]
    sides = dict(zip(names, (entry.a, entry.b), strict=True))

    def predictions() -> Mapping[str, list[Item]]:
        return {
            name: encode(_records(entry.layer, row), text, inventories)
            for name, row in sides.items()
        }

    data = {
        "title": entry.id,
        "differs": f"They differ in: {', '.join(entry.differs)}",
        "a": _told(entry.a, entry),
        "b": _told(entry.b, entry),
        "text": text,
    }
    return Task(key_of(entry), data, predictions)


def _records(layer: str, row: Mapping[str, Any] | None) -> dict[str, list[Any]]:
    return {layer: [] if row is None else [msgspec.convert(row, LAYERS[layer])]}


def _told(row: Mapping[str, Any] | None, entry: Disagreement) -> str:
    """One version in words: the text it is about, and what the two differ in."""
    if row is None:
        return NOTHING
    quoted = row.get("text") or (row.get("evidence") or {}).get("text") or ""
    slots = [slot for slot in entry.differs if slot in row] or [
        slot for slot in row if slot not in ("id", "doc_id", "annotator", "text", "start", "end")
    ]
    said = "; ".join(f"{slot}: {_short(row[slot])}" for slot in slots)
    return f"«{quoted}» {said}" if quoted else said


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return f"«{value.get('text', '')}»"
    return ", ".join(map(_short, value)) if isinstance(value, (list, tuple)) else str(value)


@dataclass(slots=True)
class Decided:
    """What a pull of decisions found.

    Attributes:
        decided: How many disagreements were decided by it.
        problems: Decisions that cannot be taken.
        notes: Decisions on records that are not those of today.
    """

    decided: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def pull_decisions(
    server: Server, files: Files, documents: Documents, inventories: Inventories
) -> Decided:
    """Take the decisions made in Label Studio into the disagreements.

    A disagreement that is decided already keeps its decision.

    Args:
        server: The server.
        files: The disagreements, as just listed; decisions are written into them.
        documents: The documents.
        inventories: The closed lists.
    """
    found = Decided()
    for layer in dict.fromkeys(layer for layer, _ in files):
        project = server.find_project(title_of(layer))
        if project is None or layer not in (read_layers(project.label_config) or ()):
            continue
        entries = {key_of(entry): entry for entry in _of_layer(files, layer)}
        for task in server.tasks(project.id):
            made = [each for each in task["annotations"] if not each["was_cancelled"]]
            entry = entries.get(task["data"].get("doc_id"))
            place = f"project {project.id}, task {task['id']} ({task['data'].get('title')})"
            if entry is None and made:
                found.notes.append(f"{place}: the records are not those of today; decide anew")
            elif entry is not None and entry.decision is None and made:
                _decide(entry, made, documents, inventories, place, found)
    return found


def _of_layer(files: Files, layer: str) -> Iterator[Disagreement]:
    for (each, _), entries in files.items():
        if each == layer:
            yield from entries


def _decide(
    entry: Disagreement,
    made: Sequence[Mapping[str, Any]],
    documents: Documents,
    inventories: Inventories,
    place: str,
    found: Decided,
) -> None:
    def problem(code: str, message: str, remedy: str) -> None:
        found.problems.append(Problem(code, place, message, remedy))

    if len(made) > 1:
        problem("R104", f"found {len(made)} decisions, expected 1", "Delete all but one of them")
        return
    result = read_result(made[0]["result"])
    decision = "".join(result.fields.get(DECISION, ()))
    reason = " ".join(result.fields.get(REASON, ())).strip()
    if decision not in DECISIONS:
        problem("R404", f"the decision is {decision!r}", f"Choose one of {', '.join(DECISIONS)}")
    elif not reason:
        problem("R404", "there is no reason", "Say why")
    elif decision in ("a", "b") and getattr(entry, decision) is None:
        problem("R407", f"{decision} has no such record", "Choose another, or neither")
    elif decision == "other":
        page = documents.page(entry.doc_id, [entry.layer])
        assert page is not None
        decoded = decode(result, page, "adjudicator", inventories, place)
        records = decoded.records[entry.layer]
        found.problems.extend(decoded.problems)
        if len(records) != 1 and not decoded.problems:
            problem("R407", f"found {len(records)} records, expected 1", "Leave one on the page")
        if len(records) == 1 and not decoded.problems:
            _take(entry, decision, reason, found, msgspec.to_builtins(records[0]))
    else:
        _take(entry, decision, reason, found)


def _take(
    entry: Disagreement,
    decision: Any,
    reason: str,
    found: Decided,
    record: dict[str, Any] | None = None,
) -> None:
    entry.decision, entry.reason, entry.record = decision, reason, record
    found.decided += 1
