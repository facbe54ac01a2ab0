"""Commands that run systems and score predictions."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.cli.exit_codes import DONE, INTERRUPTED, NOT_MET
from tipbench.cli.guard import ended_like_interrupted, stdout_for_results
from tipbench.errors import UsageError
from tipbench.model import TASKS

if TYPE_CHECKING:
    from tipbench.run.record import Run


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``evaluate``, ``score``, ``systems`` and ``metrics``."""
    _add_evaluate(commands)
    _add_score(commands)
    systems = commands.add_parser("systems")
    systems.set_defaults(command=_systems)
    metrics = commands.add_parser("metrics")
    metrics.set_defaults(command=_metrics)


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("evaluate")
    parser.add_argument(
        "system",
        metavar="SYSTEM",
        help="a name or a form of 'tipbench systems', module:attribute, or file.py:attribute",
    )
    _add_scoring_options(parser)
    _add_running_options(parser)
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        default=1,
        help="documents, or questions to the judge, asked about at once; the results are the same "
        "(default: 1)",
    )
    parser.set_defaults(command=_evaluate)


def _add_running_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--resume", action="store_true", help="go on with the answers that --out holds"
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=float,
        help="time for a document, or a question to the judge; past it who is asked is killed and "
        "the document is a miss, the question without an answer",
    )
    parser.add_argument(
        "--memory", metavar="MIB", type=int, help="memory of each process of the system or judge"
    )
    parser.add_argument(
        "--base-url", metavar="URL", help="openai: where the server answers, up to /v1"
    )
    parser.add_argument(
        "--prices",
        metavar="INPUT,OUTPUT",
        type=_prices,
        help="openai: price of a million input and of a million output tokens, for timing.json",
    )


def _prices(text: str) -> tuple[float, float]:
    sent, comma, received = text.partition(",")
    try:
        if not comma:
            raise ValueError
        return float(sent), float(received)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"found {text!r}; expected two numbers, such as 0.15,0.60"
        ) from None


def _add_score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("score")
    parser.add_argument(
        "predictions",
        metavar="PREDICTIONS",
        type=Path,
        help="a .jsonl, .jsonl.gz or .parquet file, or a folder of parquet shards",
    )
    _add_scoring_options(parser)
    _add_running_options(parser)
    parser.add_argument(
        "--workers",
        metavar="N",
        type=_workers,
        default=1,
        help="processes that share the scoring of a large file of entities, or questions asked of "
        "the judge at once (default: 1)",
    )
    parser.set_defaults(command=_score)


def _add_scoring_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--task",
        action="append",
        choices=TASKS,
        help="task to score, repeatable (default: all that the system answers)",
    )
    parser.add_argument(
        "--corpus",
        metavar="CORPUS",
        help="a folder in the layout of corpus/, or ORG/NAME@REVISION on the Hub "
        "(default: built in)",
    )
    parser.add_argument(
        "--view",
        choices=("clean", "page"),
        default="clean",
        help="what a system reads: the article alone, or the whole page (default: clean)",
    )
    parser.add_argument(
        "--labels",
        choices=("native", "conll", "ontonotes"),
        default="native",
        help="labels that names are scored in, for taggers that have others (default: native)",
    )
    parser.add_argument(
        "--judge",
        metavar="SYSTEM",
        help="summaries: who says, for every nugget, whether a summary states it: any form of "
        "SYSTEM that answers yes or no (default: nobody is asked)",
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


def _evaluate(arguments: argparse.Namespace) -> int:
    from tipbench.run.evaluate import evaluate
    from tipbench.run.record import folder_name
    from tipbench.systems.secrets import without_secrets

    bars = [_bar(text) for text in arguments.fail_under]
    out = arguments.out or Path("runs") / folder_name(without_secrets(arguments.system))
    evaluated = partial(evaluate, arguments.system, **_scoring(arguments), **_asking(arguments))
    run = _asked(partial(evaluated, out=out), out)
    return INTERRUPTED if run is None else _finish(run, bars, arguments, out)


def _scoring(arguments: argparse.Namespace) -> dict[str, Any]:
    """What is scored, and how."""
    return {
        "corpus": arguments.corpus,
        "tasks": arguments.task,
        "view": arguments.view,
        "labels": arguments.labels,
        "workers": arguments.workers,
        "judge": arguments.judge,
    }


def _asking(arguments: argparse.Namespace) -> dict[str, Any]:
    """How a system, or a judge, is asked."""
    return {
        "progress": _progress if sys.stderr.isatty() else None,
        "resume": arguments.resume,
        "timeout": arguments.timeout,
        "memory": None if arguments.memory is None else arguments.memory * 2**20,
        "base_url": arguments.base_url,
        "prices": arguments.prices,
    }


def _asked(ask: Callable[[], Run], out: Path) -> Run | None:
    """The run that comes of asking a system or a judge; ``None`` where that was interrupted."""
    try:
        with ended_like_interrupted(), stdout_for_results():
            return ask()
    except KeyboardInterrupt:
        kept = f"; --resume goes on with what is in {out}" if out.exists() else ""
        print(f"interrupted{kept}", file=sys.stderr)
        return None


def _progress(done: int, total: int, doc_id: str) -> None:
    end = "\n" if done == total else ""
    print(f"\r{done}/{total} {doc_id}", end=end, file=sys.stderr, flush=True)


def _score(arguments: argparse.Namespace) -> int:
    if arguments.judge is None:
        _tune_for_scoring()
    from tipbench.run.record import folder_name
    from tipbench.run.score import score, system_of

    bars = [_bar(text) for text in arguments.fail_under]
    out = arguments.out or Path("runs") / folder_name(system_of(arguments.predictions))
    scored = partial(score, arguments.predictions, out=out, **_scoring(arguments))
    asking = _asking(arguments)
    if arguments.judge is not None:
        run = _asked(partial(scored, **asking), out)
        return INTERRUPTED if run is None else _finish(run, bars, arguments, out)
    for name in ("resume", "timeout", "memory", "base_url", "prices"):
        if asking[name]:
            option = name.replace("_", "-")
            raise UsageError(f"--{option}: score asks nobody but a judge; expected --judge as well")
    return _finish(scored(), bars, arguments, out)


def _tune_for_scoring() -> None:
    """Settings that suit scoring, and not the programs of others, such as a judge."""
    # Matrices are small here: threads to multiply them would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(50_000)  # hardly anything that is made here is ever garbage


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; expected 1 or more")
    return int(text)


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


def _finish(run: Run, bars: Sequence[Bar], arguments: argparse.Namespace, out: Path) -> int:
    from tipbench.json_text import pieces
    from tipbench.report import as_markdown, as_text

    missed = [line for bar in bars if (line := _missed(run, bar)) is not None]
    if arguments.format == "json":
        sys.stdout.writelines(pieces(run.as_dict()))
        print()
    elif arguments.format == "markdown":
        print(as_markdown(run), end="")
    else:
        print(as_text(run))
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
    from tipbench.systems.registry import listing

    rows = listing()
    width = max(len(name) for name, _ in rows)
    for name, description in rows:
        print(f"{name:{width}} {description}")
    return DONE


def _metrics(_: argparse.Namespace) -> int:
    from tipbench.scoring.registry import metrics

    for task, named in metrics().items():
        for name, metric in named.items():
            print(f"{task + '.' + name:28} {'/'.join(metric.fields):22} {metric.description}")
    return DONE
