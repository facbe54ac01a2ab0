import shutil

import pytest


@pytest.fixture
def sources_folder(root, tmp_path):
    """A copy of seeds/ and annotations/ that a test may spoil."""
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    shutil.copytree(
        root / "annotations", tmp_path / "annotations", ignore=shutil.ignore_patterns("passes")
    )
    return tmp_path
