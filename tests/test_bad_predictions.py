"""Files that cannot be scored: one clear line for each problem, exit code 2, nothing written."""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tipbench.prediction_files
import tipbench.predictions
import tipbench.run.large
import tipbench.streaming.lines.file
import tipbench.streaming.rows
from tipbench.cli import main

pa = pytest.importorskip("pyarrow")

GOOD = {"doc_id": "tip-000", "entities": [{"start": 0, "end": 5, "type": "GPE"}]}
GOOD_LINE = json.dumps(GOOD)
NOISE = random.Random(1).randbytes(4000)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def refused(capsys, monkeypatch):
    """Scores a file as small ones and as large ones are; the lines that it is refused with."""

    def score(path, *options):
        monkeypatch.setattr(tipbench.run.large, "LARGE", 1 << 60)
        lines = refuse(path, *options)
        monkeypatch.setattr(tipbench.run.large, "LARGE", 0)
        assert refuse(path, *options) == refuse(path, "--task", "entities", *options) == lines
        return lines

    def refuse(path, *options):
        code = main(["score", str(path), "--out", "run", *options])
        out, err = capsys.readouterr()
        assert (code, out) == (2, ""), err
        assert not Path("run").exists()
        lines = err.splitlines()
        assert lines
        assert all(line.startswith("tipbench: ") for line in lines)
        return lines

    return score


def entity(**slots):
    return json.dumps({**GOOD, "entities": [{**GOOD["entities"][0], **slots}]})


def line(name, data, message):
    return pytest.param(data if isinstance(data, bytes) else data.encode(), message, id=name)


LINES = [
    line("offset a string", entity(start="0"), r":2: .*int.*str.*entities\[0\]\.start"),
    line("offset a whole float", entity(start=0.0), r":2: .*int.*float.*entities\[0\]\.start"),
    line("offset a fraction", entity(end=4.5), r":2: .*int.*float.*entities\[0\]\.end"),
    line("offset a boolean", entity(start=False), r":2: .*int.*bool.*entities\[0\]\.start"),
    line("offset NaN", entity(start=float("nan")), ":2: .*JSON.*the number NaN"),
    line("offset infinite", entity(end=float("inf")), ":2: .*JSON.*the number Infinity"),
    line("offset minus infinity", entity(start=float("-inf")), ":2: .*number -Infinity"),
    line("offset 1e400", entity().replace("5", "1e400"), ":2: .*(range|int)"),
    line("offset negative", entity(start=-1), r":2: .*\[-1, 5\) is no span"),
    line("offset 2**31", entity(end=2**31), ":2: .*2147483648"),
    line("offset 2**63", entity(end=2**63), ":2: .*9223372036854775808"),
    line("offset 2**70", entity(end=2**70), ":2: .*1180591620717411303424"),
    line("offset of 5000 digits", entity().replace("5", "9" * 5000), ":2: .*(range|int|length)"),
    line("raw surrogate", entity().encode().replace(b"GPE", b"\xed\xa0\x80"), ":2: .*(utf|UTF)"),
    line("raw byte in a key", entity().encode().replace(b'"end"', b'"e\xffd"'), ":2: .*(utf|UTF)"),
    line("escaped surrogate", entity(type="\ud800"), r":2: .*lone surrogate \\ud800;"),
    line("escaped low surrogate", entity(type="a\udc00"), r":2: .*lone surrogate \\udc00;"),
    line("escaped surrogates the wrong way round", entity(type="\udc00\ud800"), ":2: .*surrogate"),
    line("a key twice", GOOD_LINE[:-1] + ', "doc_id": "tip-001"}', ":2: .*'doc_id' twice"),
    line("a key twice in an item", entity()[:-3] + ', "end": 4}]}', ":2: .*'end' twice"),
    line("type null", entity(type=None), r":2: .*null.*entities\[0\]\.type"),
    line("mention null", entity(mention=None), r":2: .*null.*entities\[0\]\.mention"),
    line("an id that is a number", entity(id=5), r":2: .*int.*entities\[0\]\.id"),
    line("an item null", '{"doc_id": "tip-000", "entities": [null]}', r":2: .*entities\[0\]"),
    line("null after an object", GOOD_LINE + " null", ":2: .*JSON"),
    line("the same line twice", f"{entity()}\n{entity()}", ":3: tip-000 is already at .*:2"),
    line("an array", f"[{GOOD_LINE}]", ":2: .*object.*array"),
    line("null", "null", ":2: .*object.*null"),
    line("one object over several lines", json.dumps(GOOD, indent=1), ":2: "),
    line("two objects on a line", GOOD_LINE * 2, ":2: .*JSON"),
    line("a hundred thousand brackets", "[" * 100_000, ":2: .*"),
    line("half a line", GOOD_LINE[:40], ":2: .*JSON"),
    line("zero bytes", bytes(200), ":2: .*JSON"),
    line("garbage", b"\xff" + NOISE.replace(b"\n", b""), ":2: .*JSON"),
]  # fmt: skip


@pytest.mark.parametrize("packed", [False, True], ids=["jsonl", "gzip"])
@pytest.mark.parametrize(("data", "message"), LINES)
def test_a_bad_line(refused, data, message, packed):
    content = b'{"doc_id": "tip-001", "entities": []}\n' + data + b"\n"
    path = Path("p.jsonl.gz" if packed else "p.jsonl")
    path.write_bytes(gzip.compress(content) if packed else content)
    assert_matches(refused(path)[0], message)


def assert_matches(text, pattern):
    assert re.search(pattern, text), text


@pytest.mark.parametrize("large", [0, 1 << 60])
@pytest.mark.parametrize("before", [b"", b"\n\n"])
def test_a_byte_order_mark_is_read_over(monkeypatch, before, large):
    monkeypatch.setattr(tipbench.run.large, "LARGE", large)
    Path("p.jsonl").write_bytes(b"\xef\xbb\xbf" + before + GOOD_LINE.encode() + b"\n")
    assert main(["score", "p.jsonl", "--task", "entities"]) == 0


def test_a_line_of_hundreds_of_megabytes(monkeypatch, refused):
    for module in (tipbench.prediction_files, tipbench.streaming.lines.file):
        monkeypatch.setattr(module, "LONGEST_LINE", 20_000)
    monkeypatch.setattr(tipbench.streaming.lines.file, "BLOCK", 1_000)
    Path("p.jsonl").write_text(GOOD_LINE + "\n" + entity(text="a" * 30_000) + "\n")
    assert_matches(refused("p.jsonl")[0], r"p\.jsonl:2: found a line of more than")


@pytest.mark.parametrize(("end", "last"), [("\r\n", "\r\n"), ("\n", ""), ("\r\n", "\r\n\r\n\n")])
def test_line_ends_of_every_system_are_read(capsys, end, last):
    lines = [json.dumps({**GOOD, "doc_id": f"tip-00{n}", "entities": []}) for n in range(3)]
    Path("p.jsonl").write_bytes((end.join(lines) + last).encode())
    assert main(["score", "p.jsonl", "--out", "run"]) == 0
    assert len(json.loads(Path("run/run.json").read_text())["failures"]) == 2


@pytest.mark.parametrize("name", ["p.jsonl", "p.jsonl.gz"])
@pytest.mark.parametrize("content", [b"", b"\n \n\n"])
def test_a_file_without_a_line(refused, name, content):
    Path(name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    assert "found no answer to any task" in refused(name)[0]


@pytest.mark.parametrize("cut", [1, 8, 12, 300])
def test_a_truncated_gzip(refused, cut):
    lines = "".join(f'{{"doc_id": "tip-000", "summary": "{n}"}}\n' for n in range(5000))
    Path("p.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-cut])
    assert "cannot be read to its end" in refused("p.jsonl.gz")[0]


@pytest.mark.parametrize("name", ["p.jsonl.gz", "p.parquet"])
@pytest.mark.parametrize("content", [NOISE, GOOD_LINE.encode()], ids=["garbage", "JSON"])
def test_what_is_not_of_its_ending(refused, name, content):
    Path(name).write_bytes(content)
    (found,) = refused(name)
    assert f"{name}: " in found


ITEM = {"start": 0, "end": 5, "type": "GPE"}


def write(name, rows, schema=None):
    from pyarrow.parquet import write_table

    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return path


def items(**fields):
    return pa.schema(
        [("doc_id", pa.string()), ("entities", pa.list_(pa.struct(list(fields.items()))))]
    )


def row(**slots):
    return {"doc_id": "tip-000", "entities": [{**ITEM, **slots}]}


INT, FLOAT, TEXT = pa.int64(), pa.float64(), pa.string()
WIDE = items(start=INT, end=pa.uint64(), type=TEXT)
FLOATS = items(start=FLOAT, end=FLOAT, type=TEXT)
ROWS = [
    ("no doc_id", {"entities": [ITEM]}, None, "doc_id"),
    ("doc_id a number", {"doc_id": 3, "entities": [ITEM]}, None, "doc_id"),
    ("doc_id null", {"doc_id": None, "entities": [ITEM]}, items(start=INT, end=INT, type=TEXT),
     "doc_id"),
    ("doc_id bytes", {"doc_id": b"tip-000", "entities": [ITEM]}, None, "doc_id"),
    ("doc_id unknown", {"doc_id": "tip-009", "entities": [ITEM]}, None, "tip-009"),
    ("offsets whole floats", row(start=0.0, end=5.0), FLOATS, "start"),
    ("offsets fractions", row(start=0.5, end=5.0), FLOATS, "start"),
    ("offsets NaN", row(start=float("nan"), end=5.0), FLOATS, "start"),
    ("offsets infinite", row(start=0.0, end=float("inf")), FLOATS, "(start|end)"),
    ("offsets strings", row(start="0", end="5"), None, "start"),
    ("offset negative", row(start=-1), None, r"\[-1, 5\)"),
    ("offset above 2**63", row(end=2**63 + 5), WIDE, "9223372036854775813"),
    ("type a number", row(type=2), None, "type"),
    ("type absent", {"doc_id": "tip-000", "entities": [{"start": 0, "end": 5}]}, None, "type"),
    ("type null", row(type=None), items(start=INT, end=INT, type=TEXT), "type"),
    ("entities a string", {"doc_id": "tip-000", "entities": "[]"}, None, "entities"),
    ("entities a struct", {"doc_id": "tip-000", "entities": ITEM}, None, "entities"),
    ("a column too many", {**row(), "entites": 1}, None, "entites"),
    ("a field too many", row(score=0.5), None, "score"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "schema", "message"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS]
)
def test_a_bad_parquet_file(refused, bad, schema, message):
    assert_matches(refused(write("p.parquet", [bad], schema))[0], f"p.parquet.*{message}")


def test_a_bad_row_among_good_ones_is_named_by_its_number(refused):
    rows = [{**row(), "doc_id": f"tip-00{n}"} for n in range(5)]
    rows[3]["entities"] = [ITEM, {**ITEM, "end": 99_999}]
    assert_matches(refused(write("p.parquet", rows))[0], r"p\.parquet:4: entities\[1\].*99999")


def test_a_document_twice_in_parquet(refused):
    assert_matches(refused(write("p.parquet", [row(), row()]))[0], r":2: tip-000 is already at")


@pytest.mark.parametrize("column", ["doc_id", "type"])
def test_text_in_parquet_that_is_not_utf8(refused, column):
    from pyarrow.parquet import write_table

    offsets = pa.py_buffer(b"\0\0\0\0\3\0\0\0")
    lone = pa.Array.from_buffers(TEXT, 1, [None, offsets, pa.py_buffer(b"\xed\xa0\x80")])
    columns = {"doc_id": pa.array(["tip-000"]), "type": pa.array(["GPE"]), column: lone}
    values = pa.StructArray.from_arrays(
        [pa.array([0]), pa.array([5]), columns["type"]], ["start", "end", "type"]
    )
    entities = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), values)
    write_table(pa.table({"doc_id": columns["doc_id"], "entities": entities}), "p.parquet")
    assert_matches(refused("p.parquet")[0], r"p\.parquet.*(UTF|utf|surrogate)")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_a_truncated_parquet_file(refused, share):
    path = write("p.parquet", [{**row(), "doc_id": f"tip-00{n}"} for n in range(5)])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "cannot be read to its end" in refused(path)[0]


def test_a_parquet_file_with_damaged_pages(refused):
    path = write("p.parquet", [{**row(), "doc_id": f"tip-00{n}"} for n in range(5)])
    whole = path.read_bytes()
    path.write_bytes(whole[:10] + bytes(60) + whole[70:])
    assert "p.parquet" in refused(path)[0]


def test_one_damaged_shard_refuses_the_folder(refused):
    write("p/a.parquet", [row()])
    whole = write("p/b.parquet", [{**row(), "doc_id": "tip-001"}]).read_bytes()
    Path("p/b.parquet").write_bytes(whole[:-20])
    assert "p/b.parquet: cannot be read to its end" in refused("p")[0]


def test_shards_with_other_columns_refuse_the_folder(refused):
    write("p/a.parquet", [row()])
    write("p/b.parquet", [{"doc_id": "tip-001", "entities": [{**ITEM, "start": "0"}]}])
    assert_matches(refused("p")[0], r"p/b\.parquet.*start")


def test_a_folder_without_shards(refused):
    Path("p").mkdir()
    Path("p/a.jsonl").write_text(GOOD_LINE)
    assert "found no .parquet file" in refused("p")[0]


def test_many_problems_are_counted_and_not_all_printed(refused):
    Path("p.jsonl").write_text("{\n" * 5000)
    lines = refused("p.jsonl")
    assert len(lines) == 21
    assert lines[-1] == "tipbench: … and 4980 more"


LIMITED = """
import resource, sys
from tipbench.cli import main
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("shape", ["identical", "nested"])
def test_very_many_spans_in_one_document_are_scored_in_bounded_memory(tmp_path, shape):
    from benchmarks import big_document

    big_document.generate(tmp_path, shape, 200_000)
    arguments = ["score", "predictions.parquet", "--corpus", "corpus", "--out", "run"]
    command = [sys.executable, "-c", LIMITED, *arguments]
    # The limits of time and memory are far above what it takes; a quadratic loop meets neither.
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    strict = json.loads((tmp_path / "run" / "run.json").read_text())["scores"]["entities"]["strict"]
    assert strict["counts"]["gold"] == strict["counts"]["predicted"] == 200_000
    assert strict["counts"]["gold_credit"] == 180_000


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_document_with_very_many_items_is_refused(refused, monkeypatch, form):
    monkeypatch.setattr(tipbench.predictions, "MOST_ITEMS", 3)
    monkeypatch.setattr(tipbench.streaming.rows, "MOST_ITEMS", 3)
    rows = [{"doc_id": "tip-001", "entities": GOOD["entities"] * 3}]
    rows.append({"doc_id": "tip-000", "entities": GOOD["entities"] * 4})
    path = Path(f"p.{form}")
    if form == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        pa.parquet.write_table(pa.Table.from_pylist(rows), path)
    [line] = refused(path)
    assert line == (
        f"tipbench: p.{form}:2: found 4 entities; expected at most 3 in one document; "
        "take out what is repeated"
    )
