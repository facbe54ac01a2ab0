"""The folder and the Hub on other versions of ``datasets`` than the locked one."""

import json
import subprocess

import pytest

from .client import REPO, Client
from .test_datasets import HABITS, LOAD_ALL


@pytest.fixture(scope="module", params=["datasets-3.6", "datasets-4.8"])
def old(request, environment):
    return environment(request.param)


def run(python, client, code, *arguments):
    done = subprocess.run(
        [python, "-c", code, *arguments],
        env=client.environment,
        capture_output=True,
        text=True,
        cwd=client.home.parent,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("place", ["folder", "hub"])
def test_every_configuration_has_the_rows_of_the_locked_version(
    root, two_releases, old, tmp_path, place
):
    where = (root / "corpus", "") if place == "folder" else (REPO, "v1.0.0")
    expected = Client(tmp_path / "new", two_releases.endpoint).python(LOAD_ALL, *where)
    assert len(expected) == 10
    client = Client(tmp_path / "old", two_releases.endpoint)
    assert run(old, client, LOAD_ALL, *map(str, where)) == expected


def test_the_habits_of_users_work(two_releases, old, tmp_path):
    expected = Client(tmp_path / "new", two_releases.endpoint).python(HABITS, REPO, "v1.0.1")
    client = Client(tmp_path / "old", two_releases.endpoint)
    assert run(old, client, HABITS, REPO, "v1.0.1") == expected
