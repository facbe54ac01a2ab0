"""Putting words in the place of others: elision, contracted articles, capitals."""

from __future__ import annotations

import re

_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûü]", re.IGNORECASE)
_ELIDED = re.compile(r"\b([dD]|[qQ]u|[nN])[’']$")
_FULL = re.compile(r"\b([dD]|[qQ]u|[nN])e $")
_SENTENCE_START = re.compile(r"(?:^|[.!?] )$")
_CONTRACTED = {"de": {"le": "du", "les": "des"}, "à": {"le": "au", "les": "aux"}}
_ARTICLE = re.compile(r"(le |la |les |l’)")
_WITH_DE = re.compile(r"(?:du |des |de la |de l’)", re.IGNORECASE)
_WITH_A = re.compile(r"(?:au |aux |à la |à l’)", re.IGNORECASE)


def splice(text: str, start: int, end: int, words: str, language: str) -> str:
    """``text`` with ``words`` in the place of ``[start, end)``.

    >>> splice("Il dit qu’au moins 474 viennent.", 10, 18, "", "fr")
    'Il dit que 474 viennent.'
    >>> splice("According to the US, it works.", 0, 21, "", "en")
    'It works.'
    """
    before, after = text[:start], text[end:]
    if not words and after.startswith(" ") and (not before or before[-1] in " ’'"):
        after = after[1:]
    if language == "fr":
        before = _elide(before, words + after)
    tail = words + after
    if _SENTENCE_START.search(before):
        tail = tail[:1].upper() + tail[1:]
    return before + tail


def _elide(before: str, following: str) -> str:
    vowel = _VOWEL.match(following) is not None
    if not vowel and (match := _ELIDED.search(before)):
        return before[: match.start()] + match[1] + "e "
    if vowel and (match := _FULL.search(before)):
        return before[: match.start()] + match[1] + "’"
    return before


def in_form_of(words: str, name: str) -> str:
    """The French ``name`` with the preposition that ``words`` contract with their article.

    >>> in_form_of("du Maroc", "l’Espagne"), in_form_of("au Maroc", "le Ghana")
    ('de l’Espagne', 'au Ghana')
    >>> in_form_of("Le Maroc", "la Chine"), in_form_of("du département", "Puneet Talwar")
    ('la Chine', 'de Puneet Talwar')
    """
    for preposition, pattern in (("de", _WITH_DE), ("à", _WITH_A)):
        if pattern.match(words):
            return _after(preposition, name)
    return name


def _after(preposition: str, name: str) -> str:
    article = _ARTICLE.match(name)
    contracted = article and _CONTRACTED[preposition].get(article[1].strip())
    if article and contracted:
        return f"{contracted} {name[article.end() :]}"
    if preposition == "de" and _VOWEL.match(name):
        return f"d’{name}"
    return f"{preposition} {name}"


def has_place_form(words: str) -> bool:
    """Whether French ``words`` say where or to whom, which not every name can ("en Espagne").

    >>> has_place_form("au Maroc"), has_place_form("du Maroc")
    (True, False)
    """
    return _WITH_A.match(words) is not None


def capital(text: str) -> str:
    """``text`` with a capital at its start."""
    return text[:1].upper() + text[1:]
