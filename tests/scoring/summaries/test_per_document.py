from __future__ import annotations

from dataclasses import replace

from tipbench.model import Answer, Case, Document, Nugget
from tipbench.scoring.summaries.per_document import once_per_document

MADE: list[str] = []


@once_per_document
def made(case: Case, language: str) -> str:
    MADE.append(case.document.doc_id)
    return f"{case.article} {language}"


CASE = Case(Document("d", "en", None, "Rabat acted"), Answer("d"), nuggets=())


def test_a_document_is_read_once_for_all_its_summaries() -> None:
    MADE.clear()
    # the same document under another id, as a benchmark may have it
    again = replace(CASE, document=replace(CASE.document, doc_id="e"))
    assert {made(CASE, "en"), made(CASE, "en"), made(again, "en")} == {"Rabat acted en"}
    assert MADE == ["d"]


def test_another_gold_text_or_argument_is_read_anew() -> None:
    MADE.clear()
    made(CASE, "en")
    other_gold = replace(CASE, gold=Answer("d", summary="other"))
    other_nuggets = replace(CASE, nuggets=(Nugget("n", "a", "b", True),))
    other_text = replace(CASE, document=replace(CASE.document, text="Lima acted"))
    assert made(other_gold, "en") == made(other_nuggets, "en") == "Rabat acted en"
    assert made(other_text, "en") == "Lima acted en"
    assert made(CASE, "fr") == "Rabat acted fr"
    assert len(MADE) >= 4
