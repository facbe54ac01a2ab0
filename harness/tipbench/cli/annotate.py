"""Commands on passes: Label Studio, agreement and adjudication."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from tipbench.cli import label_studio
from tipbench.cli.exit_codes import DONE, NOT_MET


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``annotate`` and what belongs to it."""
    annotate = commands.add_parser("annotate")
    actions = annotate.add_subparsers(title="commands", metavar="COMMAND", required=True)
    label_studio.add_actions(actions)
    _add_agreement(actions)
    _add_adjudicate(actions)


def _add_agreement(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("agreement", help="measure how far passes agree")
    parser.add_argument(
        "passes", metavar="PASS", nargs="+", type=Path, help="the folders of two or more passes"
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        help="write all figures here, with the items behind them",
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")
    _add_root(parser)
    parser.set_defaults(command=_agreement)


def _add_adjudicate(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "adjudicate", help="list the disagreements of two passes and apply what is decided"
    )
    parser.add_argument("a", metavar="A", type=Path, help="the folder of a pass")
    parser.add_argument("b", metavar="B", type=Path, help="the folder of another")
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        required=True,
        help="where the disagreements lie, and the decisions written into them",
    )
    parser.add_argument(
        "--gold", metavar="DIR", type=Path, help="write the gold here once all is decided"
    )
    there = parser.add_mutually_exclusive_group()
    there.add_argument(
        "--push", action="store_true", help="put what is undecided into Label Studio, to decide it"
    )
    there.add_argument(
        "--pull", action="store_true", help="take the decisions that were made in Label Studio"
    )
    label_studio.add_server(parser)
    _add_root(parser)
    parser.set_defaults(command=_adjudicate)


def _add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root",
        metavar="ROOT",
        type=Path,
        default=Path(),
        help="the project's folder, for the pages (default: the current one)",
    )


def _agreement(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.rows import zones_of
    from tipbench.corpus.sources import read_sources
    from tipbench.passes.agreement import agreement, agreement_rows
    from tipbench.passes.load import read_pass
    from tipbench.tables import Table, plain_text

    sources = read_sources(arguments.root)
    found = agreement(
        [read_pass(folder, sources.texts) for folder in arguments.passes],
        texts=sources.texts,
        languages={seed.doc_id: seed.language for seed in sources.seeds},
        zones={doc_id: zones_of(sources, doc_id) for doc_id in sources.texts},
    )
    content = json.dumps(found.as_dict(), ensure_ascii=False, indent=2) + "\n"
    if arguments.out is not None:
        arguments.out.write_text(content, encoding="utf-8", newline="\n")
        print(f"written: {arguments.out}", file=sys.stderr)
    if arguments.format == "json":
        print(content, end="")
    else:
        header, *rows = agreement_rows(found)
        tables = [
            Table(layer, header[1:], tuple(row[1:] for row in rows if row[0] == layer))
            for layer in dict.fromkeys(row[0] for row in rows)
        ]
        print(plain_text(tables, found.notes()))
    return DONE


def _adjudicate(arguments: argparse.Namespace) -> int:
    from tipbench.corpus.sources import read_sources
    from tipbench.passes.adjudication import adjudicated, list_disagreements, write_gold
    from tipbench.passes.decisions import read_decisions, undecided, write_decisions
    from tipbench.passes.load import check_names, read_pass

    sources = read_sources(arguments.root)
    texts = sources.texts
    a, b = (read_pass(folder, texts) for folder in (arguments.a, arguments.b))
    check_names([a, b])
    files = list_disagreements(a, b, texts, read_decisions(arguments.out, list(texts)))
    problems = label_studio.pull_decisions(arguments, sources, files) if arguments.pull else 0
    write_decisions(files, arguments.out)
    if arguments.push:
        label_studio.push_disagreements(arguments, sources, files, (a.name, b.name))
    listed = Counter(layer for (layer, _), entries in files.items() for _ in entries)
    open_ones = Counter(entry.layer for entry in undecided(files))
    for layer, count in listed.items():
        print(f"{layer:16} {count:4} listed, {open_ones[layer]:4} undecided")
    print(f"written: {arguments.out}", file=sys.stderr)
    if open_ones:
        print(f"tipbench: {open_ones.total()} disagreements are not decided", file=sys.stderr)
        return NOT_MET
    if problems:
        return NOT_MET
    if arguments.gold is not None:
        write_gold(adjudicated(a, b, texts, files), arguments.gold)
        print(f"written: {arguments.gold}", file=sys.stderr)
    return DONE
