import itertools
import json
import shutil

import pytest

from tipbench.cli import main
from tipbench.corpus.add import add_document
from tipbench.corpus.proposals import propose_sentences, propose_zones
from tipbench.corpus.sources import read_sources
from tipbench.errors import DataError, UsageError


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "new.txt"
    path.write_bytes("A title\r\n\r\nBy X\n\nOne. Two 😀.\n".encode())
    return path


@pytest.fixture
def project(tmp_path, root):
    """A copy of the project."""
    for folder in ("seeds", "annotations"):
        shutil.copytree(root / folder, tmp_path / "copy" / folder)
    return tmp_path / "copy"


def test_the_file_is_kept_byte_for_byte_and_named_after_its_neighbours(article, project):
    added = add_document(article, project, language="en", cluster="press", origin="By X")
    assert (added.doc_id, added.zones, added.sentences) == ("tip-005", 3, 4)
    assert (project / "seeds" / "tip-005.txt").read_bytes() == article.read_bytes()
    manifest = json.loads((project / "seeds" / "manifest.json").read_text())
    assert (manifest[5]["doc_id"], manifest[5]["origin"]) == ("tip-005", "By X")
    last = (project / "annotations" / "documents.jsonl").read_text().splitlines()[-1]
    assert json.loads(last)["cluster"] == "press"
    assert read_sources(project).texts["tip-005"] == article.read_bytes().decode()


def test_a_second_text_joins_the_proposals(article, project, tmp_path, root):
    mine = tmp_path / "mine"
    add_document(article, mine, language="en", like=root)
    other = tmp_path / "other.txt"
    other.write_text("Un autre texte.\n", encoding="utf-8")
    assert add_document(other, mine, language="fr").doc_id == "mine-001"
    made = json.loads((mine / "annotations/passes/proposed/provenance.json").read_text())
    assert made["documents"]["zones"] == ["mine-000", "mine-001"]
    assert made["kind"] == "model"


def test_what_cannot_be_added_is_told_and_changes_nothing(article, project, tmp_path):
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"caf\xe9")
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")
    known = project / "seeds" / "000_7e997e75a24e0119.txt"
    for file, options, error, words in (
        (bad, {}, DataError, "byte 3 is no UTF-8"),
        (empty, {}, DataError, "found no words"),
        (tmp_path / "none.txt", {}, UsageError, "cannot be read: No such file"),
        (known, {}, UsageError, "this text is tip-000 already"),
        (article, {"language": "de"}, UsageError, "--language 'de': expected en or fr"),
        (article, {"doc_id": "tip-001"}, UsageError, "found a document of this name"),
        (article, {"doc_id": "../x"}, UsageError, "expected small letters, digits and hyphens"),
    ):
        with pytest.raises(error, match=words):
            add_document(file, project, **({"language": "en"} | options))
    with pytest.raises(UsageError, match="expected --like with the folder of a project"):
        add_document(article, tmp_path / "new", language="en", like=tmp_path)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_the_command_says_what_is_next(article, project, capsys):
    assert main(["corpus", "add", str(article), "--language", "en", "--root", str(project)]) == 0
    told = capsys.readouterr()
    assert told.out == "tip-005: 3 zones and 4 sentences proposed\n"
    assert "tipbench annotate push --layer zones" in told.err


def test_proposals_tile_every_text(root):
    for path in sorted((root / "seeds").glob("*.txt")):
        text = path.read_bytes().decode()
        zones = propose_zones(text, "d", "x")
        assert (zones[0].start, zones[-1].end) == (0, len(text))
        assert all(a.end == b.start for a, b in itertools.pairwise(zones))
        words = "".join(
            text[each.start : each.end] for each in propose_sentences(text, zones, "d", "x")
        )
        assert "".join(words.split()) == "".join(text.split())
