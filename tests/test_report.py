import pytest

import tipbench
from tipbench.report import as_markdown, notes, print_run, tables


@pytest.fixture(scope="module")
def run():
    return tipbench.evaluate("gold", view="page")


def test_counts_stand_beside_ratios(run):
    entities = next(table for table in tables(run) if table.title == "entities")
    assert entities.columns == (
        "metric", "gold", "predicted", "correct", "precision", "recall", "f1",
    )  # fmt: skip
    assert entities.rows[0] == ("strict", "124", "124", "124", "1.000", "1.000", "1.000")


def test_the_headline_metric_is_shown_by_every_slice(run):
    sliced = next(table for table in tables(run) if table.title == "entities: strict by slice")
    assert [row[0] for row in sliced.rows if row[0]] == ["language", "type", "zone", "document"]
    assert {"en", "GPE", "content", "boilerplate", "nav"} <= {row[1] for row in sliced.rows}


def test_nothing_to_divide_by_is_not_a_number(run):
    empty = tipbench.evaluate("empty", tasks=["entities"])
    assert tables(empty)[0].rows[0] == ("strict", "124", "0", "0", "n/a", "0.000", "0.000")


def test_the_notes_end_with_the_signature(run):
    said = list(notes(run))
    assert said[-1] == run.signature
    assert any("five articles" in line for line in said)


def test_a_terminal_of_80_columns_cuts_nothing(run, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    print_run(run)
    out = capsys.readouterr().out
    assert "…" not in out
    for table in tables(run):
        for row in table.rows:
            assert all(cell in out for cell in row)


def test_markdown_has_every_row(run):
    text = as_markdown(run)
    assert "| strict | 124 | 124 | 124 | 1.000 | 1.000 | 1.000 |" in text
    assert run.signature in text
