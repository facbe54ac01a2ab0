import shutil

import pytest

from tipbench.corpus.build import InvalidSourcesError, build_corpus
from tipbench.errors import UsageError


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    out = tmp_path_factory.mktemp("built") / "corpus"
    build_corpus(root, out)
    return out


def test_the_committed_corpus_equals_a_rebuild(contents, root, built):
    assert contents(built) == contents(root / "corpus")


def test_building_twice_gives_the_same_bytes(contents, root, built, tmp_path):
    build_corpus(root, tmp_path / "corpus")
    assert contents(tmp_path / "corpus") == contents(built)


def test_sources_with_errors_are_refused_and_the_old_corpus_stays(contents, sources_folder, built):
    out = sources_folder / "corpus"
    shutil.copytree(built, out)
    path = sources_folder / "annotations" / "gold" / "entities" / "tip-004.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("GPE", "COUNTRY"), encoding="utf-8")
    with pytest.raises(InvalidSourcesError, match="nothing built") as caught:
        build_corpus(sources_folder, out)
    assert {problem.code for problem in caught.value.problems} >= {"L401"}
    assert contents(out) == contents(built)


def test_a_folder_that_is_no_corpus_is_not_replaced(root, tmp_path):
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="no corpus"):
        build_corpus(root, tmp_path)
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "mine"
