import json
import subprocess
import sys

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.model import Document
from tipbench.systems.registry import resolve_system

pytestmark = pytest.mark.extra("spacy")

ENGLISH = Document("en", "en", None, "The US Department of State saw 474 cases in Rabat.")
FRENCH = Document("fr", "fr", None, "Le Maroc, à Rabat.")


@pytest.fixture
def build(tmp_path):
    """Saves a blank pipeline of a language with a ruler."""
    import spacy

    def build(language, patterns, name=None, component="entity_ruler", **config):
        pipeline = spacy.blank(language)
        ruler = pipeline.add_pipe(component, config=config)
        ruler.add_patterns([{"label": label, "pattern": text} for text, label in patterns])
        folder = tmp_path / (name or language)
        pipeline.to_disk(folder)
        return folder

    return build


@pytest.fixture
def ontonotes(build):
    """A pipeline with labels and borders of OntoNotes, as ``en_core_web_sm`` has them."""
    return build(
        "en",
        [
            ("the US State Department", "ORG"), ("The US Department of State", "ORG"),
            ("the US Department of State", "ORG"), ("Morocco’s", "GPE"), ("Morocco", "GPE"),
            ("Rabat’s", "GPE"), ("Rabat", "GPE"), ("Washington", "GPE"), ("Moroccan", "NORP"),
            ("Puneet Talwar", "PERSON"), ("474", "CARDINAL"),
        ],
    )  # fmt: skip


def names(system, document):
    answer = system.predict(document)
    return [(document.text[e["start"] : e["end"]], e["type"]) for e in answer["entities"]]


def test_the_ents_of_a_pipeline(ontonotes):
    assert names(resolve_system(f"spacy:{ontonotes}", []), ENGLISH) == [
        ("The US Department of State", "ORG"),
        ("474", "CARDINAL"),
        ("Rabat", "GPE"),
    ]


def test_the_spans_of_a_pipeline_and_each_name_once(build):
    folder = build(
        "en",
        [("Department of State", "ORG"), ("State", "GPE"), ("Rabat", "GPE")],
        component="span_ruler",
        annotate_ents=True,
    )
    # The ruler keeps one of the two overlapping names in ents, and both in spans.
    assert names(resolve_system(f"spacy:{folder}", []), ENGLISH) == [
        ("Department of State", "ORG"),
        ("State", "GPE"),
        ("Rabat", "GPE"),
    ]


def test_a_pipeline_for_each_language(build):
    english = build("en", [("Rabat", "GPE")])
    french = build("fr", [("Maroc", "LOC")])
    system = resolve_system(f"spacy:{english},{french}", [])
    assert names(system, ENGLISH) == [("Rabat", "GPE")]
    assert names(system, FRENCH) == [("Maroc", "LOC")]
    with pytest.raises(UsageError, match=r"no pipeline for language 'es'; .* en, fr"):
        system.predict(Document("d", "es", None, "Marruecos"))


def test_one_pipeline_takes_documents_of_any_language(build):
    assert names(resolve_system(f"spacy:{build('en', [('Rabat', 'GPE')])}", []), FRENCH) == [
        ("Rabat", "GPE")
    ]


def test_two_pipelines_for_one_language(build):
    first, second = build("en", [], name="a"), build("en", [], name="b")
    with pytest.raises(UsageError, match="found two pipelines for 'en'; expected one for each"):
        resolve_system(f"spacy:{first},{second}", [])


def test_no_such_pipeline():
    with pytest.raises(UsageError, match=r"no pipeline 'en_no_such'.*python -m spacy download"):
        resolve_system("spacy:en_no_such", [])


def test_a_folder_that_is_no_pipeline(tmp_path):
    with pytest.raises(UsageError, match="cannot be loaded"):
        resolve_system(f"spacy:{tmp_path}", [])


def test_naming_it_imports_nothing_of_it():
    code = (
        "from tipbench.cli import main; main(['systems'])\n"
        "import sys; print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "spacy:PIPELINE" in done.stdout
    assert not {"spacy", "torch", "transformers", "gliner"} & set(done.stderr.split())


def test_workers_and_limits_change_nothing(ontonotes, corpus):
    alone = tipbench.evaluate(f"spacy:{ontonotes}", corpus, labels="ontonotes")
    several = tipbench.evaluate(
        f"spacy:{ontonotes}", corpus, labels="ontonotes", workers=2, timeout=120
    )
    assert several.as_dict() == alone.as_dict()


def evaluate(folder, labels, tmp_path):
    arguments = ["evaluate", f"spacy:{folder}", "--labels", labels, "--out", str(tmp_path / labels)]
    assert main(arguments) == 0
    return json.loads((tmp_path / labels / "run.json").read_text(encoding="utf-8"))


def test_its_own_labels_are_wrong_and_the_warning_says_what_to_do(ontonotes, tmp_path, capsys):
    run = evaluate(ontonotes, "native", tmp_path)
    assert any("the type 'PERSON', which the corpus does not have" in w for w in run["warnings"])
    assert any("--labels ontonotes scores them as such" in w for w in run["warnings"])


def test_scored_in_the_labels_that_it_speaks(ontonotes, tmp_path, capsys):
    native = evaluate(ontonotes, "native", tmp_path)
    own = evaluate(ontonotes, "ontonotes", tmp_path)
    coarse = evaluate(ontonotes, "conll", tmp_path)
    assert list(own["scores"]["entities"]) == ["strict", "exact", "partial", "type"]
    assert list(coarse["scores"]["entities"]) == ["strict", "exact", "partial", "type", "conll"]
    f1 = [run["scores"]["entities"]["strict"]["f1"] for run in (native, own, coarse)]
    assert f1[0] < f1[1]
    # Articles are cut off in the view whose standard has them.
    assert f1[2] < f1[1]
    assert own["scores"]["entities"]["strict"]["precision"] > 0.9
    assert any(line.startswith("labels ontonotes: left out of the predictions: ")
               and "CARDINAL" in line for line in own["warnings"])  # fmt: skip
    assert not any("does not have" in line for line in own["warnings"])


def test_a_predictions_file_is_scored_in_any_labels(ontonotes, tmp_path, capsys):
    run = evaluate(ontonotes, "native", tmp_path)
    again = tipbench.score(tmp_path / "native" / "predictions.jsonl", labels="ontonotes")
    own = evaluate(ontonotes, "ontonotes", tmp_path)
    assert again.scores == own["scores"]
    assert run["scores"] != own["scores"]
