"""Scoring in columns gives what scoring document by document gives, to the byte."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import tipbench.run
from tipbench.errors import TipbenchError
from tipbench.json_text import pieces
from tipbench.run import score

from .generated import (
    draw,
    write_corpus,
    write_lines,
    write_parquet,
    write_shards,
)


def outcome(path, corpus, monkeypatch, *, columns, **options):
    """The run as JSON, or why there is none."""
    monkeypatch.setattr(tipbench.run, "LARGE", 0 if columns else 1 << 60)
    try:
        run = score(path, corpus, tasks=["entities"], **options)
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
    return write_lines(tmp_path / "p.jsonl", rows)


FORMS = (
    "parquet", "row groups", "shuffled", "some missing", "shards", "shards in another order",
    "jsonl", "shuffled lines", "gz",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_predictions(tmp_path, same, form, seed):
    data = draw(seed, documents=40, clusters=None if seed % 2 else 3)
    corpus = write_corpus(
        tmp_path / "corpus", data, labels=seed < 2, row_group=7, shards=1 + seed % 3
    )
    kind, _ = same(written(tmp_path, seed, form, data), corpus, view=("clean", "page")[seed // 2])
    assert kind == "run"
