"""One spoiled line for each check: the check finds it, and nothing else is wrong."""

import json

import pytest

from tipbench.corpus.checks import validate
from tipbench.corpus.sources import read_sources
from tipbench.errors import DataError


def edit(path, number, change):
    lines = path.read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[number])
    change(record)
    lines[number] = json.dumps(record, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def codes(folder):
    return {problem.code for problem in validate(read_sources(folder))}


def line_of(path, condition):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(index for index, line in enumerate(lines) if condition(json.loads(line)))


def test_the_sources_of_the_repository_have_no_problem(root):
    assert validate(read_sources(root)) == []


def test_one_changed_byte_in_a_seed_is_found(sources_folder):
    path = next((sources_folder / "seeds").glob("002*.txt"))
    raw = bytearray(path.read_bytes())
    raw[-2] = ord("!")
    path.write_bytes(raw)
    assert "F102" in codes(sources_folder)


def test_a_missing_seed_is_found(sources_folder):
    next((sources_folder / "seeds").glob("003*.txt")).unlink()
    assert "F101" in codes(sources_folder)


def test_a_missing_layer_file_and_a_stranger_are_found(sources_folder):
    folder = sources_folder / "annotations" / "gold" / "entities"
    (folder / "tip-003.jsonl").rename(folder / "tip-033.jsonl")
    assert {"F103", "F104"} <= codes(sources_folder)


def test_a_missing_inventory_is_found(sources_folder):
    (sources_folder / "annotations" / "properties.jsonl").unlink()
    assert "F105" in codes(sources_folder)


def test_a_folder_that_is_no_project_is_refused(tmp_path):
    with pytest.raises(DataError, match="run in the project's folder"):
        read_sources(tmp_path)


SPOILED = [
    ("S201", "entities/tip-004.jsonl", lambda r: r.update(start="0")),
    ("S201", "entities/tip-004.jsonl", lambda r: r.update(colour="red")),
    ("S202", "entities/tip-004.jsonl", lambda r: r.update(doc_id="tip-003")),
    ("S203", "entities/tip-004.jsonl", lambda r: r.update(id="tip-003.e999")),
    ("S204", "entities/tip-004.jsonl", lambda r: r.update(id="tip-004.e002")),
    ("O301", "entities/tip-004.jsonl", lambda r: r.update(end=5000)),
    ("O301", "numeric_facts/tip-004.jsonl", lambda r: r.update(end=r["start"])),
    ("O302", "entities/tip-004.jsonl", lambda r: r.update(text="UK")),
    ("O303", "zones/tip-004.jsonl", lambda r: r.update(end=r["end"] - 1)),
    ("O304", "entities/tip-004.jsonl", lambda r: r.update(start=20, text="ews\n\nUS")),
    ("O306", "sentences/tip-004.jsonl", lambda r: r.update(end=r["end"] - 3)),
    ("O307", "entities/tip-004.jsonl", lambda r: r.update(end=26, text="U")),
    ("O309", "numeric_facts/tip-004.jsonl", lambda r: r.update(end=14, text="5:3")),
    ("L401", "entities/tip-004.jsonl", lambda r: r.update(type="PERSON", role=None)),
    ("L401", "stance/tip-004.jsonl", lambda r: r.update(polarity="good")),
    ("L402", "entities/tip-004.jsonl", lambda r: r.update(role=None)),
    ("L403", "entities/tip-004.jsonl", lambda r: r.update(subtype="law")),
    ("L404", "numeric_facts/tip-004.jsonl", lambda r: r.update(value="half past five")),
    ("L405", "numeric_facts/tip-004.jsonl", lambda r: r.update(value=None)),
    ("L406", "numeric_facts/tip-004.jsonl", lambda r: r.update(comparator="range")),
    ("L407", "document_stance/tip-004.jsonl", None),
    ("L408", "stance/tip-004.jsonl", lambda r: r.update(holder="writer", quoted="none")),
    ("L409", "stance/tip-004.jsonl", lambda r: r.update(cue={**r["cue"], "start": 0, "end": 2})),
    ("L410", "stance/tip-004.jsonl", lambda r: r.update(quoted="none")),
    ("L411", "nuggets/tip-004.jsonl", lambda r: r.update(en="word " * 21)),
    ("L412", "nuggets/tip-004.jsonl", lambda r: r.update(support=[])),
    ("L413", "summaries/tip-004.jsonl", lambda r: r.update(summary="Too short.")),
    ("K501", "entities/tip-004.jsonl", lambda r: r.update(entity_id="atlantis")),
    ("K502", "stance/tip-004.jsonl", lambda r: r.update(target="atlantis")),
    ("K502", "numeric_facts/tip-004.jsonl", lambda r: r.update(source="atlantis")),
    ("K503", "entities/tip-004.jsonl", lambda r: r.update(type="ORG", role=None)),
    ("K505", "nuggets/tip-004.jsonl", lambda r: r.update(fact_ids=["f-none"])),
    ("K506", "nuggets/tip-004.jsonl", lambda r: r["support"][0].update(start=0, end=7)),
    ("K508", "summaries/tip-004.jsonl", lambda r: r.update(doc_ids=["tip-003"])),
    ("K509", "document_stance/tip-003.jsonl", lambda r: r.update(own_voice="praise")),
]


@pytest.mark.parametrize(("code", "file", "change"), SPOILED)
def test_a_spoiled_line_is_found_with_its_place_and_remedy(sources_folder, code, file, change):
    path = sources_folder / "annotations" / "gold" / file
    if change is None:
        path.write_text("", encoding="utf-8")
    else:
        edit(path, 0, change)
    found = [problem for problem in validate(read_sources(sources_folder)) if problem.code == code]
    assert found
    assert all("annotations/gold/" in problem.place for problem in found)
    assert all(problem.message and problem.remedy for problem in found)


def test_statements_of_one_fact_that_differ_are_found(sources_folder):
    path = sources_folder / "annotations" / "gold" / "numeric_facts" / "tip-004.jsonl"
    number = line_of(path, lambda r: r["text"] == "at least 474")
    edit(path, number, lambda r: r.update(comparator="="))
    assert codes(sources_folder) == {"K504"}


def test_entities_that_overlap_without_nesting_are_found(sources_folder):
    path = sources_folder / "annotations" / "gold" / "entities" / "tip-003.jsonl"
    text = next((sources_folder / "seeds").glob("003*")).read_text(encoding="utf-8")
    number = line_of(path, lambda r: r["text"] == "US State Department")
    edit(path, number, lambda r: r.update(start=3, end=34, text=text[3:34]))
    assert "O308" in codes(sources_folder)


def test_a_document_without_a_cluster_is_found(sources_folder):
    path = sources_folder / "annotations" / "documents.jsonl"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[1:]), encoding="utf-8")
    assert "K507" in codes(sources_folder)


def test_an_entity_that_no_layer_uses_is_a_warning(sources_folder):
    path = sources_folder / "annotations" / "inventory.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    extra = {**json.loads(lines[0]), "entity_id": "atlantis"}
    path.write_text("\n".join([*lines, json.dumps(extra)]) + "\n", encoding="utf-8")
    problems = validate(read_sources(sources_folder))
    assert [(p.code, p.severity) for p in problems] == [("K510", "warning")]


def test_a_line_that_is_not_json_is_told_and_the_others_are_kept(sources_folder):
    path = sources_folder / "annotations" / "gold" / "entities" / "tip-004.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(["{not json", *lines[1:]]) + "\n", encoding="utf-8")
    problems = read_sources(sources_folder).problems
    assert [(p.code, p.place) for p in problems] == [
        ("S201", "annotations/gold/entities/tip-004.jsonl:1")
    ]
