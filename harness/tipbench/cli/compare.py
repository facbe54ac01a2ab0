"""The command that compares runs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tipbench.cli.exit_codes import DONE


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``compare``."""
    parser = commands.add_parser("compare")
    parser.add_argument(
        "runs", metavar="RUN", nargs="+", type=Path, help="folders of runs, the baseline first"
    )
    parser.add_argument(
        "--corpus", metavar="CORPUS", help="the corpus that they were made on (default: built in)"
    )
    parser.add_argument(
        "--format", choices=("table", "json", "markdown"), default="table", help="default: table"
    )
    parser.add_argument(
        "--items",
        metavar="N",
        type=int,
        default=20,
        help="how many differing items a table shows (default: 20); JSON has all of them",
    )
    parser.set_defaults(command=_compare)


def _compare(arguments: argparse.Namespace) -> int:
    from tipbench.compare import compare
    from tipbench.compare.tables import as_markdown, as_text

    comparison = compare(arguments.runs, arguments.corpus)
    if arguments.format == "json":
        print(json.dumps(comparison.as_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    elif arguments.format == "markdown":
        print(as_markdown(comparison, arguments.items), end="")
    else:
        print(as_text(comparison, arguments.items))
    return DONE
