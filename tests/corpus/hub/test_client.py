"""What a user is told where the library of the Hub is missing, and what is no address."""

import sys

import pytest

from tipbench import UsageError, load_corpus
from tipbench.corpus.hub.address import parse_address


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(UsageError, match=r"pip install 'tipbench\[hub\]'"):
        load_corpus("org/name@v1.0.0")


def test_a_folder_of_that_name_is_taken_for_a_folder(root, tmp_path, monkeypatch):
    import shutil

    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "corpus", tmp_path / "org" / "name@v1.0.0")
    assert load_corpus("org/name@v1.0.0").revision is None


@pytest.mark.parametrize(
    "text", ["corpus", "org/name", "org/name@", "a/b/c@v1", "/org/name@v1", "org/na me@v1", "@v1"]
)
def test_what_is_no_address(text):
    assert parse_address(text) is None
