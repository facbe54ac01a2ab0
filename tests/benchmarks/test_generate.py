"""The benchmark's data are what they claim to be, and the same each time."""

import json

import pytest

pa = pytest.importorskip("pyarrow")

import tipbench  # noqa: E402
from benchmarks import big_document  # noqa: E402
from benchmarks.generate import generate  # noqa: E402
from tipbench.model import Entity, Span  # noqa: E402
from tipbench.scoring.conll import flat_tags  # noqa: E402
from tipbench.tokens import tokenize  # noqa: E402

DOCUMENTS = 120


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    generate(folder, DOCUMENTS)
    return folder


def rows(path):
    from pyarrow.parquet import ParquetFile

    return ParquetFile(path).read().to_pylist()


def test_the_same_seed_gives_the_same_bytes(data, tmp_path):
    generate(tmp_path, DOCUMENTS)
    files = sorted(path.relative_to(data) for path in data.rglob("*") if path.is_file())
    assert len(files) == 16
    for name in files:
        assert (tmp_path / name).read_bytes() == (data / name).read_bytes()


def test_documents_are_of_the_size_that_was_asked_for(data):
    about = json.loads((data / "about.json").read_text())
    assert about["gold_per_document"] == pytest.approx(29.8, rel=0.05)
    assert about["predicted_per_document"] == pytest.approx(31.7, rel=0.05)
    assert about["characters_per_document"] == pytest.approx(2500, rel=0.05)


def test_it_is_a_corpus(data):
    corpus = tipbench.load_corpus(data / "corpus")
    pages, clean = corpus.cases("page"), corpus.cases("clean")
    assert len(pages) == DOCUMENTS
    assert {case.document.language for case in pages} == {"en", "fr"}
    stored = rows(data / "corpus/data/documents/test-00000-of-00001.parquet")
    layer = rows(data / "corpus/data/entities/test-00000-of-00001.parquet")
    for page, case, row, gold in zip(pages, clean, stored, layer, strict=True):
        assert case.document.text == row["clean_text"]
        spans = [zone.span for zone in page.zones]
        assert [span.start for span in spans] == [0, *(span.end for span in spans[:-1])]
        assert spans[-1].end == len(page.document.text)
        assert len({zone.content for zone in page.zones}) == 2
        for item in gold["entities"]:
            assert row["text"][item["start"] : item["end"]] == item["text"]


def test_peers_are_given_the_same_gold_and_tags(data):
    corpus = tipbench.load_corpus(data / "corpus")
    given = rows(data / "peers/gold.parquet")
    tags = rows(data / "peers/tags.parquet")
    answers = rows(data / "predictions.parquet")
    for case, gold, tagged, answer in zip(corpus.cases(), given, tags, answers, strict=True):
        names = [entity for entity in case.gold.entities if entity.mention == "name"]
        assert [(e.span.start, e.span.end, e.type) for e in names] == [
            (span["start"], span["end"], span["type"]) for span in gold["entities"]
        ]
        # Generated words are tokens; the comma or full stop behind them is one in tipbench alone.
        text = case.document.text
        tokens = [token for token in tokenize(text) if text[token.start].isalpha()]
        assert flat_tags(tokens, names) == tagged["gold"]
        predicted = [
            Entity(Span(span["start"], span["end"]), "", span["type"])
            for span in answer["entities"]
        ]
        assert flat_tags(tokens, predicted) == tagged["predicted"]


def test_the_three_forms_of_the_answers_score_byte_for_byte_alike(data, tmp_path):
    corpus = tipbench.load_corpus(data / "corpus")
    found = []
    for name in ("predictions.parquet", "shards", "predictions.jsonl"):
        for again in ("one", "two"):
            run = tipbench.score(data / name, corpus, tasks=["entities"], name="same")
            run.write(tmp_path / name / again)
            found.append((tmp_path / name / again / "run.json").read_bytes())
    assert len(set(found)) == 1


@pytest.mark.parametrize("shape", big_document.SHAPES)
def test_one_document_with_many_spans(tmp_path, shape):
    big_document.generate(tmp_path, shape, 50)
    run = tipbench.score(tmp_path / "predictions.parquet", tmp_path / "corpus")
    # every tenth type is wrong
    assert run.scores["entities"]["strict"]["counts"] == {
        "gold": 50, "predicted": 50, "gold_credit": 45.0, "predicted_credit": 45.0
    }  # fmt: skip
    assert run.scores["entities"]["exact"]["f1"] == 1.0
