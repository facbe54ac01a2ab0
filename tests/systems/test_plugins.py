"""Systems of other packages: a real one is built, installed, listed and run."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "tipbench_capitals"
TIPBENCH = "from tipbench.cli import main; raise SystemExit(main())"


def install(target, name="tipbench-capitals"):
    """Install the package into ``target``, under another name where one is given."""
    source = target.parent / f"source of {name}"
    shutil.copytree(PACKAGE, source)
    project = source / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("tipbench-capitals", name), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "--target", str(target)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    target = tmp_path_factory.mktemp("plugins") / "site"
    install(target)
    return target


def tipbench(site, *arguments, cwd):
    return subprocess.run(
        [sys.executable, "-c", TIPBENCH, *arguments],
        env={**os.environ, "PYTHONPATH": str(site)},
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_an_installed_system_is_listed_without_being_imported(installed, tmp_path):
    done = tipbench(installed, "systems", cwd=tmp_path)
    assert done.returncode == 0
    rows = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert rows["capitals"].endswith(" tipbench_capitals:Capitals of tipbench-capitals 0.3")
    assert "broken" in rows


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_installed_system_is_run_and_recorded(installed, tmp_path, workers):
    done = tipbench(
        installed, "evaluate", "capitals", "--workers", workers, "--format", "json", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    run = json.loads(done.stdout)  # what the plug-in prints has not come between
    assert "looking at tip-004" in done.stderr
    assert run["system"] == "capitals"
    assert run["scores"]["entities"]["strict"]["precision"] == 1.0
    record = json.loads((tmp_path / "runs/capitals/system.json").read_text(encoding="utf-8"))
    assert record["configuration"] == {"words": ["Rabat", "Washington"]}
    assert record["version"] == {
        "entry_point": "tipbench_capitals:Capitals",
        "package": "tipbench-capitals",
        "version": "0.3",
    }


def test_an_installed_judge_is_asked_and_recorded(installed, tmp_path):
    command = ["evaluate", "lead", "--task", "summaries", "--judge", "stated", "--format", "json"]
    done = tipbench(installed, *command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["judge"]
    assert (told["name"], told["questions"], told["unanswered"]) == ("stated", 78, 0)
    assert 0 < told["yes"] < 78
    record = json.loads((tmp_path / "runs/lead/judge/system.json").read_text(encoding="utf-8"))
    assert record["version"]["entry_point"] == "tipbench_capitals:is_stated"


def test_a_plug_in_that_cannot_be_loaded_is_named(installed, tmp_path):
    done = tipbench(installed, "evaluate", "broken", cwd=tmp_path)
    assert done.returncode == 2
    assert "of tipbench-capitals 0.3 failed: AttributeError" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_two_plug_ins_of_one_name_are_both_named(tmp_path):
    site = tmp_path / "site"
    install(site)
    install(site, "tipbench-more-capitals")
    for arguments in (["systems"], ["evaluate", "capitals"]):
        done = tipbench(site, *arguments, cwd=tmp_path)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert re.search("of tipbench-capitals 0.3 and .* of tipbench-more-capitals 0.3", line)
    # Another system is as well as before.
    assert tipbench(site, "evaluate", "lead", cwd=tmp_path).returncode == 0


def test_the_name_of_a_built_in_system_is_taken(tmp_path):
    site = tmp_path / "site"
    info = site / "tipbench_other-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tipbench-other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[tipbench.systems]\nrules = other:find\n")
    done = tipbench(site, "evaluate", "rules", cwd=tmp_path)
    assert done.returncode == 2
    assert "2 systems are called 'rules': the built-in one and other:find of" in done.stderr
