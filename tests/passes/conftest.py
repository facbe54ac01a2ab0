import shutil

import pytest

from tipbench.corpus.sources import read_sources
from tipbench.passes.load import read_pass


@pytest.fixture(scope="session")
def texts(root):
    """The five pages."""
    return read_sources(root).texts


@pytest.fixture(scope="session")
def first(root, texts):
    """The first pass, as it was made."""
    return read_pass(root / "annotations" / "passes" / "first", texts)


@pytest.fixture
def first_folder(root, tmp_path):
    """A copy of the first pass under another name, which a test may change."""
    folder = tmp_path / "second"
    shutil.copytree(root / "annotations" / "passes" / "first", folder)
    path = folder / "provenance.json"
    text = path.read_text(encoding="utf-8").replace('"annotator": "first"', '"annotator": "second"')
    path.write_text(text, encoding="utf-8")
    return folder
