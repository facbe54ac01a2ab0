import re
from collections import Counter

import pytest

from tipbench.selftest.generation.edits import CORRUPTIONS, EFFECTS, HARMLESS, PADDING, make_edits
from tipbench.selftest.generation.library import LANGUAGES, faithful_summaries


def test_types_have_names_of_their_own():
    assert len({*CORRUPTIONS, *HARMLESS, *PADDING}) == sum(map(len, EFFECTS.values()))


def test_the_seed_decides_everything(pages):
    assert make_edits(pages, seed=1, samples=5) == make_edits(pages, seed=1, samples=5)
    assert make_edits(pages, seed=1, samples=5) != make_edits(pages, seed=2, samples=5)


def test_there_are_as_many_as_asked_for_or_as_the_texts_allow(pages):
    few = Counter((edit.type, edit.language) for edit in make_edits(pages, samples=7))
    types = {*CORRUPTIONS, *HARMLESS, *PADDING}
    assert few == {(type, language): 7 for type in types for language in LANGUAGES}


def test_nearly_every_type_has_two_hundred_in_each_language(pages):
    found = Counter((edit.type, edit.language) for edit in make_edits(pages, samples=200))
    assert min(found.values()) >= 70
    assert sum(number == 200 for number in found.values()) >= 30


def test_no_edit_is_there_twice(edits):
    texts = [(e.type, e.language, e.doc_id, e.change.before, e.change.after) for e in edits]
    assert len(set(texts)) == len(texts)
    assert all(edit.change.before != edit.change.after for edit in edits)


def test_no_corruption_is_a_faithful_text(edits):
    faithful = {source.text for source in faithful_summaries()}
    for edit in edits:
        if edit.effect == "corruption":
            assert edit.change.after not in faithful


def test_every_summary_that_has_a_site_is_used_before_one_is_used_again(pages):
    edits = make_edits(pages, samples=60)
    places = Counter(
        (e.doc_id, e.source, e.change.place)
        for e in edits
        if e.type == "entity_swapped" and e.language == "en"
    )
    assert set(places.values()) == {1}


def test_documents_that_are_not_asked_for_are_left_out(pages):
    [first, *_] = pages
    only = make_edits([first], samples=3)
    assert {edit.doc_id for edit in only} == {first.document.doc_id}


SLIPS = {
    "two spaces": re.compile(r"  "),
    "a space before a stop": re.compile(r"\s[.,](?!\d)"),
    "two stops": re.compile(r"[,;][.,;]|\.\.(?!\.)"),
    "a small letter after a stop": re.compile(r"[.!?] [a-zéàœ]|^[a-zéàœ]"),
}
ENGLISH = {
    "a before a vowel": re.compile(r"\b[Aa] (?=[aeio])"),
    "an before a consonant": re.compile(r"\b[Aa]n (?=[b-df-gj-np-tv-xz])"),
    "two verbs": re.compile(r"\b(?:had|has|have|were|was) did\b"),
}
FRENCH = {
    "elided before a consonant": re.compile(r"\b(?:[dlns]|qu)['’](?![aeiouyhàâéèêîœ«])", re.I),
    "not elided": re.compile(r"\b(?:de|que|ne) (?=[aeiouéèê](?!n\b|nze))"),
    "not contracted": re.compile(r"\bde les? (?=[A-Za-z])|\bà le [A-Z]"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_changed_stays_grammatical(edits, language):
    slips = SLIPS | (ENGLISH if language == "en" else FRENCH)
    for edit in edits:
        # Lines of the page are as they are.
        if edit.language == language and edit.type != "boilerplate_added":
            for name, slip in slips.items():
                found = slip.search(edit.change.after)
                assert not found, (name, edit.type, edit.change.after)
