from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from tipbench.corpus.load import load_corpus
from tipbench.scoring.alignment.align import align
from tipbench.scoring.alignment.borders import words
from tipbench.scoring.alignment.fuzzy import FuzzySearch
from tipbench.scoring.normal import fold


def found(text: str, surface: str) -> list[str]:
    return [text[span.start : span.end] for span in FuzzySearch(text).find(surface)]


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        # a letter dropped, added, changed, swapped
        ("by Puneet Talwar.", "Punet Talwar", "Puneet Talwar"),
        ("by Puneet Talwar.", "Puneeet Talwar", "Puneet Talwar"),
        ("by Puneet Talwar.", "Puneet Talvar", "Puneet Talwar"),
        ("by Puneet Talwar.", "Puneet Tawlar", "Puneet Talwar"),
        # misread letters, other endings
        ("the Moroccan government", "Moroccan govemment", "Moroccan government"),
        ("autorités marocaines", "autorité marocaine", "autorités marocaines"),
        # hyphens and words run together or apart
        ("the anti-trafficking law", "antitrafficking law", "anti-trafficking law"),
        ("the antitrafficking law", "anti-trafficking law", "antitrafficking law"),
        ("Maroc-France", "Maroc – Frances", "Maroc-France"),
        # words missing on one side
        ("la Commission nationale de coordination des mesures de lutte",
         "Commission nationale de coordination des mesures lutte",
         "Commission nationale de coordination des mesures de lutte"),
        ("la Commission nationale de coordination des mesures de lutte",
         "Commission nationale coordination mesures de lutte",
         "Commission nationale de coordination des mesures de lutte"),
        ("they did not report providing any financial support to victims",
         "did not report providing financial support to victims",
         "did not report providing any financial support to victims"),
        # glued words and accents are in offsets of the text
        ("au cœur: MarocaineLe", "Marocainne", "Marocaine"),
        ("l’E\u0301tat-Majors X", "Etat-Majjors", "E\u0301tat-Majors"),
        # the marks around it that both have
        ("so «Rabat hailed the plan», then", "«Rabat hailled the plan»", "«Rabat hailed the plan»"),
        ("so Rabat hailed the plan", "«Rabat hailled the plan»", "Rabat hailed the plan"),
        ("Rabat hailed it", "...Rabat hailled it ", "Rabat hailed it"),
        # determiners are left aside where they hinder
        ("du gouvernement marocain", "the gouvernment marocain", "gouvernement marocain"),
        # figures are equal
        ("the 2024 report on trafficking", "2024 reporrt", "2024 report"),
        ("King Mohammed VI of Morocco", "King Mohamed VI", "King Mohammed VI"),
    ],
)  # fmt: skip
def test_small_errors(text: str, surface: str, expected: str) -> None:
    assert found(text, surface) == [expected]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Algérie", "Tunisie"),
        ("Zambia", "Gambia"),
        ("Nigeria", "Niger"),
        ("2024", "2023"),
        ("the report of 2024", "the report of 2023"),
        ("100,000 victims", "10,000 victims"),
        ("King Mohammed VI", "King Mohammed V"),
        ("King Mohammed", "King Mohammed V"),
        ("two billion dirhams", "two million dirhams"),
        ("less than 720 cases", "more than 720 cases"),
        ("ministère de l'Extérieur", "ministère de l'Intérieur"),
        ("Southern Africa", "Northern Africa"),
        ("Amérique du Nord", "Afrique du Nord"),
        ("série", "Serbie"),
        ("the National Commission against human trafficking in Morocco",
         "the National Committee against human trafficking in Morocco"),
        # a word at an end is missing
        ("the US Department of State", "US Department of State report"),
        # too short, too long, nothing
        ("Mali", "Male"),
        ("US of A", "UN of A"),
        ("Rabat " * 200, "Rabbat " * 200),
        ("Rabat", ""),
        ("", "Rabat"),
        ("…", "Rabat"),
    ],
)  # fmt: skip
def test_another_name(text: str, surface: str) -> None:
    assert found(text, surface) == []


def test_all_the_places_that_are_most_alike() -> None:
    text = "marocains, marocaine et marocaine"
    assert found(text, "marocainne") == ["marocaine", "marocaine"]
    # a capitalised word is none in small letters
    assert found("Serbies, serbie", "Serbiee") == ["Serbies"]


def typo(surface: str, chance: random.Random) -> str:
    """One letter left out, doubled, changed or swapped with the next."""
    letters = [i for i in range(1, len(surface) - 1) if surface[i].isalpha()]
    if not letters:
        return surface
    at = chance.choice(letters)
    before, letter, after = surface[:at], surface[at], surface[at + 1 :]
    wrong = chance.choice("abcdefghijklmnopqrstuvwxyz")
    swapped = before + after[0] + letter + after[1:]
    doubled, dropped = before + 2 * letter + after, before + after
    return chance.choice((dropped, doubled, swapped, before + wrong + after))


def test_corrupted_names_of_the_corpus_are_found_where_they_were() -> None:
    chance = random.Random(20240624)
    placed = right = total = 0
    for case in load_corpus().cases("page"):
        text = case.document.text
        for surface in sorted({entity.text for entity in case.gold.entities or ()}):
            wrong = typo(surface, chance)
            if len(surface) < 5 or fold(wrong) in fold(text):
                continue
            [(span, status)] = align(text, [wrong])
            total += 1
            if span is not None:
                assert status in ("repaired", "ambiguous")
                placed += 1
                right += fold(text[span.start : span.end]) == fold(surface)
    assert total > 80
    assert placed >= 0.75 * total
    assert right >= 0.95 * placed


def test_names_of_other_documents_are_not_found() -> None:
    cases = list(load_corpus().cases("page"))
    names = {entity.text for case in cases for entity in case.gold.entities or ()}
    wrong = total = 0
    for case in cases:
        text = case.document.text
        search = FuzzySearch(text)
        for name in sorted(names):
            if fold(name) not in fold(text):
                total += 1
                wrong += bool(search.find(name))
    assert total > 300
    assert wrong <= 0.05 * total


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("a" * 200_000, ["a" * n + "b" for n in range(5, 505)]),
        ("abcdefgh " * 22_000, ["abcdefgx " * n + "abcdefgh" for n in range(1, 61)]),
        ("marocain " * 22_000, [f"maroc{a}{b}in" for a in "abcdefghij" for b in "klmnopqrst"]),
    ],
)
def test_work_is_bounded(text: str, surfaces: list[str]) -> None:
    search = FuzzySearch(text)
    started = time.process_time()
    for surface in surfaces:
        search.find(surface)
    assert time.process_time() - started < 10


def test_a_long_text_with_many_errors_takes_seconds() -> None:
    chance = random.Random(1)
    once = "\n".join(case.document.text for case in load_corpus().cases("page"))
    text = (once * (200_000 // len(once) + 1))[:200_000]
    parts = [word for word in text.split() if len(word) > 4]
    surfaces = [typo(" ".join(chance.sample(parts, 2)), chance) for _ in range(2_000)]
    started = time.process_time()
    assert len(align(text, surfaces)) == 2_000
    assert time.process_time() - started < 20


def test_rapidfuzz_is_imported_only_when_it_is_needed() -> None:
    code = (
        "import sys; from tipbench.scoring.alignment.align import align; "
        "align('Rabat', ['the rabat']); "
        "print('rapidfuzz' in sys.modules); align('Rabat', ['Rabbat']); "
        "print('rapidfuzz' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]


def test_words() -> None:
    text = "L’E\u0301tat, MarocLe 2025Le iPhone"
    assert [(word.text, text[word.span.start : word.span.end]) for word in words(text)] == [
        ("l", "L"),
        ("etat", "E\u0301tat"),
        ("maroc", "Maroc"),
        ("le", "Le"),
        ("2025", "2025"),
        ("le", "Le"),
        ("i", "i"),
        ("phone", "Phone"),
    ]
