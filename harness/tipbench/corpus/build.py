"""From the sources to the dataset repository: parquet for every configuration, and the card."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tipbench.annotation.problems import Problem
from tipbench.corpus.card import render_card
from tipbench.corpus.checks import validate
from tipbench.corpus.features import features
from tipbench.corpus.rows import Row, dataset_rows
from tipbench.corpus.sources import Sources, read_sources
from tipbench.errors import TipbenchError, UsageError

SPLIT = "test"


class InvalidSourcesError(TipbenchError):
    """The sources have errors, so that no corpus can be built from them.

    Attributes:
        problems: All that was found.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(
            f"nothing built: the sources have {len(errors)} errors, the first: {errors[0]}"
        )
        self.problems = tuple(problems)


def build_corpus(root: Path, out: Path) -> dict[str, int]:
    """Build the dataset repository from ``root/seeds`` and ``root/annotations``.

    The same sources give the same bytes in the same environment. ``out`` is replaced as a whole
    once everything is written, so a build that fails leaves it as it was.

    Args:
        root: The project's folder.
        out: The folder of the dataset repository.

    Returns:
        The number of rows of every configuration.

    Raises:
        InvalidSourcesError: A check found errors.
        UsageError: The libraries of the ``build`` extra are not installed, or ``out`` is a folder
            that holds something else.
    """
    sources = read_sources(root)
    problems = validate(sources)
    if any(problem.severity == "error" for problem in problems):
        raise InvalidSourcesError(problems)
    _refuse_strangers(out)
    rows = dataset_rows(sources)
    with tempfile.TemporaryDirectory(dir=_existing(out.parent)) as folder:
        made = Path(folder) / out.name
        datasets = _write_data(sources, rows, made)
        card = (
            render_card(sources, rows, datasets) if sources.canary else _plain_card(sources, rows)
        )
        (made / "README.md").write_text(card, encoding="utf-8")
        (made / "VERSION").write_text(sources.version + "\n", encoding="utf-8")
        if (root / "annotations" / "LICENSE").exists():
            shutil.copyfile(root / "annotations" / "LICENSE", made / "LICENSE")
        if out.exists():
            shutil.rmtree(out)
        shutil.move(made, out)
    return {config: len(found) for config, found in rows.items()}


def _plain_card(sources: Sources, rows: dict[str, list[Row]]) -> str:
    """What can be said of any corpus; the card of this one says what it alone is."""
    lines = [
        "---",
        "configs:",
        *(
            f"- config_name: {config}\n  data_files: data/{config}/*.parquet"
            + "\n  default: true" * (config == "documents")
            for config in rows
        ),
        "---",
        "",
        f"# A corpus of {len(sources.seeds)} documents, version {sources.version}",
        "",
        "Made with tipbench, in the layout of its corpus.",
        "",
        "| configuration | rows |",
        "| --- | ---: |",
        *(f"| {config} | {len(found)} |" for config, found in rows.items()),
    ]
    return "\n".join(lines) + "\n"


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _refuse_strangers(out: Path) -> None:
    """Keep ``--out`` from replacing a folder that is no dataset repository."""
    if out.exists() and any(out.iterdir()) and not (out / "VERSION").is_file():
        raise UsageError(
            f"--out {out}: found a folder that is no corpus (it has no VERSION file); "
            "expected a corpus to replace, or a new name"
        )


def _write_data(sources: Sources, rows: dict[str, list[Row]], out: Path) -> dict[str, Any]:
    try:
        import datasets
    except ImportError:
        raise UsageError(
            "building a corpus needs the libraries of an extra: pip install 'tipbench[build]'"
        ) from None
    datasets.disable_progress_bars()
    made: dict[str, Any] = {}
    for config, columns in features(sources).items():
        if config not in rows:
            continue
        table = datasets.Dataset.from_list(rows[config], features=columns, split=SPLIT)
        path = out / "data" / config / f"{SPLIT}-00000-of-00001.parquet"
        path.parent.mkdir(parents=True)
        table.to_parquet(path)
        made[config] = table
    return made
