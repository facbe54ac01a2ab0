"""The card says what the self-test measures."""

from importlib.resources import files
from pathlib import Path

from tipbench.cli import main

COMMAND = ["selftest", "--task", "summaries", "--samples", "60", "--format", "markdown"]
CARD = Path(__file__).parents[2] / "corpus" / "README.md"


def test_the_tables_of_the_card_are_those_that_the_command_prints(capsys):
    stored = files("tipbench.corpus.release").joinpath("selftest.md").read_text(encoding="utf-8")
    assert main(COMMAND) == 0
    printed = capsys.readouterr().out
    sections = stored.split("### ")[1:]
    assert [section.splitlines()[0] for section in sections] == [
        "summaries: corruptions detected",
        "summaries: false alarms on harmless edits",
    ]
    for section in sections:
        assert f"### {section.strip()}" in printed, "make rates corpus"
    card = CARD.read_text(encoding="utf-8")
    assert stored.strip() in card, "make corpus"
    assert " ".join(["tipbench", *COMMAND[:-2]]) in card
