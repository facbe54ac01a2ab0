import json
import sys

import pytest

from tipbench.cli import main
from tipbench.selftest.measuring import dose
from tipbench.selftest.measuring.expectations import FALSE_ALARMS, MAY_FALL, MEANT
from tipbench.selftest.measuring.result import SCHEMA_VERSION

SMALL = ["selftest", "--samples", "2"]
TWO = ["--task", "summaries", "--task", "stance"]


def test_the_table_shows_every_corruption_in_both_languages(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert main([*SMALL, "--task", "summaries"]) == 0
    shown = capsys.readouterr().out
    for type, meant in MEANT.items():
        assert type in shown
        assert meant.metric in shown
    assert "summaries: false alarms on harmless edits" in shown
    assert "summaries: gains by padding" in shown
    assert "entities" not in shown


def test_json_has_everything(capsys):
    assert main([*SMALL, "--format", "json", "--seed", "3"]) == 0
    first = capsys.readouterr().out
    found = json.loads(first)
    assert found["schema_version"] == SCHEMA_VERSION
    assert "seed:3|samples:2" in found["signature"]
    assert found["tasks"] == ["entities", "numeric_facts", "stance", "summaries"]
    named = {rate["metric"] for rate in found["rates"]}
    assert {*FALSE_ALARMS, "rouge1", "rouge2", "rougeLsum", "chrf"} <= named
    # Every metric is either there with its rates or said to be absent.
    for rate in found["rates"]:
        assert (rate["verdict"] == "absent") == (rate["metric"] in found["absent"])
    assert {(d["task"], d["type"]) for d in found["doses"]} == set(MAY_FALL)
    assert all(d["as_meant"] for d in found["doses"])


def test_the_same_seed_gives_the_same_and_another_one_other_edits(capsys):
    arguments = [*SMALL, "--task", "summaries", "--format", "json", "--seed"]
    shown = []
    for seed in ("1", "1", "2"):
        main([*arguments, seed])
        rates = json.loads(capsys.readouterr().out)["rates"]
        shown.append([rate["change"] for rate in rates if rate["metric"] == "chrf"])
    assert shown[0] == shown[1] != shown[2]


def test_markdown_has_the_tables(capsys):
    assert main([*SMALL, *TWO, "--format", "markdown"]) == 0
    shown = capsys.readouterr().out
    assert "### summaries: corruptions detected" in shown
    assert "| corruption | lang | metric |" in shown
    assert "### stance: gold made wrong" in shown


def test_bars_that_are_met_are_no_failure(capsys):
    assert main([*SMALL, "--task", "numeric_facts", "--bars"]) == 0
    assert "tipbench:" not in capsys.readouterr().err


def test_a_bar_that_is_not_met_is_named_and_exits_with_1(capsys, monkeypatch):
    wide = {**MAY_FALL, ("stance", "aspect"): frozenset({"full", "tuple"})}
    monkeypatch.setattr(dose, "MAY_FALL", wide)
    assert main([*SMALL, "--task", "stance", "--bars"]) == 1
    captured = capsys.readouterr()
    assert "tipbench: stance.tuple: does not fall by aspect" in captured.err
    assert main([*SMALL, "--task", "stance"]) == 0
    assert "not met: stance.tuple" in capsys.readouterr().out


def test_a_metric_that_is_absent_does_not_meet_its_bar(capsys, monkeypatch):
    from tipbench.selftest.measuring import result

    def without(found):
        return {**found, "summaries": {"chrf": found["summaries"]["chrf"]}}

    all_of_them = result.installed_metrics
    monkeypatch.setattr(result, "installed_metrics", lambda: without(all_of_them()))
    assert main([*SMALL, "--task", "summaries", "--bars"]) == 1
    captured = capsys.readouterr()
    assert "tipbench: numbers is not installed" in captured.err
    assert "absent" in captured.out


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_picture_is_a_picture(tmp_path, capsys, ending):
    path = tmp_path / f"selftest.{ending}"
    assert main([*SMALL, *TWO, "--picture", str(path)]) == 0
    content = path.read_bytes()
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert content.startswith(starts[ending])
    assert len(content) > 20_000
    assert f"written: {path}" in capsys.readouterr().err


def test_the_picture_of_one_task_has_no_empty_part(tmp_path):
    from PIL import Image

    sizes = {}
    for task in ("summaries", "stance"):
        path = tmp_path / f"{task}.png"
        assert main([*SMALL, "--task", task, "--picture", str(path)]) == 0
        with Image.open(path) as image:
            sizes[task] = image.size[1]
    assert sizes["stance"] < sizes["summaries"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--picture", "selftest.bmp"], "expected a file that ends in .png, .svg, .pdf"),
        (["--picture", "nowhere/selftest.png"], "there is no folder nowhere"),
        (["--samples", "0"], "0 samples of each change; expected at least 1"),
    ],
)
def test_wrong_options_are_told_before_anything_is_measured(arguments, message, capsys):
    assert main(["selftest", *arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_an_unknown_task_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["selftest", "--task", "poems"])
    assert caught.value.code == 2
    assert "poems" in capsys.readouterr().err


def test_without_matplotlib_the_picture_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main([*SMALL, "--picture", str(tmp_path / "a.png")]) == 2
    assert 'pip install "tipbench[picture]"' in capsys.readouterr().err
