import importlib.metadata
import tomllib

import pytest

import tipbench


def test_the_public_names_are_these_and_exist():
    assert tipbench.__all__ == [
        "Corpus", "DataError", "Document", "Run", "TipbenchError", "UsageError",
        "__version__", "evaluate", "load_corpus", "score",
    ]  # fmt: skip
    assert all(getattr(tipbench, name) is not None for name in tipbench.__all__)
    assert dir(tipbench) == sorted(tipbench.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = tipbench.nothing_like_it


def test_the_version_is_one(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == tipbench.__version__ == importlib.metadata.version("tipbench")
