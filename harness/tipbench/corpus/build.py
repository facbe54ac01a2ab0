"""From the sources to the dataset repository: its data and all that a release says of itself."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tipbench.annotation.problems import Problem
from tipbench.corpus.checks import validate
from tipbench.corpus.features import features
from tipbench.corpus.release.card import render_card
from tipbench.corpus.release.citation import citation, evaluation
from tipbench.corpus.release.croissant import croissant
from tipbench.corpus.release.files import Release
from tipbench.corpus.release.manifest import MANIFEST, FileRecord, Withdrawn, write_manifest
from tipbench.corpus.rows import Row, dataset_rows
from tipbench.corpus.sources import Sources, read_sources
from tipbench.corpus.tables import write_tables
from tipbench.corpus.withheld import withhold
from tipbench.errors import TipbenchError, UsageError

RESTORE = "restore"
"""The folder in which a release without texts keeps what the one with texts says of itself."""

_RESTORED = ("README.md", "croissant.json", MANIFEST)
"""The files, besides the data, in which the two differ."""


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


def build_corpus(root: Path, out: Path, *, has_text: bool = True) -> dict[str, int]:
    """Build the dataset repository from ``root/seeds`` and ``root/annotations``.

    The same sources give the same bytes in the same environment. ``out`` is replaced as a whole
    once everything is written, so a build that fails leaves it as it was.

    Args:
        root: The project's folder.
        out: The folder of the dataset repository.
        has_text: Whether the release carries the texts of the articles; without them it has
            annotations, hashes and offsets only, and ``rebuild_corpus`` puts the texts back.

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
    refuse_strangers(out)
    rows = withhold(dataset_rows(sources), sources.withdrawn_ids)
    licence = root / "annotations" / "LICENSE"
    with tempfile.TemporaryDirectory(dir=_existing(out.parent)) as folder:
        made = Path(folder) / out.name
        if not sources.canary:
            _write_plain(sources, rows, made)
        else:
            _write_release(sources, rows, licence, made)
        if sources.canary and not has_text:
            whole = made.rename(Path(folder) / "whole")
            _write_release(sources, rows, licence, made, whole=whole)
        replace_folder(made, out)
    return {config: len(found) for config, found in rows.items()}


def _write_release(
    sources: Sources,
    rows: Mapping[str, list[Row]],
    licence: Path,
    out: Path,
    *,
    whole: Path | None = None,
) -> None:
    """Write a release; the one without texts is told where the one with texts lies."""
    has_text = whole is None
    columns = features(sources, has_text=has_text)
    tables = write_tables(rows if has_text else withhold(rows), columns, out)
    data = {config: FileRecord.of(out, path) for config, (_, path) in tables.items()}
    made = {config: table for config, (table, _) in tables.items()}
    release = Release(sources, has_text, rows, made, data)
    texts = {
        "README.md": render_card(release),
        "croissant.json": croissant(release),
        "CITATION.cff": citation(release),
        "eval.yaml": evaluation(release),
        "CHANGELOG.md": sources.changelog,
        "VERSION": sources.version + "\n",
        "CANARY": sources.canary + "\n",
    }
    for name, text in texts.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    shutil.copyfile(licence, out / "LICENSE")
    if whole is not None:
        (out / RESTORE).mkdir()
        for name in _RESTORED:
            shutil.copyfile(whole / name, out / RESTORE / name)
    write_manifest(
        out,
        version=sources.version,
        canary=sources.canary,
        has_text=has_text,
        withdrawn=_tombstones(sources),
    )


def _write_plain(sources: Sources, rows: Mapping[str, list[Row]], out: Path) -> None:
    """Write the corpus of another project: what it has, without a release's metadata."""
    columns = {config: each for config, each in features(sources).items() if config in rows}
    write_tables(rows, columns, out)
    (out / "README.md").write_text(_plain_card(sources, rows), encoding="utf-8", newline="\n")
    (out / "VERSION").write_text(sources.version + "\n", encoding="utf-8", newline="\n")


def _plain_card(sources: Sources, rows: Mapping[str, list[Row]]) -> str:
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


def _tombstones(sources: Sources) -> list[Withdrawn]:
    records = (item.record for item in sources.withdrawn)
    return [Withdrawn(record.doc_id, record.reason, record.date) for record in records]


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def refuse_strangers(out: Path) -> None:
    """Keep ``--out`` from replacing what is no dataset repository.

    Raises:
        UsageError: ``out`` is a file, or a folder that holds something else.
    """
    if out.is_file():
        raise UsageError(f"--out {out}: found a file; expected a folder, or a new name")
    if out.exists() and any(out.iterdir()) and not (out / "VERSION").is_file():
        raise UsageError(
            f"--out {out}: found a folder that is no corpus (it has no VERSION file); "
            "expected a corpus to replace, or a new name"
        )


def replace_folder(made: Path, out: Path) -> None:
    """Put ``made`` in the place of ``out``."""
    if out.exists():
        shutil.rmtree(out)
    shutil.move(made, out)
