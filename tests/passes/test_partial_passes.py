"""A pass may cover some documents of some layers; what nobody did is no disagreement."""

import json
import shutil

import pytest

from tipbench.corpus.rows import zones_of
from tipbench.corpus.sources import read_sources
from tipbench.errors import DataError
from tipbench.passes.adjudication import list_disagreements
from tipbench.passes.agreement import agreement
from tipbench.passes.load import read_pass


def part(folder, to, name, doc_ids):
    """The entities that a pass has of some documents, as a pass of its own."""
    (to / "entities").mkdir(parents=True)
    for doc_id in doc_ids:
        shutil.copy(folder / "entities" / f"{doc_id}.jsonl", to / "entities")
    told = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    told |= {"annotator": name, "layers": ["entities"], "documents": {"entities": doc_ids}}
    (to / "provenance.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture
def sources(root):
    return read_sources(root)


@pytest.fixture
def passes(root, sources, tmp_path):
    folder = root / "annotations" / "passes"
    part(folder / "a", tmp_path / "one", "one", ["tip-001", "tip-002"])
    part(folder / "a", tmp_path / "two", "two", ["tip-002", "tip-003"])
    return [read_pass(tmp_path / name, sources.texts) for name in ("one", "two")]


def test_agreement_is_over_the_documents_that_both_did(passes, sources):
    found = agreement(
        passes,
        texts=sources.texts,
        languages={seed.doc_id: seed.language for seed in sources.seeds},
        zones={doc_id: zones_of(sources, doc_id) for doc_id in sources.texts},
    )
    figure = found.figure("entities", "F1 strict")
    records = len(passes[0].layers["entities"]["tip-002"])
    assert (figure.estimate.value, figure.n) == (1.0, 2 * records)
    assert any("that all of its annotators have done" in note for note in found.notes())


def test_what_only_one_did_is_no_disagreement(passes, sources):
    files = list_disagreements(*passes, sources.texts, {})
    assert files == {("entities", "tip-002"): []}


def test_a_document_that_a_pass_claims_must_be_there(passes, sources, tmp_path):
    (tmp_path / "one" / "entities" / "tip-001.jsonl").unlink()
    with pytest.raises(DataError, match="has no file for tip-001"):
        read_pass(tmp_path / "one", sources.texts)
