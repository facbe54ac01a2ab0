"""Commands for other harnesses: where their tasks are, and runs in forms that others share."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from tipbench.cli.exit_codes import DONE


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``export`` and ``lm-eval-path``."""
    export = commands.add_parser("export")
    export.add_argument("run", metavar="RUN", type=Path, help="the folder of a run")
    export.add_argument(
        "--format", choices=("every-eval-ever",), required=True, help="the form of the record"
    )
    export.add_argument(
        "--out", metavar="DIR", type=Path, default=Path(), help="where data/ is put (default: here)"
    )
    export.add_argument(
        "--model", metavar="ORG/NAME", help="the model, where the system's name does not say it"
    )
    export.set_defaults(command=_export)
    path = commands.add_parser("lm-eval-path")
    path.set_defaults(command=_lm_eval_path)


def _export(arguments: argparse.Namespace) -> int:
    from tipbench.harnesses.every_eval_ever import export

    print(export(arguments.run, arguments.out, retrieved=time.time(), model=arguments.model))
    return DONE


def _lm_eval_path(_: argparse.Namespace) -> int:
    from tipbench.harnesses.lm_eval_tasks import folder

    print(folder())
    return DONE
