import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import tipbench
from tipbench.compare import compare
from tipbench.compare.comparison import CANNOT_TELL
from tipbench.compare.tables import as_markdown, as_text, notes, tables
from tipbench.errors import UsageError


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The folder of four runs: gold, rules, empty, and rules once more."""
    folder = tmp_path_factory.mktemp("runs")
    for name in ("gold", "rules", "empty"):
        tipbench.evaluate(name).write(folder / name)
    tipbench.evaluate("rules").write(folder / "again")
    return folder


@pytest.fixture(scope="module")
def found(runs):
    return compare([runs / "rules", runs / "again", runs / "gold", runs / "empty"])


def rows_of(comparison, other):
    return {(row.task, row.metric): row for row in comparison.rows if row.pair[1] == other}


def test_the_same_predictions_are_not_told_apart(found):
    for row in rows_of(found, "B").values():
        assert row.difference.difference == 0.0
        assert row.difference.p in (1.0, None)
        assert row.verdict == CANNOT_TELL
    assert not [item for item in found.items if item.pair == ("A", "B")]


def test_gold_and_nothing_are_told_apart(runs):
    found = compare([runs / "gold", runs / "empty"])
    for (task, metric), row in rows_of(found, "B").items():
        if task == "summaries" or metric.startswith("document_"):
            # Five documents of three clusters: every one is wrong, and still they are too few.
            assert (row.difference.p, row.verdict) == (None, CANNOT_TELL)
            nothing_stated = "one of the scores is n/a"
            assert any(
                said in row.difference.reason
                for said in ("too few clusters", nothing_stated, "cannot be resampled")
            )
        else:
            assert row.verdict == "A better", metric
            assert row.difference.interval[1] < 0


def test_gold_is_better_and_first_or_second_does_not_matter(runs):
    row = rows_of(compare([runs / "rules", runs / "gold"]), "B")["entities", "strict"]
    assert row.better == "B"
    assert row.scores == (pytest.approx(0.941, abs=0.001), 1.0)
    back = rows_of(compare([runs / "gold", runs / "rules"]), "B")["entities", "strict"]
    assert back.better == "A"
    assert back.difference.difference == -row.difference.difference
    assert back.difference.p == row.difference.p


def test_p_values_are_corrected_for_all_metrics_and_systems(found):
    tested = [row.difference for row in found.rows if row.difference.p is not None]
    smallest = min(d.p for d in tested)
    assert min(d.p_corrected for d in tested) == pytest.approx(smallest * len(tested))


def test_slices_are_tested_apart_from_the_whole(found):
    of_gold = [row for row in found.slices if row.pair == ("A", "C")]
    assert {row.slice[0] for row in of_gold} == {
        "language", "type", "kind", "polarity", "zone", "document",
    }  # fmt: skip
    assert ("zone", "content") not in {row.slice for row in of_gold}
    english = next(r for r in of_gold if (r.metric, r.slice) == ("tuple", ("language", "en")))
    assert english.difference.interval[0] > 0
    one_name = next(row for row in of_gold if row.slice == ("type", "LOC"))
    assert one_name.difference.p is None
    assert one_name.difference.reason


def test_the_items_on_which_two_differ(found):
    entities = [i for i in found.items if (i.pair, i.task) == (("A", "C"), "entities")]
    counts = rows_of(found, "C")["entities", "strict"]
    assert counts.metric == entities[0].metric
    # rules finds 111 of 124 names, and predicts one that is wrong
    assert sum((i.what, i.only) == ("found", "C") for i in entities) == 13
    assert [(i.what, i.only, i.text, i.label) for i in entities if i.what == "wrong"] == [
        ("wrong", "A", "NRM", "ORG")
    ]
    stance = next(i for i in found.items if i.task == "stance")
    assert " → " in stance.label


def test_equal_gold_items_differ_by_their_number(corpus, tmp_path):
    """Of two equal tuples it matters how many were found, not which."""
    cases = corpus.cases()
    key = {}
    for case in cases:
        for tuple_ in case.gold.stance:
            key.setdefault((case.document.doc_id, tuple_.holder, tuple_.target, tuple_.polarity),
                           []).append(tuple_)  # fmt: skip
    (doc_id, *_), twice = next((k, v) for k, v in key.items() if len(v) > 1)

    def one(index):
        def system(document):
            chosen = [twice[index]] if document.doc_id == doc_id else []
            return {"stance": [
                {"holder": s.holder, "target": s.target, "polarity": s.polarity} for s in chosen
            ]}  # fmt: skip

        return system

    for index in (0, 1):
        tipbench.evaluate(one(index), corpus, name=str(index)).write(tmp_path / str(index))
    assert compare([tmp_path / "0", tmp_path / "1"]).items == ()


def test_it_is_the_same_every_time(runs, found):
    again = compare([runs / "rules", runs / "again", runs / "gold", runs / "empty"])
    assert json.dumps(again.as_dict()) == json.dumps(found.as_dict())


def test_all_of_it_is_json(found):
    written = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert [run["letter"] for run in written["runs"]] == ["A", "B", "C", "D"]
    assert written["differences"][0]["verdict"] == CANNOT_TELL
    assert set(written["differences"][0]) == {
        "task", "metric", "field", "pair", "scores", "difference", "interval", "detectable", "p",
        "p_corrected", "reason", "verdict",
    }  # fmt: skip
    assert {"by", "name"} <= set(written["slices"][0])
    assert {"doc_id", "start", "end", "text", "label", "what", "only"} <= set(written["items"][0])
    assert written["signature"].endswith("|test:approximate-randomisation|correction:holm")


def test_only_tasks_that_all_have_are_compared(runs, tmp_path):
    tipbench.evaluate("rules", tasks=["entities"]).write(tmp_path / "names")
    found = compare([runs / "rules", tmp_path / "names"])
    assert {row.task for row in found.rows} == {"entities"}
    assert found.warnings == (
        "not compared, since only some of the runs have it: numeric_facts, stance",
    )


def test_a_miss_counts_and_is_told(runs, tmp_path):
    folder = tmp_path / "lost"
    shutil.copytree(runs / "gold", folder)
    lines = (folder / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "predictions.jsonl").write_text("\n".join(lines[1:]) + "\n", encoding="utf-8")
    found = compare([runs / "gold", folder])
    assert found.runs[1].failures == 1
    assert rows_of(found, "B")["stance", "document_net"].scores == (1.0, 0.8)
    # The scores in run.json are those of before.
    assert "run.json has other scores" in found.warnings[0]
    assert any("1 documents without an answer: misses" in note for note in notes(found))


def changed_run(source, target, **changes):
    shutil.copytree(source, target)
    path = Path(target) / "run.json"
    run = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(run | changes), encoding="utf-8")
    return target


def test_runs_that_cannot_be_compared_are_refused(runs, tmp_path, root):
    gold = runs / "gold"
    page = tmp_path / "page"
    tipbench.evaluate("gold", view="page", tasks=["stance"]).write(page)
    elsewhere = {"name": "other", "version": "2", "sha256": "0" * 64}
    other = changed_run(gold, tmp_path / "other", corpus=elsewhere)
    cases = {
        "found 1 run; expected two or more": [gold],
        "gold was made in view clean, .*page in view page": [gold, page],
        r"gold was made on corpus tipbench .*, .*other on corpus other 2 \(000000000000\)": [
            gold, other,
        ],
        r"other was made on corpus other 2 .* give the former by --corpus": [other, other],
        "found no run there": [gold, tmp_path],
        r"found no task that all runs have \(.*: stance; .*none\)": [
            changed_run(gold, tmp_path / "one", scores={"stance": {}}),
            changed_run(gold, tmp_path / "two", scores={}),
        ],
    }  # fmt: skip
    for message, folders in cases.items():
        with pytest.raises(UsageError, match=message):
            compare(folders)
    assert compare([gold, gold], root / "corpus").rows


def test_a_terminal_of_80_columns_cuts_nothing(found, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = as_text(found)
    assert "…" not in out
    for table in tables(found):
        for row in table.rows:
            assert all(cell in out for cell in row)


def test_the_notes_say_what_is_not_known(found):
    said = "\n".join(notes(found))
    assert f"A and B: {CANNOT_TELL} on any metric" in said
    assert f"A and D: {CANNOT_TELL} on stance.full, stance.document_net, " in said
    assert "within these five articles" in said
    assert said.splitlines()[-1] == found.signature
    elsewhere = replace(found, corpus={**found.corpus, "name": "mine"})
    assert "within these documents" in "\n".join(notes(elsewhere))


def test_the_number_of_items_shown(found):
    def titles(items):
        return [t.title for t in tables(found, items) if "differ" in t.title]

    assert titles(0) == []
    assert "C against A · entities: items on which they differ (5 of 14)" in titles(5)


def test_markdown_has_every_row_and_signature(found):
    text = as_markdown(found)
    assert text.count(f"`{found.signature}`") == len(tables(found))
    assert "| strict | 0.941 | 1.000 | +0.059 |" in text


def test_the_notes_name_the_delta_method(found):
    signature = found.signature.replace("bootstrap:10000:seed:12345", "delta")
    said = "\n".join(notes(replace(found, signature=signature)))
    assert "paired interval by the delta method" in said
    assert "bootstrap" not in said


def test_a_lower_score_is_better_where_the_metric_says_so(runs):
    row = rows_of(compare([runs / "gold", runs / "empty"]), "B")["entities", "strict"]
    assert replace(row, higher_is_better=False).verdict == "B better"


def test_of_very_many_slices_only_the_first_are_shown(found):
    document = next(row for row in found.slices if row.slice[0] == "document")
    many = tuple(replace(document, slice=("document", f"{n:03}")) for n in range(100))
    [table] = [t for t in tables(replace(found, slices=many)) if "by slice" in t.title]
    assert [row[1] for row in table.rows[:30]] == [f"{n:03}" for n in range(30)]
    assert [row[1] for row in table.rows[30:]] == ["… 70 more with --format json"]
