"""Writing the tables of a corpus as parquet, with the features that ``datasets`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tipbench.corpus.release.files import SPLIT
from tipbench.corpus.rows import Row
from tipbench.errors import UsageError


def write_tables(
    rows: Mapping[str, list[Row]], features: Mapping[str, Any], out: Path
) -> dict[str, tuple[Any, Path]]:
    """Write every configuration into ``out/data``.

    Args:
        rows: The rows by configuration, labels by name.
        features: The ``datasets.Features`` by configuration, in the order of the dataset.
        out: The folder of the dataset repository.

    Returns:
        The ``datasets.Dataset`` and the file of every configuration.
    """
    datasets = import_datasets()
    made: dict[str, tuple[Any, Path]] = {}
    for config, columns in features.items():
        table = datasets.Dataset.from_list(rows[config], features=columns, split=SPLIT)
        path = out / "data" / config / f"{SPLIT}-00000-of-00001.parquet"
        path.parent.mkdir(parents=True)
        table.to_parquet(path)
        made[config] = (table, path)
    return made


def import_datasets() -> Any:
    """The ``datasets`` library, without its progress bars.

    Raises:
        UsageError: It is not installed.
    """
    try:
        import datasets
    except ImportError:
        raise UsageError(
            "writing a corpus needs the libraries of an extra: pip install 'tipbench[build]'"
        ) from None
    datasets.disable_progress_bars()
    return datasets
