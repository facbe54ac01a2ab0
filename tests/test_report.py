from dataclasses import replace

import pytest

import tipbench
from tipbench.report import as_markdown, as_text, notes, tables


@pytest.fixture(scope="module")
def run():
    return tipbench.evaluate("gold", view="page")


@pytest.fixture(scope="module")
def rules():
    return tipbench.evaluate("rules", view="page")


def test_counts_stand_beside_ratios(run):
    entities = next(table for table in tables(run) if table.title == "entities")
    assert entities.columns == (
        "metric", "gold", "predicted", "correct", "precision", "recall", "f1", "95 %", "detectable",
    )  # fmt: skip
    assert entities.rows[0] == (
        "strict", "124", "124", "124", "1.000", "1.000", "1.000", "1.000–1.000", "n/a",
    )  # fmt: skip


def test_the_headline_metric_is_shown_by_every_slice(run):
    sliced = next(table for table in tables(run) if table.title == "entities: strict by slice")
    assert [row[0] for row in sliced.rows if row[0]] == ["language", "type", "zone", "document"]
    assert {"en", "GPE", "content", "boilerplate", "nav"} <= {row[1] for row in sliced.rows}


def test_nothing_to_divide_by_is_not_a_number(run):
    empty = tipbench.evaluate("empty", tasks=["entities"])
    assert tables(empty)[0].rows[0][:7] == ("strict", "124", "0", "0", "n/a", "0.000", "0.000")


def test_what_is_counted_otherwise_has_a_table_of_its_own(run):
    found = {table.title: table for table in tables(run)}
    assert [row[0] for row in found["stance: correct, total"].rows] == [
        "document_net", "document_own_voice",
    ]  # fmt: skip
    assert found["stance: correct, total"].rows[0][-2:] == ("n/a", "n/a")


def test_intervals_and_misses_are_explained():
    def fails_once(document):
        return {"entities": []} if document.doc_id != "tip-003" else 1 / 0

    said = "\n".join(notes(tipbench.evaluate(fails_once)))
    assert "sentence-block bootstrap within these five articles" in said
    assert "failure rate 0.200: 1 of 5 documents without an answer" in said
    said = "\n".join(notes(tipbench.evaluate("lead")))
    assert "no interval of rouge1, rouge2, rougeLsum, chrf, nuggets_vital" in said
    assert "leakage, extent: too few clusters" in said


def test_the_notes_end_with_the_signature(run):
    said = list(notes(run))
    assert said[-1] == run.signature
    assert any("five articles" in line for line in said)


@pytest.mark.parametrize("system", ["run", "rules"])
def test_a_terminal_of_80_columns_cuts_nothing(system, request, monkeypatch):
    run = request.getfixturevalue(system)
    monkeypatch.setenv("COLUMNS", "80")
    out = as_text(run)
    assert "…" not in out
    for table in tables(run):
        for row in table.rows:
            assert all(cell in out for cell in row)


def test_markdown_has_every_row(run):
    text = as_markdown(run)
    assert "| strict | 124 | 124 | 124 | 1.000 | 1.000 | 1.000 |" in text
    assert text.count(run.signature) == len(tables(run)) + 1


def test_typed_errors_say_what_went_wrong(corpus):
    def drops_comparators(document):
        gold = next(case.gold for case in corpus.cases() if case.document == document)
        facts = [
            {
                "start": fact.span.start, "end": fact.span.end, "value": fact.value,
                "value2": fact.value2, "unit": fact.unit, "kind": fact.kind,
                "source": fact.source, "comparator": fact.comparator and "=",
            }
            for fact in gold.numeric_facts
        ]  # fmt: skip
        return {"numeric_facts": facts}

    errors = tipbench.evaluate(drops_comparators, corpus).errors["numeric_facts"]["content"]
    other = [
        fact
        for case in corpus.cases()
        for fact in case.gold.numeric_facts
        if fact.comparator not in (None, "=")
    ]
    assert errors["total"]["wrong"] == {
        "value": 0, "unit": 0, "comparator": len(other), "kind": 0, "source": 0,
    }  # fmt: skip
    assert errors["total"]["missed"] == errors["total"]["spurious"] == 0


def test_of_many_misses_the_first_are_named(corpus):
    run = tipbench.evaluate("empty", corpus, tasks=["stance"])
    many = replace(run, failures={f"d{n}": "no line" for n in range(100)})
    told = [line for line in notes(many) if "miss" in line]
    assert told[0] == "miss: d0: no line"
    assert told[-2] == "miss: … 70 more in run.json"
    assert len(told) == 32
