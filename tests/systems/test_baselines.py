from tipbench.model import Document
from tipbench.systems.baselines import Empty, Gold, Lead


def test_gold_answers_with_the_gold_of_the_view(corpus):
    for view in ("clean", "page"):
        cases = corpus.cases(view)
        answer = Gold(cases).predict(cases[4].document)
        assert len(answer["entities"]) == len(cases[4].gold.entities)
        first = answer["entities"][0]
        assert cases[4].document.text[first["start"] : first["end"]] == first["text"]


def test_gold_summarises_in_the_documents_language(corpus):
    cases = corpus.cases()
    assert Gold(cases).predict(cases[1].document)["summary"].startswith("Le département")


def test_empty_finds_nothing(corpus):
    answer = Empty().predict(corpus.documents()[0])
    assert not any(answer.values())


def test_lead_is_the_first_three_sentences_without_the_title():
    document = Document("d", "en", "The title", "The title\n\nOne. Two! Three? Four.")
    assert Lead().predict(document) == "One. Two! Three?"


def test_lead_of_a_short_or_empty_text():
    assert Lead().predict(Document("d", "en", None, "Only one")) == "Only one"
    assert Lead().predict(Document("d", "en", None, "")) == ""
