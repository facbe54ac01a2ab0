"""A release without the texts, the texts put back, and documents that are withdrawn."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

from tipbench import evaluate, load_corpus, score
from tipbench.cli import main
from tipbench.corpus.build import build_corpus
from tipbench.corpus.checks import validate
from tipbench.corpus.rebuild import rebuild_corpus
from tipbench.corpus.sources import read_sources
from tipbench.errors import DataError, UsageError

WORDS = 6
"""So many words in a row of an article are in no release without texts."""

OWN_WORDS = {"nuggets", "summaries", "inventory"}
"""What annotators wrote themselves, near the wording of the articles in places, and names."""


@pytest.fixture(scope="module")
def mute(root, tmp_path_factory):
    """The corpus without its texts."""
    out = tmp_path_factory.mktemp("mute") / "corpus"
    build_corpus(root, out, has_text=False)
    return out


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def all_strings(folder):
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            yield from ((path, s) for row in pq.read_table(path).to_pylist() for s in strings(row))
        elif path.is_file():
            text = path.read_text(encoding="utf-8")
            # The card names the pages by what they say of their origin.
            yield path, text.replace('"Publié dans Yabiladi le 27 - 06 - 2024"', "")


def runs_of_words(text, length=WORDS):
    words = text.split()
    return {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}


def quoting(folder, spoken):
    """The strings of a release that hold words of an article, but for what annotators wrote."""
    return [
        (path.name, text)
        for path, text in all_strings(folder)
        if path.parent.name not in OWN_WORDS and runs_of_words(text) & spoken
    ]


def test_no_words_of_an_article_are_left(root, mute):
    pages = [path.read_text(encoding="utf-8") for path in (root / "seeds").glob("*.txt")]
    spoken = set().union(*(runs_of_words(page) for page in pages))
    assert len(spoken) > 2000
    assert quoting(mute, spoken) == []
    assert quoting(root / "corpus", spoken)


def test_the_card_says_how_near_summaries_and_nuggets_come_to_the_wording(root, mute):
    pages = [path.read_text(encoding="utf-8") for path in (root / "seeds").glob("*.txt")]
    own = [s for p, s in all_strings(mute) if p.parent.name in OWN_WORDS - {"inventory"}]
    longest = max(
        length
        for length in range(WORDS, 30)
        if set().union(*(runs_of_words(text, length) for text in own))
        & set().union(*(runs_of_words(page, length) for page in pages))
    )
    card = " ".join((mute / "README.md").read_text(encoding="utf-8").split())
    assert f"keep the wording of an article for up to {longest} words in a row" in card


def test_annotations_hashes_and_offsets_are_left(root, mute):
    whole = pq.read_table(root / "corpus" / "data" / "stance").to_pylist()
    bare = pq.read_table(mute / "data" / "stance").to_pylist()
    for row in whole:
        row["text"] = None
        for item in row["stance"]:
            item["cue"]["text"] = item["evidence"]["text"] = None
    assert bare == whole
    documents = pq.read_table(mute / "data" / "documents").to_pylist()
    assert {row["text"] for row in documents} == {None}
    assert all(len(row["sha256"]) == 64 and row["zones"] for row in documents)
    for config in ("summaries", "nuggets", "inventory", "alignments", "fact_relations"):
        path = f"data/{config}/test-00000-of-00001.parquet"
        assert (mute / path).read_bytes() == (root / "corpus" / path).read_bytes()


def test_the_card_says_so(mute):
    card = (mute / "README.md").read_text(encoding="utf-8")
    assert "**This release withholds the texts of the articles**" in card
    assert "are not included in this release" in card
    assert "withheld in this release" in (mute / "croissant.json").read_text(encoding="utf-8")


def test_the_files_give_back_the_corpus_byte_for_byte(contents, root, mute, tmp_path):
    rebuild_corpus(mute, root / "seeds", tmp_path / "back")
    assert contents(tmp_path / "back") == contents(root / "corpus")


def test_the_names_of_the_files_do_not_matter(contents, root, mute, tmp_path):
    for number, path in enumerate(sorted((root / "seeds").glob("*.txt"))):
        (tmp_path / "mine").mkdir(exist_ok=True)
        shutil.copyfile(path, tmp_path / "mine" / f"article-{number}")
    rebuild_corpus(mute, tmp_path / "mine", tmp_path / "back")
    assert contents(tmp_path / "back") == contents(root / "corpus")


def test_a_changed_source_file_is_named_and_refused(root, mute, tmp_path):
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    path = tmp_path / "seeds" / "003_b14ee22b0b552a1d.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DataError, match=r"003_b14ee22b0b552a1d\.txt: the file was changed"):
        rebuild_corpus(mute, tmp_path / "seeds", tmp_path / "back")
    path.unlink()
    with pytest.raises(DataError, match=r"no such file; expected the source file of tip-003"):
        rebuild_corpus(mute, tmp_path / "seeds", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_release_that_has_its_texts_is_not_rebuilt(root, tmp_path):
    with pytest.raises(UsageError, match="its texts are there; nothing to rebuild"):
        rebuild_corpus(None, root / "seeds", tmp_path / "back")


def test_a_folder_that_is_not_there_is_named(mute, tmp_path):
    with pytest.raises(UsageError, match="there is no such folder"):
        rebuild_corpus(mute, tmp_path / "nothing", tmp_path / "back")


def test_what_is_no_corpus_is_not_replaced(root, mute, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="no corpus"):
        rebuild_corpus(mute, root / "seeds", tmp_path / "mine")


def test_a_corpus_without_texts_cannot_be_scored_and_says_what_to_do(mute, capsys):
    assert main(["evaluate", "gold", "--corpus", str(mute)]) == 2
    said = capsys.readouterr().err
    assert "this release withholds the texts" in said
    assert "tipbench corpus rebuild --seeds DIR" in said


def test_a_corpus_without_texts_can_be_counted(root, mute, capsys):
    def counted(folder):
        assert main(["corpus", "stats", str(folder), "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)["layers"]

    whole, bare = counted(root / "corpus"), counted(mute)
    del whole["tokens"], bare["tokens"]
    assert bare == whole


def test_the_commands_do_the_same(contents, root, tmp_path):
    mute, back = tmp_path / "mute", tmp_path / "back"
    build = ["corpus", "build", "--root", str(root), "--without-text", "--out", str(mute)]
    assert main(build) == 0
    seeds = str(root / "seeds")
    rebuild = ["corpus", "rebuild", "--seeds", seeds, "--corpus", str(mute), "--out", str(back)]
    assert main(rebuild) == 0
    assert contents(back) == contents(root / "corpus")


@pytest.fixture
def withdrawn(sources_folder):
    """A project in which tip-003 is withdrawn and its file gone; the corpus built from it."""
    tombstone = {"doc_id": "tip-003", "reason": "At the publisher's wish", "date": "2026-12-01"}
    path = sources_folder / "annotations" / "withdrawn.jsonl"
    path.write_text(json.dumps(tombstone) + "\n", encoding="utf-8")
    (sources_folder / "seeds" / "003_b14ee22b0b552a1d.txt").unlink()
    build_corpus(sources_folder, sources_folder / "corpus")
    return sources_folder


def test_a_tombstone_keeps_id_and_reason(root, withdrawn):
    corpus = withdrawn / "corpus"
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["withdrawn"] == [
        {"doc_id": "tip-003", "reason": "At the publisher's wish", "date": "2026-12-01"}
    ]
    card = (corpus / "README.md").read_text(encoding="utf-8")
    assert "| `tip-003` | 2026-12-01 | At the publisher's wish |" in card
    documents = pq.read_table(corpus / "data" / "documents").to_pylist()
    assert [row["doc_id"] for row in documents] == [f"tip-00{n}" for n in range(5)]
    assert [row["text"] is None for row in documents] == [False, False, False, True, False]
    entities = pq.read_table(corpus / "data" / "entities").to_pylist()[3]["entities"]
    assert len(entities) == 40
    assert {item["text"] for item in entities} == {None}
    tokens = pq.read_table(corpus / "data" / "tokens").to_pylist()
    assert "tip-003" not in {row["doc_id"] for row in tokens}


def test_no_word_of_a_withdrawn_document_is_published(root, withdrawn):
    page = (root / "seeds" / "003_b14ee22b0b552a1d.txt").read_text(encoding="utf-8")
    others = [path.read_text(encoding="utf-8") for path in (withdrawn / "seeds").glob("*.txt")]
    spoken = runs_of_words(page) - set().union(*(runs_of_words(other) for other in others))
    assert quoting(withdrawn / "corpus", spoken) == []


def test_the_file_may_still_be_there(contents, root, withdrawn, tmp_path):
    name = "003_b14ee22b0b552a1d.txt"
    shutil.copyfile(root / "seeds" / name, withdrawn / "seeds" / name)
    build_corpus(withdrawn, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(withdrawn / "corpus")


def test_scoring_says_that_it_is_withheld(withdrawn, tmp_path):
    corpus = load_corpus(withdrawn / "corpus")
    reason = "withdrawn on 2026-12-01: At the publisher's wish"
    assert corpus.withheld == {"tip-003": reason}
    assert "tip-003" not in corpus.doc_ids
    run = evaluate("gold", corpus)
    assert run.documents == 4
    assert run.scores["entities"]["strict"]["f1"] == 1.0
    assert f"tip-003 is withheld and not scored: {reason}" in run.warnings
    assert not run.failures


@pytest.mark.parametrize("large", [1_000_000, 0], ids=["small", "large"])
def test_predictions_for_it_are_passed_over(withdrawn, corpus, tmp_path, monkeypatch, large):
    monkeypatch.setattr("tipbench.run.large.LARGE", large)
    evaluate("gold", corpus, tasks=["entities"]).write(tmp_path / "run")
    predictions = tmp_path / "run" / "predictions.jsonl"
    run = score(predictions, withdrawn / "corpus", tasks=["entities"])
    assert run.scores["entities"]["strict"]["f1"] == 1.0
    assert set(run.answers) == {"tip-000", "tip-001", "tip-002", "tip-004"}
    assert any("tip-003 is withheld" in warning for warning in run.warnings)


def test_a_withdrawn_document_stays_withdrawn_when_texts_are_put_back(
    contents, root, withdrawn, tmp_path
):
    build_corpus(withdrawn, tmp_path / "mute", has_text=False)
    rebuild_corpus(tmp_path / "mute", withdrawn / "seeds", tmp_path / "back")
    assert contents(tmp_path / "back") == contents(withdrawn / "corpus")


def test_a_tombstone_of_no_document_is_an_error(sources_folder):
    tombstone = {"doc_id": "tip-999", "reason": "x", "date": "2026-12-01"}
    path = sources_folder / "annotations" / "withdrawn.jsonl"
    path.write_text(json.dumps(tombstone) + "\n", encoding="utf-8")
    problems = validate(read_sources(sources_folder))
    assert [(problem.code, problem.place) for problem in problems] == [
        ("K515", "annotations/withdrawn.jsonl:1")
    ]
