"""Writing a corpus out as a folder, byte for byte."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tipbench.corpus.build import refuse_strangers, replace_folder
from tipbench.corpus.find import find_corpus
from tipbench.corpus.hub.remote import HUB_OWN


def export_corpus(source: str | Path | None, out: Path) -> None:
    """Write a corpus out as a folder.

    Args:
        source: As of ``tipbench.load_corpus``; by default the built-in corpus.
        out: The folder, which is replaced as a whole once everything is written.

    Raises:
        UsageError: There is no such corpus, or ``out`` holds something else.
        DataError: A file of the corpus is not what its manifest says.
    """
    found = find_corpus(source)
    refuse_strangers(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as temporary:
        made = Path(temporary) / out.name
        shutil.copytree(found.folder, made, ignore=shutil.ignore_patterns(*HUB_OWN))
        replace_folder(made, out)
