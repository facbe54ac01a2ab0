"""Lines in the order of the corpus are read in ranges; any others are found out."""

from __future__ import annotations

import gzip
import json
import random
from itertools import pairwise

import pytest

import tipbench.streaming.lines.file
from tipbench.arrays import arrow_strings
from tipbench.errors import UsageError
from tipbench.streaming.lines.file import LineFile
from tipbench.streaming.lines.ranges import LineReader, OrderedLines, UnorderedError


def line(number, spans=2, **more):
    item = {"start": 0, "end": 5, "type": "GPE", "text": "Rabat"}
    return json.dumps({"doc_id": f"d{number:02}", "entities": [item] * spans, **more})


def ids(number):
    import pyarrow as pa

    return arrow_strings([f"d{n:02}" for n in range(number)]).cast(pa.string())


@pytest.fixture
def lines(tmp_path, monkeypatch):
    """Writes a file, to be read some bytes at a time."""

    def write(content, *, block=300, documents=40, name="p.jsonl"):
        monkeypatch.setattr(tipbench.streaming.lines.file, "BLOCK", block)
        monkeypatch.setattr(tipbench.streaming.lines.file, "_WINDOW", 50)
        path = tmp_path / name
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        return OrderedLines(LineFile.of(path, tmp_path), ids(documents))

    return write


def read(lines, borders, stretch):
    """What is read in ranges of documents, as the number of the document with that in the line."""
    found = []
    for first, last in pairwise(borders):
        reader = LineReader(lines.range(first, last))
        for low in range(first, last, stretch):
            batch, document = reader.take(low, min(low + stretch, last))
            names = [] if batch is None else batch.column(0).to_pylist()
            found += zip((document + low).tolist(), names, strict=True)
    return found


@pytest.mark.parametrize("seed", range(30))
def test_every_line_is_read_once_whatever_the_ranges(lines, seed):
    rng = random.Random(seed)
    kept = [n for n in range(40) if rng.random() < 0.8]
    rows = [line(n, rng.choice((0, 1, 2, 30)), **rng.choice(({}, {"error": "é"}))) for n in kept]
    end = rng.choice(("\n", "\r\n"))
    content = "\ufeff" * rng.randrange(2) + end.join(rows) + rng.choice(("", end))
    name = rng.choice(("p.jsonl", "p.jsonl.gz"))
    opened = lines(content, block=rng.choice((60, 300, 5_000)), name=name)
    borders = [0, *sorted(rng.sample(range(1, 40), rng.randrange(6))), 40]
    assert read(opened, borders, rng.choice((1, 3, 50))) == [(n, f"d{n:02}") for n in kept]


@pytest.mark.parametrize("borders", [[0, 40], [0, 20, 40], [0, 1, 2, 39, 40]])
@pytest.mark.parametrize(
    "numbers",
    [
        [*range(20), 5, *range(20, 40)],
        [*range(39), 38],
        [*range(40), 0],
        [1, 0, *range(2, 40)],
        [*range(10), *range(11, 40), 10],
        [*range(40), 77],
        [77, *range(40)],
        [*range(20), 77, *range(20, 40)],
        [*range(39, -1, -1)],
    ],
    ids=str,
)
def test_lines_in_another_order_are_found_out(lines, numbers, borders):
    opened = lines("\n".join(line(n) for n in numbers))
    with pytest.raises(UnorderedError):
        read(opened, borders, 7)


@pytest.mark.parametrize("stretch", [1, 7, 50])
@pytest.mark.parametrize("bad", ["{", "null", line(13, error=5), line(13) + line(14), '"d13"'])
def test_lines_that_cannot_be_used_are_found_out(lines, bad, stretch):
    rows = [line(n) for n in range(40)]
    rows[13] = bad
    for borders in ([0, 40], [0, 13, 14, 40]):
        with pytest.raises(UnorderedError):
            read(lines("\n".join(rows)), borders, stretch)


def test_blank_lines_are_passed_over(lines):
    opened = lines("\n\n".join(line(n) for n in range(40)) + "\n \n\n")
    assert len(read(opened, [0, 40], 7)) == 40


def test_what_is_far_ahead_is_noticed_at_once(lines):
    opened = lines("\n".join(line(n) for n in [30, *range(30)]))
    reader = LineReader(opened.range(0, 40))
    assert reader.take(0, 10)[0] is None  # all of these could be missing
    with pytest.raises(UnorderedError):
        reader.take(10, 40)
    reader = LineReader(opened.range(0, 20))
    with pytest.raises(UnorderedError):
        reader.take(0, 10)


@pytest.mark.parametrize("name", ["p.jsonl", "p.jsonl.gz"])
@pytest.mark.parametrize(("size", "is_one"), [(900, True), (1_001, False), (5_000, False)])
def test_a_line_that_is_too_long_is_told_with_its_number(lines, monkeypatch, name, size, is_one):
    monkeypatch.setattr(tipbench.streaming.lines.file, "LONGEST_LINE", 1_000)
    rows = [line(n) for n in range(4)]
    rows[2] = rows[2][:-1] + " " * (size - len(rows[2]) - 1) + "}"
    content = "\n".join(rows)

    def blocks():
        file = lines(content, name=name).file
        return b"".join(file.blocks(file.start, file.size))

    if is_one:
        assert blocks() == content.encode()
    else:
        with pytest.raises(UsageError, match=r"p\.jsonl(\.gz)?:3: found a line of more than"):
            blocks()


@pytest.mark.parametrize("cut", [1, 9, 40])
def test_a_truncated_gzip_is_refused(tmp_path, cut):
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(gzip.compress(line(1).encode())[:-cut])
    with pytest.raises(UsageError, match=r"p\.jsonl\.gz: cannot be read to its end"):
        LineFile.of(path, tmp_path)
