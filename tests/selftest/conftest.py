import pytest

from tipbench.selftest.generation.edits import make_edits


@pytest.fixture(scope="session")
def pages(corpus):
    """The documents with their gold, as whole pages."""
    return corpus.cases("page")


@pytest.fixture(scope="session")
def edits(pages):
    """Many edits of every type."""
    return make_edits(pages, samples=400)
