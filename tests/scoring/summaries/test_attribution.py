"""Who a sentence gives as its source, in English and French, and where no one is given."""

from __future__ import annotations

import pytest

from tipbench.model import Answer, Case, Document, InventoryEntry
from tipbench.scoring.summaries.attribution import frames, report_owners
from tipbench.scoring.summaries.known import Known, known_names
from tipbench.scoring.summaries.text import read

INVENTORY = (
    InventoryEntry("lima", "PER", "Ana Lima", "Ana Lima", ("Lima",)),
    InventoryEntry("kade", "PER", "Boro Kade", "Boro Kade", ("Kade",)),
)
NOUNS = {"commission": "place:CL", "report": "place:PE"}
"""In this source, the commission is Chile's and the report Peru's."""


@pytest.fixture(scope="module")
def known() -> Known:
    return known_names(
        Case(Document("d", "en", None, "Ana Lima met Boro Kade."), Answer("d")), INVENTORY
    )


def speakers(text: str, known: Known) -> list[set[str]]:
    """The speakers of every attribution of one sentence."""
    [sentence] = read(text).sentences
    found = frames(sentence, known.finder.mentions(text), known.parties, NOUNS)
    return [set(frame.speakers) for frame in found]


PERU, CHILE, UN = {"place:PE"}, {"place:CL"}, {"body:un"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # set apart, before and behind what is said
        ("According to Peru, milk is scarce.", [PERU]),
        ("Milk is scarce, according to Peru.", [PERU]),
        ("In the view of Ana Lima, milk is scarce.", [{"lima"}]),
        ("Milk is scarce, in Peru's words.", [PERU]),
        ("Milk is scarce, Peru said.", [PERU]),
        ("Milk is scarce, said Ana Lima.", [{"lima"}]),
        ("“Milk is scarce”, said Ana Lima.", [{"lima"}]),
        # as the subject of a verb of saying, judging or advising
        ("Peru says that milk is scarce.", [PERU]),
        ("Peru praised the dairies of the north.", [PERU]),
        ("Ana Lima urged farmers to wait.", [{"lima"}]),
        ("Peru took note of the dairies.", [PERU]),
        ("The commission stressed that milk is scarce.", [CHILE]),
        ("The report finds that milk is scarce.", [PERU]),
        # as the agent of a passive
        ("Milk was called scarce by Peru.", [PERU]),
        ("The dairies were praised in the report.", [PERU]),
        ("The dairies were praised.", []),
        # several, and over a relative clause
        ("Peru and Chile said that milk is scarce.", [PERU | CHILE]),
        ("Peru, which has few cows, said that milk is scarce.", [PERU]),
        # by a pronoun: whoever was named before
        ("It said that milk is scarce.", [set()]),
        ("According to the latter, milk is scarce.", [{""}]),
        # nobody that the source knows
        ("Experts say that milk is scarce.", [{"?experts"}]),
        ("According to a neighbour, milk is scarce.", [{"?"}]),
    ],
)
def test_english(text: str, expected: list[set[str]], known: Known) -> None:
    assert speakers(text, known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Selon le Pérou, le lait est rare.", [PERU]),
        ("Le lait est rare, selon le Pérou.", [PERU]),
        ("D’après Ana Lima, le lait est rare.", [{"lima"}]),
        ("Pour Ana Lima, le lait est rare.", [{"lima"}]),
        ("Aux yeux de Lima, le lait est rare.", [{"lima"}]),
        ("Le lait est rare, a déclaré Ana Lima.", [{"lima"}]),
        ("Le lait est rare, affirme le Pérou.", [PERU]),
        ("« Le lait est rare », a souligné Lima.", [{"lima"}]),
        ("Le Pérou affirme que le lait est rare.", [PERU]),
        ("Le Pérou a salué les laiteries du nord.", [PERU]),
        ("Ana Lima exhorte les fermiers à attendre.", [{"lima"}]),
        ("Le Pérou a pris acte de la réforme.", [PERU]),
        ("La commission a souligné que le lait est rare.", [CHILE]),
        ("Le rapport constate que le lait est rare.", [PERU]),
        ("Les laiteries sont saluées par le Pérou.", [PERU]),
        ("Les laiteries ont été saluées dans le rapport.", [PERU]),
        ("Les laiteries ont été saluées.", []),
        ("Le Pérou et le Chili estiment que le lait est rare.", [PERU | CHILE]),
        ("Le Pérou, qui a peu de vaches, affirme que le lait est rare.", [PERU]),
        ("Il affirme que le lait est rare.", [set()]),
        ("Selon ce dernier, le lait est rare.", [{""}]),
        ("Des experts affirment que le lait est rare.", [{"?experts"}]),
        ("Selon un voisin, le lait est rare.", [{"?"}]),
    ],
)
def test_french(text: str, expected: list[set[str]], known: Known) -> None:
    assert speakers(text, known) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Peru has cows.",
        "The report of Peru is long.",  # a noun, no verb
        "The 2024 report of Peru is long.",
        "Milk, as the State Department knows, is scarce.",
        "Le Pérou a des vaches.",
        "Le rapport du Pérou est long.",
        "La critique est facile au Pérou.",
        "Le Pérou fait du fromage.",  # *fait* says only in *fait état de* and its like
        "Ce lait relève de la loi.",  # *relever de*: to belong to
    ],
)
def test_nobody_speaks(text: str, known: Known) -> None:
    assert speakers(text, known) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # nouns that are verbs of saying too, where nothing beside them tells
        ("Peru's calls and reports are many.", [PERU]),
        ("Peru was praised as a good place.", [PERU]),
        # a question is no statement, and a wish no report of one
        ("Did Peru say that milk is scarce?", [PERU]),
        # whom the speaker only quotes is taken for a speaker too
        ("Peru denied that Chile said so.", [PERU, CHILE]),
        # verbs that are not in the list
        ("Peru quipped that milk is scarce.", []),
        ("Le Pérou ironise sur la rareté du lait.", []),
    ],
)
def test_what_is_not_seen(text: str, found: list[set[str]], known: Known) -> None:
    assert speakers(text, known) == found


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        ("According to Peru, milk is scarce.", True),
        ("Milk is scarce, Peru said.", True),
        ("Peru said that milk is scarce.", False),
        ("Selon le Pérou, le lait est rare.", True),
        ("Le Pérou affirme que le lait est rare.", False),
    ],
)
def test_an_attribution_that_stands_apart_is_strong(text: str, strong: bool, known: Known) -> None:
    [sentence] = read(text).sentences
    [frame] = frames(sentence, known.finder.mentions(text), known.parties, NOUNS)
    assert frame.strong is strong


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Peru's commission said that milk is scarce.", CHILE),
        ("The commission of Peru said that milk is scarce.", CHILE),
        ("UN coordinator Ana Lima said that milk is scarce.", {"lima"}),
        ("La commission du Pérou affirme que le lait est rare.", CHILE),
        # who owns a document speaks in it
        ("The report of Chile says that milk is scarce.", PERU | CHILE),
    ],
)
def test_who_speaks_is_told_from_whose_they_are(text: str, heads: set[str], known: Known) -> None:
    [sentence] = read(text).sentences
    [frame] = frames(sentence, known.finder.mentions(text), known.parties, NOUNS)
    assert set(frame.heads) == heads


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("The annual report of Peru is long.", ["place:PE"]),
        ("Chile's 2024 report is long.", ["place:CL"]),
        ("Le rapport annuel du Chili est long.", ["place:CL"]),
        ("The report is long.", []),
        ("Peru reports that milk is scarce.", []),
    ],
)
def test_whose_a_report_is(text: str, owners: list[str], known: Known) -> None:
    [sentence] = read(text).sentences
    mentions = known.finder.mentions(text)
    assert list(report_owners(sentence, mentions, known.parties, NOUNS)) == owners


@pytest.mark.parametrize(
    "text", ["According to the", "Selon ce", "Praised by the", "Peru said", "In Peru's"]
)
def test_a_sentence_may_break_off(text: str, known: Known) -> None:
    assert all(isinstance(found, set) for found in speakers(text, known))
