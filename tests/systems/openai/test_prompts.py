import itertools

import pytest

from tipbench.systems.openai.answers import ANSWERS, schema
from tipbench.systems.openai.prompts import LANGUAGES, prompt
from tipbench.systems.openai.repair import read_content


@pytest.mark.parametrize(("task", "language"), list(itertools.product(ANSWERS, LANGUAGES)))
def test_every_prompt_shows_an_answer_that_keeps_the_schema(task, language):
    found = prompt(task, language)
    assert found.version >= 1
    example = found.text.splitlines()[-1]
    _, repairs, kept = read_content(example[example.index("{") :], task)
    assert kept
    assert not repairs


def test_english_and_french_differ():
    for task in ANSWERS:
        assert prompt(task, "en") != prompt(task, "fr")


def test_the_labels_are_those_of_the_corpus(corpus):
    def labels(task, items, field):
        wanted = schema(task)["properties"][items]
        wanted = wanted.get("items", wanted)["properties"][field]
        return set(wanted.get("anyOf", [wanted])[0]["enum"])

    for task, items, field, column in (
        ("entities", "entities", "type", "entities.type"),
        ("numeric_facts", "numeric_facts", "kind", "numeric_facts.kind"),
        ("numeric_facts", "numeric_facts", "comparator", "numeric_facts.comparator"),
        ("stance", "stance", "polarity", "stance.polarity"),
        ("stance", "stance", "aspect", "stance.aspect"),
        ("stance", "document_stance", "net", "stance.net"),
        ("stance", "document_stance", "own_voice", "stance.own_voice"),
    ):
        assert labels(task, items, field) == set(corpus.labels[column]), column


def test_every_type_is_named_in_its_prompt(corpus):
    for language in LANGUAGES:
        text = prompt("entities", language).text
        assert all(f"- {name}" in text for name in corpus.labels["entities.type"])


@pytest.mark.parametrize("task", list(ANSWERS))
def test_schemas_are_what_strict_structured_output_takes(task):
    def check(node):
        assert node.keys() & {"type", "anyOf"}, node
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
            for part in node["properties"].values():
                check(part)
        for part in [*node.get("anyOf", ()), *filter(None, [node.get("items")])]:
            check(part)

    check(schema(task))
