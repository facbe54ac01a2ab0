"""A text that is not among the five, from its file to a corpus that systems are scored on."""

import json

import pytest

from tipbench.annotation.records import EntityRecord
from tipbench.cli import main
from tipbench.corpus.sources import read_sources
from tipbench.label_studio.encode import encode
from tipbench.label_studio.tasks import inventories_of

TEXT = (
    "Le Maroc lance une campagne contre la traite\n\nPar la rédaction\n\n"
    "Rabat a annoncé mardi une campagne. Les «États-Unis» ont salué l’effort.\r\n"
    "Une ligne d’écoute ouvrira à Casablanca 😀.\n\nLire aussi : le rapport\n"
)
NAMES = {"Maroc": "morocco", "Rabat": "rabat", "États-Unis": "united-states"}


@pytest.fixture
def project(tmp_path, root, capsys):
    """A project of one new article."""
    file = tmp_path / "article.txt"
    file.write_bytes(TEXT.encode())
    arguments = ("corpus", "add", str(file), "--language", "fr", "--like", str(root))
    assert main([*arguments, "--root", str(tmp_path / "mine")]) == 0
    assert capsys.readouterr().out == "mine-000: 4 zones and 6 sentences proposed\n"
    return tmp_path / "mine"


def entities(sources):
    """Mentions of entities as an annotator marks them."""
    known = {item.record.entity_id for item in sources.inventory}
    records = [
        EntityRecord(
            id=f"mine-000.e{number:03d}",
            doc_id="mine-000",
            annotator="",
            start=TEXT.index(name),
            end=TEXT.index(name) + len(name),
            text=name,
            type="GPE",
            subtype=None,
            entity_id=entity_id,
            mention="name",
            role="literal",
            truncated=False,
        )
        for number, (name, entity_id) in enumerate(NAMES.items(), 1)
    ]
    assert {record.entity_id for record in records} <= known
    return encode({"entities": records}, TEXT, inventories_of(sources))


def test_from_a_file_to_scores(label_studio, ann, bob, tipbench, push, project, tmp_path, capsys):
    sources = read_sources(project)
    proposed = project / "annotations" / "passes" / "proposed"
    for layer in ("zones", "sentences"):
        number = push(
            "--layer", layer, "--from", proposed, "--title", f"mine {layer}", root=project
        )
        for user in (ann, bob):
            label_studio.accept_all(number, user)
        assert tipbench("annotate", "pull", "--project", number, root=project)[0] == 0
    number = push("--layer", "entities", "--title", "mine entities", root=project)
    task = label_studio.tasks(number)["mine-000"]["id"]
    for user in (ann, bob):
        label_studio.submit(task, entities(sources), user)
    assert tipbench("annotate", "pull", "--project", number, root=project)[0] == 0

    annotations = project / "annotations"
    passes = [annotations / "passes" / name for name in ("ann", "bob")]
    decided = ("--out", annotations / "adjudication", "--gold", annotations / "gold")
    assert tipbench("annotate", "adjudicate", *passes, *decided, root=project)[0] == 0
    code, out, _ = tipbench("corpus", "validate", root=project)
    assert code == 0, out
    code, out, _ = tipbench("corpus", "build", "--out", tmp_path / "corpus", root=project)
    assert code == 0
    built = ["documents", "entities", "tokens", "inventory"]
    assert [line.split()[0] for line in out.splitlines()] == built

    corpus = str(tmp_path / "corpus")
    score = ("--corpus", corpus, "--out", str(tmp_path / "run"), "--format", "json")
    assert main(["evaluate", "gold", *score]) == 0
    assert json.loads(capsys.readouterr().out)["scores"]["entities"]["strict"]["f1"] == 1
    assert main(["evaluate", "rules", "--task", "entities", *score]) == 0
    assert json.loads(capsys.readouterr().out)["scores"]["entities"]["strict"]["recall"] > 0
    assert main(["corpus", "stats", corpus]) == 0


def test_a_zone_by_hand_takes_the_white_space_after_it(
    label_studio, ann, tipbench, push, project, tmp_path
):
    number = push("--layer", "zones", "--title", "zones by hand", root=project)
    task = label_studio.tasks(number)["mine-000"]["id"]
    title, rest = TEXT.split("\n\n", 1)
    marked = [("title", 0, len(title)), ("body", len(title) + 2, len(TEXT.rstrip()))]
    assert rest
    items = [
        {"id": zone, "from_name": "span", "to_name": "text", "type": "labels"}
        | {"value": {"start": start, "end": end, "labels": [zone]}}
        for zone, start, end in marked
    ]
    label_studio.submit(task, items, ann)
    code, _, _ = tipbench("annotate", "pull", "--project", number, "--out", tmp_path, root=project)
    assert code == 0
    lines = (tmp_path / "ann" / "zones" / "mine-000.jsonl").read_text().splitlines()
    spans = [(zone["start"], zone["end"]) for zone in map(json.loads, lines)]
    assert spans == [(0, len(title) + 2), (len(title) + 2, len(TEXT))]
