import pytest

import tipbench
from tipbench.harnesses.replies import open_exchange, score_names
from tipbench.systems.openai.answers import schema
from tipbench.systems.openai.prompts import prompt


def test_prompts_and_schemas_are_those_of_openai(task, corpus):
    exchange = open_exchange(task)
    assert exchange.schema == schema(task)
    for document in corpus.documents():
        assert exchange.text(document.doc_id) == document.text
        told = exchange.instructions(document.doc_id)
        assert told == prompt(task, document.language).text


def test_the_scores_are_those_of_tipbench(task, replies, own_scores):
    exchange = open_exchange(task)
    answers = {doc_id: exchange.read(doc_id, reply) for doc_id, reply in replies.items()}
    assert all(answer.error is None for answer in answers.values())
    scores = exchange.scores(answers)
    assert scores == own_scores(replies, task)
    assert tuple(scores) == score_names(task)
    assert exchange.headline in scores


@pytest.mark.parametrize("task", ["entities"], indirect=True)
def test_names_without_offsets_score_as_those_with_them(task, replies, corpus):
    exchange = open_exchange(task)
    answers = {doc_id: exchange.read(doc_id, reply) for doc_id, reply in replies.items()}
    own = tipbench.evaluate("rules", corpus, tasks=["entities"]).scores["entities"]
    assert exchange.scores(answers)["strict.f1"] == own["strict"]["f1"]


def test_a_reply_that_cannot_be_read_is_a_miss_with_its_reason(corpus):
    exchange = open_exchange("entities")
    doc_id = corpus.doc_ids[0]
    for reply in ("lol", "", '{"entities": [{"text": "Rabat"'):
        answer = exchange.read(doc_id, reply)
        assert answer.error
        assert answer.entities is None
    missing = exchange.scores({doc_id: exchange.read(doc_id, "lol")})
    assert missing == exchange.scores({})
    assert missing["strict.recall"] == 0.0
    assert missing["strict.precision"] is None


def test_one_document_alone(corpus):
    exchange = open_exchange("entities")
    gold = tipbench.evaluate("gold", corpus, tasks=["entities"]).answers
    assert exchange.document_scores(gold[corpus.doc_ids[0]])["strict.f1"] == 1.0
