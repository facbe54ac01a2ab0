"""Judging predictions that are there, and what the other commands make of a judged run."""

import gc
import json
import os
import shutil

import pytest

import tipbench
from tipbench.cli import main
from tipbench.compare import compare
from tipbench.compare.tables import as_text
from tipbench.errors import UsageError

VITAL, ALL = "nuggets_vital_judged", "nuggets_all_judged"


def content(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def runs(here):
    """Two runs that one judge judged, and one that nobody did."""
    short = here / "short.py"
    short.write_text(
        "def title(document):\n    return document.text.partition('\\n')[0]\n", encoding="utf-8"
    )
    for name, system in (("lead", "lead"), ("short", "short.py:title")):
        tipbench.evaluate(
            system, tasks=["summaries"], judge="words.py:decide", out=here / "runs" / name
        )
    tipbench.evaluate("lead", tasks=["summaries"], out=here / "runs" / "plain")
    return here / "runs"


def test_a_judge_runs_under_the_settings_of_its_user(runs, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    before = gc.get_threshold()
    gc.set_threshold(701)
    try:
        assert main(["score", "runs/plain/predictions.jsonl", "--judge", "words.py:decide"]) == 0
        assert gc.get_threshold()[0] == 701
    finally:
        gc.set_threshold(*before)
    assert "OPENBLAS_NUM_THREADS" not in os.environ


def test_score_asks_the_judge_about_predictions(runs, here, capsys):
    predictions = "runs/plain/predictions.jsonl"
    assert main(["score", predictions, "--judge", "words.py:decide"]) == 0
    assert "nuggets_all_judged" in capsys.readouterr().out
    told, evaluated = (content(runs / name / "run.json") for name in ("plain", "lead"))
    assert {**told, "system": ""} == {**evaluated, "system": ""}
    for name in ("judgements.jsonl", "system.json"):
        paths = [runs / run / "judge" / name for run in ("plain", "lead")]
        assert paths[0].read_bytes() == paths[1].read_bytes()
    # What was said of the making of the predictions is still there.
    assert content(runs / "plain" / "system.json")["system"] == "lead"


def test_a_bar_may_be_set_for_what_a_judge_says(runs, capsys):
    score = ["score", "runs/plain/predictions.jsonl", "--judge", "words.py:decide"]
    assert main([*score, "--fail-under", f"summaries.{ALL}.recall=0.1"]) == 0
    assert main([*score, "--fail-under", f"summaries.{ALL}.recall=0.9"]) == 1
    assert f"summaries.{ALL}.recall is 0." in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [["--resume"], ["--timeout", "1"], ["--memory", "9"], ["--base-url", "u"], ["--prices", "1,2"]],
)
def test_score_takes_what_a_judge_needs_with_a_judge_alone(runs, options, capsys):
    assert main(["score", "runs/plain/predictions.jsonl", *options]) == 2
    said = capsys.readouterr().err.strip()
    assert said == (
        f"tipbench: {options[0]}: score asks nobody but a judge; expected --judge as well"
    )


def test_score_from_python(runs):
    predictions = runs / "plain" / "predictions.jsonl"
    with pytest.raises(UsageError, match="timeout: nobody is asked anything here"):
        tipbench.score(predictions, timeout=1.0)
    with pytest.raises(UsageError, match="option 'lables': not known; expected one of"):
        tipbench.score(predictions, lables="conll")
    with pytest.raises(UsageError, match="found the tasks entities"):
        tipbench.score(predictions, tasks=["entities"], judge="words.py:decide")
    run = tipbench.score(predictions, judge=lambda question: True, out=runs / "new")
    assert run.scores["summaries"][ALL]["recall"] == 1.0
    assert (runs / "new" / "judge" / "judgements.jsonl").exists()
    tipbench.score(predictions, out=runs / "plain again")
    again, plain = (content(runs / name / "run.json") for name in ("plain again", "plain"))
    assert {**again, "system": ""} == {**plain, "system": ""}


def test_a_run_that_another_judge_judged_anew_has_nothing_of_the_first(runs):
    predictions = runs / "lead" / "predictions.jsonl"
    tipbench.score(predictions, judge=lambda question: True).write(runs / "lead")
    assert not (runs / "lead" / "judge" / "system.json").exists()
    assert '"said": "false"' not in (runs / "lead/judge/judgements.jsonl").read_text("utf-8")


# compare


def test_what_one_judge_decided_is_compared_without_asking_it(runs, here):
    (here / "words.py").unlink()
    found = compare([runs / "lead", runs / "short"])
    rows = {row.metric: row for row in found.rows}
    for metric in (VITAL, ALL):
        written = [
            content(runs / name / "run.json")["scores"]["summaries"][metric]["recall"]
            for name in ("lead", "short")
        ]
        assert list(rows[metric].scores) == written
        assert written[0] > written[1]
    assert "|judge:words.py:decide|" in found.signature
    assert not found.warnings
    assert ALL in as_text(found, 20)


def left_out(runs, *names):
    found = compare([runs / name for name in names])
    assert not [row for row in found.rows if row.metric.endswith("_judged")]
    assert "judge:" not in found.signature
    assert "nuggets_all" in {row.metric for row in found.rows}
    (warning,) = found.warnings
    return warning


def test_what_was_not_judged_alike_is_not_compared(runs, here):
    prefix = "not compared, what judges decided: "
    assert left_out(runs, "lead", "plain") == f"{prefix}{runs / 'plain'} was not judged"
    tipbench.score(
        runs / "plain" / "predictions.jsonl", judge=lambda question: True, out=runs / "other"
    )
    assert left_out(runs, "lead", "other") == (
        f"{prefix}{runs / 'lead'} was judged by words.py:decide, {runs / 'other'} by <lambda>"
    )
    record = runs / "short" / "judge" / "system.json"
    record.write_text(record.read_text("utf-8").replace('"sha256": "', '"sha256": "0'), "utf-8")
    assert "words.py:decide was not the same judge twice: " in left_out(runs, "lead", "short")
    shutil.rmtree(runs / "short" / "judge")
    assert "judgements.jsonl is not there any more" in left_out(runs, "lead", "short")


def test_verdicts_on_other_summaries_are_none(runs):
    predictions = runs / "short" / "predictions.jsonl"
    shutil.copyfile(runs / "lead" / "predictions.jsonl", predictions)
    found = compare([runs / "lead", runs / "short"])
    rows = {row.metric: row for row in found.rows}
    assert rows["nuggets_all"].scores[1] == rows["nuggets_all"].scores[0] > 0
    assert rows[ALL].scores[1] == 0.0
    assert "run.json has other scores than its predictions give now" in found.warnings[0]


def test_runs_without_a_judge_are_compared_as_before(runs):
    shutil.copytree(runs / "plain", runs / "plain too")
    found = compare([runs / "plain", runs / "plain too"])
    assert not found.warnings
    assert "judge" not in found.signature


# The other commands that read runs


def test_a_judged_run_is_exported_and_scored_on_another_corpus(runs, root, here, capsys):
    export = ["export", "runs/lead", "--format", "every-eval-ever", "--model", "a/b", "--out", "e"]
    assert main(export) == 0
    (path,) = (here / "e").rglob("*.json")
    record = content(path)
    assert "|judge:words.py:decide:" in record["eval_library"]["additional_details"]["signature"]
    found = {r["metric_config"]["metric_name"]: r for r in record["evaluation_results"]}
    score = found[f"summaries.{ALL}.recall"]
    assert score["metric_config"]["evaluation_description"].endswith(", as a judge says")
    recall = content(runs / "lead" / "run.json")["scores"]["summaries"][ALL]["recall"]
    assert score["score_details"]["score"] == recall
    corpus = str(root / "corpus")
    assert main(["corpus", "diff", corpus, corpus, "--run", "runs/lead"]) == 0
