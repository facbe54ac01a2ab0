"""A release is what its manifest says, to the byte, or it is refused by name."""

import hashlib
import json
import shutil

import pyarrow.parquet as pq
import pytest

from tipbench import evaluate, load_corpus
from tipbench.cli import main
from tipbench.corpus.release.manifest import read_manifest, write_manifest
from tipbench.errors import DataError

CONFIGS = (
    "documents", "entities", "numeric_facts", "stance", "summaries", "nuggets", "tokens",
    "inventory", "alignments", "fact_relations",
)  # fmt: skip


@pytest.fixture
def folder(root, tmp_path):
    shutil.copytree(root / "corpus", tmp_path / "copy")
    return tmp_path / "copy"


def parquet(folder, config):
    return folder / "data" / config / "test-00000-of-00001.parquet"


def test_the_manifest_names_every_file_and_counts_the_rows(root):
    corpus = root / "corpus"
    manifest = read_manifest(corpus / "manifest.json", "manifest.json")
    there = {p.relative_to(corpus).as_posix() for p in corpus.rglob("*") if p.is_file()}
    assert set(manifest.files) == there - {"manifest.json"}
    for config in CONFIGS:
        record = manifest.files[f"data/{config}/test-00000-of-00001.parquet"]
        assert record.rows == pq.read_metadata(parquet(corpus, config)).num_rows
    assert (manifest.version, manifest.texts, manifest.withdrawn) == ("1.0.0", "included", ())


@pytest.mark.parametrize("config", CONFIGS)
def test_a_flipped_byte_in_any_table_is_named_and_refused(folder, config):
    path = parquet(folder, config)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(DataError, match=f"data/{config}/test-.*: sha256 is .*, the manifest says"):
        load_corpus(folder)


def test_a_removed_row_is_counted(folder):
    path = parquet(folder, "nuggets")
    table = pq.read_table(path)
    pq.write_table(table.slice(1), path)
    with pytest.raises(DataError, match=r"it has 77 rows, the manifest says 78"):
        load_corpus(folder)


def test_other_bytes_of_the_same_rows_are_told_apart_from_other_rows(folder):
    path = parquet(folder, "inventory")
    pq.write_table(pq.read_table(path), path, compression="gzip")
    with pytest.raises(DataError, match="its rows are the same"):
        load_corpus(folder)


def test_a_missing_file_and_one_too_many_are_named(folder):
    parquet(folder, "tokens").unlink()
    shutil.copyfile(parquet(folder, "stance"), folder / "data" / "stance" / "more.parquet")
    with pytest.raises(DataError) as caught:
        load_corpus(folder)
    assert "data/tokens/test-00000-of-00001.parquet: the manifest names this file" in str(
        caught.value
    )
    assert "1 more: data/stance/more.parquet" in str(caught.value)


def test_a_changed_card_is_named(folder):
    (folder / "README.md").write_text("another card", encoding="utf-8")
    with pytest.raises(DataError, match=r"README\.md: sha256 is .* delete its manifest\.json"):
        load_corpus(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"rows": 78', '"rows": 77'), ('"version": "1.0.0"', '"version": "9.0.0"'), ("[]", '["x"]')],
)
def test_an_edited_manifest_is_refused(folder, old, new):
    path = folder / "manifest.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=r"manifest\.json: the manifest was edited"):
        load_corpus(folder)


def test_a_hash_that_is_changed_in_the_manifest_is_refused(folder):
    path = folder / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["files"][-1]["sha256"] = "0" * 64
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(DataError, match="the manifest was edited"):
        load_corpus(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", "not JSON", '{"seal": 1}'])
def test_what_is_no_manifest_is_refused(folder, content):
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"manifest\.json: not a manifest"):
        load_corpus(folder)


@pytest.mark.parametrize("path", ["../other", "/etc/hosts", "data/../../x", "c:\\x", "\\x"])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path, path):
    (tmp_path / "VERSION").write_text("1.0.0\n", encoding="utf-8")
    write_manifest(tmp_path, version="1.0.0", canary="c", has_text=True, withdrawn=[])
    content = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    del content["seal"]
    content["files"][0]["path"] = path
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content["seal"] = hashlib.sha256(text.encode()).hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(DataError, match="expected paths within the folder"):
        read_manifest(tmp_path / "manifest.json", "manifest.json")


def test_a_refusal_on_the_command_line_is_one_line(folder, capsys):
    parquet(folder, "entities").write_bytes(b"PAR1")
    assert main(["evaluate", "gold", "--corpus", str(folder)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "it cannot be read as a table any more" in said[0]


def test_the_corpus_and_its_run_name_the_manifest(root, corpus):
    raw = (root / "corpus" / "manifest.json").read_bytes()
    assert corpus.manifest == hashlib.sha256(raw).hexdigest()
    run = evaluate("gold", corpus, tasks=["entities"])
    assert run.corpus["manifest"] == corpus.manifest
    assert f"|manifest:{corpus.manifest[:12]}|" in run.signature
    assert "revision" not in run.corpus
