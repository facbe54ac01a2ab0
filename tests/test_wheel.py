"""The wheel carries the corpus, so that everything works after install and offline."""

import os
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_corpus_and_the_type_marker(wheel, root):
    names = set(zipfile.ZipFile(wheel).namelist())
    data = (root / "corpus").rglob("*")
    files = {
        f"tipbench/_corpus/{f.relative_to(root / 'corpus').as_posix()}" for f in data if f.is_file()
    }
    assert files
    assert files <= names
    tables = {
        "tipbench/systems/rules/data/numbers.toml",
        "tipbench/systems/pipelines/gliner.toml",
        "tipbench/scoring/label_views/conll.toml",
        "tipbench/harnesses/lm_eval_tasks/tipbench_entities.yaml",
    }
    assert {"tipbench/py.typed", *tables} <= names


def test_the_installed_wheel_writes_its_corpus_out(contents, wheel, root, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "import sys; from tipbench.cli import main; sys.exit(main(['corpus', 'export', 'out']))"
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=True,
        capture_output=True,
    )

    assert contents(tmp_path / "out") == contents(root / "corpus")


def test_the_installed_wheel_scores_its_own_corpus(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import tipbench; from tipbench.corpus.find import builtin_folder; "
        "print(tipbench.__file__, builtin_folder()); "
        "print(tipbench.evaluate('gold', tasks=['stance']).scores['stance']['tuple']['f1'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=True,
        capture_output=True,
        text=True,
    )
    where, score = done.stdout.splitlines()
    assert where.count(str(tmp_path / "site" / "tipbench")) == 2
    assert score == "1.0"
