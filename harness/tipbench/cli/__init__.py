"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from tipbench.cli import annotate, compare, corpus, scoring, selftest
from tipbench.cli.exit_codes import DONE, WRONG_USE
from tipbench.errors import TipbenchError
from tipbench.version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (0 done, 1 a bar not met, 2 wrong usage)."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except TipbenchError as error:
        _print_error(error)
        return WRONG_USE
    except BrokenPipeError:
        return DONE


SHOWN_PROBLEMS = 20


def _print_error(error: TipbenchError) -> None:
    lines = str(error).splitlines()
    for line in lines[:SHOWN_PROBLEMS]:
        print(f"tipbench: {line}", file=sys.stderr)
    if len(lines) > SHOWN_PROBLEMS:
        print(f"tipbench: … and {len(lines) - SHOWN_PROBLEMS} more", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tipbench",
        description="Score extractors and summarisers on a gold-annotated English-French corpus.",
    )
    parser.add_argument("--version", action="version", version=f"tipbench {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    scoring.add_commands(commands)
    compare.add_commands(commands)
    corpus.add_commands(commands)
    annotate.add_commands(commands)
    selftest.add_commands(commands)
    return parser
