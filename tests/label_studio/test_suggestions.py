"""What a system says becomes a pre-annotation as far as the page has a place for it."""

import pytest

from tipbench.errors import DataError
from tipbench.label_studio.regions import read_result
from tipbench.label_studio.suggestions import Suggestions
from tipbench.model import Document
from tipbench.systems.registry import as_system

TEXT = "At least 720 people, says the U.S. Department of State. Morocco acted."
LAYERS = ["entities", "numeric_facts", "stance", "document_stance"]


def suggest(inventories, answer, layers=LAYERS):
    system = as_system(lambda document: answer, "mine")
    suggestions = Suggestions(system, layers, inventories)
    return suggestions, read_result(suggestions.of(Document("d", "en", None, TEXT)))


def test_names_become_ids_and_unknown_ones_are_left_to_the_annotator(inventories):
    answer = {
        "entities": [
            {"text": "Morocco", "type": "GPE", "entity_id": "Maroc"},
            {"text": "people", "type": "NORP", "entity_id": "Atlanteans"},
        ],
        "stance": [
            {
                "holder": "writer",
                "target": "Morocco",
                "polarity": "positive",
                "aspect": "legal",
                "evidence": {"text": "Morocco acted"},
                "cue": {"text": "acted"},
            }
        ],
        "document_stance": {"net": "praise", "own_voice": None},
    }
    _, result = suggest(inventories, answer)
    fields = {region.id: dict(region.fields) for region in result.regions}
    assert fields["e001"]["entities_entity_id"] == ("morocco",)
    assert "entities_entity_id" not in fields["e002"]
    assert fields["s01"]["stance_target"] == ("morocco",)
    assert fields["s01"]["stance_holder"] == ("writer",)
    assert result.fields == {"document_stance_net": ("praise",)}
    stance = next(region for region in result.regions if region.id == "s01")
    assert stance.links == ("s01_cue1",)


def test_what_has_no_place_is_counted(inventories):
    answer = {
        "entities": [
            {"text": "Morocco", "type": "COUNTRY"},
            {"text": "Atlantis", "type": "GPE"},
        ]
    }
    suggestions, result = suggest(inventories, answer)
    assert result.regions == ()
    assert suggestions.left_out == {
        "entities: label 'COUNTRY' is none of the inventory": 1,
        "entities: not found in the text": 1,
    }


def test_a_system_that_fails_is_named(inventories):
    def failing(document):
        raise ValueError("no model")

    suggestions = Suggestions(as_system(failing, "mine"), LAYERS, inventories)
    with pytest.raises(DataError, match="system mine, document d: ValueError: no model"):
        suggestions.of(Document("d", "en", None, TEXT))
