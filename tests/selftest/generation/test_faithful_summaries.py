"""What can be checked of the data by a program; what they say was checked against the articles."""

import re
from collections import Counter

import pytest

from tipbench.selftest.generation.lexicon import lexicon, plain
from tipbench.selftest.generation.library import LANGUAGES, faithful_summaries
from tipbench.selftest.generation.naming import FAMILIES

SOURCES = faithful_summaries()
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
WORDS = re.compile(r"\b(?:ten|dix)\b", re.IGNORECASE)


def marked(*kinds):
    return [
        (source, sentence.text[site.start : site.end], site)
        for source in SOURCES
        for sentence in source.sentences
        for site in sentence.sites
        if site.kind in kinds
    ]


def test_every_reference_of_one_document_is_there_word_for_word(pages):
    references = {
        reference.summary_id: (reference.language, reference.text)
        for case in pages
        for reference in case.references
    }
    found = {s.name: (s.language, s.text) for s in SOURCES if s.name in references}
    assert found == references
    assert len(references) == 15


def test_every_sentence_of_a_reference_has_three_paraphrases():
    for source in SOURCES:
        if source.name.startswith(source.doc_id):
            for sentence in source.sentences:
                assert len(set(sentence.paraphrases)) >= 3, sentence.text


def test_there_are_at_least_ten_more_of_each_document_and_language(pages):
    written = Counter((s.doc_id, s.language) for s in SOURCES if not s.name.startswith(s.doc_id))
    assert set(written) == {(case.document.doc_id, one) for case in pages for one in LANGUAGES}
    assert min(written.values()) >= 10
    assert len({source.text for source in SOURCES}) == len(SOURCES)


def figures(text):
    return Counter(NUMBER.findall(text)) + Counter(["10"] * len(WORDS.findall(text)))


def test_every_number_stands_in_the_article(pages):
    content = {
        case.document.doc_id: "".join(
            case.document.text[zone.span.start : zone.span.end]
            for zone in case.zones
            if zone.content
        )
        for case in pages
    }
    for source in SOURCES:
        known = {number.replace(",", ".") for number in figures(content[source.doc_id])}
        assert {n.replace(",", ".") for n in figures(source.text)} <= known, source.text


def test_paraphrases_state_the_same_numbers():
    for source in SOURCES:
        for sentence in source.sentences:
            for paraphrase in sentence.paraphrases:
                assert figures(paraphrase) == figures(sentence.text), paraphrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_site_has_something_to_put_in_its_place(language):
    words = lexicon(language)
    forms = {form for one in words.comparators.values() for form in one.forms}
    for source, surface, site in marked("c", "u", "v", "m", "a", "e", "es"):
        if source.language != language:
            continue
        key = plain(surface)
        known = {
            "c": forms,
            "u": words.units,
            "v": words.stance,
            "m": words.money,
            "a": words.attributive_money,
        }.get(site.kind)
        if known is not None:
            assert key in known, surface
        elif site.ids != ("united-states",):
            fitting = [s for s in words.swaps if (s.entity,) == site.ids]
            assert any(s.surface in (None, key) for s in fitting), surface


def test_every_entity_is_one_of_the_corpus(corpus):
    known = {entry.entity_id for entry in corpus.inventory} | {"writer"}
    assert {one for _, _, site in marked("e", "s", "es") for one in site.ids} <= known
    assert {one for members in FAMILIES.values() for one in members} <= known
    for language in LANGUAGES:
        words = lexicon(language)
        assert set(words.sources.singular) | set(words.sources.several) <= known


def test_swapped_entities_have_the_same_type_and_another_identity(corpus):
    types = {entry.entity_id: entry.type for entry in corpus.inventory}
    classes = {entry.entity_id: entry.stance_class for entry in corpus.inventory}
    names = {
        entry.entity_id: {plain(n) for n in (entry.en, entry.fr, *entry.aliases)}
        for entry in corpus.inventory
    }
    for language in LANGUAGES:
        for swap in lexicon(language).swaps:
            for other, words in swap.others.items():
                assert types[other] == types[swap.entity], (swap.entity, other)
                own = classes[swap.entity]
                assert own is None or classes[other] != own, (swap.entity, other)
                assert plain(words) not in names[swap.entity]


def test_invented_names_stand_on_no_page(pages, corpus):
    everything = " ".join(case.document.text for case in pages)
    known = {plain(n) for e in corpus.inventory for n in (e.en, e.fr, *e.aliases)}
    for language in LANGUAGES:
        words = lexicon(language)
        added = words.additions
        invented = [name for swap in words.swaps for name in swap.invented]
        for name in [*invented, *added.people, *added.organizations, *added.countries]:
            bare = re.sub(r"^(?:the |les? |la |l’)", "", name)
            assert not re.search(rf"\b{re.escape(bare)}\b", everything), name
            assert plain(bare) not in known, name


def test_comparators_in_other_words_and_flipped_ones_have_nothing_in_common():
    for language in LANGUAGES:
        for comparator in lexicon(language).comparators.values():
            assert not set(comparator.forms) & set(comparator.flips)
        forms = [form for one in lexicon(language).comparators.values() for form in one.forms]
        assert len(forms) == len(set(forms))
