"""Commands that work with Label Studio: its page, the way there and the way back."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tipbench.cli.exit_codes import DONE, NOT_MET
from tipbench.errors import UsageError

if TYPE_CHECKING:
    from tipbench.corpus.sources import Sources
    from tipbench.label_studio.server import Project, Server
    from tipbench.passes.decisions import Files

Actions = argparse._SubParsersAction


def add_actions(actions: Actions[argparse.ArgumentParser]) -> None:
    """Add ``config``, ``push`` and ``pull``."""
    config = actions.add_parser("config", help="print the labelling configuration of a page")
    _add_layers(config)
    config.add_argument("--out", metavar="FILE", type=Path, help="write it here instead")
    config.set_defaults(command=_config)
    push = actions.add_parser("push", help="put the documents into a Label Studio project")
    _add_layers(push)
    push.add_argument(
        "--from",
        dest="source",
        metavar="SOURCE",
        help="pre-annotate from gold, the folder of a pass, or a SYSTEM (default: from nothing)",
    )
    push.add_argument(
        "--annotators",
        metavar="N",
        type=int,
        default=2,
        help="how many annotators each document is for (default: 2)",
    )
    _add_project(push)
    add_server(push)
    push.set_defaults(command=_push)
    pull = actions.add_parser("pull", help="write what annotators submitted as passes")
    _add_layers(pull)
    pull.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="the folder of the passes, a folder per annotator (default: ROOT/annotations/passes)",
    )
    pull.add_argument(
        "--annotator",
        metavar="EMAIL=NAME",
        action="append",
        default=[],
        help="what an annotator's pass is called (default: the first part of the address)",
    )
    pull.add_argument(
        "--model",
        metavar="EMAIL=MODEL",
        action="append",
        default=[],
        help="say that this annotator is a model, and which",
    )
    pull.add_argument(
        "--guidelines", metavar="VERSION", help="their version (default: what ROOT has)"
    )
    _add_project(pull)
    add_server(pull)
    pull.set_defaults(command=_pull)
    for parser in (config, push, pull):
        parser.add_argument(
            "--root",
            metavar="ROOT",
            type=Path,
            default=Path(),
            help="the project's folder (default: the current one)",
        )


def _add_layers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--layer",
        metavar="LAYER",
        action="append",
        default=[],
        help="a layer of the page, repeatable: zones, sentences, entities, numeric_facts, stance, "
        "nuggets, document_stance, summaries; or contrastive alone "
        "(default: entities, numeric_facts, stance, document_stance)",
    )


def _add_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--title", help="the project's title (default: tipbench: and the layers of its page)"
    )
    parser.add_argument("--project", metavar="NUMBER", type=int, help="the project by its number")


def add_server(parser: argparse.ArgumentParser) -> None:
    """Add the options by which a server is found."""
    parser.add_argument("--url", help="the server (default: LABEL_STUDIO_URL)")
    parser.add_argument(
        "--api-key",
        metavar="TOKEN",
        help="your access token; better left to LABEL_STUDIO_API_KEY, which no other user can see",
    )


def _layers(arguments: argparse.Namespace) -> list[str]:
    from tipbench.label_studio.fields import CHOICES
    from tipbench.label_studio.tasks import chosen_layers

    for layer in arguments.layer:
        if layer not in CHOICES:
            raise UsageError(
                f"--layer {layer!r}: found no such layer; expected one of {', '.join(CHOICES)}"
            )
    return chosen_layers(arguments.layer)


def _config(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.sources import read_sources
    from tipbench.label_studio.configuration import configuration
    from tipbench.label_studio.tasks import inventories_of

    page = configuration(_layers(arguments), inventories_of(read_sources(arguments.root)))
    if arguments.out is None:
        print(page, end="")
    else:
        arguments.out.write_text(page, encoding="utf-8", newline="\n")
        print(f"written: {arguments.out}", file=sys.stderr)
    return DONE


def _push(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.sources import read_sources
    from tipbench.label_studio.configuration import configuration
    from tipbench.label_studio.instruction import instruction
    from tipbench.label_studio.push import Settings, push
    from tipbench.label_studio.server import Server
    from tipbench.label_studio.tasks import default_title, inventories_of, tasks_of

    if arguments.annotators < 1:
        raise UsageError(f"--annotators {arguments.annotators}: expected 1 or more")
    layers, sources = _layers(arguments), read_sources(arguments.root)
    tasks, shown, suggestions = tasks_of(sources, layers, arguments.source)
    title = arguments.title or default_title(layers)
    guidelines = arguments.root / "annotations" / "guidelines"
    settings = Settings(
        title,
        configuration(layers, inventories_of(sources)),
        arguments.annotators,
        instruction(guidelines, layers),
        shown,
    )
    with Server(arguments.url, arguments.api_key) as server, progress_bar("pushing") as advance:
        pushed = push(
            server,
            settings,
            tasks,
            project_id=arguments.project,
            progress=lambda *a: advance(*a[:2]),
        )
    for reason, count in (suggestions.left_out if suggestions else {}).items():
        print(f"tipbench: {count} of {arguments.source} left out: {reason}", file=sys.stderr)
    print(
        f"project {pushed.project.id} ({'new' if pushed.created else 'brought up to date'}): "
        f"{pushed.added} documents added, {pushed.kept} there already, "
        f"{pushed.predictions} of their pre-annotations renewed"
    )
    print(f"{server.url}/projects/{pushed.project.id}/data")
    return DONE


def _pull(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.sources import read_sources
    from tipbench.label_studio.pull import People, pull
    from tipbench.label_studio.server import Server
    from tipbench.label_studio.tasks import documents_of, inventories_of

    sources = read_sources(arguments.root)
    people = People(_pairs("--annotator", arguments.annotator), _pairs("--model", arguments.model))
    with Server(arguments.url, arguments.api_key) as server, progress_bar("pulling") as advance:
        project = _project(server, arguments)
        pulled = pull(
            server,
            project,
            documents_of(sources),
            inventories_of(sources),
            arguments.out or arguments.root / "annotations" / "passes",
            people=people,
            guidelines=arguments.guidelines or _guidelines(arguments.root),
            progress=lambda size: advance(size, None),
        )
    for note in pulled.notes:
        print(f"note: {note}", file=sys.stderr)
    for problem in pulled.problems:
        print(problem)
    for name, count in pulled.documents.items():
        print(f"{name:16} {count:4} documents")
    if not pulled.documents and not pulled.problems:
        print(f"project {project.id}: nothing is submitted yet", file=sys.stderr)
    if pulled.problems:
        print(
            f"tipbench: {len(pulled.problems)} problems; these documents are kept apart in unread/",
            file=sys.stderr,
        )
        return NOT_MET
    return DONE


def push_disagreements(
    arguments: argparse.Namespace, sources: Sources, files: Files, names: tuple[str, str]
) -> None:
    """Put what is undecided into Label Studio."""
    from tipbench.label_studio.adjudication import push_disagreements
    from tipbench.label_studio.server import Server
    from tipbench.label_studio.tasks import documents_of, inventories_of

    with Server(arguments.url, arguments.api_key) as server, progress_bar("pushing") as advance:
        every = push_disagreements(
            server,
            files,
            documents_of(sources),
            inventories_of(sources),
            names,
            lambda *told: advance(*told[:2]),
        )
    for pushed in every:
        print(
            f"project {pushed.project.id} ({pushed.project.title}): {pushed.added} disagreements "
            f"added, {pushed.kept} there already",
            file=sys.stderr,
        )


def pull_decisions(arguments: argparse.Namespace, sources: Sources, files: Files) -> int:
    """Take the decisions that were made in Label Studio; how many could not be taken."""
    from tipbench.label_studio.adjudication import pull_decisions
    from tipbench.label_studio.server import Server
    from tipbench.label_studio.tasks import documents_of, inventories_of

    with Server(arguments.url, arguments.api_key) as server:
        found = pull_decisions(server, files, documents_of(sources), inventories_of(sources))
    for note in found.notes:
        print(f"note: {note}", file=sys.stderr)
    for problem in found.problems:
        print(problem)
    print(f"{found.decided} decisions taken from {server.url}", file=sys.stderr)
    return len(found.problems)


def _project(server: Server, arguments: argparse.Namespace) -> Project:
    from tipbench.label_studio.tasks import default_title

    if arguments.project is not None:
        return server.project(arguments.project)
    title = arguments.title or default_title(_layers(arguments))
    found = server.find_project(title)
    if found is None:
        raise UsageError(
            f"{server.url}: found no project called {title!r}; expected that of a push; name it by "
            "--project NUMBER, --title or --layer"
        )
    return found


def _pairs(option: str, given: list[str]) -> dict[str, str]:
    pairs = {}
    for each in given:
        email, equals, name = each.partition("=")
        if not equals or not email or not name:
            raise UsageError(f"{option} {each!r}: expected EMAIL=NAME")
        pairs[email] = name
    return pairs


def _guidelines(root: Path) -> str:
    """The version that the guidelines name in their title."""
    path = root / "annotations" / "guidelines" / "README.md"
    first = path.read_text(encoding="utf-8").partition("\n")[0] if path.is_file() else ""
    found = re.search(r"version (\S+)", first)
    if found is None:
        raise UsageError(f"{path}: found no version in its title; expected --guidelines VERSION")
    return found.group(1)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the standard error; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"),
        console=console, transient=True, disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(what, total=None, told="")

        def advance(done: int, total: int | None) -> None:
            told = f"{done / 1e6:.1f} MB" if total is None else f"{done}/{total}"
            bar.update(task, completed=done, total=total, told=told)

        yield advance
