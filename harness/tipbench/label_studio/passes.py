"""The passes that a pull writes: made apart, and put in their place at the very end."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from tipbench.annotation.records import LAYERS, ProvenanceRecord, Record
from tipbench.errors import UsageError
from tipbench.label_studio.origins import FILE, Origin, read_origins
from tipbench.label_studio.server import Project
from tipbench.passes.adjudication import ordered
from tipbench.passes.decisions import write_rows

UNREAD = "unread"
"""Holds annotations that have problems, as the server gave them."""


class PassFolder:
    """The pass of one annotator while it is made: what was there, and what is new.

    Args:
        place: Where it is to lie.
        work: Where it is made.
        project: The project that is pulled.
        url: The server.
        layers: The layers of the project's page.
    """

    def __init__(
        self, place: Path, work: Path, project: Project, url: str, layers: Sequence[str]
    ) -> None:
        self._place, self._work, self._layers = place, work, layers
        if (place / "provenance.json").exists() and not (place / FILE).exists():
            raise UsageError(
                f"{place}: found a pass that was not pulled from Label Studio; it stays as it is. "
                "Give another --out, or the annotator another name by --annotator EMAIL=NAME"
            )
        if place.exists():
            shutil.copytree(place, work)
            shutil.rmtree(work / UNREAD, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
        every = read_origins(place)
        self._others = [each for each in every if (each.url, each.project) != (url, project.id)]
        self._before = {each.doc_id: each for each in every if each not in self._others}
        self._now: dict[str, Origin] = {}
        self._aside: set[str] = set()

    def has(self, doc_id: str) -> bool:
        """Whether this pull has met an annotation of the document already."""
        return doc_id in self._now or doc_id in self._aside

    def put(self, origin: Origin, records: Iterable[tuple[str, Sequence[Record]]]) -> None:
        """Take a document's records, by layer."""
        for layer, found in records:
            rows = [ordered(layer, msgspec.to_builtins(record)) for record in found]
            write_rows(self._work / layer / f"{origin.doc_id}.jsonl", rows)
        self._now[origin.doc_id] = origin

    def put_aside(self, doc_id: str, annotation: Mapping[str, Any]) -> None:
        """Keep an annotation that has problems, as the server gave it."""
        path = self._work / UNREAD / f"{doc_id}.{annotation['id']}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            json.dumps(annotation, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n"
        )
        self._aside.add(doc_id)

    @property
    def documents(self) -> int:
        """How many documents this pull gave the pass."""
        return len(self._now)

    def finish(
        self, name: str, project: Project, guidelines: str, model: str | None
    ) -> Iterator[str]:
        """Write who made it; yields what has changed since the last pull."""
        for doc_id, old in self._before.items():
            about = f"{name}, {doc_id}: annotation {old.annotation}"
            new = self._now.get(doc_id)
            if doc_id in self._aside:
                yield f"{about} has problems now; the files of the last pull stay"
            elif new is None:
                yield f"{about} is no longer on the server; the files of the last pull stay"
            elif (new.annotation, new.updated) != (old.annotation, old.updated):
                yield f"{about} was changed since the last pull ({old.updated}); taken anew"
        kept = {**self._before, **self._now}
        origins = [*self._others, *(kept[doc_id] for doc_id in sorted(kept))]
        write_rows(self._work / FILE, [msgspec.to_builtins(each) for each in origins])
        if origins:
            self._provenance(name, origins, project, guidelines, model)

    def _provenance(
        self,
        name: str,
        origins: Sequence[Origin],
        project: Project,
        guidelines: str,
        model: str | None,
    ) -> None:
        made: dict[str, set[str]] = {}
        for origin in origins:
            for layer in origin.layers:
                named = layer if layer in LAYERS else "summaries"
                made.setdefault(named, set()).add(origin.doc_id)
        begun = sorted({each.pre_annotation for each in origins if each.pre_annotation})
        record = ProvenanceRecord(
            annotator=name,
            kind="person" if model is None else "model",
            model=model,
            guidelines=guidelines,
            date=max(each.updated for each in origins)[:10],
            layers=tuple(layer for layer in LAYERS if layer in made),
            procedure=(
                f"Annotated in Label Studio, last pulled from the project {project.title!r}; "
                + (f"pre-annotated by {', '.join(begun)}" if begun else "without pre-annotations")
                + f". Every record's origin is in {FILE}."
            ),
            documents={layer: tuple(sorted(made[layer])) for layer in LAYERS if layer in made},
        )
        text = json.dumps(msgspec.to_builtins(record), ensure_ascii=False, indent=2) + "\n"
        (self._work / "provenance.json").write_text(text, encoding="utf-8", newline="\n")

    def put_in_place(self) -> None:
        """Take the place of what was there."""
        old = self._work.with_name(self._work.name + ".old")
        if self._place.exists():
            os.rename(self._place, old)
        os.rename(self._work, self._place)
        shutil.rmtree(old, ignore_errors=True)


class PassFolders:
    """All passes of a pull; leaving the ``with`` by an error leaves every file as it was."""

    def __init__(
        self,
        out: Path,
        url: str,
        project: Project,
        layers: Sequence[str],
        guidelines: str,
        models: Mapping[str, str],
    ) -> None:
        self._out, self._url, self._project, self._models = out, url, project, models
        self._layers, self._guidelines = layers, guidelines
        self._folders: dict[str, PassFolder] = {}
        self._owners: dict[str, str] = {}
        self._work: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> PassFolders:
        """Make a place to work in, on the disk where the passes are to lie."""
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            self._work = tempfile.TemporaryDirectory(prefix=".pull-", dir=self._out)
        except OSError as error:
            raise UsageError(f"--out {self._out}: cannot be written: {error.strerror}") from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing of the work behind."""
        assert self._work is not None
        self._work.cleanup()

    def owner(self, name: str, email: str) -> str:
        """Whose pass has this name; the first who comes has it."""
        return self._owners.setdefault(name, email)

    def of(self, name: str) -> PassFolder:
        """The pass of this name."""
        assert self._work is not None
        if name not in self._folders:
            self._folders[name] = PassFolder(
                self._out / name,
                Path(self._work.name) / name,
                self._project,
                self._url,
                self._layers,
            )
        return self._folders[name]

    @property
    def documents(self) -> dict[str, int]:
        """How many documents each pass was given."""
        return {name: folder.documents for name, folder in sorted(self._folders.items())}

    def finish(self) -> list[str]:
        """Write who made them and put all in place; what has changed since the last pull."""
        for path in sorted(self._out.glob(f"*/{FILE}")):
            self.of(path.parent.name)  # Its annotator may have nothing on the server any more.
        notes = [
            note
            for name, folder in sorted(self._folders.items())
            for note in folder.finish(
                name, self._project, self._guidelines, self._models.get(self._owners.get(name, ""))
            )
        ]
        for folder in self._folders.values():
            folder.put_in_place()
        return notes
