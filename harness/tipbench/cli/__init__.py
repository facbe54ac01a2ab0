"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

from tipbench.cli.exit_codes import DONE, WRONG_USE
from tipbench.errors import TipbenchError
from tipbench.version import __version__

COMMANDS = {
    "evaluate": ("scoring", "run a system on the corpus, write its predictions, score them"),
    "score": ("scoring", "score a predictions file"),
    "systems": ("scoring", "list the systems that are always there"),
    "metrics": ("scoring", "list the metrics of every task"),
    "compare": ("compare", "compare runs with the first of them: differences, tests, items"),
    "corpus": ("corpus", "build and check the dataset"),
    "annotate": ("annotate", "annotate in Label Studio; compare and adjudicate passes"),
    "export": ("harnesses", "write a run in a form that others share"),
    "lm-eval-path": ("harnesses", "print the folder to give lm_eval as --include_path"),
    "selftest": ("selftest", "test the metrics themselves by controlled corruption"),
}
"""Every command with the module that it lives in, imported when the command is given, and its
help."""


def run() -> NoReturn:
    """The command ``tipbench``: ``main``, and an end that does not wait for Python's tidying up.

    Freeing one by one what ends with the process anyway takes as long as scoring a few articles.
    What libraries have to do in the end is done.
    """
    codes: list[int] = []

    def end() -> None:
        if codes:
            with suppress(BrokenPipeError):  # nobody reads on
                print(end="", flush=True)
            print(end="", flush=True, file=sys.stderr)
            os._exit(codes[0])

    # The first to be registered is the last to be called; what came before, such as a tool that
    # watches the process, has to have its turn too.
    if not atexit._ncallbacks():
        atexit.register(end)
    codes.append(main())
    sys.exit(codes[0])


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (0 done, 1 a bar not met, 2 wrong usage)."""
    given = sys.argv[1:] if argv is None else list(argv)
    arguments = _parser(given).parse_args(given)
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


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """A parser that knows the options of the command that is given, and the others by name."""
    name = next((word for word in given if not word.startswith("-")), None)
    chosen = COMMANDS[name][0] if name in COMMANDS else None
    parser = argparse.ArgumentParser(
        prog="tipbench",
        description="Score extractors and summarisers on a gold-annotated English-French corpus.",
    )
    parser.add_argument("--version", action="version", version=f"tipbench {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    if chosen is not None:
        import_module(f"tipbench.cli.{chosen}").add_commands(commands)
    if chosen is not None and given[0] == name:  # nobody asks for the others
        return parser
    for command, (module, text) in COMMANDS.items():
        if module != chosen:
            commands.add_parser(command, help=text)
    return parser
