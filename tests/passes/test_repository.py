"""What the repository's passes, decisions, gold and figures owe to one another."""

import json

import pytest

from tipbench.cli import main
from tipbench.passes.decisions import REVIEW, read_decisions
from tipbench.passes.load import read_pass


@pytest.fixture(scope="module")
def folders(root):
    return [str(root / "annotations" / "passes" / name) for name in ("a", "b")]


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.jsonl")}


def test_the_gold_is_exactly_what_the_passes_and_the_decisions_give(root, folders, tmp_path):
    """Applied anew, and listed anew with the decisions kept: nothing changes."""
    made = root / "annotations" / "adjudication"
    for path in made.rglob("*.jsonl"):
        copy = tmp_path / "adjudication" / path.relative_to(made)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    command = ["annotate", "adjudicate", *folders, "--root", str(root)]
    command += ["--out", str(tmp_path / "adjudication"), "--gold", str(tmp_path / "gold")]
    assert main(command) == 0
    assert files(tmp_path / "adjudication") == files(made)
    assert files(tmp_path / "gold") == files(root / "annotations" / "gold")


def test_every_decision_has_a_reason_and_says_what_each_had(root, texts):
    decisions = read_decisions(root / "annotations" / "adjudication", list(texts))
    entries = [entry for each in decisions.values() for entry in each]
    assert entries
    for entry in entries:
        assert entry.decision is not None
        assert len(entry.reason) > 10
        assert entry.a is not None or entry.b is not None or entry.differs == (REVIEW,)


def test_the_figures_in_the_repository_are_what_the_command_measures(root, folders, tmp_path):
    out = tmp_path / "agreement.json"
    command = ["annotate", "agreement", *folders, "--out", str(out), "--root", str(root)]
    assert main(command) == 0
    committed = (root / "annotations" / "agreement.json").read_text(encoding="utf-8")
    assert json.loads(out.read_text(encoding="utf-8")) == json.loads(committed)


def test_the_figures_in_the_card_are_those_that_the_command_prints(root, folders, capsys):
    command = ["annotate", "agreement", *folders, "--format", "json", "--root", str(root)]
    assert main(command) == 0
    measured = json.loads(capsys.readouterr().out)
    card = (root / "corpus" / "README.md").read_text(encoding="utf-8")
    for figure in measured["figures"]:
        row = next(
            line
            for line in card.splitlines()
            if line.startswith(f"| {figure['layer']} | {figure['measure']} |")
        )
        if figure["value"] is None:
            assert "n/a" in row
        elif figure["is_count"]:
            assert f"{figure['value']:g} of {figure['n']}" in row
        else:
            assert f"{figure['value']:.3f} ({figure['n']})" in row


@pytest.mark.parametrize("name", ["first", "a", "b"])
def test_every_record_of_a_pass_names_its_annotator(root, texts, name):
    made = read_pass(root / "annotations" / "passes" / name, texts)
    assert made.name == name
    assert made.provenance.kind == "model"
    for layer in made.layers.values():
        for items in layer.values():
            assert {item.record.annotator for item in items} <= {name}
