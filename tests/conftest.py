import os
from pathlib import Path

import pytest
from hypothesis import settings

# Elsewhere every run tries new examples; a check that bars the way must not depend on luck.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def corpus():
    """The built-in corpus."""
    from tipbench import load_corpus

    return load_corpus()
