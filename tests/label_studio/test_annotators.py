"""Two people at one server: blind to each other, each under their own name."""

import json

import pytest

from tipbench.passes.load import read_pass

LAYERS = ("--layer", "entities", "--layer", "document_stance")


@pytest.fixture(scope="module")
def gold_results(label_studio):
    """The gold of every document as a result, taken from a project that holds it."""

    def results(project):
        return {
            doc_id: task["predictions"][0]["result"]
            for doc_id, task in label_studio.tasks(project).items()
        }

    return results


def without_last_entity(result):
    ids = [item["id"] for item in result if item["from_name"] == "span"]
    return [item for item in result if item["id"] != ids[-1]]


def test_blind_passes_agreement_and_adjudication(
    label_studio, ann, bob, tipbench, push, gold_results, sources, root, tmp_path
):
    results = gold_results(push(*LAYERS, "--from", "gold", "--title", "source of results"))
    project = push(*LAYERS, "--title", "blind")
    tasks = label_studio.tasks(project)
    for doc_id in ("tip-001", "tip-002"):
        label_studio.submit(tasks[doc_id]["id"], results[doc_id], ann)
    served = label_studio.get(f"/api/projects/{project}/next", bob)
    assert served["data"]["doc_id"] in tasks
    assert served["annotations"] == []
    assert served["predictions"] == []
    for doc_id in ("tip-002", "tip-003"):
        label_studio.submit(tasks[doc_id]["id"], without_last_entity(results[doc_id]), bob)

    code, out, _ = tipbench("annotate", "pull", "--project", project, "--out", tmp_path)
    assert (code, out.split()) == (0, ["ann", "2", "documents", "bob", "2", "documents"])
    passes = [read_pass(tmp_path / name, sources.texts) for name in ("ann", "bob")]
    assert [each.provenance.kind for each in passes] == ["person", "person"]
    assert passes[1].provenance.documents["entities"] == ("tip-002", "tip-003")

    pair = (tmp_path / "ann", tmp_path / "bob")
    code, out, _ = tipbench("annotate", "agreement", *pair, "--format", "json")
    figures = json.loads(out)["figures"]
    strict = next(
        each
        for each in figures
        if (each["layer"], each["measure"], each["slice"]) == ("entities", "F1 strict", "all")
    )
    entities = len(sources.layers["entities"]["tip-002"])
    # On tip-002 alone, which both did: all of Bob's are Ann's, who has one more.
    assert strict["n"] == 2 * entities - 1
    assert strict["value"] == pytest.approx(2 * (entities - 1) / (2 * entities - 1))

    code, out, _ = tipbench("annotate", "adjudicate", *pair, "--out", tmp_path / "decided")
    assert (code, out.split()) == (1, ["entities", "1", "listed,", "1", "undecided"])


def test_provenance_tells_what_was_accepted_changed_made_and_removed(
    label_studio, ann, tipbench, push, tmp_path
):
    project = push(*LAYERS, "--from", "gold", "--title", "suggested")
    task = label_studio.tasks(project)["tip-002"]
    suggested = task["predictions"][0]
    changed = without_last_entity(json.loads(json.dumps(suggested["result"])))
    removed = suggested["result"][-1]["id"] if suggested["result"][-1]["from_name"] else None
    for item in changed:
        if item["id"] == "e001" and item["from_name"] == "entities_mention":
            item["value"]["choices"] = ["nominal"]
    changed += [
        {**item, "id": "by-hand", "value": {**item["value"], "start": 0, "end": 2}}
        for item in changed
        if item["id"] == "e002"
    ]
    label_studio.submit(task["id"], changed, ann, parent_prediction=suggested["id"])
    code, out, _ = tipbench(
        *("annotate", "pull", "--project", project, "--out", tmp_path),
        *("--annotator", "ann@tipbench.test=first-reader"),
        *("--model", "ann@tipbench.test=a script of the tests"),
    )
    assert (code, out.split()) == (0, ["first-reader", "1", "documents"]), out
    told = json.loads((tmp_path / "first-reader" / "label_studio.jsonl").read_text())
    assert told["pre_annotation"] == "gold"
    assert told["lead_time"] == 12.5
    origins = {record: each["origin"] for record, each in told["records"].items()}
    assert origins.pop("tip-002.e001") == "changed"
    made = [record for record, origin in origins.items() if origin == "made"]
    assert [told["records"][record]["region"] for record in made] == ["by-hand"]
    assert set(origins.values()) == {"made", "accepted"}
    assert len(told["removed"]) == 1
    assert removed is not None
    provenance = json.loads((tmp_path / "first-reader" / "provenance.json").read_text())
    assert (provenance["kind"], provenance["model"]) == ("model", "a script of the tests")
    assert "pre-annotated by gold" in provenance["procedure"]


def test_two_projects_of_one_annotator_make_one_pass(
    label_studio, ann, tipbench, push, sources, tmp_path
):
    for layer in ("zones", "sentences"):
        project = push("--layer", layer, "--from", "gold", "--title", f"one of two, {layer}")
        label_studio.accept_all(project, ann)
        assert tipbench("annotate", "pull", "--project", project, "--out", tmp_path)[0] == 0
    made = read_pass(tmp_path / "ann", sources.texts)
    assert made.provenance.layers == ("zones", "sentences")
    assert len(made.layers["zones"]["tip-000"]) == len(sources.layers["zones"]["tip-000"])
