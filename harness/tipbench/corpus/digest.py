"""The hash of a corpus, by which a score says what it was made on."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Thread


class Digest:
    """One hash over every parquet file of a folder and its name.

    It is reckoned in a thread of its own from the start on: hashing large files takes as long as
    reading them, and lets the interpreter work on meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with the files of ``folder``."""
        self._found: str | OSError
        self._thread = Thread(target=self._reckon, args=(folder,), daemon=True)
        self._thread.start()

    def hexdigest(self) -> str:
        """The hash in hexadecimal digits.

        Raises:
            OSError: A file cannot be read.
        """
        self._thread.join()
        if isinstance(self._found, OSError):
            raise self._found
        return self._found

    def _reckon(self, folder: Path) -> None:
        digest = hashlib.sha256()
        try:
            for path in sorted((folder / "data").rglob("*.parquet")):
                digest.update(path.relative_to(folder).as_posix().encode())
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            self._found = error
        else:
            self._found = digest.hexdigest()
