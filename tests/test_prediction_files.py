import gzip
import json

import pytest

import tipbench
from tipbench.errors import UsageError
from tipbench.model import Answer, Document, Entity, Span
from tipbench.prediction_files import PredictionsError, read_predictions, write_predictions

TEXT = "Rabat freed at least 474 victims."
DOCUMENT = Document("d1", "en", None, TEXT)
OTHER = Document("d2", "en", None, "Nothing here.")


@pytest.fixture
def read(tmp_path):
    """Reads lines as a predictions file over the two documents."""

    def reader(*lines):
        path = tmp_path / "p.jsonl"
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        path.write_text(text + "\n", encoding="utf-8")
        return read_predictions(path, [DOCUMENT, OTHER])

    return reader


def test_blank_lines_are_passed_over_and_gzip_is_read(read, tmp_path):
    assert set(read({"doc_id": "d1"}, "", {"doc_id": "d2"})) == {"d1", "d2"}
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"doc_id": "d2", "summary": "s"}\n'))
    assert read_predictions(path, [OTHER])["d2"].summary == "s"


def test_all_bad_lines_are_told(read):
    with pytest.raises(PredictionsError) as caught:
        read("{", {"doc_id": "d1"}, {"doc_id": "d9"})
    assert [problem.place[-2:] for problem in caught.value.problems] == [":1", ":3"]


def test_a_second_line_for_a_document_is_refused(read):
    with pytest.raises(PredictionsError, match=r":3: d1 is already at .*:1"):
        read({"doc_id": "d1"}, {"doc_id": "d2"}, {"doc_id": "d1"})


def test_a_missing_file_and_another_kind_of_file_are_refused(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read_predictions(tmp_path / "none.jsonl", [])
    (tmp_path / "p.csv").write_text("doc_id", encoding="utf-8")
    with pytest.raises(UsageError, match=r"expected \.jsonl"):
        read_predictions(tmp_path / "p.csv", [])


def test_a_truncated_gzip_is_refused(tmp_path):
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"doc_id": "d1"}\n' * 99)[:-9])
    with pytest.raises(UsageError, match="cannot be read to its end"):
        read_predictions(path, [DOCUMENT])


@pytest.fixture
def parquet(tmp_path):
    """Writes rows as a parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def write(name, rows):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), path)
        return path

    return write


def row(doc_id, **columns):
    return {"doc_id": doc_id, "entities": [{"start": 0, "end": 5, "type": "GPE"}], **columns}


def test_a_parquet_file_says_what_the_lines_say(parquet):
    path = parquet("p.parquet", [row("d1", summary=None), row("d2", summary="s")])
    answers = read_predictions(path, [DOCUMENT, OTHER])
    assert answers["d1"] == Answer("d1", entities=(Entity(Span(0, 5), "Rabat", "GPE"),))
    assert answers["d2"].summary == "s"


def test_a_null_in_parquet_is_an_absent_key(parquet):
    items = [
        {"start": 0, "end": 5, "type": "GPE", "mention": None},
        {"start": 0, "end": 5, "type": "GPE", "mention": "nominal"},
    ]
    facts = [{"start": 12, "end": 24, "value": None, "unit": None}]
    path = parquet("p.parquet", [{"doc_id": "d1", "entities": items, "numeric_facts": facts}])
    answer = read_predictions(path, [DOCUMENT])["d1"]
    assert [entity.mention for entity in answer.entities] == ["name", "nominal"]
    assert answer.numeric_facts[0].value is None


def test_a_folder_of_shards_is_one_file(parquet, tmp_path):
    parquet("shards/b.parquet", [row("d2")])
    parquet("shards/a.parquet", [row("d1")])
    assert list(read_predictions(tmp_path / "shards", [DOCUMENT, OTHER])) == ["d1", "d2"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"doc_id": "d9"}, "p.parquet:2: doc_id 'd9' is not in the corpus"),
        ({"doc_id": "d1", "sumary": "s"}, "p.parquet: unknown column sumary; expected doc_id"),
        (
            {"doc_id": "d1", "summary": 5.5},
            "p.parquet: column summary has type double; expected strings",
        ),
        ({"summary": "s"}, "p.parquet:2: .*missing required field `doc_id`"),
    ],
)
def test_what_is_bad_is_named_by_file_and_row_or_column(parquet, bad, message):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = parquet("p.parquet", [{"doc_id": "d2"}])
    good = {key: ("d2" if key == "doc_id" else None) for key in {"doc_id", *bad}}
    pq.write_table(pa.Table.from_pylist([good, bad]), path)
    with pytest.raises(PredictionsError, match=message):
        read_predictions(path, [DOCUMENT, OTHER])


def test_a_document_in_two_shards_is_refused(parquet, tmp_path):
    parquet("shards/a.parquet", [row("d1")])
    parquet("shards/b.parquet", [row("d1")])
    with pytest.raises(PredictionsError, match=r"b\.parquet:1: d1 is already at .*a\.parquet:1"):
        read_predictions(tmp_path / "shards", [DOCUMENT])


def test_a_folder_without_shards_and_a_broken_parquet_are_refused(tmp_path, parquet):
    with pytest.raises(UsageError, match=r"found no \.parquet file"):
        read_predictions(tmp_path, [])
    path = parquet("p.parquet", [row("d1")])
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(UsageError, match="cannot be read to its end"):
        read_predictions(path, [DOCUMENT])


def test_a_run_is_scored_alike_from_lines_and_from_parquet(tmp_path, corpus):
    import pyarrow as pa
    import pyarrow.parquet as pq

    tipbench.evaluate("rules", corpus).write(tmp_path / "rules")
    lines = (tmp_path / "rules" / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    pq.write_table(
        pa.Table.from_pylist([json.loads(line) for line in lines]), tmp_path / "rules.parquet"
    )
    from_lines = tipbench.score(tmp_path / "rules" / "predictions.jsonl", corpus)
    assert tipbench.score(tmp_path / "rules.parquet", corpus).as_dict() == from_lines.as_dict()


def test_answers_survive_a_file(tmp_path):
    answers = [
        Answer("d1", entities=(Entity(Span(0, 5), "Rabat", "GPE"),), summary="Été 🇲🇦\n"),
        Answer("d2", error="no connection"),
    ]
    write_predictions(tmp_path / "p.jsonl", answers)
    found = read_predictions(tmp_path / "p.jsonl", [DOCUMENT, OTHER])
    assert list(found.values()) == answers
