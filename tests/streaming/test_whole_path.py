"""Scoring in columns gives what scoring document by document gives, to the byte."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

import tipbench.streaming.lines.file
import tipbench.streaming.score
from tipbench.errors import TipbenchError
from tipbench.json_text import pieces
from tipbench.prediction_files import PredictionsError
from tipbench.run import large
from tipbench.run.score import score

from .generated import (
    Data,
    draw,
    write_corpus,
    write_lines,
    write_parquet,
    write_shards,
)


def outcome(path, corpus, monkeypatch, *, columns, **options):
    """The run as JSON, or why there is none."""
    monkeypatch.setattr(large, "LARGE", 0 if columns else 1 << 60)
    try:
        run = score(path, corpus, **{"tasks": ["entities"], **options})
    except TipbenchError as error:
        return type(error).__name__, str(error)
    assert isinstance(run.answers, Path) == columns
    return "run", "".join(pieces(run.as_dict())).splitlines()


@pytest.fixture
def same(monkeypatch):
    """Scores a file both ways, and says what came of it."""

    def compare(path, corpus, *, workers=1, **options):
        objects = outcome(path, corpus, monkeypatch, columns=False, **options)
        columns = outcome(path, corpus, monkeypatch, columns=True, workers=workers, **options)
        assert columns == objects
        return objects

    return compare


def written(tmp_path, seed, form, data, **options):
    """Predictions in one of their forms."""
    rows = list(data.predictions)
    if form == "parquet":
        return write_parquet(tmp_path / "p.parquet", rows)
    if form == "row groups":
        return write_parquet(tmp_path / "p.parquet", rows, row_group=2)
    if form == "shuffled":
        random.Random(seed).shuffle(rows)
        return write_parquet(tmp_path / "p.parquet", rows, row_group=5)
    if form == "some missing":
        return write_parquet(tmp_path / "p.parquet", rows[1::2] + rows[::6])
    if form == "shards":
        return write_shards(tmp_path / "p", rows, 3)
    if form == "shards in another order":
        return write_shards(tmp_path / "p", rows, 3, reverse=True)
    if form == "gz":
        return write_lines(tmp_path / "p.jsonl.gz", rows)
    if form == "shuffled lines":
        random.Random(seed).shuffle(rows)
        return write_lines(tmp_path / "p.jsonl", ["", *rows, "  "])
    if form == "lines of one form":
        rows = [
            row | {"entities": [{k: e[k] for k in KEYS} for e in row["entities"] if "start" in e]}
            if "entities" in row
            else row
            for row in rows
        ]
    return write_lines(tmp_path / "p.jsonl", rows)


KEYS = ("start", "end", "type")
FORMS = (
    "parquet", "row groups", "shuffled", "some missing", "shards", "shards in another order",
    "jsonl", "shuffled lines", "gz", "lines of one form",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_predictions(tmp_path, same, form, seed):
    data = draw(seed, documents=40, clusters=None if seed % 2 else 3)
    corpus = write_corpus(
        tmp_path / "corpus", data, labels=seed == 0, row_group=7, shards=1 + 2 * seed
    )
    kind, _ = same(written(tmp_path, seed, form, data), corpus, view=("clean", "page")[seed])
    assert kind == "run"


@pytest.mark.parametrize("seed", range(100, 112))
def test_generated_corpora(tmp_path, same, seed):
    data = draw(seed, documents=(1, 5, 33, 60)[seed % 4], clusters=None if seed % 3 else 2)
    corpus = write_corpus(tmp_path / "corpus", data, labels=seed % 2 == 0, row_group=9)
    path = written(tmp_path, seed, FORMS[seed % len(FORMS)], data)
    for view in ("clean", "page"):
        same(path, corpus, view=view)


@pytest.mark.parametrize("form", ["parquet", "shuffled lines", "jsonl", "gz", "lines of one form"])
@pytest.mark.parametrize("clusters", [None, 3], ids=["documents", "sentences"])
def test_two_processes_give_what_one_gives(tmp_path, same, form, clusters):
    data = draw(5, documents=37, clusters=clusters)
    corpus = write_corpus(tmp_path / "corpus", data, row_group=4)
    same(written(tmp_path, 5, form, data), corpus, workers=2)


@pytest.mark.parametrize("workers", [1, 2])
def test_lines_in_the_order_of_the_corpus_are_not_copied(tmp_path, monkeypatch, workers):
    data = draw(7, documents=30)
    corpus = write_corpus(tmp_path / "corpus", data)
    path = written(tmp_path, 7, "jsonl", data)
    monkeypatch.setattr(large, "LARGE", 0)
    monkeypatch.setattr(tipbench.streaming.score, "open_predictions", None)
    score(path, corpus, tasks=["entities"], workers=workers)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("block", [400, 1 << 20])
def test_problems_are_told_in_the_order_of_the_file(tmp_path, monkeypatch, workers, block):
    data = draw(8, documents=30)
    corpus = write_corpus(tmp_path / "corpus", data)
    lines = [json.dumps(row) for row in data.predictions]
    for number in (28, 15, 3):
        lines[number : number + 1] = ["", "{", lines[number] + " null"]
    monkeypatch.setattr(large, "LARGE", 0)
    monkeypatch.setattr(tipbench.streaming.lines.file, "BLOCK", block)
    with pytest.raises(PredictionsError) as refused:
        score(write_lines(tmp_path / "p.jsonl", lines), corpus, tasks=["entities"], workers=workers)
    places = [problem.place.split(":")[-1] for problem in refused.value.problems]
    assert places == ["5", "6", "19", "20", "34", "35"]


def test_more_processes_than_documents(tmp_path, same):
    data = draw(5, documents=1)
    corpus = write_corpus(tmp_path / "corpus", data)
    same(written(tmp_path, 5, "parquet", data), corpus, workers=3)


def test_gold_in_another_order_is_scored_document_by_document(tmp_path, monkeypatch):
    data = draw(6, documents=12)
    data.gold.reverse()
    corpus = write_corpus(tmp_path / "corpus", data)
    path = written(tmp_path, 6, "parquet", data)
    monkeypatch.setattr(large, "LARGE", 0)
    assert not isinstance(score(path, corpus, tasks=["entities"]).answers, Path)


TEXT = "Rabat and the Union of Rabat, 😀 été"


@pytest.fixture
def small(tmp_path):
    """A corpus of three documents, and where to write lines of predictions."""
    gold = [{"start": 0, "end": 5, "type": "GPE"}, {"start": 23, "end": 28, "type": "GPE"}]
    data = Data(
        documents=[
            {"doc_id": f"d{n}", "language": "en", "title": None, "text": TEXT, "zones": None,
             "cluster": None}
            for n in range(3)
        ],
        gold=[{"doc_id": f"d{n}", "entities": gold} for n in range(3)],
    )  # fmt: skip
    corpus = write_corpus(tmp_path / "corpus", data)
    return lambda *rows: (write_lines(tmp_path / "p.jsonl", rows), corpus)


def found(doc_id, *entities, **more):
    return {"doc_id": doc_id, "entities": list(entities), **more}


RABAT = {"start": 0, "end": 5, "type": "GPE"}
GOOD = found("d0", RABAT)
OPINION = {"holder": "h", "target": "t", "polarity": "for"}


@pytest.mark.parametrize(
    "rows",
    [
        [GOOD, found("d1", {"text": "Rabat", "type": "GPE"}, RABAT)],
        [GOOD, found("d1", {"text": "nowhere", "type": "GPE"})],
        [found("d2", {**RABAT, "text": "Rabat"}), "", GOOD, "  "],
        [found("d0", {**RABAT, "type": "Ort"}), found("d1", {**RABAT, "type": "Stadt"})],
        [found("d0", RABAT, error="late"), GOOD | {"doc_id": "d1"}],
        [found("d0", RABAT, error="late")],
        [{"doc_id": "d0", "error": "late"}],
        [found("d0", RABAT, error="")],
        [{"doc_id": "d0", "summary": "s"}],
        [{"doc_id": "d0", "summary": "s"}, found("d1")],
        [found("d0"), found("d1"), found("d2")],
        [found("d0", {**RABAT, "mention": "nominal"}, {"start": 10, "end": 19, "type": "ORG"})],
        [found("d0", {**RABAT, "mention": "name"}, RABAT | {"entity_id": "rabat"})],
        [found("d0", RABAT | {"id": "2024-01-01", "subtype": None})],
        [found("d0", {"start": 30, "end": 31, "type": "PER", "text": "😀"})],
        [found("d0", RABAT, summary="2024-01-01")],
        [found("d0", RABAT, stance=[OPINION, {**OPINION, "chain": ["t"]}], document_stance={})],
        [found("d0", RABAT), {"doc_id": "d1", "stance": [], "entities": None}],
        [],
    ],
)  # fmt: skip
@pytest.mark.parametrize("tasks", [["entities"], None], ids=["asked", "not asked"])
def test_what_lines_may_say(small, same, rows, tasks):
    path, corpus = small(*rows)
    same(path, corpus, tasks=tasks)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([GOOD, found("d9")], ":2: doc_id 'd9' is not in the corpus; its documents are d0, d1, d2"),
        ([GOOD, "", GOOD], ":3: d0 is already at .*:1; expected one line a document"),
        ([found("d1"), found("d0", {**RABAT, "text": "Fes"})], r":2: entities\[0\]: .*not 'Fes'"),
        ([found("d0", RABAT, {**RABAT, "end": 99})], r":1: entities\[1\]: end 99 exceeds"),
        ([found("d0", {**RABAT, "start": -1})], r":1: entities\[0\]: \[-1, 5\) is no span"),
        ([found("d0", {**RABAT, "end": 0})], r":1: entities\[0\]: \[0, 0\) is no span"),
        ([found("d0", {"start": 0, "type": "GPE"})], r":1: entities\[0\] has only one of start"),
        ([found("d0", {"type": "GPE"})], r":1: entities\[0\] has neither start and end nor text"),
        ([found("d0", {"start": 0, "end": 5})], r":1: Object missing required field `type`"),
        ([{"doc_id": "d0", "entitys": []}], ":1: .*unknown field `entitys`"),
        ([found("d0", {**RABAT, "score": 1})], ":1: .*unknown field `score`"),
        ([found("d0", RABAT, summary=5)], ":1: Expected `str | null`, got `int`"),
        ([found("d0", RABAT, stance=5)], r":1: Expected `array.*\$\.stance"),
        ([found("d0", RABAT, stance=[None])], r":1: Expected `object`, got `null`.*stance\[0\]"),
        ([found("d0", stance=[{**OPINION, "chain": None}])], r":1: .*got `null`.*chain"),
        ([found("d0", stance=[{**OPINION, "holder": None}])], r":1: .*got `null`.*holder"),
        ([found("d0", stance=[{"holder": "h"}])], ":1: .*missing required field `target`"),
        ([found("d0", numeric_facts=[{"text": "2"}])], ":1: .*missing required field `value`"),
        ([found("d0", numeric_facts=[{"text": "2", "value": 2}])], ":1: .*got `int`.*value"),
        ([found("d0", document_stance={"nett": "for"})], ":1: .*unknown field `nett`"),
        ([GOOD, "null"], ":2: Expected `object`, got `null`"),
        (['{"doc_id": "d0",', '"entities": []}'], ":1: not JSON"),
        (['{"doc_id": "d0"} {"doc_id": "d1"}'], ":1: not JSON"),
        ([found("d0", {**RABAT, "end": 2**63})], ":1: .*9223372036854775808"),
    ],
)  # fmt: skip
def test_what_lines_may_not_say(small, same, rows, message):
    path, corpus = small(*rows)
    kind, text = same(path, corpus)
    assert kind == "PredictionsError"
    assert re.search(message, text), text


def test_a_file_without_a_line_is_refused_whatever_is_asked(small, same):
    kind, text = same(*small())
    assert kind == "UsageError"
    assert "found no answer to any task" in text
