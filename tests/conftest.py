import os
from importlib.util import find_spec
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


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "extra(*packages): needs packages of requirements-extras.lock"
    )


def pytest_runtest_setup(item):
    """Without its packages such a test is skipped; where they have to be there, it fails."""
    for marker in item.iter_markers("extra"):
        missing = [package for package in marker.args if find_spec(package) is None]
        if missing and os.environ.get("TIPBENCH_EXTRAS") == "required":
            pytest.fail(f"{', '.join(missing)} not installed", pytrace=False)
        elif missing:
            pytest.skip(f"{', '.join(missing)} not installed: make test-extras has them")
