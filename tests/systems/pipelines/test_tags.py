import pytest

from tipbench.model import Span
from tipbench.systems.pipelines.tags import Token, first_of_words, read_names, split_label


def tokens(*borders, word=None):
    return [Token(Span(start, end), word) for start, end in borders]


FOUR = tokens((0, 2), (3, 5), (6, 8), (9, 11))


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ("O O O O", []),
        ("B-PER I-PER O B-PER", [((0, 5), "PER"), ((9, 11), "PER")]),
        ("B-PER B-PER O O", [((0, 2), "PER"), ((3, 5), "PER")]),  # IOB2: touching names
        ("I-PER I-PER O I-LOC", [((0, 5), "PER"), ((9, 11), "LOC")]),  # IOB1, bare starts
        ("B-PER I-LOC I-LOC O", [((0, 2), "PER"), ((3, 8), "LOC")]),  # the type changes inside
        ("B-PER E-PER S-LOC S-LOC", [((0, 5), "PER"), ((6, 8), "LOC"), ((9, 11), "LOC")]),  # IOBES
        ("B-PER L-PER U-LOC O", [((0, 5), "PER"), ((6, 8), "LOC")]),  # BILOU
        ("PER PER O LOC", [((0, 5), "PER"), ((9, 11), "LOC")]),  # no scheme at all
        ("X-RAY X-RAY O O", [((0, 5), "X-RAY")]),  # a type with a hyphen is no prefix
    ],
)
def test_names_of_every_scheme(labels, names):
    expected = [(Span(*borders), type) for borders, type in names]
    assert read_names(FOUR, labels.split()) == expected


def test_a_type_may_hold_a_hyphen():
    assert split_label("B-WORK-OF-ART") == ("B", "WORK-OF-ART")


def test_punctuation_is_no_part_of_the_word_before_it():
    text = "Rabat, l'EU"
    found = tokens((0, 5), (5, 6), (7, 8), (8, 9), (9, 11))
    labels = ["B-LOC", "I-LOC", "O", "O", "B-ORG"]
    assert first_of_words(text, found, labels) == labels


def test_a_word_has_one_label_that_of_its_first_token():
    assert first_of_words("Talwars", tokens((0, 3), (3, 6), (6, 7)), ["B-PER", "B-LOC", "O"]) == [
        "B-PER", "I-PER", "I-PER",
    ]  # fmt: skip
    assert first_of_words("Talwars", tokens((0, 3), (3, 7)), ["O", "B-PER"]) == ["O", "O"]


def test_words_that_the_tokenizer_keeps_apart_stay_apart():
    text = "MarocLe"
    found = [Token(Span(0, 5), 0), Token(Span(5, 7), 1)]
    assert first_of_words(text, found, ["B-LOC", "O"]) == ["B-LOC", "O"]


def test_scripts_without_spaces_are_not_glued():
    assert first_of_words("摩洛哥说", tokens((0, 3), (3, 4)), ["B-LOC", "O"]) == ["B-LOC", "O"]
