import json

import pytest

from tipbench.cli import main
from tipbench.errors import DataError, UsageError
from tipbench.passes.adjudication import adjudicated, list_disagreements, same_facts
from tipbench.passes.decisions import Disagreement, read_decisions, undecided, write_decisions
from tipbench.passes.load import check_names, read_pass


def edit(folder, layer, doc_id, change):
    """Change the rows of one file of a pass."""
    path = folder / layer / f"{doc_id}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = change(rows) or rows
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


def without_summaries(folder):
    for path in (folder / "summaries").glob("*.jsonl"):
        path.write_text("", encoding="utf-8")


@pytest.fixture
def second(first_folder, texts):
    """Makes the second pass: the first with a change."""

    def make(layer=None, doc_id=None, change=None):
        without_summaries(first_folder)
        if layer:
            edit(first_folder, layer, doc_id, change)
        return read_pass(first_folder, texts)

    return make


def flat(files):
    return [entry for entries in files.values() for entry in entries]


def test_passes_that_agree_have_nothing_to_decide(first, second, texts):
    files = list_disagreements(first, second(), texts, {})
    assert flat(files) == []
    gold = adjudicated(first, second(), texts, files)
    for (layer, name), rows in gold.items():
        made = [item.record for item in first.layers[layer].get(name, ())]
        assert len(rows) == len(made)
        assert {row["annotator"] for row in rows} <= {"gold", "first"}


def test_a_disagreement_says_what_each_had(first, second, texts):
    other = second("entities", "tip-003", lambda rows: rows[2].update(type="PROD"))
    (entry,) = flat(list_disagreements(first, other, texts, {}))
    assert entry.id == "tip-003.entities.d01"
    assert entry.differs == ("type",)
    assert (entry.a["type"], entry.b["type"]) == ("GPE", "PROD")
    assert entry.decision is None


@pytest.mark.parametrize(("decision", "expected"), [("a", "GPE"), ("b", "PROD"), ("neither", None)])
def test_a_decision_is_applied(first, second, texts, decision, expected):
    other = second("entities", "tip-003", lambda rows: rows[2].update(type="PROD"))
    files = list_disagreements(first, other, texts, {})
    (entry,) = flat(files)
    entry.decision, entry.reason = decision, "tried"
    rows = adjudicated(first, other, texts, files)["entities", "tip-003"]
    at = [row["type"] for row in rows if (row["start"], row["end"]) == (0, 2)]
    assert at == ([] if expected is None else [expected])
    assert [row["id"] for row in rows] == [f"tip-003.e{n:03d}" for n in range(1, len(rows) + 1)]


def test_a_third_record_can_be_decided(first, second, texts):
    other = second("entities", "tip-003", lambda rows: rows[2].update(type="PROD"))
    files = list_disagreements(first, other, texts, {})
    (entry,) = flat(files)
    entry.decision, entry.reason = "other", "both are wrong"
    entry.record = {**entry.a, "type": "LOC"}
    rows = adjudicated(first, other, texts, files)["entities", "tip-003"]
    assert rows[2]["type"] == "LOC"


def test_what_is_not_decided_is_not_applied(first, second, texts):
    other = second("entities", "tip-003", lambda rows: rows[2].update(type="PROD"))
    files = list_disagreements(first, other, texts, {})
    assert len(list(undecided(files))) == 1
    with pytest.raises(DataError, match="d01 is not decided"):
        adjudicated(first, other, texts, files)


def test_a_record_that_only_one_pass_has(first, second, texts):
    other = second("numeric_facts", "tip-004", lambda rows: rows[1:])
    files = list_disagreements(first, other, texts, {})
    (entry,) = flat(files)
    assert entry.differs == ("missing",)
    assert (entry.a["text"], entry.b) == ("5:31 am", None)
    entry.decision, entry.reason = "neither", "tried"
    rows = adjudicated(first, other, texts, files)["numeric_facts", "tip-004"]
    assert rows[0]["text"] == "2023 to 2030"
    assert rows[0]["id"] == "tip-004.n01"


def test_decisions_survive_a_new_listing_and_the_files(first, second, texts, tmp_path):
    other = second("entities", "tip-003", lambda rows: rows[2].update(type="PROD"))
    files = list_disagreements(first, other, texts, {})
    (entry,) = flat(files)
    entry.decision, entry.reason = "a", "a country"
    write_decisions(files, tmp_path)
    again = list_disagreements(first, other, texts, read_decisions(tmp_path, list(texts)))
    assert flat(again) == [entry]


def test_records_that_agree_can_be_reviewed_and_new_ones_added(first, second, texts):
    other = second()
    made = first.layers["entities"]["tip-003"][2].record
    row = {key: getattr(made, key) for key in made.__struct_fields__}
    review = Disagreement(
        id="x", layer="entities", doc_id="tip-003", differs=("review",), a=row, b=row,
        decision="other", record={**row, "type": "LOC"}, reason="tried",
    )  # fmt: skip
    new = Disagreement(
        id="y", layer="entities", doc_id="tip-003", differs=("review",), a=None, b=None,
        decision="other", record={**row, "start": 10, "end": 15, "text": "Depar"}, reason="tried",
    )  # fmt: skip
    files = list_disagreements(first, other, texts, {("entities", "tip-003"): [review, new]})
    rows = adjudicated(first, other, texts, files)["entities", "tip-003"]
    assert len(rows) == len(first.layers["entities"]["tip-003"]) + 1
    assert rows[2]["type"] == "LOC"
    assert "Depar" in [row["text"] for row in rows]


def test_links_follow_the_records_that_they_point_to(first, second, texts):
    # The second pass lacks the first tuple of tip-001; without it all ids move up by one.
    other = second("stance", "tip-001", lambda rows: rows[1:])
    files = list_disagreements(first, other, texts, {})
    (entry,) = flat(files)
    entry.decision, entry.reason = "neither", "tried"
    gold = adjudicated(first, other, texts, files)
    tuples = {row["id"]: row for row in gold["stance", "tip-001"]}
    old = {r.id: r for r in (item.record for item in first.layers["stance"]["tip-001"])}
    nuggets = {item.record.en: item.record for item in first.layers["nuggets"]["tip-001"]}
    for row in gold["nuggets", "tip-001"]:
        kept = [i for i in nuggets[row["en"]].stance_ids if i != entry.a["id"]]
        assert [tuples[i]["evidence"]["start"] for i in row["stance_ids"]] == [
            old[i].evidence.start for i in kept
        ]


def test_facts_are_the_same_whatever_they_are_called(first, second, texts):
    def rename(rows):
        for row in rows:
            row["fact_id"] = "g-" + row["fact_id"]

    other = second("numeric_facts", "tip-003", rename)
    assert same_facts(other, first)["g-f-ten-recommendations"] == "f-ten-recommendations"


def test_facts_that_are_grouped_otherwise_are_a_disagreement(first, second, texts):
    def join(rows):
        rows[1]["fact_id"] = rows[0]["fact_id"]

    other = second("numeric_facts", "tip-002", join)
    assert {entry.differs for entry in flat(list_disagreements(first, other, texts, {}))} >= {
        ("fact_id",)
    }


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"decision": "a"}, "decided without a reason"),
        ({"decision": "other", "reason": "r"}, "comes with a record"),
        ({"decision": "a", "record": {}, "reason": "r"}, "comes with a record"),
        ({"decision": "b", "reason": "r"}, "which has no such record"),
        ({"decision": "c", "reason": "r"}, "Invalid enum value"),
    ],
)
def test_a_decision_that_cannot_be_applied_is_named(tmp_path, entry, message):
    path = tmp_path / "entities" / "tip-000.jsonl"
    path.parent.mkdir()
    line = {"id": "d", "layer": "entities", "doc_id": "tip-000", "differs": ["type"]}
    path.write_text(json.dumps({**line, "a": {"id": "x"}, "b": None, **entry}), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_decisions(tmp_path, ["tip-000"])


def test_a_decision_on_records_of_no_pass_is_named(first, second, texts):
    stale = Disagreement(
        id="x", layer="entities", doc_id="tip-003", differs=("type",), a={"id": "gone"}, b=None
    )
    with pytest.raises(DataError, match="records of no pass"):
        list_disagreements(first, second(), texts, {("entities", "tip-003"): [stale]})


def test_passes_of_one_name_and_folders_of_none_are_refused(first, texts, tmp_path):
    with pytest.raises(UsageError, match="two passes are called 'first'"):
        check_names([first, first])
    with pytest.raises(UsageError, match="at least two"):
        check_names([first])
    with pytest.raises(UsageError, match=r"no provenance\.json"):
        read_pass(tmp_path, texts)


def test_a_pass_with_a_missing_file_is_refused(first_folder, texts):
    (first_folder / "stance" / "tip-002.jsonl").unlink()
    with pytest.raises(DataError, match="no file for tip-002"):
        read_pass(first_folder, texts)


def test_the_command_lists_then_applies(root, first_folder, tmp_path, capsys):
    without_summaries(first_folder)
    edit(first_folder, "entities", "tip-003", lambda rows: rows[2].update(type="PROD"))
    passes = [str(root / "annotations" / "passes" / "first"), str(first_folder)]
    out, gold = tmp_path / "adjudication", tmp_path / "gold"
    command = ["annotate", "adjudicate", *passes, "--out", str(out), "--gold", str(gold)]
    command += ["--root", str(root)]
    assert main(command) == 1
    assert "1 disagreements are not decided" in capsys.readouterr().err
    assert not gold.exists()
    edit(out, "entities", "tip-003", lambda rows: rows[0].update(decision="a", reason="a country"))
    assert main(command) == 0
    assert "entities            1 listed,    0 undecided" in capsys.readouterr().out
    rows = (gold / "entities" / "tip-003.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(json.loads(rows[0])) == [
        "id", "doc_id", "start", "end", "text", "type", "subtype", "entity_id", "mention",
        "role", "truncated", "annotator",
    ]  # fmt: skip
