"""Every type of change in both languages, on examples that were checked by reading them."""

from random import Random

import pytest

from tipbench.selftest.generation.change import Context
from tipbench.selftest.generation.edits import CORRUPTIONS, HARMLESS, PADDING
from tipbench.selftest.generation.lexicon import lexicon
from tipbench.selftest.generation.markup import parse_file

MAKERS = {**CORRUPTIONS, **HARMLESS, **PADDING}


@pytest.fixture
def made(pages):
    def make(type, language, marked, doc_id="tip-004"):
        [source] = parse_file(f"@ x\n{marked}", doc_id, language, "x")
        case = next(case for case in pages if case.document.doc_id == doc_id)
        context = Context(case, lexicon(language))
        changes = list(MAKERS[type](source, context, Random(0)))
        assert all(change.before != change.after for change in changes)
        return [change.after for change in changes]

    return make


EXAMPLES = [
    ("number_changed", "en", "{c:At least} {n:474} came.",
     ["At least 475 came.", "At least 720 came.", "At least 4,740 came."]),
    ("number_changed", "fr", "Le Maroc a {n:dix} lois.",
     ["Le Maroc a douze lois.", "Le Maroc a 100 lois."]),
    ("number_changed", "en", "A grant of {m:$2.5 million}.",
     ["A grant of $25 million.", "A grant of $2.5 billion."]),
    ("number_changed", "fr", "Un don de {m:2,5 millions de dollars}.",
     ["Un don de 25 millions de dollars.", "Un don de 2,5 milliards de dollars."]),
    ("comparator_dropped", "en", "It led to {c:at least} {n:474} cases.",
     ["It led to 474 cases."]),
    ("comparator_dropped", "fr", "Elle dit qu’{c:au moins} {n:474} viennent.",
     ["Elle dit que 474 viennent."]),
    ("comparator_flipped", "en", "{c:More than} {n:720} came.",
     ["Fewer than 720 came.", "At most 720 came."]),
    ("comparator_flipped", "fr", "L’arrestation de {c:plus de} {n:720} gens",
     ["L’arrestation de moins de 720 gens", "L’arrestation d’au plus 720 gens"]),
    ("unit_changed", "en", "474 {u:victims} and {m:$2.5 million}",
     ["474 suspects and $2.5 million", "474 victims and €2.5 million"]),
    ("unit_changed", "fr", "474 {u:victimes} et {m:2,5 millions de dollars}",
     ["474 entreprises et 2,5 millions de dollars", "474 victimes et 2,5 millions d’euros"]),
    ("year_changed", "en", "In {y:2011}, for {y:2023-2030}.",
     ["In 2012, for 2023-2030.", "In 2019, for 2023-2030.", "In 2011, for 2023-2031."]),
    ("year_changed", "fr", "En {y:2011}, pour {y:2023-2030}.",
     ["En 2010, pour 2023-2030.", "En 2011, pour 2022-2030."]),
    ("rank_changed", "en", "It is in {r:Tier 2}.", ["It is in Tier 1.", "It is in Tier Three."]),
    ("rank_changed", "fr", "Il est au {r:niveau 2}.", ["Il est au niveau 3."]),
    ("entity_swapped", "en", "{e:morocco:Morocco}'s and {e:moroccan:Moroccan} acts",
     ["Spain's and Moroccan acts", "Morocco's and Senegalese acts"]),
    ("entity_swapped", "fr", "Les efforts {e:morocco:du Maroc} et {e:moroccan:marocaines}",
     ["Les efforts de la France et marocaines", "Les efforts du Maroc et sénégalaises"]),
    ("entity_invented", "en", "{e:puneet-talwar:Puneet Talwar} spoke.", ["Helen Marsh spoke."]),
    ("entity_invented", "fr", "Le plan {e:morocco:du Maroc}.",
     ["Le plan de la Tunisie.", "Le plan du Pérou."]),
    ("source_swapped", "en", "{s:cnclt:The CNCLT} says so.",
     ["The US State Department says so.", "Puneet Talwar says so."]),
    ("source_swapped", "en", "{s:us-officials:US officials} say so.",
     ["The CNCLT and the Moroccan government say so."]),
    ("source_swapped", "fr", "Le rapport {s:us-department-of-state:du département d’État}.",
     ["Le rapport de la CNCLT.", "Le rapport d’Aziz Akhannouch."]),
    ("source_swapped", "fr", "Selon {s:us-officials:des responsables américains}, oui.",
     ["Selon la CNCLT et le gouvernement marocain, oui."]),
    ("source_dropped", "en", "{d:According to {s:cnclt:the CNCLT}, }it works{d:, X says}.",
     ["It works, X says.", "According to the CNCLT, it works."]),
    ("source_dropped", "fr", "{d:{s:cnclt:La CNCLT} dit qu’}il va bien.", ["Il va bien."]),
    ("stance_flipped", "en", "Talwar {v:praised} it.", ["Talwar condemned it."]),
    ("stance_flipped", "fr", "Talwar {v:a salué} l’effort.", ["Talwar a dénoncé l’effort."]),
    ("negation_added", "en", "Talwar {v:praised} it.", ["Talwar did not praise it."]),
    ("negation_added", "fr", "Talwar {v:a salué} l’effort.", ["Talwar n’a pas salué l’effort."]),
    ("respelled", "en", "{n:Ten} laws, {y:2024-2025}, {r:Tier 2}, {m:$2.5 million}",
     ["10 laws, 2024-2025, Tier 2, $2.5 million", "Ten laws, 2024-25, Tier 2, $2.5 million",
      "Ten laws, 2024-2025, Tier Two, $2.5 million",
      "Ten laws, 2024-2025, Tier 2, 2.5 million US dollars"]),
    ("respelled", "fr", "{n:Dix} lois, {r:niveau 2}, {m:2,5 millions de dollars}",
     ["10 lois, niveau 2, 2,5 millions de dollars", "Dix lois, Tier 2, 2,5 millions de dollars",
      "Dix lois, niveau 2, 2 500 000 dollars"]),
    ("synonyms", "en", "{c:At least} {n:474} came.",
     ["A minimum of 474 came.", "No fewer than 474 came."]),
    ("synonyms", "fr", "On sait qu’{c:au moins} {n:474} viennent.",
     ["On sait que pas moins de 474 viennent.", "On sait qu’un minimum de 474 viennent."]),
    ("reordered", "en", "One.\nTwo.\n& Three.", ["Two. Three. One."]),
    ("reordered", "fr", "Un.\n& Deux.\nTrois.", ["Trois. Un. Deux."]),
    ("apostrophes", "en", "Morocco's law.", ["Morocco’s law."]),
    ("apostrophes", "fr", "L’État.", ["L'État."]),
    ("paraphrase", "en", "It acts.\n= It does act.", ["It does act."]),
    ("paraphrase", "fr", "Il agit.\n= Il fait quelque chose.", ["Il fait quelque chose."]),
]  # fmt: skip


@pytest.mark.parametrize(("type", "language", "marked", "expected"), EXAMPLES)
def test_examples(made, type, language, marked, expected):
    assert set(expected) <= set(made(type, language, marked))


def test_there_is_an_example_of_every_type_in_both_languages():
    added = {"invented_number", "invented_name", "boilerplate_added", "padding"}
    wanted = {(type, language) for type in set(MAKERS) - added for language in ("en", "fr")}
    assert {(type, language) for type, language, _, _ in EXAMPLES} == wanted


def test_behind_a_lower_bound_only_larger_numbers_are_wrong(made):
    bounded = made("number_changed", "en", "{c:More than} {n:720} people")
    assert "More than 721 people" in bounded
    assert all(int(text.split()[2].replace(",", "")) > 720 for text in bounded)
    assert "719 people" in made("number_changed", "en", "{n:720} people")


def test_a_source_is_not_swapped_for_another_that_says_the_same(made):
    both = made("source_swapped", "en", "{s:us-officials+united-nations:The officer} says so.")
    assert "The CNCLT says so." in both
    for same in ("Puneet Talwar", "Nathalie Fustier", "United Nations", "FAO", "State Department"):
        assert not any(same in text for text in both)


def test_a_place_is_not_put_where_its_preposition_is_missing(made):
    swapped = made("entity_swapped", "fr", "On agit {e:morocco:au Maroc}.")
    assert swapped == ["On agit au Sénégal."]


def test_no_denial_stands_behind_an_auxiliary(made):
    assert made("negation_added", "en", "It had {v:noted an increase} in it.") == []
    assert made("negation_added", "en", "It {v:noted an increase} in it.")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_invented_number_or_name_is_not_of_the_page(made, pages, language):
    page = next(case for case in pages if case.document.doc_id == "tip-004").document.text
    for text in made("invented_number", language, "One."):
        added = text.replace("One.", "").strip()
        digits = [word for word in added.split(" ") if any(c.isdigit() for c in word)]
        assert digits
        assert not any(word.strip("$€.") in page for word in digits)
    for text in made("invented_name", language, "One."):
        assert len(text) > len("One. ")


def test_boilerplate_is_a_line_of_the_page_that_the_article_does_not_have(made, pages):
    added = made("boilerplate_added", "en", "One.")
    lines = {text.replace("One.", "").strip() for text in added}
    assert "Visited 1 times, 1 visit(s) today" in lines
    # The second printing of the title says nothing that the article does not say.
    assert not any("combat human trafficking" in line for line in lines)
    assert made("boilerplate_added", "fr", "Un.", doc_id="tip-002") == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_padding_only_adds_what_is_there_or_empty(made, language):
    own = {"Morocco acts.", "Rabat too."}
    empty = set(lexicon(language).additions.padding)
    for text in made("padding", language, "Morocco acts.\nRabat too."):
        rest = text.removeprefix("Morocco acts. Rabat too.").strip()
        assert rest
        for sentence in own | empty:
            rest = rest.replace(sentence, "")
        assert not rest.strip()


def test_what_is_tied_stays_behind_what_it_needs(made):
    for type in ("reordered", "invented_name", "boilerplate_added"):
        for text in made(type, "en", "One.\n& Two.\nThree.\n& Four."):
            assert "One. Two." in text
            assert "Three. Four." in text
