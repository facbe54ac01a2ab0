"""What users of the ``datasets`` library do with the dataset on the Hub and with its folder."""

import pytest

from .client import REPO, Client

CONFIGS = (
    "documents", "entities", "numeric_facts", "stance", "summaries", "nuggets", "tokens",
    "inventory", "alignments", "fact_relations",
)  # fmt: skip

LOAD_ALL = """
import hashlib, json, sys
from datasets import get_dataset_config_names, load_dataset
path, revision = sys.argv[1], sys.argv[2] or None
digest = lambda rows: hashlib.sha256(json.dumps(list(rows), sort_keys=True).encode()).hexdigest()
found = {}
for config in get_dataset_config_names(path, revision=revision):
    whole = load_dataset(path, config, revision=revision, split="test")
    stream = load_dataset(path, config, revision=revision, split="test", streaming=True)
    found[config] = [digest(whole), digest(iter(stream)), len(whole)]
print(json.dumps(found))
"""

HABITS = """
import json, sys
from datasets import load_dataset
path, revision = sys.argv[1:3]
entities = load_dataset(path, "entities", split="test", revision=revision)
documents = load_dataset(path, split="test", revision=revision)
tokens = load_dataset(path, "tokens", split="test", revision=revision)
stream = load_dataset(path, "tokens", split="test", revision=revision, streaming=True)
tags = tokens.features["ner_tags"]
tags = tags[0] if isinstance(tags, list) else tags.feature  # a list before datasets 4
print(json.dumps({
    "filter": documents.filter(lambda row: row["language"] == "fr")["doc_id"][:],
    "map": entities.map(lambda row: {"n": len(row["entities"])})["n"][:],
    "pandas": entities.to_pandas()["doc_id"].tolist(),
    "names": tags.names,
    "str2int": tags.str2int("B-PER"),
    "net": load_dataset(path, "stance", split="test", revision=revision).features["net"].names,
    "default": documents.column_names,
    "first": next(iter(stream))["sentence_id"],
    "stream filter": sum(1 for _ in stream.filter(lambda row: row["doc_id"] == "tip-004")),
    "splits": list(load_dataset(path, "entities", revision=revision)),
}))
"""


@pytest.fixture(scope="module")
def loaded(root, two_releases, tmp_path_factory):
    """All configurations of both revisions and of the folder, whole and streamed."""
    home = tmp_path_factory.mktemp("reader") / "home"
    reader = Client(home, two_releases.endpoint)
    return {
        "v1.0.0": reader.python(LOAD_ALL, REPO, "v1.0.0"),
        "v1.0.1": reader.python(LOAD_ALL, REPO, "v1.0.1"),
        "folder": reader.python(LOAD_ALL, root / "corpus", ""),
    }


def test_each_revision_has_all_configurations(loaded):
    assert all(set(found) == set(CONFIGS) for found in loaded.values())


def test_each_revision_gives_its_own_rows(loaded):
    old, new = loaded["v1.0.0"], loaded["v1.0.1"]
    assert [config for config in CONFIGS if old[config] != new[config]] == ["entities"]


def test_streaming_gives_the_same_rows(loaded):
    for found in loaded.values():
        assert all(whole == streamed for whole, streamed, _ in found.values())


def test_the_folder_and_the_hub_give_equal_rows(loaded):
    assert loaded["folder"] == loaded["v1.0.0"]


def test_the_manifest_counts_the_same_rows(root, loaded):
    from tipbench.corpus.release.manifest import read_manifest

    files = read_manifest(root / "corpus" / "manifest.json", "manifest.json").files
    for config, (_, _, count) in loaded["v1.0.0"].items():
        assert files[f"data/{config}/test-00000-of-00001.parquet"].rows == count


def test_the_habits_of_users_work(two_releases, tmp_path):
    found = Client(tmp_path / "home", two_releases.endpoint).python(HABITS, REPO, "v1.0.1")
    assert found == {
        "filter": ["tip-001", "tip-002"],
        "map": [150, 60, 36, 40, 53],
        "pandas": [f"tip-00{n}" for n in range(5)],
        "names": [
            "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC",
        ],
        "str2int": 1,
        "net": ["praise", "critique", "mixed", "neutral"],
        "default": [
            "doc_id", "language", "title", "text", "zones", "clean_text", "cluster",
            "source_file", "sha256",
        ],
        "first": found["first"],
        "stream filter": found["stream filter"],
        "splits": ["test"],
    }  # fmt: skip
    assert found["first"].startswith("tip-000.")
    assert found["stream filter"] > 10
