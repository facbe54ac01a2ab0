"""Putting the texts back into a release that withholds them, from the source files."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tipbench.corpus.build import RESTORE, refuse_strangers, replace_folder
from tipbench.corpus.find import FoundCorpus, find_corpus
from tipbench.corpus.folder import Row, read_folder
from tipbench.corpus.release.manifest import (
    MANIFEST,
    Manifest,
    check_folder,
    read_manifest,
    rows_digest,
)
from tipbench.corpus.tables import import_datasets, write_tables
from tipbench.corpus.withheld import LENGTHS, restore
from tipbench.errors import DataError, UsageError


def rebuild_corpus(source: str | Path | None, seeds: Path, out: Path) -> Path:
    """Restore the full corpus from a release without texts and the source files.

    Args:
        source: The release, as of ``tipbench.load_corpus``.
        seeds: A folder that holds the source files, under any names.
        out: The folder to write, which is replaced as a whole once everything is checked.

    Returns:
        ``out``.

    Raises:
        UsageError: The release has its texts, or a library is missing.
        DataError: A source file is not there or was changed, or the result is not the corpus that
            the release was made from.
    """
    found = find_corpus(source)
    if found.manifest is None or found.manifest.texts != "withheld":
        raise UsageError(f"corpus {found.name}: its texts are there; nothing to rebuild")
    refuse_strangers(out)
    folder = read_folder(found.folder)
    gone = {tombstone.doc_id for tombstone in found.manifest.withdrawn}
    documents = [row for row in folder.rows["documents"] if row["doc_id"] not in gone]
    pages = _read_pages(documents, seeds)
    whole = read_manifest(found.folder / RESTORE / MANIFEST, f"{RESTORE}/{MANIFEST}")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as temporary:
        made = Path(temporary) / out.name
        rows = restore(folder.rows, pages)
        _check_rows(rows, whole)
        write_tables(rows, _features(found.folder, rows), made)
        _copy_rest(found, whole, made)
        check_folder(
            made,
            whole,
            "The rows are right and the bytes are not: other versions of datasets or pyarrow than "
            "those that the release was made with; use the versions of requirements.lock",
        )
        replace_folder(made, out)
    return out


def _read_pages(documents: Sequence[Row], seeds: Path) -> dict[str, str]:
    """The pages by document, from files of the right hash, whatever they are called."""
    if not seeds.is_dir():
        raise UsageError(f"--seeds {seeds}: there is no such folder; expected the source files")
    files = {
        hashlib.sha256(raw).hexdigest(): raw
        for raw in (path.read_bytes() for path in sorted(seeds.iterdir()) if path.is_file())
    }
    if problems := list(_missing(documents, files, seeds)):
        first = problems[0]
        more = f" (and {len(problems) - 1} more files)" if len(problems) > 1 else ""
        raise DataError(first.place, first.problem + more)
    return {row["doc_id"]: files[row["sha256"]].decode("utf-8") for row in documents}


def _missing(
    documents: Sequence[Row], files: Mapping[str, bytes], seeds: Path
) -> Iterator[DataError]:
    for row in documents:
        if row["sha256"] in files:
            continue
        path = seeds / row["source_file"]
        expected = f"expected the source file of {row['doc_id']}, sha256 {row['sha256']}"
        if path.is_file():
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            yield DataError(str(path), f"the file was changed: sha256 is {found}; {expected}")
        else:
            yield DataError(str(path), f"there is no such file; {expected}")


def _check_rows(rows: Mapping[str, Sequence[Row]], whole: Manifest) -> None:
    records = {Path(path).parent.name: record for path, record in whole.files.items()}
    for config, found in rows.items():
        if rows_digest(found) != records[config].rows_sha256:
            raise DataError(
                records[config].path,
                "the rows that the source files give are not those that the release was made from",
            )


def _features(folder: Path, rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The features of the full corpus: those of the release, without what stands for texts."""
    import pyarrow.parquet as pq

    datasets = import_datasets()
    found = {}
    for config in rows:
        path = next((folder / "data" / config).glob("*.parquet"))
        features = datasets.Features.from_arrow_schema(pq.read_schema(path))
        found[config] = datasets.Features(
            {column: feature for column, feature in features.items() if column != LENGTHS}
        )
    return found


def _copy_rest(found: FoundCorpus, whole: Manifest, made: Path) -> None:
    """Copy what is no data: as it is kept for the full corpus, or as it is in both."""
    restored = found.folder / RESTORE
    for path in [*whole.files, MANIFEST]:
        if not path.startswith("data/"):
            kept = restored / path
            shutil.copyfile(kept if kept.is_file() else found.folder / path, made / path)
