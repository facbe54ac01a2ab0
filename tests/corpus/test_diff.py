import json
import random
import shutil
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipbench
from tipbench.corpus.diff import ScoreChange, corpus_diff, score_changes
from tipbench.errors import UsageError


@pytest.fixture
def copy(root, tmp_path):
    """A copy of the built corpus that a test may spoil."""
    shutil.copytree(root / "corpus", tmp_path / "corpus")
    (tmp_path / "corpus" / "manifest.json").unlink()
    return tmp_path / "corpus"


def edit(folder, config, change):
    """Change the rows of a configuration as they lie in the file: labels are numbers."""
    (path,) = (folder / "data" / config).glob("*.parquet")
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def rows_of(folder, config):
    (path,) = (folder / "data" / config).glob("*.parquet")
    return pq.read_table(path).to_pylist()


def differing(diff):
    return {config.config: config for config in diff.configs if not config.is_empty}


def only(diff):
    """The one configuration that differs."""
    (found,) = differing(diff).values()
    return found


def ids(items):
    return [item.id for item in items]


def test_a_corpus_does_not_differ_from_itself(root):
    diff = corpus_diff(root / "corpus", root / "corpus")
    version = (root / "corpus" / "VERSION").read_text(encoding="utf-8").strip()
    assert diff.is_empty
    assert [*diff.lines()] == [
        f"old: version {version}; new: version {version}",
        "no differences",
    ]
    assert {config.config for config in diff.configs} >= {
        "documents", "entities", "numeric_facts", "stance", "document_stance",
        "summaries", "nuggets", "tokens", "inventory",
    }  # fmt: skip


def test_a_changed_label_is_told_by_name(root, copy, corpus):
    types = corpus.labels["entities.type"]

    def change(rows):
        assert types[rows[0]["entities"][0]["type"]] == "GPE"
        rows[0]["entities"][0].update(type=types.index("LOC"), role=None)

    edit(copy, "entities", change)
    diff = corpus_diff(root / "corpus", copy)
    (item,) = only(diff).changed
    assert (item.doc_id, item.id) == ("tip-000", "tip-000.e001")
    assert {(f.field, f.old, f.new) for f in item.fields} == {
        ("type", "GPE", "LOC"),
        ("role", "literal", None),
    }
    lines = [*diff.lines()]
    assert "entities: 1 changed" in lines
    assert '  ~ tip-000.e001: type "GPE" → "LOC"; role "literal" → null' in lines


def test_a_removed_and_an_added_mention(root, copy):
    def change(rows):
        removed = rows[0]["entities"].pop(0)
        rows[4]["entities"].append({**removed, "id": "tip-004.e900"})

    edit(copy, "entities", change)
    diff = only(corpus_diff(root / "corpus", copy))
    assert ids(diff.removed) == ["tip-000.e001"]
    assert ids(diff.added) == ["tip-004.e900"]
    assert diff.added[0].content["text"] == "Rabat"
    assert not diff.changed
    assert not diff.renamed
    assert '  - tip-000.e001 "Rabat"' in [*diff.lines()]


def test_a_new_id_is_a_rename(root, copy):
    old = rows_of(copy, "stance")[2]["stance"][3]["id"]
    edit(copy, "stance", lambda rows: rows[2]["stance"][3].update(id="tip-002.s99"))
    diff = corpus_diff(root / "corpus", copy)
    found = only(diff)
    assert [(r.doc_id, r.old, r.new) for r in found.renamed] == [("tip-002", old, "tip-002.s99")]
    assert not found.added
    assert not found.removed
    assert f"  = {old} → tip-002.s99" in [*diff.lines()]


def test_a_removal_that_renumbers_the_rest_is_one_removal(root, copy):
    before = [item["id"] for item in rows_of(copy, "entities")[3]["entities"]]

    def change(rows):
        items = rows[3]["entities"]
        del items[0]
        for name, item in zip(before, items, strict=False):
            item["id"] = name

    edit(copy, "entities", change)
    diff = only(corpus_diff(root / "corpus", copy))
    assert ids(diff.removed) == before[:1]
    assert {(r.old, r.new) for r in diff.renamed} == {*zip(before[1:], before, strict=False)}
    assert not diff.added
    assert not diff.changed


def test_texts_are_told_by_hash_and_zones_by_what_came_and_went(root, copy):
    def change(rows):
        rows[1]["text"] += "!"
        rows[1]["zones"][-1]["end"] += 1
        rows[1]["zones"].reverse()

    edit(copy, "documents", change)
    diff = corpus_diff(root / "corpus", copy)
    (item,) = only(diff).changed
    fields = {field.field: field for field in item.fields}
    assert fields.keys() == {"text", "zones"}
    assert fields["text"].old.startswith("sha256:")
    assert fields["text"].old != fields["text"].new
    assert len(fields["zones"].old) == len(fields["zones"].new)


def test_the_text_that_layers_repeat_is_not_told_twice(root, copy):
    edit(copy, "entities", lambda rows: rows[0].update(text="another"))
    assert corpus_diff(root / "corpus", copy).is_empty


def test_fields_within_fields_have_dotted_names(root, copy):
    edit(copy, "stance", lambda rows: rows[0]["stance"][0]["cue"].update(end=780))
    (item,) = only(corpus_diff(root / "corpus", copy)).changed
    assert [(f.field, f.new) for f in item.fields] == [("cue.end", 780)]


def test_the_stance_of_a_whole_document(root, copy, corpus):
    names = corpus.labels["stance.net"]
    before = rows_of(copy, "stance")[0]["net"]
    after = (before + 1) % len(names)
    edit(copy, "stance", lambda rows: rows[0].update(net=after))
    diff = only(corpus_diff(root / "corpus", copy))
    assert diff.config == "document_stance"
    (item,) = diff.changed
    assert item.id == "tip-000"
    assert [(f.field, f.old, f.new) for f in item.fields] == [("net", names[before], names[after])]


@pytest.mark.parametrize(
    ("config", "name", "field", "value"),
    [
        ("summaries", "summary_id", "summary", "Another summary."),
        ("nuggets", "nugget_id", "en", "Another nugget."),
        ("tokens", "sentence_id", "zone", None),
        ("inventory", "entity_id", "stance_class", "another"),
        ("numeric_facts", "id", "value", "5000"),
    ],
)
def test_every_configuration_is_compared_by_its_own_id(root, copy, config, name, field, value):
    found = {}

    def change(rows):
        item = rows[0][config][0] if config == "numeric_facts" else rows[0]
        item[field] = value
        found["id"] = item[name]

    edit(copy, config, change)
    diff = only(corpus_diff(root / "corpus", copy))
    assert diff.config == config
    assert [(item.id, [f.field for f in item.fields]) for item in diff.changed] == [
        (found["id"], [field])
    ]


def test_changed_tags_are_told_and_not_the_whole_sentence(root, copy):
    edit(copy, "tokens", lambda rows: rows[0]["ner_tags"].__setitem__(0, 0))
    lines = [*corpus_diff(root / "corpus", copy).lines()]
    assert '  ~ tip-000.t001: ner_tags -"B-LOC" +"O"' in lines


def test_a_long_text_is_shown_where_it_differs(root, copy):
    def change(rows):
        rows[0]["summary"] = rows[0]["summary"][:-1] + "; more."

    edit(copy, "summaries", change)
    last = [*corpus_diff(root / "corpus", copy).lines()][-1]
    assert last.startswith("  ~ tip-000.r1: summary …")
    assert last.endswith('; more."')
    assert len(last) < 100


def test_aliases_have_no_order_and_tokens_have(root, copy):
    def turn(column):
        def change(rows):
            for row in rows:
                row[column].reverse()

        return change

    edit(copy, "inventory", turn("aliases"))
    assert corpus_diff(root / "corpus", copy).is_empty
    edit(copy, "tokens", turn("tokens"))
    assert only(corpus_diff(root / "corpus", copy)).config == "tokens"


def test_a_missing_configuration_is_said_in_a_line(root, copy):
    shutil.rmtree(copy / "data" / "nuggets")
    count = len(rows_of(root / "corpus", "nuggets"))
    for old, new, side in ((root / "corpus", copy, "old"), (copy, root / "corpus", "new")):
        diff = corpus_diff(old, new)
        assert only(diff).only_in == side
        assert f"nuggets: only in the {side} corpus (items: {count})" in [*diff.lines()]
        assert not diff.is_empty


def test_a_document_whose_empty_list_is_gone_is_told(root, copy):
    edit(copy, "numeric_facts", lambda rows: rows[2].update(numeric_facts=[]))
    other = copy.parent / "other"
    shutil.copytree(copy, other)
    edit(other, "numeric_facts", lambda rows: rows.pop(2))
    diff = only(corpus_diff(copy, other))
    assert diff.uncovered == ("tip-002",)
    assert not diff.removed
    assert only(corpus_diff(other, copy)).covered == ("tip-002",)


def test_a_renamed_document_keeps_its_items(root, copy):
    def change(rows):
        rows[0]["doc_id"] = "tip-900"

    for config in ("documents", "entities", "numeric_facts", "stance"):
        edit(copy, config, change)
    found = differing(corpus_diff(root / "corpus", copy))
    assert [(r.old, r.new) for r in found["documents"].renamed] == [("tip-000", "tip-900")]
    assert found.keys() == {"documents", "nuggets", "tokens"}


def test_both_versions_are_told(root, copy):
    (copy / "VERSION").write_text("9.9.9\n", encoding="utf-8")
    diff = corpus_diff(root / "corpus", copy)
    assert diff.new_version == "9.9.9"
    assert diff.is_empty


def test_one_version_for_two_contents_is_told(root, copy):
    edit(copy, "inventory", lambda rows: rows.pop())
    assert "the two differ and go by one version" in [*corpus_diff(root / "corpus", copy).lines()]


def test_the_difference_is_ready_for_json(root, copy):
    edit(copy, "entities", lambda rows: rows[0]["entities"].pop())
    found = corpus_diff(root / "corpus", copy).as_dict()
    assert json.loads(json.dumps(found))["configs"]["entities"]["removed"][0]["doc_id"] == "tip-000"


def test_rows_and_items_in_another_order_are_the_same(root, copy):
    chance = random.Random(7)

    def shuffle(rows):
        chance.shuffle(rows)
        for row in rows:
            for column in ("entities", "numeric_facts", "stance", "zones"):
                chance.shuffle(row.get(column) or [])

    for path in sorted((copy / "data").iterdir()):
        edit(copy, path.name, shuffle)
    assert corpus_diff(root / "corpus", copy).is_empty


def test_a_folder_that_holds_no_corpus_is_refused(root, tmp_path):
    with pytest.raises(UsageError, match="expected a folder in the layout"):
        corpus_diff(root / "corpus", tmp_path)


def write(folder, rows):
    for config, found in rows.items():
        path = folder / "data" / config / "part-0.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(found), path)
    return folder


def plain(mentions):
    head = {"doc_id": "d1", "language": "en", "text": "Rabat and Rabat"}
    return {"documents": [head], "entities": [{**head, "entities": mentions}]}


def test_items_without_ids_go_by_their_place(tmp_path):
    old = write(tmp_path / "old", plain([{"start": 0, "end": 5, "type": "GPE"}]))
    new = write(
        tmp_path / "new",
        plain([{"start": 0, "end": 5, "type": "LOC"}, {"start": 10, "end": 15, "type": "LOC"}]),
    )
    diff = only(corpus_diff(old, new))
    assert ids(diff.changed) == ["[0, 5)"]
    assert ids(diff.added) == ["[10, 15)"]
    assert "  + d1 [10, 15)" in [*diff.lines()]


def test_ids_that_two_documents_share_are_told_apart(tmp_path):
    heads = [{"doc_id": name, "language": "en", "text": "Rabat"} for name in ("d1", "d2")]
    mention = {"id": "e1", "start": 0, "end": 5, "type": "GPE"}
    rows = {"documents": heads, "entities": [{**head, "entities": [mention]} for head in heads]}
    old = write(tmp_path / "old", rows)
    rows["entities"][1] = {**heads[1], "entities": [{**mention, "type": "LOC"}]}
    diff = only(corpus_diff(old, write(tmp_path / "new", rows)))
    assert [(item.doc_id, item.id) for item in diff.changed] == [("d2", "e1")]


def test_a_configuration_that_nobody_knows_is_compared_as_well(tmp_path):
    rows = plain([{"start": 0, "end": 5, "type": "GPE"}])
    old = write(tmp_path / "old", {**rows, "extra": [{"id": "x1", "note": "a"}, {"note": "c"}]})
    new = write(tmp_path / "new", {**rows, "extra": [{"id": "x1", "note": "b"}, {"note": "d"}]})
    diff = only(corpus_diff(old, new))
    assert ids(diff.changed) == ["x1"]
    assert [item.content for item in (*diff.removed, *diff.added)] == [{"note": "c"}, {"note": "d"}]


@pytest.mark.parametrize(
    ("config", "name"), [("alignments", "alignment_id"), ("fact_relations", "relation_id")]
)
def test_pairs_go_by_their_id(tmp_path, config, name):
    rows = plain([{"start": 0, "end": 5, "type": "GPE"}])
    old = write(tmp_path / "old", {**rows, config: [{name: "p1", "left": "a", "right": "b"}]})
    new = write(tmp_path / "new", {**rows, config: [{name: "p1", "left": "a", "right": None}]})
    (item,) = only(corpus_diff(old, new)).changed
    assert (item.id, [f.field for f in item.fields]) == ("p1", ["right"])


mentions = st.builds(
    lambda name, start, kind: {"id": name, "start": start, "end": start + 1, "type": kind},
    st.sampled_from(["e1", "e2", "e3", "e4", None]),
    st.integers(0, 2),
    st.sampled_from(["GPE", "LOC"]),
)
lists = st.lists(mentions, min_size=1, max_size=5)


def diffs(*pairs):
    with tempfile.TemporaryDirectory() as place:
        for number, (old, new) in enumerate(pairs):
            folder = Path(place) / str(number)
            sides = (
                write(folder / name, plain(side))
                for name, side in zip("ab", (old, new), strict=True)
            )
            yield corpus_diff(*sides).configs[1]


@settings(max_examples=40)
@given(lists, lists)
def test_turned_round_the_added_are_the_removed(old, new):
    there, back = diffs((old, new), (new, old))
    assert there.added == back.removed
    assert there.removed == back.added
    assert {(r.old, r.new) for r in there.renamed} == {(r.new, r.old) for r in back.renamed}
    assert sorted(
        (c.id, f.field, repr(f.old), repr(f.new)) for c in there.changed for f in c.fields
    ) == sorted((c.id, f.field, repr(f.new), repr(f.old)) for c in back.changed for f in c.fields)


@settings(max_examples=40)
@given(lists, lists, st.randoms(use_true_random=False))
def test_no_order_matters(old, new, chance):
    shuffled = chance.sample(new, len(new))
    one, other, same = diffs((old, new), (old, shuffled), (new, shuffled))
    assert one == other
    assert same.is_empty


@settings(max_examples=40)
@given(lists, lists)
def test_nothing_is_lost(old, new):
    (diff,) = diffs((old, new))
    assert diff.old_items - len(diff.removed) == diff.new_items - len(diff.added)
    assert diff.is_empty == (sorted(map(repr, old)) == sorted(map(repr, new)))


def test_scores_of_one_file_on_two_corpora(root, copy, tmp_path):
    run = tipbench.evaluate("gold", view="page")
    run.write(tmp_path / "run")
    predictions = tmp_path / "run" / "predictions.jsonl"
    total = run.scores["entities"]["strict"]["counts"]["gold"]
    edit(copy, "entities", lambda rows: rows[4]["entities"].pop(0))
    old, new = (
        tipbench.score(predictions, folder, view="page").as_dict()
        for folder in (root / "corpus", copy)
    )
    changes = {change[:3]: change[3:] for change in score_changes(old, new)}
    assert {task for task, _, _ in changes} == {"entities"}
    assert changes["entities", "strict", "counts.gold"] == (total, total - 1)
    assert changes["entities", "strict", "precision"][0] == 1.0
    assert changes["entities", "strict", "precision"][1] == (total - 1) / total
    assert ("entities", "strict", "recall") not in changes
    assert score_changes(old, old) == []
    assert [(*change[:3], change.new, change.old) for change in score_changes(old, new)] == [
        tuple(change) for change in score_changes(new, old)
    ]


def test_a_score_that_one_run_lacks_is_none():
    run = {"scores": {"stance": {"document_net": {"counts": {"total": 5}, "value": 0.8}}}}
    assert score_changes(run, {"scores": {}}) == [
        ScoreChange("stance", "document_net", "counts.total", 5, None),
        ScoreChange("stance", "document_net", "value", 0.8, None),
    ]


def test_intervals_are_no_scores():
    def run(low, detectable):
        strict = {"f1": 0.5, "interval": [low, 1.0], "interval_reason": None}
        return {"scores": {"entities": {"strict": {**strict, "detectable": detectable}}}}

    assert score_changes(run(0.1, 0.2), run(0.3, 0.4)) == []
