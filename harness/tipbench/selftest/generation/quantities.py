"""Changes of numbers, comparators, units, years and ranks, and of their spelling alone."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tipbench.selftest.generation.change import Change, Context, place, replaced, sites
from tipbench.selftest.generation.grammar import splice
from tipbench.selftest.generation.lexicon import Comparator, Lexicon, Money, plain
from tipbench.selftest.generation.markup import Site, Source

_WORDS = {"ten": 10, "dix": 10}
_STEPS = (-3, -2, -1, 1, 2, 3, 4)


def number_changed(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Another number: digits changed, ten times as many, or another figure of the document.

    Behind "at least" and "more than" only larger ones, for a smaller one would still be true.
    """
    for index, site, words in sites(source, "n"):
        bounded = _has_comparator(source, index, site)
        for wrong in _wrong_numbers(words, context, bounded=bounded):
            yield replaced(source, index, site, wrong)
    for index, site, _, money in _money(source, context.lexicon):
        for wrong in money.wrong:
            yield replaced(source, index, site, wrong)


def _wrong_numbers(words: str, context: Context, *, bounded: bool) -> Iterator[str]:
    value = _WORDS.get(words.lower()) or int(words)
    if words.lower() in _WORDS:
        yield from context.lexicon.numbers.words
    others = {
        int(fact.value)
        for fact in context.case.gold.numeric_facts or ()
        if fact.kind == "count" and fact.value and fact.value.isdecimal()
        if fact.span is not None and context.is_content(fact.span.start)
    }
    nearby = {value + 1, value - 1, value + 100, value * 10, value * 2, value // 2, value + 30}
    turned = {int(f"{value}"[::-1]), int(f"{value}"[1:] + f"{value}"[:1])}
    for wrong in sorted(others | nearby | turned):
        if wrong > 1 and (wrong > value if bounded else wrong != value):
            yield f"{wrong:,}".replace(",", context.lexicon.numbers.thousands)


def _has_comparator(source: Source, index: int, site: Site) -> bool:
    sentence = source.sentences[index]
    return any(
        other.kind == "c" and sentence.text[other.end : site.start].isspace()
        for other in sentence.sites
    )


def _money(source: Source, lexicon: Lexicon) -> Iterator[tuple[int, Site, str, Money]]:
    for index, site, words in sites(source, "m", "a"):
        table = lexicon.money if site.kind == "m" else lexicon.attributive_money
        yield index, site, words, table[words.replace("\u00a0", " ")]


def comparator_dropped(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """The number without "at least" or "more than", in whichever words that was said."""
    for index, site, form, _ in _comparators(source, context):
        yield _from_form(source, index, site, form, "")


def comparator_flipped(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """A lower bound that becomes an upper one."""
    for index, site, form, comparator in _comparators(source, context):
        for flip in comparator.flips:
            yield _from_form(source, index, site, form, flip)


def comparators_in_other_words(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """The same bound in other words, at one number or at several."""
    for index, site, form, _ in _comparators(source, context):
        change = replaced(source, index, site, form)
        if change.after != change.before:
            yield change


def _comparators(source: Source, context: Context) -> Iterator[tuple[int, Site, str, Comparator]]:
    """Every comparator, in every form that fits where it stands."""
    for index, site, words in sites(source, "c"):
        known = next(c for c in context.lexicon.comparators.values() if plain(words) in c.forms)
        before = source.sentences[index].text[: site.start]
        for form in known.forms:
            # « de au-delà de » is no French.
            if not (form == "au-delà de" and before.endswith(("de ", "d’", "à "))):
                yield index, site, form, known


def _from_form(source: Source, index: int, site: Site, form: str, words: str) -> Change:
    """The change from the comparator in the form ``form`` to ``words``."""
    text, language = source.sentences[index].text, source.language
    faithful = splice(text, site.start, site.end, form, language)
    changed = splice(text, site.start, site.end, words, language)
    return Change(
        source.with_sentence(index, faithful),
        source.with_sentence(index, changed),
        place(index, site),
    )


def unit_changed(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """As many of something else, or as much in another currency."""
    for index, site, words in sites(source, "u"):
        for unit in context.lexicon.units[plain(words)]:
            yield replaced(source, index, site, unit)
    for index, site, _, money in _money(source, context.lexicon):
        for unit in money.units:
            yield replaced(source, index, site, unit)


def year_changed(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Another year, also another one of the document; a period with another start or end."""
    for index, site, words in sites(source, "y"):
        for wrong in _wrong_years(words, context):
            yield replaced(source, index, site, wrong)


def _wrong_years(words: str, context: Context) -> Iterator[str]:
    first, dash, last = words.partition("-")
    if dash:
        for step in (1, 2, 3, 5):
            yield f"{int(first) - step}-{last}"
            yield f"{first}-{int(last) + step}"
        yield f"{int(first) + 1}-{int(last) + 1}"
        yield f"{int(first) - 1}-{int(last) - 1}"
        return
    others = {
        int(fact.value)
        for fact in context.case.gold.numeric_facts or ()
        if fact.kind == "date" and fact.value and fact.value.isdecimal()
        if fact.span is not None and context.is_content(fact.span.start)
    }
    for year in sorted({int(words) + step for step in _STEPS} | others):
        if year != int(words):
            yield str(year)


def rank_changed(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Another rank of the same scale."""
    for index, site, _ in sites(source, "r"):
        for wrong in context.lexicon.ranks.wrong:
            yield replaced(source, index, site, wrong)


def numbers_respelled(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """The same number, amount, period or rank in other spelling."""
    for index, site, words in sites(source, "n", "y", "r"):
        for form in context.lexicon.numbers.equal.get(plain(words), ()):
            change = replaced(source, index, site, form)
            if change.after != change.before:
                yield change
    for index, site, _, money in _money(source, context.lexicon):
        for form in money.equal:
            yield replaced(source, index, site, form)
