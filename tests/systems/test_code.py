import pytest

from tipbench.errors import UsageError
from tipbench.model import Document
from tipbench.systems.code import code_version, open_code
from tipbench.systems.options import SystemOptions
from tipbench.systems.registry import find_source

DOCUMENT = Document("d", "en", None, "text")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_file_with_a_neighbour(here):
    folder = here / "my extractors"
    folder.mkdir()
    (folder / "neighbour_of_mine.py").write_text("WORD = 'found'\n", encoding="utf-8")
    (folder / "command.py").write_text(
        "from neighbour_of_mine import WORD\n\n\ndef find(document):\n    return WORD\n",
        encoding="utf-8",
    )
    system = open_code("my extractors/command.py:find")
    assert system.name == "my extractors/command.py:find"
    assert system.predict(DOCUMENT) == "found"


def test_dataclasses_of_a_file_work(here):
    (here / "with_dataclass.py").write_text(
        "from __future__ import annotations\nfrom dataclasses import dataclass\n\n\n"
        "@dataclass\nclass Finder:\n    word: str = 'found'\n\n"
        "    def predict(self, document):\n        return self.word\n",
        encoding="utf-8",
    )
    assert open_code("with_dataclass.py:Finder").predict(DOCUMENT) == "found"


def test_an_attribute_of_an_attribute(here):
    (here / "nested_finder.py").write_text(
        "class Finders:\n    def first(self, document):\n        return '1'\n\nall = Finders()\n",
        encoding="utf-8",
    )
    assert open_code("nested_finder:all.first").predict(DOCUMENT) == "1"


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("nowhere.py:find", "no file 'nowhere.py' is there"),
        ("broken.py:find", "importing broken.py failed: SyntaxError"),
        ("leaves.py:find", "importing leaves.py failed: SystemExit: 3"),
        ("whole.py:find", "file whole.py has no 'find'; it has other"),
    ],
)
def test_what_cannot_be_opened(here, spec, message):
    (here / "broken.py").write_text("def find(:\n", encoding="utf-8")
    (here / "leaves.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    (here / "whole.py").write_text("other = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        open_code(spec)


def test_the_version_of_code_is_its_text(here):
    path = here / "versioned.py"
    path.write_text("def find(document):\n    return []\n", encoding="utf-8")
    first = code_version("versioned.py:find")
    assert first == code_version("versioned:find")
    path.write_text("def find(document):\n    return [1]\n", encoding="utf-8")
    assert code_version("versioned.py:find") != first
    assert code_version("nowhere_to_be_found:find") == {}


def test_nothing_is_imported_to_find_a_source(here):
    (here / "unimported.py").write_text("raise RuntimeError\n", encoding="utf-8")
    assert find_source("unimported.py:find", [], SystemOptions()).name == "unimported.py:find"
