import pytest

from tipbench.errors import DataError
from tipbench.selftest.generation.markup import parse_file, parse_sentence


def test_marks_leave_the_words_and_say_where_they_were():
    sentence = parse_sentence(
        "{d:According to {s:cnclt+us:the CNCLT}, }{e:morocco:Morocco} {v:acts}.", "x"
    )
    assert sentence.text == "According to the CNCLT, Morocco acts."
    words = {(site.kind, sentence.text[site.start : site.end], site.ids) for site in sentence.sites}
    assert words == {
        ("d", "According to the CNCLT, ", ()),
        ("s", "the CNCLT", ("cnclt", "us")),
        ("e", "Morocco", ("morocco",)),
        ("v", "acts", ()),
    }


@pytest.mark.parametrize(
    ("marked", "problem"),
    [
        ("a {n:10", "not closed"),
        ("a 10} b", "closes nothing"),
        ("a {q:10}", "no site of a known kind"),
        ("a {e:Morocco}", "no site of a known kind"),
        ("a {} b", "no site of a known kind"),
    ],
)
def test_wrong_marks_are_named_with_their_place(marked, problem):
    with pytest.raises(DataError, match=problem) as caught:
        parse_sentence(marked, "file:3")
    assert caught.value.place == "file:3"


def test_a_file_has_summaries_sentences_and_paraphrases():
    content = "# note\n\n@ a\nOne.\n= Another.\n& Two.\n\n@ b\nThree."
    one, other = parse_file(content, "tip-000", "en", "f")
    assert (one.name, one.text) == ("a", "One. Two.")
    assert [sentence.paraphrases for sentence in one.sentences] == [("Another.",), ()]
    assert [sentence.tied for sentence in one.sentences] == [False, True]
    assert other.text == "Three."


@pytest.mark.parametrize("content", ["One.", "@ a\n= Another."])
def test_lines_that_belong_to_nothing_are_named(content):
    with pytest.raises(DataError, match=r"expected") as caught:
        parse_file(content, "tip-000", "en", "f")
    assert caught.value.place == f"f:{content.count(chr(10)) + 1}"


def test_parts_of_a_summary_keep_tied_sentences_together():
    [source] = parse_file("@ a\nOne.\n& Two.\nThree.\nFour.", "tip-000", "en", "f")
    assert {part.text for part in source.shorter()} == {
        "Three. Four.",
        "One. Two. Four.",
        "One. Two. Three.",
        "One. Two.",
        "Three.",
        "Four.",
    }
