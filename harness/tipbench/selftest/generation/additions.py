"""Sentences that are added: invented ones, boilerplate of the page, and padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from tipbench.selftest.generation.change import Change, Context
from tipbench.selftest.generation.grammar import capital
from tipbench.selftest.generation.markup import Source

_ATTEMPTS = 8
"""How many drawn sentences are offered of every summary."""
_SHORTEST = 3
"""A line of fewer words ("Close Search") is no boilerplate that anybody would notice."""


def invented_number(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """A sentence with a number that no document has."""
    lexicon = context.lexicon
    page = context.case.document.text
    for _ in range(_ATTEMPTS):
        large = f"{draw.randrange(1_101, 9_900, 7):,}".replace(",", lexicon.numbers.thousands)
        small, percent = str(draw.randrange(13, 98)), str(draw.randrange(11, 48))
        template = draw.choice(lexicon.additions.numbers)
        if not any(number in page for number in (large, small, percent)):
            sentence = template.format(large=large, small=small, percent=percent)
            yield _inserted(source, sentence, draw)


def invented_name(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """A sentence with a name that no document has."""
    additions = context.lexicon.additions
    for _ in range(_ATTEMPTS):
        person, person2 = draw.sample(additions.people, 2)
        sentence = draw.choice(additions.names).format(
            person=person,
            person2=person2,
            organization=draw.choice(additions.organizations),
            country=draw.choice(additions.countries),
        )
        yield _inserted(source, capital(sentence), draw)


def boilerplate_added(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """A line of the page that is not of the article."""
    document = context.case.document
    content = "\n".join(
        document.text[zone.span.start : zone.span.end]
        for zone in context.case.zones
        if zone.content
    )
    for zone in context.case.zones:
        line = " ".join(document.text[zone.span.start : zone.span.end].split())
        if not zone.content and len(line.split()) >= _SHORTEST and not _within(line, content):
            yield _inserted(source, line, draw)


def _within(line: str, content: str) -> bool:
    def straight(text: str) -> str:
        return " ".join(text.replace("’", "'").split())

    return straight(line) in straight(content)


def padding(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Sentences that say nothing, or nothing new."""
    for _ in range(_ATTEMPTS):
        texts = [sentence.text for sentence in source.sentences]
        own = draw.sample(texts, draw.randint(1, len(texts)))
        empty = draw.sample(context.lexicon.additions.padding, draw.randint(1, 3))
        added = draw.choice((own, empty, own + empty))
        yield Change(source.text, " ".join([*texts, *added]), "end")


def _inserted(source: Source, sentence: str, draw: Random) -> Change:
    """The summary with one more sentence, where no sentence is torn from the one it needs."""
    places = [i for i, other in enumerate(source.sentences) if not other.tied or i == 0]
    at = draw.choice([*places, len(source.sentences)])
    texts: Sequence[str] = [other.text for other in source.sentences]
    return Change(source.text, " ".join([*texts[:at], sentence, *texts[at:]]), f"{at}:{sentence}")
