import pytest

from tipbench.selftest.generation.grammar import in_form_of, splice


def put(text, old, new, language):
    start = text.index(old)
    return splice(text, start, start + len(old), new, language)


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("l’arrestation de plus de 720", "plus de", "au plus", "l’arrestation d’au plus 720"),
        ("d’au moins 474", "au moins", "", "de 474"),
        ("dit qu’au moins 474", "au moins", "", "dit que 474"),
        ("d’efforts significatifs", "efforts significatifs", "manquements", "de manquements"),
        ("Au moins 474 victimes", "Au moins", "au plus", "Au plus 474 victimes"),
        ("Au moins dix lois", "Au moins", "", "Dix lois"),
        ("Fin. Le Maroc agit", "Le Maroc", "l’Espagne", "Fin. L’Espagne agit"),
    ],
)
def test_french_elides_and_begins_with_a_capital(text, old, new, expected):
    assert put(text, old, new, "fr") == expected


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("of at least 474 people", "at least", "", "of 474 people"),
        ("It works, X says.", ", X says", "", "It works."),
        ("So, X says, it works.", ", X says,", "", "So it works."),
        ("End. X says that it works.", "X says that ", "", "End. It works."),
    ],
)
def test_english_has_no_holes(text, old, new, expected):
    assert put(text, old, new, "en") == expected


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("du Maroc", "le Sénégal", "du Sénégal"),
        ("du Maroc", "la Chine", "de la Chine"),
        ("du département", "Aziz Akhannouch", "d’Aziz Akhannouch"),
        ("de l’OIM", "les Nations unies", "des Nations unies"),
        ("à l’OIM", "le CESE", "au CESE"),
        ("au Maroc", "l’Union", "à l’Union"),
        ("aux États", "les Nations unies", "aux Nations unies"),
        ("Le rapport", "la FAO", "la FAO"),
    ],
)
def test_french_names_take_the_preposition_of_the_words_they_replace(words, name, expected):
    assert in_form_of(words, name) == expected
