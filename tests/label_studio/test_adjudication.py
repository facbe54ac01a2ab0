"""Disagreements are decided at the page, and come back as decisions; the gold follows."""

import json

import pytest

from tipbench.passes.decisions import read_decisions

DOC = "tip-002"


@pytest.fixture
def passes(label_studio, ann, bob, tipbench, push, tmp_path):
    """Two passes over entities and document stance that differ in three things."""
    layers = ("--layer", "entities", "--layer", "document_stance")
    project = push(*layers, "--from", "gold", "--title", f"to differ {tmp_path.name}")
    task = label_studio.tasks(project)[DOC]
    result = task["predictions"][0]["result"]
    label_studio.submit(task["id"], result, ann)
    other = json.loads(json.dumps(result))
    last = other[-3]["id"]
    assert last.startswith("e")
    for item in other:
        if (item["id"], item["from_name"]) == ("e001", "entities_mention"):
            item["value"]["choices"] = ["nominal"]
        if item["from_name"] == "document_stance_net":
            item["value"]["choices"] = ["mixed"]
    label_studio.submit(task["id"], [item for item in other if item["id"] != last], bob)
    assert tipbench("annotate", "pull", "--project", project, "--out", tmp_path)[0] == 0
    return tmp_path / "ann", tmp_path / "bob"


def decide(label_studio, user, task, decision, reason="Because.", result=()):
    fields = [
        ("decision", "choices", {"choices": [decision]}),
        ("reason", "textarea", {"text": [reason]} if reason else {}),
    ]
    items = [
        {"id": name, "from_name": name, "to_name": "text", "type": kind, "value": value}
        for name, kind, value in fields
        if value
    ]
    return label_studio.submit(task["id"], [*items, *result], user)["id"]


def test_from_disagreements_to_gold(label_studio, ann, tipbench, sources, passes, tmp_path):
    out, gold = tmp_path / "decided", tmp_path / "gold"
    adjudicate = ("annotate", "adjudicate", *passes, "--out", out)
    code, told, err = tipbench(*adjudicate, "--push")
    listed = [line.split() for line in told.splitlines()]
    assert (code, listed) == (
        1,
        [
            ["entities", "2", "listed,", "2", "undecided"],
            ["document_stance", "1", "listed,", "1", "undecided"],
        ],
    )
    projects = {
        name: next(
            int(line.split()[1]) for line in err.splitlines() if f"adjudication: {name})" in line
        )
        for name in ("entities", "document_stance")
    }
    (stance,) = label_studio.tasks(projects["document_stance"]).values()
    mention, missing = sorted(
        label_studio.tasks(projects["entities"]).values(), key=lambda task: task["data"]["title"]
    )
    assert mention["data"]["a"].endswith("mention: name")
    assert mention["data"]["b"].endswith("mention: nominal")
    assert missing["data"]["b"] == "nothing"
    assert {each["model_version"] for each in mention["predictions"]} == {"ann", "bob"}
    assert len(mention["predictions"][0]["result"]) < 8  # The disagreement, and nothing else.

    # Pushed again, nothing doubles.
    tipbench(*adjudicate, "--push")
    assert len(label_studio.tasks(projects["entities"])) == 2

    decide(label_studio, ann, mention, "b", "It stands for the name.")
    first = decide(label_studio, ann, missing, "b", "There is none.")
    other = [
        {"id": slot, "from_name": f"document_stance_{slot}", "to_name": "text", "type": "choices"}
        | {"value": {"choices": ["neutral"]}}
        for slot in ("net", "own_voice")
    ]
    decide(label_studio, ann, stance, "other", "Neither leads.", other)
    code, told, err = tipbench(*adjudicate, "--pull")
    assert code == 1
    assert "b has no such record. Choose another, or neither" in told
    assert "2 decisions taken" in err

    label_studio.request("DELETE", f"/api/annotations/{first}/")
    decide(label_studio, ann, missing, "neither", "")
    code, told, _ = tipbench(*adjudicate, "--pull")
    assert (code, "there is no reason. Say why" in told) == (1, True)

    (kept,) = label_studio.tasks(projects["entities"])[missing["data"]["doc_id"]]["annotations"]
    label_studio.request("DELETE", f"/api/annotations/{kept['id']}/")
    decide(label_studio, ann, missing, "neither", "No name.")
    code, _, err = tipbench(*adjudicate, "--pull", "--gold", gold)
    assert (code, "1 decisions taken" in err) == (0, True)
    files = read_decisions(out, list(sources.texts))
    assert [entry.decision for entry in files["entities", DOC]] == ["b", "neither"]
    assert files["entities", DOC][0].reason == "It stands for the name."
    rows = [
        json.loads(line) for line in (gold / "entities" / f"{DOC}.jsonl").read_text().splitlines()
    ]
    assert rows[0]["mention"] == "nominal"
    assert len(rows) == len(sources.layers["entities"][DOC]) - 1
    whole = json.loads((gold / "document_stance" / f"{DOC}.jsonl").read_text())
    assert (whole["net"], whole["own_voice"]) == ("neutral", "neutral")
