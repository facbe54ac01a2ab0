"""What the pages are known to hold, read off the built corpus."""

import pytest


@pytest.fixture(scope="module")
def pages(corpus):
    return {case.document.doc_id: case for case in corpus.cases("page")}


def texts(case, name):
    text = case.document.text
    return [text[z.span.start : z.span.end] for z in case.zones if z.name == name]


def test_the_ticker_of_tip_000_has_48_headlines(pages):
    headlines = [text.strip() for text in texts(pages["tip-000"], "nav")]
    assert len(headlines) == 48
    assert (
        headlines[0] == headlines[15] == ("Rabat: Ouverture du 5e Forum parlementaire Maroc-France")
    )
    assert all("\u00a0\u00a0" not in headline for headline in headlines)


def test_the_glued_teasers_of_tip_001_are_apart(pages):
    teasers = [text.strip() for text in texts(pages["tip-001"], "teaser")]
    assert len(teasers) == 16
    assert teasers[0].endswith("Nador et Marrakech")
    assert teasers[1].startswith("Dans le cadre")
    assert teasers[14].endswith("2024-2025")


def test_the_second_printing_of_the_title_of_tip_004_is_a_widget(pages):
    title, second = texts(pages["tip-004"], "title")[0], texts(pages["tip-004"], "widget")[0]
    assert title.strip().replace("’", "'") == second.strip()


def test_the_heading_glued_to_a_paragraph_of_tip_002_is_a_heading(pages):
    assert "Rapport sur la traite des personnes 2024\n\n" in texts(pages["tip-002"], "heading")


def test_every_character_is_in_exactly_one_zone(pages):
    for case in pages.values():
        at = 0
        for zone in case.zones:
            assert zone.span.start == at
            at = zone.span.end
        assert at == len(case.document.text)


def test_the_clean_view_holds_no_boilerplate(corpus):
    texts = {d.doc_id: d.text for d in corpus.documents("clean")}
    assert texts["tip-000"].startswith("Morocco struggles")
    assert texts["tip-001"].startswith("Dans son rapport annuel")
    assert "Lire aussi" not in texts["tip-001"]
    assert "About Khalid" not in texts["tip-003"]
    assert texts["tip-004"].endswith("experience in this field.\n\n")


def test_titles(corpus):
    assert {d.doc_id: d.title for d in corpus.documents()} == {
        "tip-000": "Morocco struggles to meet anti-human trafficking standards",
        "tip-001": None,
        "tip-002": None,
        "tip-003": "US State Department Report Praises Morocco’s Growing Efforts Against "
        "Human Trafficking (Commission)",
        "tip-004": "US, UN support Morocco’s efforts to combat human trafficking",
    }


def test_the_annotated_sentences_are_those_that_the_splitter_finds(root, corpus):
    from tipbench.annotation.records import SentenceRecord
    from tipbench.corpus.sources import read_sources
    from tipbench.tokens import split_sentences

    sources = read_sources(root)
    for case in corpus.cases("page"):
        text = case.document.text
        found = [
            (zone.span.start + span.start, zone.span.start + span.end)
            for zone in case.zones
            for span in split_sentences(text[zone.span.start : zone.span.end])
        ]
        annotated = sources.records(SentenceRecord, case.document.doc_id)
        assert [(sentence.start, sentence.end) for sentence in annotated] == found
