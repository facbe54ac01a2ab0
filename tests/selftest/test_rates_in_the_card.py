"""The card says what the self-test measures, and the README in short."""

from importlib.resources import files
from pathlib import Path

from tipbench.cli import main

COMMAND = ["selftest", "--task", "summaries", "--samples", "60", "--format", "markdown"]
CARD = Path(__file__).parents[2] / "corpus" / "README.md"


def stored() -> str:
    return files("tipbench.corpus.release").joinpath("selftest.md").read_text(encoding="utf-8")


def rows(section: str) -> list[list[str]]:
    """The cells of a table, what is shown once repeated."""
    found: list[list[str]] = []
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            cells = [cell.strip() for cell in line.strip("| \n").split(" | ")]
            if line.startswith("|  |"):
                cells = [found[-1][0], *[c.strip() for c in line.split("|")[2:-1]]]
            found.append(cells)
    return found[1:]


def short_table() -> list[str]:
    """For each metric its lowest rate of mistakes seen, and its highest of false alarms."""
    seen, alarms = (rows(section) for section in stored().split("### ")[1:])
    lines = []
    for metric in ("numbers", "names", "sources", "stance_kept", "leakage", "rougeLsum", "chrf"):
        cells = []
        for language in ("en", "fr"):
            mine = [r for r in seen if r[1] == language and metric in (r[2], "rougeLsum", "chrf")]
            column = {"rougeLsum": 7, "chrf": 8}.get(metric, 4)
            cells.append(min(row[column].lstrip("!") for row in mine))
        for language in ("en", "fr"):
            [mine] = [row for row in alarms if row[:2] == [metric, language]]
            cells.append(max(cell.lstrip("!") for cell in mine[2:]))
        lines.append(f"| `{metric}` | " + " | ".join(cells) + " |")
    return lines


def test_the_tables_of_the_card_are_those_that_the_command_prints(capsys):
    assert main(COMMAND) == 0
    printed = capsys.readouterr().out
    sections = stored().split("### ")[1:]
    assert [section.splitlines()[0] for section in sections] == [
        "summaries: corruptions detected",
        "summaries: false alarms on harmless edits",
    ]
    for section in sections:
        assert f"### {section.strip()}" in printed, "make rates corpus"
    card = CARD.read_text(encoding="utf-8")
    assert stored().strip() in card, "make corpus"
    assert " ".join(["tipbench", *COMMAND[:-2]]) in card


def test_the_readme_says_the_same_in_short():
    readme = (CARD.parents[1] / "README.md").read_text(encoding="utf-8")
    for line in short_table():
        assert line in readme
