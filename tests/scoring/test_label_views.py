import json

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.model import Answer, Case, Document, Entity, Span
from tipbench.scoring.label_views import NAMES, fitting_view, label_view, view_answers, view_cases
from tipbench.scoring.registry import metrics

TEXT = "The US State Department praised Morocco’s Palermo Protocol in Rabat."


def entity(surface, type, **slots):
    start = TEXT.index(surface)
    return Entity(Span(start, start + len(surface)), surface, type, **slots)


def shown(view, entities, text=TEXT):
    answers, notes = view_answers(
        label_view(view), {"d": Answer("d", entities=tuple(entities))}, {"d": text}
    )
    return [(e.text, e.type) for e in answers["d"].entities], notes


def gold_shown(view, entities):
    case = Case(Document("d", "en", None, TEXT), Answer("d", entities=tuple(entities)))
    cases, notes = view_cases(label_view(view), [case])
    return [(e.text, e.type) for e in cases[0].gold.entities], notes


@pytest.mark.parametrize("name", ["conll", "ontonotes"])
def test_every_type_of_the_corpus_has_a_label_in_every_view(name, corpus):
    view = label_view(name)
    for type in corpus.labels["entities.type"]:
        assert view.label(Entity(None, "x", type)) in view.tagset


@pytest.mark.parametrize("name", ["conll", "ontonotes"])
def test_every_label_of_the_standard_is_scored_or_named_as_none(name):
    view = label_view(name)
    for label in view.tagset:
        assert (view.label(Entity(None, "x", label)) is None) == (label in view.not_scored)
    assert set(view.labels) <= set(view.tagset)
    assert set(view.metrics) <= set(metrics()["entities"])


@pytest.mark.parametrize("name", ["conll", "ontonotes"])
def test_what_has_a_label_of_the_view_keeps_it(name):
    view = label_view(name)
    for label in view.labels:
        assert view.label(Entity(None, "x", label)) == label
        assert view.label(Entity(None, "x", label.lower())) == label


def test_places_are_one_in_conll():
    found, notes = shown("conll", [entity("Rabat", "GPE"), entity("Morocco", "LOC")])
    assert found == [("Rabat", "LOC"), ("Morocco", "LOC")]
    assert notes == []


def test_a_subtype_decides_where_the_type_is_too_coarse():
    law = entity("Palermo Protocol", "DOC", subtype="law")
    assert shown("ontonotes", [law])[0] == [("Palermo Protocol", "LAW")]
    assert shown("conll", [law])[0] == [("Palermo Protocol", "MISC")]


def test_borders_of_ontonotes_are_those_of_the_corpus():
    found, _ = shown("ontonotes", [
        entity("The US State Department", "ORG"), entity("Morocco’s", "GPE"),
    ])  # fmt: skip
    assert found == [("US State Department", "ORG"), ("Morocco", "GPE")]
    assert shown("conll", [entity("Morocco’s", "GPE")])[0] == [("Morocco’s", "LOC")]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("the EU", "EU"), ("The  EU", "EU"), ("l’Union", "Union"), ("L'Union", "Union"),
        ("Thebes", "Thebes"), ("Lesotho", "Lesotho"), ("the", "the"), ("la Paz's", "Paz"),
    ],
)  # fmt: skip
def test_articles_and_possessives_are_cut_off_and_nothing_else(text, left):
    span = label_view("ontonotes").trim(text, Span(0, len(text)))
    assert text[span.start : span.end] == left


def test_values_are_left_out_and_counted_and_unknown_labels_stay_wrong():
    found, notes = shown(
        "ontonotes", [entity("Rabat", "GPE"), entity("US", "CARDINAL"), entity("Morocco", "CITY")]
    )
    assert found == [("Rabat", "GPE"), ("Morocco", "CITY")]
    assert notes == ["labels ontonotes: left out of the predictions: 1 CARDINAL"]


def test_gold_that_the_view_cannot_tell_is_left_out_and_counted():
    found, notes = gold_shown("conll", [entity("Rabat", "GPE"), entity("Morocco", "DISEASE")])
    assert found == [("Rabat", "LOC")]
    assert notes == ["labels conll: left out of the gold: 1 DISEASE"]


def test_nested_names_are_left_out_of_both_sides():
    nested = [entity("US", "NORP"), entity("US State Department", "ORG")]
    assert gold_shown("conll", nested) == (
        [("US State Department", "ORG")],
        ["labels conll: left out of the gold: 1 nested in another name"],
    )
    assert shown("conll", nested)[0] == [("US State Department", "ORG")]


def test_duplicates_and_partial_overlaps_are_not_nested():
    twice = [entity("Rabat", "GPE"), entity("Rabat", "ORG"), entity("Rabat", "GPE")]
    assert len(shown("conll", twice)[0]) == 3
    crossing = [entity("US State", "ORG"), entity("State Department", "ORG")]
    assert len(shown("conll", crossing)[0]) == 2


def test_a_nominal_hides_no_name():
    around = [entity("US State Department", "ORG", mention="nominal"), entity("US", "GPE")]
    assert ("US", "LOC") in shown("conll", around)[0]


def test_what_has_no_place_is_relabelled():
    answers, _ = view_answers(
        label_view("conll"), {"d": Answer("d", entities=(Entity(None, "x", "GPE"),))}, {"d": TEXT}
    )
    assert answers["d"].entities[0].type == "LOC"


def test_the_command_line_offers_every_view(capsys):
    with pytest.raises(SystemExit):
        main(["evaluate", "gold", "--labels", "muc"])
    offered = capsys.readouterr().err.replace("'", "")
    assert f"choose from {', '.join(NAMES)}" in offered


def test_no_such_view():
    with pytest.raises(UsageError, match="expected native, conll, ontonotes"):
        label_view("muc")


@pytest.mark.parametrize(
    ("types", "view"),
    [
        (["PER", "LOC", "MISC"], "conll"),
        (["PERSON", "FAC", "DATE"], "ontonotes"),
        (["PER", "ORG"], None),  # the corpus has them all
        (["PERSON", "MISC"], None),  # no standard has both
        ([], None),
    ],
)
def test_the_view_that_predictions_speak(types, view, corpus):
    assert fitting_view(types, corpus.labels["entities.type"]) == view


@pytest.mark.parametrize("name", ["conll", "ontonotes"])
def test_gold_is_right_in_every_view(name, corpus):
    run = tipbench.evaluate("gold", corpus, labels=name)
    assert list(run.scores) == ["entities"]
    assert {score["f1"] for score in run.scores["entities"].values()} == {1.0}


def test_the_conll_metric_is_the_same_with_and_without_the_view(corpus):
    # Both leave nested names out and merge the same types.
    native = tipbench.evaluate("rules", corpus, tasks=["entities"]).scores["entities"]["conll"]
    viewed = tipbench.evaluate("rules", corpus, labels="conll").scores["entities"]["conll"]
    assert native["counts"] == viewed["counts"]


@pytest.mark.parametrize("name", NAMES)
def test_the_signature_names_the_view(name, corpus):
    run = tipbench.evaluate("empty", corpus, tasks=["entities"], labels=name)
    assert (f"|labels:{name}|" in run.signature) == (name != "native")
    assert run.as_dict()["labels"] == name


def test_other_tasks_have_no_such_view(corpus):
    with pytest.raises(UsageError, match="task 'stance': labels conll are a view of entities"):
        tipbench.evaluate("rules", corpus, tasks=["stance"], labels="conll")
    with pytest.raises(UsageError, match="expected native, conll, ontonotes"):
        tipbench.evaluate("rules", corpus, labels="muc")


def test_runs_are_compared_in_their_labels(tmp_path, capsys):
    for system, labels in (("rules", "conll"), ("gold", "conll"), ("rules", "native")):
        out = str(tmp_path / f"{system}-{labels}")
        assert (
            main(["evaluate", system, "--task", "entities", "--labels", labels, "--out", out]) == 0
        )
    capsys.readouterr()
    pair = [str(tmp_path / "rules-conll"), str(tmp_path / "gold-conll")]
    assert main(["compare", *pair, "--format", "json"]) == 0
    compared = json.loads(capsys.readouterr().out)
    assert "|labels:conll|" in compared["signature"]
    assert "conll" in {row["metric"] for row in compared["differences"]}
    assert not [line for line in compared["warnings"] if "other scores" in line]
    assert main(["compare", pair[0], str(tmp_path / "rules-native")]) == 2
    assert "expected runs in the same labels" in capsys.readouterr().err
