"""Predictions come first, and a run that was stopped goes on."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.prediction_files import PredictionsError

TIPBENCH = "from tipbench.cli import main; raise SystemExit(main())"

SLOW = """
import pathlib
import time

def find(document):
    if document.doc_id == "tip-002" and pathlib.Path("slow").exists():
        time.sleep(60)
    if document.doc_id == "tip-001":
        raise ValueError("always")
    return [{"text": "Maroc", "type": "GPE"}]
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    return tmp_path


def lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def stopped(here, how, *options, after):
    """The process of an evaluation that was stopped when ``after`` predictions were there."""
    (here / "slow").touch()
    process = subprocess.Popen(
        [sys.executable, "-c", TIPBENCH, "evaluate", "slow.py:find", "--task", "entities",
         "--out", "stopped", *options],
        cwd=here, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(lines(here / "stopped" / "predictions.jsonl")) < after:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    (here / "slow").unlink()
    return process, said


@pytest.mark.parametrize(
    ("options", "after"), [((), 2), (("--timeout", "50"), 2), (("--workers", "3"), 4)]
)
def test_killed_and_resumed_is_byte_for_byte_the_run_that_was_not(here, options, after):
    process, _ = stopped(here, signal.SIGKILL, *options, after=after)
    assert process.returncode == -signal.SIGKILL
    assert not (here / "stopped" / "run.json").exists()
    assert len(lines(here / "stopped" / "predictions.jsonl")) == after
    command = ["evaluate", "slow.py:find", "--task", "entities"]
    assert main([*command, "--out", "stopped", "--resume", *options]) == 0
    assert main([*command, "--out", "whole"]) == 0
    for name in ("predictions.jsonl", "run.json", "system.json"):
        assert (here / "stopped" / name).read_bytes() == (here / "whole" / name).read_bytes()
    assert sorted(path.name for path in (here / "stopped").iterdir()) == [
        "predictions.jsonl", "run.json", "system.json", "timing.json",
    ]  # fmt: skip
    timing = json.loads((here / "stopped" / "timing.json").read_text(encoding="utf-8"))
    assert len(timing["documents"]) == 5


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("options", [(), ("--timeout", "50"), ("--workers", "3")])
def test_an_interrupted_run_says_how_to_go_on(here, how, options):
    process, said = stopped(here, how, *options, after=2)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "interrupted; --resume goes on with what is in stopped"
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_run(here, how):
    stopped(here, how, "--workers", "3", after=4)

    def left():
        found = []
        for entry in os.listdir("/proc"):
            try:
                cwd = os.readlink(f"/proc/{entry}/cwd") if entry.isdigit() else ""
            except OSError:
                continue
            if cwd == str(here) and int(entry) != os.getpid():
                found.append(entry)
        return found

    deadline = time.monotonic() + 10
    while left() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left() == []


def run_into(folder, **changes):
    given = {"tasks": ["entities"], "resume": True, **changes}
    system = given.pop("system", "slow.py:find")
    return tipbench.evaluate(system, out=folder, **given)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"system": "empty"}, 'system was "slow.py:find", is now "empty"'),
        ({"tasks": ["stance"]}, r'tasks was \["entities"\], is now \["stance"\]'),
        ({"view": "page"}, 'view was "clean", is now "page"'),
        ({"tasks": None}, "tasks was .*, is now not set"),
    ],
)
def test_what_was_made_otherwise_is_not_mixed(here, changes, told):
    run_into("r")
    before = (here / "r" / "predictions.jsonl").read_bytes()
    with pytest.raises(UsageError, match=f"--resume: r was made otherwise: .*{told}"):
        run_into("r", **changes)
    assert (here / "r" / "predictions.jsonl").read_bytes() == before


def test_other_code_and_another_corpus_are_told(here, root):
    run_into("r")
    (here / "slow.py").write_text(SLOW + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"version.sha256 was"):
        run_into("r")
    (here / "slow.py").write_text(SLOW, encoding="utf-8")
    record = json.loads((here / "r" / "system.json").read_text(encoding="utf-8"))
    record["corpus"]["sha256"] = "0" * 64
    (here / "r" / "system.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UsageError, match=r"corpus.sha256 was"):
        run_into("r")


def test_limits_and_workers_may_change(here):
    run_into("r")
    run_into("r", timeout=30, workers=2)


def test_predictions_of_unknown_making_are_not_mixed(here):
    run_into("r")
    (here / "r" / "system.json").unlink()
    with pytest.raises(UsageError, match=r"has predictions, but no system.json"):
        run_into("r")


def test_nothing_to_resume_is_a_start(here):
    assert list(run_into("new").failures) == ["tip-001"]


def test_a_finished_run_is_not_asked_again(here):
    run_into("r")
    first = {path.name: path.read_bytes() for path in (here / "r").iterdir()}
    calls = []
    system = tipbench.systems.registry.resolve_system("slow.py:find", ())
    assert system.predict is not None
    run = run_into("r", progress=lambda *step: calls.append(step))
    assert calls == []
    assert list(run.failures) == ["tip-001"]
    for name in ("predictions.jsonl", "run.json", "system.json"):
        assert (here / "r" / name).read_bytes() == first[name]
    timing = json.loads((here / "r" / "timing.json").read_text(encoding="utf-8"))
    assert timing["documents"] == json.loads(first["timing.json"])["documents"]


def test_a_torn_line_is_written_again(here):
    run_into("r")
    path = here / "r" / "predictions.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    run_into("r")
    assert path.read_bytes() == whole


def test_a_line_that_is_taken_out_is_asked_again(here):
    run_into("r")
    path = here / "r" / "predictions.jsonl"
    whole = path.read_bytes()
    kept = [line for line in whole.splitlines(keepends=True) if b"always" not in line]
    path.write_bytes(b"".join(kept))
    asked = []
    run_into("r", progress=lambda done, total, doc_id: asked.append(doc_id))
    assert asked == ["tip-001"]
    assert path.read_bytes() == whole


def test_a_line_that_was_spoilt_is_named(here):
    run_into("r")
    path = here / "r" / "predictions.jsonl"
    path.write_bytes(b"nonsense\n" + path.read_bytes())
    with pytest.raises(PredictionsError, match=r"predictions.jsonl:1: not JSON"):
        run_into("r")


def test_scoring_a_run_keeps_what_is_known_of_its_making(here):
    run_into("runs/r")
    before = json.loads((here / "runs/r/timing.json").read_text(encoding="utf-8"))
    assert main(["score", "runs/r/predictions.jsonl", "--task", "entities"]) == 0
    after = json.loads((here / "runs/r/timing.json").read_text(encoding="utf-8"))
    assert after["documents"] == before["documents"]
    assert (here / "runs/r/system.json").exists()
    (here / "other.jsonl").write_text('{"doc_id": "tip-000", "entities": []}\n', encoding="utf-8")
    assert main(["score", "other.jsonl", "--out", "runs/r"]) == 0
    assert not (here / "runs/r/system.json").exists()
    assert "documents" not in (here / "runs/r/timing.json").read_text(encoding="utf-8")


def test_starting_over_keeps_what_an_unfinished_run_left(here):
    run_into("r")
    (here / "r" / "run.json").unlink()
    before = (here / "r" / "predictions.jsonl").read_bytes()
    run_into("r", resume=False)
    assert (here / "r" / "predictions.old.jsonl").read_bytes() == before


def test_one_process_writes_a_run(here):
    fcntl = pytest.importorskip("fcntl")
    (here / "r").mkdir()
    held = os.open(here / "r", os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another process is writing this run"):
            run_into("r")
    finally:
        os.close(held)


def test_a_folder_that_cannot_be_made_is_told(here):
    (here / "file").touch()
    with pytest.raises(UsageError, match="file: cannot be made: File exists; choose another"):
        run_into("file")


def test_predictions_are_there_when_the_scoring_fails(here):
    with pytest.raises(UsageError, match="found no answer to any task"):
        tipbench.evaluate(lambda document: None, tasks=None, out="r")
    assert len(lines(here / "r" / "predictions.jsonl")) == 5
