import json

import pytest

from tipbench.errors import NoAnswer
from tipbench.systems.openai.repair import read_content

FACT = {
    "text": "at least 474", "kind": "count", "value": "474", "value2": None, "unit": "victim",
    "comparator": ">=", "source": "writer",
}  # fmt: skip


def read(content, task="entities"):
    prediction, repairs, kept = read_content(content, task)
    return prediction, dict(repairs), kept


def test_an_answer_that_keeps_the_schema_is_taken_as_it_is():
    content = json.dumps({"numeric_facts": [FACT]})
    assert read(content, "numeric_facts") == ({"numeric_facts": [FACT]}, {}, True)


@pytest.mark.parametrize(
    ("content", "repair"),
    [
        ('```json\n{"entities": []}\n```', "code_fence"),
        ('```\n{"entities": []}```', "code_fence"),
        ('<think>Is {"a": 1} it?</think>\n{"entities": []}', "thoughts"),
        ('Here you are: {"entities": []} Anything else?', "words_around"),
        ('{"entities": [],}', "trailing_comma"),
        ("[]", "bare_list"),
        ('{"entities": [], "note": "none"}', "unknown_field"),
    ],
)
def test_what_can_be_meant_in_one_way_is_repaired(content, repair):
    assert read(content) == ({"entities": []}, {repair: 1}, False)


def test_a_comma_within_a_text_stays():
    content = '{"entities": [{"text": "a,]", "type": "PER"},]}'
    assert read(content)[0] == {"entities": [{"text": "a,]", "type": "PER"}]}


def test_fields_of_the_wrong_kind():
    fact = {**FACT, "value": 474, "value2": "null", "kind": "Count"}
    del fact["source"]
    prediction, repairs, _ = read(json.dumps({"numeric_facts": [fact]}), "numeric_facts")
    assert prediction == {"numeric_facts": [{**FACT, "source": None}]}
    assert repairs == {
        "number_for_text": 1, "null_as_text": 1, "label_case": 1, "missing_field": 1,
    }  # fmt: skip


def test_numbers_keep_their_digits():
    facts = [{**FACT, "value": value} for value in (2500000, 100.7, 1e-7, True)]
    prediction, _, _ = read(json.dumps({"numeric_facts": facts[:3]}), "numeric_facts")
    values = [fact["value"] for fact in prediction["numeric_facts"]]
    assert values == ["2500000", "100.7", "0.0000001"]
    prediction, _, _ = read(json.dumps({"numeric_facts": facts[3:]}), "numeric_facts")
    assert prediction["numeric_facts"][0]["value"] is True


def test_a_value_that_cannot_be_read_costs_its_fact_alone():
    content = json.dumps({"numeric_facts": [{**FACT, "value": "about 470"}]})
    prediction, repairs, kept = read(content, "numeric_facts")
    assert prediction["numeric_facts"][0]["value"] is None
    assert repairs == {"unreadable_value": 1}
    assert kept


def test_empty_texts_are_left_out():
    content = json.dumps({"entities": [{"text": "", "type": "PER"}]})
    assert read(content) == ({"entities": []}, {"empty_text": 1}, True)


def test_a_stance_without_the_stance_of_the_document():
    stance = {
        "holder": "writer", "target": "Morocco", "polarity": "Positive", "aspect": "overall",
        "evidence": "made efforts",
    }  # fmt: skip
    prediction, repairs, _ = read(json.dumps([stance]), "stance")
    assert prediction["stance"][0]["evidence"] == {"text": "made efforts"}
    assert prediction["stance"][0]["polarity"] == "positive"
    assert "document_stance" not in prediction
    assert repairs["missing_field"] == 1


def test_a_summary_may_be_plain_text():
    assert read("Morocco kept its rank.", "summaries") == (
        {"summary": "Morocco kept its rank."}, {"plain_text": 1}, False,
    )  # fmt: skip


def test_another_label_is_a_wrong_label_and_no_repair():
    prediction, repairs, kept = read('{"entities": [{"text": "Rabat", "type": "CITY"}]}')
    assert prediction == {"entities": [{"text": "Rabat", "type": "CITY"}]}
    assert (repairs, kept) == ({}, False)


@pytest.mark.parametrize(
    "content",
    [
        "There are none.",
        '{"entities": [}',
        '{"entities": []} {"entities": []}',
        "{'entities': []}",
        '"entities"',
        "{}",
        "[" * 100_000,
        '```json\n{"entities": []}\n```\n```json\n{"entities": [1]}\n```',
    ],
)
def test_what_can_be_meant_in_several_ways_is_no_answer(content):
    with pytest.raises(NoAnswer):
        read(content)
