"""The command that tests the metrics themselves."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tipbench.cli.exit_codes import DONE, NOT_MET
from tipbench.model import TASKS


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``selftest``."""
    parser = commands.add_parser(
        "selftest",
        description="Make right answers wrong in known ways and say which metrics see it: "
        "summaries by single changes in English and French, the gold of extractors by doses.",
    )
    parser.add_argument(
        "--task",
        action="append",
        choices=TASKS,
        help="task whose metrics are tested, repeatable (default: all)",
    )
    parser.add_argument(
        "--seed", metavar="N", type=int, default=0, help="decides what is changed (default: 0)"
    )
    parser.add_argument(
        "--samples",
        metavar="N",
        type=int,
        default=200,
        help="changes of each type and language, where the texts allow as many (default: 200)",
    )
    parser.add_argument(
        "--format", choices=("table", "json", "markdown"), default="table", help="default: table"
    )
    parser.add_argument(
        "--picture",
        metavar="FILE",
        type=Path,
        help="also draw it, as .png, .svg or .pdf; needs tipbench[picture]",
    )
    parser.add_argument(
        "--bars",
        action="store_true",
        help="exit with 1 where a rate misses its bar or a score does not fall as it should",
    )
    parser.set_defaults(command=_selftest)


def _selftest(arguments: argparse.Namespace) -> int:
    from tipbench.selftest.measuring.picture import check_picture, draw_picture
    from tipbench.selftest.measuring.result import run_selftest
    from tipbench.selftest.measuring.tables import as_markdown, as_text

    if arguments.picture is not None:
        check_picture(arguments.picture)
    test = run_selftest(tasks=arguments.task, seed=arguments.seed, samples=arguments.samples)
    if arguments.format == "json":
        print(json.dumps(test.as_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    elif arguments.format == "markdown":
        print(as_markdown(test), end="")
    else:
        print(as_text(test))
    if arguments.picture is not None:
        draw_picture(test, arguments.picture)
        print(f"written: {arguments.picture}", file=sys.stderr)
    if not arguments.bars:
        return DONE
    for line in test.missed:
        print(f"tipbench: {line}", file=sys.stderr)
    return NOT_MET if test.missed else DONE
