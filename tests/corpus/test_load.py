import shutil

import pytest

from tipbench import load_corpus
from tipbench.corpus.sources import read_sources
from tipbench.errors import DataError, UsageError

CONFIGS = {
    "documents": "doc_id language title text zones clean_text cluster source_file sha256",
    "entities": "doc_id language text entities",
    "numeric_facts": "doc_id language text numeric_facts",
    "stance": "doc_id language text stance net own_voice",
    "summaries": "summary_id doc_ids language kind summary",
    "nuggets": "nugget_id doc_id en fr importance support fact_ids entity_ids stance_ids",
    "tokens": "doc_id sentence_id zone tokens starts ner_tags",
    "inventory": "entity_id type en fr aliases stance_class",
}


@pytest.fixture
def offline(monkeypatch, tmp_path):
    """Keep the datasets library from the network and from the user's cache."""
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    return datasets


@pytest.mark.parametrize(("config", "columns"), CONFIGS.items())
def test_every_configuration_loads_with_datasets(root, offline, tmp_path, config, columns):
    table = offline.load_dataset(
        str(root / "corpus"), config, split="test", cache_dir=str(tmp_path)
    )
    assert table.column_names == columns.split()
    assert len(table) > 0


def test_documents_is_the_default_configuration(root, offline, tmp_path):
    table = offline.load_dataset(str(root / "corpus"), split="test", cache_dir=str(tmp_path))
    assert table["doc_id"][:] == [f"tip-00{n}" for n in range(5)]


def test_closed_inventories_are_class_labels(root, offline, tmp_path):
    sources = read_sources(root)
    entities = offline.load_dataset(
        str(root / "corpus"), "entities", split="test", cache_dir=str(tmp_path)
    )
    item = entities.features["entities"].feature
    assert item["type"].names == sources.names("type")
    assert item["zone"].names == sources.names("zone")
    first = entities[0]["entities"][0]
    assert item["type"].int2str(first["type"]) == "GPE"
    assert entities[0]["text"][first["start"] : first["end"]] == first["text"] == "Rabat"


def test_tokens_stand_where_they_say(root, offline, tmp_path):
    folder = str(root / "corpus")
    tokens = offline.load_dataset(folder, "tokens", split="test", cache_dir=str(tmp_path))
    documents = offline.load_dataset(folder, split="test", cache_dir=str(tmp_path))
    pages = dict(zip(documents["doc_id"][:], documents["text"][:], strict=True))
    for row in tokens:
        for token, start in zip(row["tokens"], row["starts"], strict=True):
            assert pages[row["doc_id"]].startswith(token, start)


def test_the_gold_of_the_clean_view_is_the_content_of_the_page(corpus):
    for clean, page in zip(corpus.cases("clean"), corpus.cases("page"), strict=True):
        content = [
            entity for entity in page.gold.entities if page.zone_at(entity.span.start).content
        ]
        assert [entity.id for entity in clean.gold.entities] == [entity.id for entity in content]
        for entity in clean.gold.entities:
            assert clean.document.text[entity.span.start : entity.span.end] == entity.text


def test_labels_come_back_as_names(corpus):
    facts = corpus.cases()[4].gold.numeric_facts
    found = next(fact for fact in facts if fact.text == "a minimum of 474")
    assert (found.value, found.unit, found.comparator, found.kind, found.source) == (
        "474", "victim", ">=", "count", "us-officials",
    )  # fmt: skip


def test_a_folder_of_documents_and_one_layer_is_a_corpus(root, tmp_path):
    for config in ("documents", "entities"):
        shutil.copytree(root / "corpus" / "data" / config, tmp_path / "data" / config)
    corpus = load_corpus(tmp_path)
    assert corpus.tasks == ("entities",)
    assert corpus.version == "unversioned"
    assert corpus.cases()[0].gold.stance is None


def test_plain_strings_do_for_labels(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    document = {"doc_id": "d1", "language": "en", "text": "Rabat acted."}
    mention = {"start": 0, "end": 5, "type": "GPE"}
    for config, row in (
        ("documents", document),
        ("entities", {**document, "entities": [mention]}),
    ):
        path = tmp_path / "data" / config / "part-0.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist([row]), path)
    case = load_corpus(tmp_path).cases()[0]
    assert case.document.text == "Rabat acted."
    assert [(entity.type, entity.text) for entity in case.gold.entities] == [("GPE", "Rabat")]


def test_a_document_without_text_is_named(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    document = {"doc_id": "d1", "language": "en", "text": None}
    for config, row in (("documents", document), ("entities", {**document, "entities": []})):
        path = tmp_path / "data" / config / "part-0.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist([row]), path)
    with pytest.raises(DataError, match="documents, d1: found no text"):
        load_corpus(tmp_path).cases()


def test_a_folder_that_holds_no_corpus_is_refused(tmp_path):
    with pytest.raises(UsageError, match="expected a folder in the layout"):
        load_corpus(tmp_path)


def test_documents_without_a_layer_are_refused(root, tmp_path):
    shutil.copytree(root / "corpus" / "data" / "documents", tmp_path / "data" / "documents")
    with pytest.raises(UsageError, match="no layer to score"):
        load_corpus(tmp_path)


def test_a_file_that_is_no_parquet_is_named(root, tmp_path):
    shutil.copytree(root / "corpus" / "data", tmp_path / "data")
    path = next((tmp_path / "data" / "entities").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DataError, match="data/entities/test-00000"):
        load_corpus(tmp_path)


def test_a_missing_column_is_named(root, tmp_path):
    shutil.copytree(root / "corpus" / "data", tmp_path / "data")
    source, target = (tmp_path / "data" / name for name in ("stance", "entities"))
    shutil.copytree(source, target, dirs_exist_ok=True)
    with pytest.raises(DataError, match="expected entities among them"):
        load_corpus(tmp_path)


def test_the_digest_changes_with_the_data_and_with_nothing_else(root, tmp_path, corpus):
    copy = tmp_path / "copy"
    shutil.copytree(root / "corpus", copy)
    (copy / "manifest.json").unlink()
    (copy / "README.md").write_text("another card", encoding="utf-8")
    assert load_corpus(copy).digest == corpus.digest
    shutil.rmtree(copy / "data" / "stance")
    assert load_corpus(copy).digest != corpus.digest


def test_dependent_documents_have_one_cluster(corpus):
    clusters = [case.cluster for case in corpus.cases()]
    assert clusters == ["yabiladi", "cnclt", "yabiladi", "cnclt", "grant"]
