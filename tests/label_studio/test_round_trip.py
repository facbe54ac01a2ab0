"""Gold and passes come back from a real server byte for byte."""

import json

import pytest

from tipbench.annotation.records import LAYERS
from tipbench.label_studio.fields import CHOICES
from tipbench.passes.load import read_pass

ALL_BUT_CONTRASTIVE = [layer for layer in CHOICES if layer != "contrastive"]


def lines(path):
    return sorted(path.read_text(encoding="utf-8").splitlines())


def without_annotator(line):
    return {key: value for key, value in json.loads(line).items() if key != "annotator"}


@pytest.fixture(scope="module")
def gold_user(label_studio):
    return label_studio.invite("gold@tipbench.test")


@pytest.fixture(scope="module")
def a_user(label_studio):
    return label_studio.invite("a@tipbench.test")


def test_gold_comes_back_byte_for_byte(label_studio, gold_user, tipbench, push, root, tmp_path):
    for layer in CHOICES:
        project = push("--layer", layer, "--from", "gold", "--title", f"gold, {layer}")
        label_studio.accept_all(project, gold_user)
        code, out, _ = tipbench("annotate", "pull", "--project", project, "--out", tmp_path)
        assert (code, out.split()[0]) == (0, "gold"), out
    compared = 0
    for path in sorted((root / "annotations" / "gold").glob("*/*.jsonl")):
        pulled = tmp_path / "gold" / path.relative_to(root / "annotations" / "gold")
        if path.parent.name == "summaries":
            # In the gold, summaries carry the names of the two passes that they come from.
            assert [*map(without_annotator, lines(path))] == [
                *map(without_annotator, lines(pulled))
            ]
        else:
            assert lines(path) == lines(pulled)
        compared += 1
    assert compared == len(LAYERS) * 5 + 1


def test_a_whole_pass_comes_back_from_one_page(
    label_studio, a_user, tipbench, push, root, sources, tmp_path
):
    folder = root / "annotations" / "passes" / "a"
    chosen = [word for layer in ALL_BUT_CONTRASTIVE for word in ("--layer", layer)]
    project = push(*chosen, "--from", folder, "--title", "all layers on one page")
    label_studio.accept_all(project, a_user)
    assert tipbench("annotate", "pull", "--project", project, "--out", tmp_path)[0] == 0
    for path in sorted(folder.glob("*/tip-*.jsonl")):
        assert lines(path) == lines(tmp_path / "a" / path.relative_to(folder))
    pulled = read_pass(tmp_path / "a", sources.texts)
    assert pulled.provenance.documents["stance"] == tuple(sources.texts)


def test_pushing_twice_is_pushing_once(label_studio, tipbench, push):
    first = push("--from", "rules", "--title", "twice")
    again = tipbench("annotate", "push", "--from", "rules", "--title", "twice")
    assert again[1].startswith(
        f"project {first} (brought up to date): 0 documents added, 5 there already, 0 of"
    )
    tasks = label_studio.tasks(first)
    assert sorted(tasks) == ["tip-000", "tip-001", "tip-002", "tip-003", "tip-004"]
    assert {len(task["predictions"]) for task in tasks.values()} == {1}


def test_another_source_stands_beside_the_first(label_studio, push):
    first = push("--from", "rules", "--title", "two sources")
    assert push("--from", "gold", "--title", "two sources") == first
    for task in label_studio.tasks(first).values():
        assert {each["model_version"] for each in task["predictions"]} == {"rules", "gold"}
