import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.errors import DataError
from tipbench.model import (
    Answer,
    Document,
    DocumentStance,
    Entity,
    NumericFact,
    Quote,
    Span,
    Stance,
)
from tipbench.prediction_files import PredictionsError, read_predictions
from tipbench.predictions import as_dict, read_answer

TEXT = "Rabat freed at least 474 victims."
DOCUMENT = Document("d1", "en", None, TEXT)
OTHER = Document("d2", "en", None, "Nothing here.")


@pytest.fixture
def read(tmp_path):
    """Reads lines as a predictions file over the two documents."""

    def reader(*lines, name="p.jsonl"):
        path = tmp_path / name
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        path.write_text(text + "\n", encoding="utf-8")
        return read_predictions(path, [DOCUMENT, OTHER])

    return reader


def entity(**slots):
    return {"doc_id": "d1", "entities": [{"type": "GPE", **slots}]}


def fact(**slots):
    return {"doc_id": "d1", "numeric_facts": [{"start": 12, "end": 24, "value": "474", **slots}]}


def test_a_line_in_full(read):
    answers = read(
        {
            "doc_id": "d1",
            "entities": [{"start": 0, "end": 5, "text": "Rabat", "type": "GPE"}],
            "numeric_facts": [
                {"start": 12, "end": 24, "text": "at least 474", "value": "474", "value2": None,
                 "unit": "victim", "comparator": ">=", "kind": "count", "source": "writer"}
            ],
            "stance": [
                {"holder": "writer", "target": "Rabat", "polarity": "positive",
                 "aspect": "overall", "evidence": {"start": 0, "end": 11, "text": "Rabat freed"}}
            ],
            "document_stance": {"net": "praise", "own_voice": "neutral"},
            "summary": "Rabat freed people.",
            "error": None,
        }
    )  # fmt: skip
    assert answers == {
        "d1": Answer(
            "d1",
            entities=(Entity(Span(0, 5), "Rabat", "GPE"),),
            numeric_facts=(
                NumericFact(
                    Span(12, 24), "at least 474", "474",
                    unit="victim", comparator=">=", kind="count", source="writer",
                ),
            ),
            stance=(
                Stance(
                    "writer", "Rabat", "positive", "overall",
                    evidence=Quote(Span(0, 11), "Rabat freed"),
                ),
            ),
            document_stance=DocumentStance("praise", "neutral"),
            summary="Rabat freed people.",
        )
    }  # fmt: skip


def test_an_absent_key_is_no_answer_and_an_empty_list_is_one(read):
    answer = read({"doc_id": "d1", "entities": []})["d1"]
    assert answer.entities == ()
    assert answer.numeric_facts is None
    assert answer.tasks == {"entities"}


def test_an_item_without_offsets_keeps_its_text(read):
    (found,) = read(entity(text="Rabat"))["d1"].entities
    assert (found.span, found.text) == (None, "Rabat")


BAD = [
    ("{not json", "not JSON"),
    ("[]", "Expected `object`, got `array`"),
    ({}, "missing required field `doc_id`"),
    ({"doc_id": "d3"}, "doc_id 'd3' is not in the corpus; its documents are d1, d2"),
    ({"doc_id": "d1", "entites": []}, "unknown field `entites`; the keys are doc_id, entities"),
    ({"doc_id": "d1", "entities": {}}, r"Expected `array \| null`, got `object` - at `\$.ent"),
    (entity(start=0, end=34), "end 34 exceeds length 33"),
    (entity(start=-1, end=3), r"\[-1, 3\) is no span"),
    (entity(start=3, end=3), r"\[3, 3\) is no span"),
    (entity(start=0, end=5, text="Cairo"), r"\[0, 5\) is 'Rabat', not 'Cairo'"),
    (entity(start="0", end=5), r"Expected `int \| null`, got `str` - at `\$.entities\[0\].start`"),
    (entity(start=0.5, end=5), r"Expected `int \| null`, got `float`"),
    (entity(start=True, end=5), r"Expected `int \| null`, got `bool`"),
    (entity(start=0), "only one of start and end"),
    (entity(), "neither start and end nor text"),
    (entity(text=""), "neither start and end nor text"),
    ({"doc_id": "d1", "entities": [{"start": 0, "end": 5}]}, "missing required field `type`"),
    (fact(value="many"), r"numeric_facts\[0\].value is 'many'; expected a plain decimal"),
    (fact(value="NaN"), "expected a plain decimal"),
    (fact(value="1,000"), "expected a plain decimal"),
    (fact(value=474), r"Expected `str \| null`, got `int`"),
    (fact(value2="x"), r"numeric_facts\[0\].value2 is 'x'"),
    (
        {"doc_id": "d1", "stance": [{"holder": "w", "target": "t", "polarity": "positive",
                                     "evidence": {"start": 0, "end": 99}}]},
        r"stance\[0\].evidence: end 99 exceeds length 33",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_named_by_file_and_line(read, tmp_path, line, message):
    with pytest.raises(PredictionsError, match=message) as caught:
        read({"doc_id": "d2"}, line)
    assert str(caught.value).startswith(f"{tmp_path / 'p.jsonl'}:2: ")


@pytest.mark.parametrize(
    ("returned", "tasks", "expected"),
    [
        ([{"text": "Rabat", "type": "GPE"}], ["entities"], {"entities"}),
        ([{"text": "Rabat", "type": "GPE"}], ["entities", "summaries"], {"entities"}),
        ({"numeric_facts": []}, ["entities"], {"numeric_facts"}),
        ({"doc_id": "d1", "summary": "s"}, [], {"summaries"}),
        ("A summary.", ["entities"], {"summaries"}),
    ],
)
def test_what_a_system_may_return(returned, tasks, expected):
    assert read_answer(returned, DOCUMENT, tasks, "place").tasks == expected


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ([], "cannot tell its task"),
        (None, "found a NoneType; expected a dict, a list or a string"),
        ({"doc_id": "d2"}, "doc_id 'd2' is not in the corpus"),
        ({"entities": [{"text": 5}]}, "Expected `str"),
        ({"summary": "caf\ud800"}, "found the lone surrogate"),
        ("caf\ud800", "found the lone surrogate"),
    ],
)
def test_what_a_system_may_not_return(returned, message):
    with pytest.raises(DataError, match=message):
        read_answer(returned, DOCUMENT, ["entities", "stance"], "place")


spans = st.integers(0, len(TEXT) - 1).flatmap(
    lambda start: st.integers(start + 1, len(TEXT)).map(lambda end: Span(start, end))
)
words = st.text(min_size=1, max_size=8)
quotes = spans.map(lambda span: Quote(span, TEXT[span.start : span.end]))
answers = st.builds(
    Answer,
    doc_id=st.just("d1"),
    entities=st.none()
    | st.lists(
        st.builds(lambda span, type: Entity(span, TEXT[span.start : span.end], type), spans, words)
    ).map(tuple),
    numeric_facts=st.none()
    | st.lists(
        st.builds(
            lambda span, value, unit: NumericFact(
                span, TEXT[span.start : span.end], value, unit=unit
            ),
            spans,
            st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
            st.none() | words,
        )
    ).map(tuple),
    stance=st.none()
    | st.lists(
        st.builds(
            Stance,
            holder=words,
            target=words,
            polarity=words,
            evidence=st.none() | quotes,
            chain=st.lists(words).map(tuple),
        )
    ).map(tuple),
    document_stance=st.none() | st.builds(DocumentStance, st.none() | words, st.none() | words),
    summary=st.none() | st.text(),
    error=st.none() | words,
)


@given(answers)
def test_an_answer_survives_the_format(answer):
    assert read_answer(as_dict(answer), DOCUMENT, [], "place") == answer
