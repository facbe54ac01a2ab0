"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipbench.errors import TipbenchError, UsageError
from tipbench.model import TASKS
from tipbench.version import __version__

if TYPE_CHECKING:
    from tipbench.run import Run

DONE, NOT_MET, WRONG_USE = 0, 1, 2


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
    _add_evaluate(commands)
    _add_score(commands)
    systems = commands.add_parser("systems", help="list the systems that are always there")
    systems.set_defaults(command=_systems)
    metrics = commands.add_parser("metrics", help="list the metrics of every task")
    metrics.set_defaults(command=_metrics)
    _add_corpus(commands)
    return parser


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "evaluate", help="run a system on the corpus, write its predictions, score them"
    )
    parser.add_argument(
        "system", metavar="SYSTEM", help="a name of 'tipbench systems', or module:attribute"
    )
    _add_scoring_options(parser)
    parser.set_defaults(command=_evaluate)


def _add_score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("score", help="score a predictions file")
    parser.add_argument(
        "predictions", metavar="PREDICTIONS", type=Path, help="a .jsonl or .jsonl.gz file"
    )
    _add_scoring_options(parser)
    parser.set_defaults(command=_score)


def _add_scoring_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--task",
        action="append",
        choices=TASKS,
        help="task to score, repeatable (default: all that the system answers)",
    )
    parser.add_argument(
        "--corpus", metavar="DIR", help="a folder in the layout of corpus/ (default: built in)"
    )
    parser.add_argument(
        "--view",
        choices=("clean", "page"),
        default="clean",
        help="what a system reads: the article alone, or the whole page (default: clean)",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="where to write the run (default: runs/<system>)"
    )
    parser.add_argument(
        "--format", choices=("table", "json", "markdown"), default="table", help="default: table"
    )
    parser.add_argument(
        "--fail-under",
        metavar="TASK.METRIC.FIELD=X",
        action="append",
        default=[],
        help="exit with 1 where a score is below X, repeatable",
    )


def _add_corpus(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    corpus = commands.add_parser("corpus", help="build and check the dataset")
    actions = corpus.add_subparsers(title="commands", metavar="COMMAND", required=True)
    build = actions.add_parser("build", help="build corpus/ from seeds/ and annotations/")
    build.add_argument(
        "--out", metavar="DIR", type=Path, help="where to write it (default: ROOT/corpus)"
    )
    build.set_defaults(command=_corpus_build)
    validate = actions.add_parser("validate", help="check seeds/ and annotations/")
    validate.set_defaults(command=_corpus_validate)
    for parser in (build, validate):
        parser.add_argument(
            "--root",
            metavar="ROOT",
            type=Path,
            default=Path(),
            help="the project's folder (default: the current one)",
        )


def _evaluate(arguments: argparse.Namespace) -> int:
    from tipbench.run import evaluate

    bars = [_bar(text) for text in arguments.fail_under]
    run = evaluate(
        arguments.system,
        arguments.corpus,
        tasks=arguments.task,
        view=arguments.view,
        progress=_progress if sys.stderr.isatty() else None,
    )
    return _finish(run, bars, arguments)


def _progress(done: int, total: int, doc_id: str) -> None:
    end = "\n" if done == total else ""
    print(f"\r{done}/{total} {doc_id}", end=end, file=sys.stderr, flush=True)


def _score(arguments: argparse.Namespace) -> int:
    from tipbench.run import score

    bars = [_bar(text) for text in arguments.fail_under]
    run = score(arguments.predictions, arguments.corpus, tasks=arguments.task, view=arguments.view)
    return _finish(run, bars, arguments)


Bar = tuple[str, str, str, float]


def _bar(text: str) -> Bar:
    name, equals, bound = text.partition("=")
    parts = name.split(".")
    try:
        if not equals or len(parts) != 3:
            raise ValueError
        return parts[0], parts[1], parts[2], float(bound)
    except ValueError:
        raise UsageError(
            f"--fail-under {text!r}: expected TASK.METRIC.FIELD=X, such as entities.strict.f1=0.5"
        ) from None


def _finish(run: Run, bars: Sequence[Bar], arguments: argparse.Namespace) -> int:
    from tipbench.report import as_markdown, print_tables
    from tipbench.run import folder_name

    missed = [line for bar in bars if (line := _missed(run, bar)) is not None]
    out = arguments.out or Path("runs") / folder_name(run.system)
    run.write(out)
    if arguments.format == "json":
        print(json.dumps(run.as_dict(), ensure_ascii=False, indent=2))
    elif arguments.format == "markdown":
        print(as_markdown(run), end="")
    else:
        print_tables(run)
    print(f"written: {out}", file=sys.stderr)
    if run.failures:
        print(f"{len(run.failures)} documents count as misses", file=sys.stderr)
    for line in missed:
        print(f"tipbench: {line}", file=sys.stderr)
    return NOT_MET if missed else DONE


def _missed(run: Run, bar: Bar) -> str | None:
    task, metric, name, bound = bar
    scores = run.scores.get(task, {}).get(metric, {})
    if name not in scores or isinstance(scores[name], (str, dict)):
        known = ", ".join(f"{t}.{m}" for t, metrics in run.scores.items() for m in metrics)
        raise UsageError(f"--fail-under {task}.{metric}.{name}: no such score; there is {known}")
    value = scores[name]
    if value is not None and value >= bound:
        return None
    shown = "n/a" if value is None else f"{value:.4f}"
    return f"{task}.{metric}.{name} is {shown}, below {bound:g}"


def _systems(_: argparse.Namespace) -> int:
    from tipbench.systems.registry import BUILTIN

    for name, builtin in BUILTIN.items():
        print(f"{name:8} {builtin.description}")
    return DONE


def _metrics(_: argparse.Namespace) -> int:
    from tipbench.scoring.registry import metrics

    for task, named in metrics().items():
        for name, metric in named.items():
            print(f"{task + '.' + name:28} {'/'.join(metric.fields):22} {metric.description}")
    return DONE


def _corpus_build(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.build import InvalidSourcesError, build_corpus

    out = arguments.out or arguments.root / "corpus"
    try:
        counts = build_corpus(arguments.root, out)
    except InvalidSourcesError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(f"tipbench: {error}", file=sys.stderr)
        return NOT_MET
    for config, count in counts.items():
        print(f"{config:14} {count:5} rows")
    print(f"written: {out}", file=sys.stderr)
    return DONE


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
