"""Commands on the dataset: add, validate, stats, diff, and those on its releases."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tipbench.cli import releases
from tipbench.cli.exit_codes import DONE, NOT_MET

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from tipbench.corpus.diff import ScoreChange


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``corpus`` and what belongs to it."""
    corpus = commands.add_parser("corpus")
    actions = corpus.add_subparsers(title="commands", metavar="COMMAND", required=True)
    releases.add_commands(actions)
    validate = actions.add_parser("validate", help="check seeds/ and annotations/")
    validate.set_defaults(command=_corpus_validate)
    _add_stats(actions)
    _add_diff(actions)
    releases.add_root(_add_add(actions))
    releases.add_root(validate)


def _add_add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> ArgumentParser:
    add = actions.add_parser("add", help="put a new text in, with zones and sentences proposed")
    add.add_argument("file", metavar="FILE", type=Path, help="the text, UTF-8")
    add.add_argument("--language", metavar="LANGUAGE", required=True, help="en or fr")
    add.add_argument("--doc-id", metavar="NAME", help="its name (default: the next number)")
    add.add_argument(
        "--cluster", metavar="NAME", help="shared by documents that are not independent of it"
    )
    add.add_argument("--origin", metavar="WORDS", help="what the page says of its origin")
    add.add_argument(
        "--like",
        metavar="PROJECT",
        type=Path,
        help="where ROOT is new: take labels, inventories and guidelines over from this project",
    )
    add.set_defaults(command=_corpus_add)
    return add


def _corpus_add(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.add import add_document

    added = add_document(
        arguments.file,
        arguments.root,
        language=arguments.language,
        doc_id=arguments.doc_id,
        cluster=arguments.cluster,
        origin=arguments.origin,
        like=arguments.like,
    )
    print(f"{added.doc_id}: {added.zones} zones and {added.sentences} sentences proposed")
    print(
        f"written: {added.proposals}; next: tipbench annotate push --layer zones", file=sys.stderr
    )
    return DONE


def _add_stats(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("stats", help="count what a corpus holds")
    parser.add_argument(
        "corpus",
        metavar="CORPUS",
        nargs="?",
        help="a corpus folder, or ORG/NAME@REVISION on the Hub (default: the built-in one)",
    )
    _add_format(parser)
    parser.set_defaults(command=_corpus_stats)


def _add_diff(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("diff", help="compare two versions of a corpus, item by item")
    parser.add_argument(
        "old", metavar="OLD", help="a corpus folder, or ORG/NAME@REVISION on the Hub"
    )
    parser.add_argument("new", metavar="NEW", help="another")
    parser.add_argument(
        "--run",
        metavar="RUN",
        type=Path,
        help="the folder of a run: say which of its scores change as well",
    )
    _add_format(parser)
    parser.set_defaults(command=_corpus_diff)


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("table", "json"), default="table")


def _corpus_stats(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.find import find_corpus
    from tipbench.corpus.stats import corpus_stats
    from tipbench.tables import plain_text

    stats = corpus_stats(find_corpus(arguments.corpus).folder)
    if arguments.format == "json":
        print(json.dumps(stats.as_dict(), ensure_ascii=False, indent=2))
    else:
        print(plain_text(stats.tables, [f"version {stats.version}"]))
    return DONE


def _corpus_diff(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.diff import corpus_diff
    from tipbench.corpus.find import find_corpus

    old, new = (find_corpus(source).folder for source in (arguments.old, arguments.new))
    found = corpus_diff(old, new)
    changes = [] if arguments.run is None else _score_changes(arguments)
    if arguments.format == "json":
        scores = [change._asdict() for change in changes]
        print(json.dumps({**found.as_dict(), "scores": scores}, ensure_ascii=False, indent=2))
        return DONE
    for line in found.lines():
        print(line)
    for change in changes:
        name = f"{change.task}.{change.metric}.{change.field}"
        print(f"score {name}: {_number(change.old)} → {_number(change.new)}")
    if arguments.run is not None and not changes:
        print(f"no score of {arguments.run} changes")
    return DONE


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.4g}"


def _score_changes(arguments: argparse.Namespace) -> list[ScoreChange]:
    """Score the run's predictions on both corpora, in the view that they were made for."""
    from tipbench.corpus.diff import score_changes
    from tipbench.run.record import labels_of, read_run, read_view
    from tipbench.run.score import score

    predictions, view = arguments.run / "predictions.jsonl", read_view(arguments.run)
    labels = labels_of(read_run(arguments.run))
    old, new = (
        score(predictions, corpus, view=view, labels=labels)
        for corpus in (arguments.old, arguments.new)
    )
    return score_changes(old.as_dict(), new.as_dict())


def _corpus_validate(arguments: argparse.Namespace) -> int:
    from tipbench.annotation.problems import LEVELS
    from tipbench.corpus.checks import validate
    from tipbench.corpus.sources import read_sources

    problems = validate(read_sources(arguments.root))
    for problem in problems:
        print(problem)
    for level, name in LEVELS.items():
        of_level = [problem for problem in problems if problem.level == level]
        errors = sum(problem.severity == "error" for problem in of_level)
        print(f"level {level} ({name}): {errors} errors, {len(of_level) - errors} warnings")
    return NOT_MET if any(problem.severity == "error" for problem in problems) else DONE
