"""The questions to a judge, and recall by its verdicts."""

from tipbench.model import Answer, Case, Document, Nugget, Question
from tipbench.scoring.score import score
from tipbench.scoring.summaries.judged import judged_metrics, question_id, questions

NUGGETS = (
    Nugget("d.k01", "Rabat opened centers.", "Rabat a ouvert des centres.", True),
    Nugget("d.k02", "The report praised it.", "Le rapport l'a loué.", True),
    Nugget("other", "Judges were trained.", "Des juges ont été formés.", False),
)


def case(doc_id="d", nuggets=NUGGETS):
    return Case(Document(doc_id, "en", "Title", "Text."), Answer(doc_id), nuggets=nuggets)


def asked(**answer):
    return list(questions([case()], {"d": Answer("d", **answer)}))


def test_a_question_for_every_nugget():
    summary = "The centers are in Rabat."
    assert asked(summary=summary) == [
        Question("d#k01", "en", None, summary, "Rabat opened centers."),
        Question("d#k02", "en", None, summary, "The report praised it."),
        Question("d#other", "en", None, summary, "Judges were trained."),
    ]


def test_as_json_a_question_is_a_document_with_a_statement():
    assert asked(summary="It is the one.")[0].as_dict() == {
        "doc_id": "d#k01",
        "language": "en",
        "title": None,
        "text": "It is the one.",
        "statement": "Rabat opened centers.",
    }


def test_the_language_is_that_of_the_summary():
    found = asked(summary="Les centres sont à Rabat, selon le rapport.")
    assert {question.language for question in found} == {"fr"}
    assert found[1].statement == "Le rapport l'a loué."


def test_nobody_is_asked_about_no_summary():
    assert asked() == asked(summary="") == asked(summary=" \n\u00a0") == []
    assert asked(error="timeout", summary="Text.") == []
    assert list(questions([case()], {})) == []
    assert list(questions([case(nuggets=None)], {"d": Answer("d", summary="A text.")})) == []


def recalls(verdicts, cases, answers):
    metrics = {metric.name: metric for metric in judged_metrics(verdicts)}
    found = score(cases, answers, tasks=["summaries"], metrics={"summaries": metrics})
    return found.as_dict()["scores"]["summaries"]


def test_recall_by_hand():
    # d: vital yes and unanswered, the third no; e: nothing said, one vital nugget.
    cases = [case(), case("e", (Nugget("e.k01", "It is so.", "", True),)), case("f", None)]
    answers = {"d": Answer("d", summary="A text."), "f": Answer("f", summary="A text.")}
    found = recalls({"d#k01": True, "d#k02": None, "d#other": False}, cases, answers)
    assert list(found) == ["nuggets_vital_judged", "nuggets_all_judged"]
    assert found["nuggets_vital_judged"]["counts"] == {"correct": 1, "total": 3}
    assert found["nuggets_all_judged"]["counts"] == {"correct": 1, "total": 4}
    assert found["nuggets_all_judged"]["recall"] == 0.25
    # Over the answered documents alone: d.
    assert found["nuggets_vital_judged"]["answered"]["recall"] == 0.5


def test_ids_are_as_short_as_they_can_be():
    assert question_id("d", NUGGETS[0]) == "d#k01"
    assert question_id("e", NUGGETS[0]) == "e#d.k01"
