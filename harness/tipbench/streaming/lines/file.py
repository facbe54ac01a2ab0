"""Files of JSON lines as blocks of whole lines, so that memory does not grow with the file."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tipbench.errors import UsageError
from tipbench.prediction_files import LONGEST_LINE, too_long, without_mark

BLOCK = 2_000_000
"""Bytes that are read at a time; a longer line is read whole."""

_WINDOW = 1 << 16
"""Bytes among which the end of a line is looked for."""


@dataclass(frozen=True, slots=True)
class LineFile:
    """A file of JSON lines that lies unpacked.

    Attributes:
        path: What the user calls it.
        plain: Where its bytes are.
        start: Where the first line begins, behind the mark of the byte order if there is one.
        size: How many bytes it has.
    """

    path: Path
    plain: Path
    start: int
    size: int

    @classmethod
    def of(cls, path: Path, scratch: Path) -> LineFile:
        """Open a file; what is packed is unpacked.

        Args:
            path: A ``.jsonl`` or ``.jsonl.gz`` file.
            scratch: A folder for temporary files.

        Raises:
            UsageError: It cannot be read to its end, or has a line longer than any should be.
        """
        try:
            plain = _unpacked(path, scratch / "lines.jsonl") if path.suffix == ".gz" else path
            with plain.open("rb") as file:
                mark = file.read(3)
            return cls(path, plain, len(mark) - len(without_mark(mark)), plain.stat().st_size)
        except (OSError, EOFError, zlib.error) as error:
            raise UsageError(f"{path}: cannot be read to its end: {error}") from None

    def blocks(self, first: int, last: int) -> Iterator[bytes]:
        """The lines from byte ``first`` to byte ``last``, which lines begin at.

        Raises:
            UsageError: They cannot be read, or a line is longer than any should be.
        """
        try:
            with self.plain.open("rb", buffering=0) as file:
                while first < last:
                    stop = min(first + BLOCK, last)
                    if stop < last:
                        stop = _end_before(file, first, stop) or self._long_line(file, first)
                    yield _read(file, first, stop)
                    first = stop
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be read to its end: {error}") from None

    def _long_line(self, file: BinaryIO, start: int) -> int:
        """Where a line ends that is longer than a block."""
        end = _end_after(file, start + BLOCK, min(self.size, start + LONGEST_LINE + 1))
        if end - start > LONGEST_LINE:
            raise too_long(self.path, self.line_number(start))
        return end

    def next_line(self, start: int, last: int) -> int:
        """The first byte from ``start`` to ``last`` that a line begins at, or else ``last``."""
        if start <= self.start:
            return self.start
        with self.plain.open("rb", buffering=0) as file:
            return _end_after(file, start - 1, last)

    def head(self, start: int) -> bytes:
        """Some thousand bytes from ``start`` on."""
        with self.plain.open("rb", buffering=0) as file:
            return _read(file, start, start + _WINDOW)

    def line_number(self, start: int) -> int:
        """The number of the line that begins at a byte."""
        with self.plain.open("rb", buffering=0) as file:
            return 1 + sum(
                _read(file, at, min(at + BLOCK, start)).count(b"\n")
                for at in range(0, start, BLOCK)
            )


def _unpacked(path: Path, plain: Path) -> Path:
    line = number = 0
    with gzip.open(path) as packed, plain.open("wb") as file:
        while block := packed.read(BLOCK):
            end = block.find(b"\n") + 1
            if line + (end or len(block)) > LONGEST_LINE:
                raise too_long(path, number + 1)
            line = len(block) - block.rfind(b"\n") - 1 if end else line + len(block)
            number += block.count(b"\n")
            file.write(block)
    return plain


def _read(file: BinaryIO, start: int, stop: int) -> bytes:
    file.seek(start)
    return file.read(stop - start)


def _end_before(file: BinaryIO, first: int, stop: int) -> int:
    """Where the last whole line from ``first`` to ``stop`` ends; 0 where none does."""
    while first < stop:
        start = max(first, stop - _WINDOW)
        end = _read(file, start, stop).rfind(b"\n") + 1
        if end:
            return start + end
        stop = start
    return 0


def _end_after(file: BinaryIO, start: int, last: int) -> int:
    """Where the first line ends that does so after byte ``start``; ``last`` where none does."""
    while start < last:
        end = _read(file, start, min(start + _WINDOW, last)).find(b"\n") + 1
        if end:
            return start + end
        start += _WINDOW
    return last
