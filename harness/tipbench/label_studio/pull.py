"""Pull: what annotators submitted, as passes; strictly read, and never half-written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tipbench.annotation.files import CONTRASTIVE
from tipbench.annotation.problems import Problem
from tipbench.errors import UsageError
from tipbench.label_studio.configuration import ADJUDICATION, read_layers
from tipbench.label_studio.decode import decode
from tipbench.label_studio.decoded import Decoded, Page
from tipbench.label_studio.inventories import Inventories
from tipbench.label_studio.origins import origin_of
from tipbench.label_studio.passes import PassFolders
from tipbench.label_studio.regions import read_result
from tipbench.label_studio.server import Project, Server

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
"""The names that passes can have."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that a project is about, as they are here.

    Attributes:
        texts: The pages, by ``doc_id``.
        languages: Their languages.
    """

    texts: Mapping[str, str]
    languages: Mapping[str, str]

    def page(self, doc_id: str, layers: list[str]) -> Page | None:
        """What a task of this document is read against; ``None`` where there is none."""
        if doc_id == CONTRASTIVE:
            return Page(doc_id, contrastive_text(self.texts), "", layers, tuple(self.texts))
        if doc_id not in self.texts:
            return None
        return Page(doc_id, self.texts[doc_id], self.languages[doc_id], layers)


def contrastive_text(texts: Mapping[str, str]) -> str:
    """What the page of contrastive summaries shows: all articles, one after the other."""
    return "\n\n".join(f"{doc_id}\n\n{text}" for doc_id, text in texts.items())


@dataclass(frozen=True, slots=True)
class People:
    """The annotators, by their e-mail addresses.

    Attributes:
        names: What their passes are called; by default the first part of the address.
        models: Which model stands behind the address, where it is no person's.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Pulled:
    """What a pull found.

    Attributes:
        project: The project.
        documents: How many documents each annotator's pass was given.
        problems: What cannot be read; such documents are kept apart, whole.
        notes: What should be known and is no problem.
    """

    project: Project
    documents: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def pull(
    server: Server,
    project: Project,
    documents: Documents,
    inventories: Inventories,
    out: Path,
    *,
    people: People,
    guidelines: str,
    progress: Callable[[int], None] | None = None,
) -> Pulled:
    """Write what was submitted as passes, one folder per annotator.

    A document is written whole or not at all: one with a problem lies in the pass's ``unread/`` as
    the server gave it, and what an earlier pull made of it stays. The folders change at the very
    end, all at once.

    Args:
        server: The server.
        project: A project that ``push`` made.
        documents: The documents as they are here.
        inventories: The closed lists.
        out: The folder of the passes.
        people: What the annotators are called, and which of them are models.
        guidelines: Their version.
        progress: Told how many bytes have come.

    Raises:
        UsageError: The project is none of ours, or a pass cannot be named or written.
    """
    layers = page_layers(project)
    return _Pull(server, project, documents, inventories, out, layers, people, guidelines).run(
        progress
    )


def page_layers(project: Project) -> list[str]:
    """The layers that a project asks for.

    Raises:
        UsageError: It is no project of ours, or one for adjudication.
    """
    layers = read_layers(project.label_config)
    if layers is None:
        raise UsageError(
            f"project {project.id} ({project.title!r}): found a page that tipbench did not make; "
            "expected a project of `tipbench annotate push`; check the number"
        )
    if ADJUDICATION in layers:
        raise UsageError(
            f"project {project.id} ({project.title!r}) is for adjudication; pull it by "
            "`tipbench annotate adjudicate A B --out DIR --pull`"
        )
    return layers


class _Pull:
    def __init__(
        self,
        server: Server,
        project: Project,
        documents: Documents,
        inventories: Inventories,
        out: Path,
        layers: list[str],
        people: People,
        guidelines: str,
    ) -> None:
        self._server, self._project, self._documents = server, project, documents
        self._inventories, self._layers, self._people = inventories, layers, people
        self._pulled = Pulled(project)
        self._folders = PassFolders(out, server.url, project, layers, guidelines, people.models)
        self._tasks: dict[str, int] = {}
        self._stripped = 0

    def run(self, progress: Callable[[int], None] | None) -> Pulled:
        with self._folders as folders:
            for task in self._server.tasks(self._project.id, progress):
                page = self._page(task)
                if page is not None:
                    self._drafts(task)
                    for annotation in task["annotations"]:
                        self._annotation(task, annotation, page)
            self._pulled.notes.extend(folders.finish())
            self._pulled.documents = folders.documents
        if self._stripped:
            self._pulled.notes.append(
                f"{self._stripped} regions: white space at the edges left out"
            )
        return self._pulled

    def _problem(self, code: str, place: str, message: str, remedy: str) -> None:
        self._pulled.problems.append(Problem(code, place, message, remedy))

    def _page(self, task: Mapping[str, Any]) -> Page | None:
        doc_id, place = task["data"].get("doc_id"), f"task {task['id']}"
        page = self._documents.page(str(doc_id), self._layers)
        if page is None:
            message = f"found the document {doc_id!r}; expected one of this corpus"
            remedy = "Is it the right project, and the right --root?"
            self._problem("R101", place, message, remedy)
            return None
        if task["data"].get("text") != page.text:
            message = f"the text of {doc_id} is another one on the server; offsets do not fit"
            self._problem("R102", place, message, "Push the text of today to a new project")
            return None
        first = self._tasks.setdefault(page.doc_id, task["id"])
        if first != task["id"]:
            message = f"{doc_id} is already in task {first}"
            self._problem("R103", place, message, "Delete the one without annotations")
            return None
        return page

    def _drafts(self, task: Mapping[str, Any]) -> None:
        for draft in task.get("drafts", ()):
            if not draft.get("annotation"):
                user = draft["user"]
                self._pulled.notes.append(
                    f"task {task['id']} ({task['data']['doc_id']}): a draft of {user} is not "
                    "submitted, and left where it is"
                )

    def _annotation(
        self, task: Mapping[str, Any], annotation: Mapping[str, Any], page: Page
    ) -> None:
        name = self._name(annotation)
        place = f"task {task['id']} ({page.doc_id}), annotation {annotation['id']} of {name}"
        if annotation.get("was_cancelled"):
            self._pulled.notes.append(f"{place}: skipped by the annotator, and left out")
            return
        result = read_result(annotation["result"])
        folder = self._folders.of(name)
        if folder.has(page.doc_id):
            message = "this annotator has another annotation of this document"
            self._problem("R104", place, message, "Delete one of the two in Label Studio")
            folder.put_aside(page.doc_id, annotation)
            return
        decoded = decode(result, page, name, self._inventories, place)
        if decoded.problems:
            self._pulled.problems.extend(decoded.problems)
            folder.put_aside(page.doc_id, annotation)
            return
        self._stripped += decoded.stripped
        origin = origin_of(
            task,
            annotation,
            result,
            decoded.regions,
            url=self._server.url,
            project=self._project.id,
            layers=self._layers,
        )
        folder.put(origin, _by_file(decoded))

    def _name(self, annotation: Mapping[str, Any]) -> str:
        """The name of the annotator's pass."""
        email: str = annotation["completed_by"]["email"]
        name = self._people.names.get(email, email.partition("@")[0].lower().replace(".", "-"))
        if not NAME.fullmatch(name):
            raise UsageError(
                f"annotator {email}: {name!r} cannot name a pass; expected small letters, digits "
                f"and hyphens; give one by --annotator {email}=NAME"
            )
        other = self._folders.owner(name, email)
        if other != email:
            raise UsageError(
                f"annotators {other} and {email} would both be called {name!r}; give one of them "
                f"a name by --annotator {email}=NAME"
            )
        return name


def _by_file(decoded: Decoded) -> Iterator[tuple[str, list[Any]]]:
    """The records by the layer that their file belongs to."""
    for layer, records in decoded.records.items():
        yield ("summaries" if layer == CONTRASTIVE else layer), records
