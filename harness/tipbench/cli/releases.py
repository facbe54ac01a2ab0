"""Commands that make releases of the dataset: build, publish, export, rebuild."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tipbench.cli.exit_codes import DONE, NOT_MET

Actions = argparse._SubParsersAction  # The type of what ``add_subparsers`` gives has no other name.


def add_commands(actions: Actions[argparse.ArgumentParser]) -> None:
    """Add what belongs to releases to ``corpus``."""
    build = actions.add_parser("build", help="build corpus/ from seeds/ and annotations/")
    build.add_argument(
        "--out", metavar="DIR", type=Path, help="where to write it (default: ROOT/corpus)"
    )
    build.set_defaults(command=_build)
    publish = actions.add_parser("publish", help="publish a release on the Hub")
    publish.add_argument("repo", metavar="REPO", help="ORG/NAME of the dataset repository")
    publish.add_argument(
        "--yes", action="store_true", help="do it (default: only say what would be done)"
    )
    publish.set_defaults(command=_publish)
    for parser in (build, publish):
        parser.add_argument(
            "--without-text",
            action="store_true",
            help="withhold the texts: annotations, hashes and offsets only",
        )
        add_root(parser)
    _add_export(actions)
    _add_rebuild(actions)


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add ``--root``."""
    parser.add_argument(
        "--root",
        metavar="ROOT",
        type=Path,
        default=Path(),
        help="the project's folder (default: the current one)",
    )


def _add_export(actions: Actions[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("export", help="write a corpus out as a folder")
    parser.add_argument(
        "out", metavar="DIR", type=Path, help="a new folder, or a corpus to replace"
    )
    _add_corpus(parser)
    parser.set_defaults(command=_export)


def _add_rebuild(actions: Actions[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "rebuild", help="put the texts back into a release that withholds them"
    )
    parser.add_argument(
        "--seeds", metavar="DIR", type=Path, required=True, help="the folder of the source files"
    )
    _add_corpus(parser)
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=Path("corpus"), help="default: corpus"
    )
    parser.set_defaults(command=_rebuild)


def _add_corpus(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--corpus",
        metavar="CORPUS",
        help="a corpus folder, or ORG/NAME@REVISION on the Hub (default: built in)",
    )


def _build(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.build import InvalidSourcesError, build_corpus

    out = arguments.out or arguments.root / "corpus"
    try:
        counts = build_corpus(arguments.root, out, has_text=not arguments.without_text)
    except InvalidSourcesError as error:
        return _refused(error)
    for config, count in counts.items():
        print(f"{config:14} {count:5} rows")
    print(f"written: {out}", file=sys.stderr)
    return DONE


def _publish(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.build import InvalidSourcesError
    from tipbench.corpus.hub.publish import planned, publish

    has_text = not arguments.without_text
    try:
        with planned(arguments.root, arguments.repo, has_text=has_text) as plan:
            for line in plan.lines():
                print(line)
            if not arguments.yes:
                print("dry run: nothing was sent; --yes publishes", file=sys.stderr)
                return DONE
            commit = publish(plan)
            print(f"published: {plan.remote.repo}@{plan.tag}, commit {commit}")
    except InvalidSourcesError as error:
        return _refused(error)
    return DONE


def _refused(error: Exception) -> int:
    for problem in getattr(error, "problems", ()):
        print(problem, file=sys.stderr)
    print(f"tipbench: {error}", file=sys.stderr)
    return NOT_MET


def _export(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.export import export_corpus

    export_corpus(arguments.corpus, arguments.out)
    print(f"written: {arguments.out}", file=sys.stderr)
    return DONE


def _rebuild(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.rebuild import rebuild_corpus

    rebuild_corpus(arguments.corpus, arguments.seeds, arguments.out)
    print(f"written: {arguments.out}", file=sys.stderr)
    return DONE
