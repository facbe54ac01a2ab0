"""A judge that was stopped goes on, and is not asked again what it answered."""

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import DataError, UsageError

TIPBENCH = "from tipbench.cli import main; raise SystemExit(main())"

SLOW = """
import pathlib
import time

def decide(question):
    if question.doc_id == "tip-001#k05" and pathlib.Path("slow").exists():
        time.sleep(60)
    with open("asked.txt", "a") as file:
        file.write(question.doc_id + "\\n")
    if question.doc_id == "tip-000#k03":
        raise ValueError("always")
    return len(question.statement) % 2 == 0
"""
EVALUATE = ["evaluate", "lead", "--task", "summaries", "--judge", "slow.py:decide"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    return tmp_path


def asked(here):
    """The questions since this was called last."""
    path = here / "asked.txt"
    found = path.read_text(encoding="utf-8").split() if path.exists() else []
    path.unlink(missing_ok=True)
    return found


def lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def stopped(here, how, command, judgements):
    """The process of a run that was stopped while the judge was asked."""
    (here / "slow").touch()
    process = subprocess.Popen(
        [sys.executable, "-c", TIPBENCH, *command], cwd=here, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while len(lines(judgements)) < 22:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    (here / "slow").unlink()
    return process, said


@pytest.mark.parametrize("options", [(), ("--timeout", "50")])
def test_killed_and_resumed_is_byte_for_byte_the_run_that_was_not(here, options):
    kept = here / "stopped" / "judge" / "judgements.jsonl"
    command = [*EVALUATE, *options]
    process, _ = stopped(here, signal.SIGKILL, [*command, "--out", "stopped"], kept)
    assert process.returncode == -signal.SIGKILL
    assert not (here / "stopped" / "run.json").exists()
    with kept.open("ab") as file:
        file.write(b'{"judge": "slow.py:dec')  # a line that was being written
    assert len(asked(here)) == 22
    assert main([*command, "--out", "stopped", "--resume"]) == 0
    again = asked(here)
    # What had no answer is asked again, and nothing else.
    assert again[0] == "tip-000#k03"
    assert again[1] == "tip-001#k05"
    assert len(again) == 78 - 22 + 1
    assert main([*command, "--out", "whole"]) == 0
    for name in ("run.json", "predictions.jsonl", "judge/judgements.jsonl", "judge/system.json"):
        assert (here / "stopped" / name).read_bytes() == (here / "whole" / name).read_bytes()
    for folder in ("stopped", "whole"):
        timing = json.loads((here / folder / "judge" / "timing.json").read_text(encoding="utf-8"))
        assert len(timing["documents"]) == 78
        assert sorted(path.name for path in (here / folder / "judge").iterdir()) == [
            "judgements.jsonl", "system.json", "timing.json",
        ]  # fmt: skip


def test_score_goes_on_as_well(here):
    tipbench.evaluate("lead", tasks=["summaries"], out=here / "lead")
    command = ["score", "lead/predictions.jsonl", "--judge", "slow.py:decide", "--out", "s"]
    judgements = here / "s" / "judge" / "judgements.jsonl"
    process, said = stopped(here, signal.SIGINT, command, judgements)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "interrupted; --resume goes on with what is in s"
    assert "Traceback" not in said
    asked(here)
    assert main([*command, "--resume"]) == 0
    assert len(asked(here)) == 78 - 22 + 1
    assert (here / "s" / "predictions.jsonl").exists()


def test_nothing_is_asked_twice_of_a_judge_that_is_done(here):
    options = {"tasks": ["summaries"], "judge": "slow.py:decide", "out": here / "r"}
    tipbench.evaluate("lead", **options)
    before = (here / "r" / "run.json").read_bytes()
    asked(here)
    tipbench.evaluate("lead", **options, resume=True)
    assert asked(here) == ["tip-000#k03"]
    assert (here / "r" / "run.json").read_bytes() == before
    tipbench.evaluate("lead", **options)
    assert len(asked(here)) == 78


def test_without_resume_it_starts_over_and_keeps_what_was_there(here):
    options = {"tasks": ["summaries"], "judge": "slow.py:decide", "out": here / "r"}
    tipbench.evaluate("lead", **options)
    path = here / "r" / "judge" / "judgements.jsonl"
    before = path.read_bytes()
    tipbench.evaluate("lead", **options)
    assert path.with_suffix(".old.jsonl").read_bytes() == before


def test_another_summary_is_asked_about_anew(here):
    tipbench.evaluate("lead", tasks=["summaries"], out=here / "lead")
    predictions = here / "lead" / "predictions.jsonl"
    options = {"judge": "slow.py:decide", "out": here / "s"}
    tipbench.score(predictions, **options)
    asked(here)
    text = predictions.read_text(encoding="utf-8").replace("Tier 2", "Tier 3")
    changed = {
        json.loads(line)["doc_id"] for line in text.splitlines() if "Tier 3" in line
    }  # fmt: skip
    assert 0 < len(changed) < 5
    predictions.write_text(text, encoding="utf-8")
    run = tipbench.score(predictions, **options, resume=True)
    again = asked(here)
    assert {doc_id.partition("#")[0] for doc_id in again} - {"tip-000"} == changed - {"tip-000"}
    for one in run.judged.judgements:
        assert "Tier 2" not in one.question.text
    assert len(lines(here / "s" / "judge" / "judgements.jsonl")) == 78


@pytest.mark.parametrize("changed", ["judge", "code"])
def test_another_judge_does_not_go_on(here, changed):
    predictions = here / "p.jsonl"
    predictions.write_text('{"doc_id": "tip-000", "summary": "A text."}\n', encoding="utf-8")
    tipbench.score(predictions, judge="slow.py:decide", out=here / "s")
    if changed == "judge":
        shutil.copyfile(here / "slow.py", here / "other.py")
    else:
        (here / "slow.py").write_text(SLOW + "\n", encoding="utf-8")
    judge = "other.py:decide" if changed == "judge" else "slow.py:decide"
    with pytest.raises(UsageError, match=r"--resume: .*judge was made otherwise: .* was "):
        tipbench.score(predictions, judge=judge, out=here / "s", resume=True)


def test_judgements_that_were_spoilt_are_named_by_their_line(here):
    predictions = here / "p.jsonl"
    predictions.write_text('{"doc_id": "tip-000", "summary": "A text."}\n', encoding="utf-8")
    tipbench.score(predictions, judge="slow.py:decide", out=here / "s")
    path = here / "s" / "judge" / "judgements.jsonl"
    found = lines(path)
    path.write_text("\n".join([found[0], '{"doc_id": 1}', *found[1:]]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"judgements\.jsonl:2: .*expected a judgement"):
        tipbench.score(predictions, judge="slow.py:decide", out=here / "s", resume=True)


def test_a_judge_that_answered_nothing_may_be_repaired(here, capsys):
    (here / "slow.py").write_text("def decide(question):\n    return question.statment\n", "utf-8")
    assert main(EVALUATE) == 2
    assert "no attribute 'statment'" in capsys.readouterr().err
    predictions = (here / "runs" / "lead" / "predictions.jsonl").stat()
    (here / "slow.py").write_text(SLOW, encoding="utf-8")
    assert main([*EVALUATE, "--resume"]) == 0
    assert len(asked(here)) == 78
    again = (here / "runs" / "lead" / "predictions.jsonl").stat()
    assert again.st_size == predictions.st_size
