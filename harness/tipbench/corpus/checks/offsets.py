"""Level 3: every offset is in its text, every surface is what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tipbench.annotation.files import Placed
from tipbench.annotation.problems import Problem
from tipbench.annotation.records import (
    EntityRecord,
    Located,
    NuggetRecord,
    NumericFactRecord,
    QuoteRecord,
    SentenceRecord,
    StanceRecord,
    ZoneRecord,
)
from tipbench.corpus.sources import Sources
from tipbench.tokens import tokenize

Surface = tuple[str, int, int, str]
"""Place, start, end and text of something that stands on the page."""


def offset_problems(sources: Sources) -> Iterator[Problem]:
    """All problems of level 3."""
    for doc_id, page in sources.texts.items():
        if doc_id in sources.withdrawn_ids and not page:
            continue
        zones = sorted(sources.placed(ZoneRecord, doc_id), key=lambda item: item.record.start)
        surfaces = list(_surfaces(sources, doc_id))
        yield from _tiling(zones, page, doc_id)
        yield from _surface_problems(surfaces, page)
        yield from _across_zones(surfaces, zones)
        entities = sources.placed(EntityRecord, doc_id)
        if sources.has("sentences"):
            yield from _sentences(sources.placed(SentenceRecord, doc_id), zones, page)
            yield from _token_borders(entities, sources.records(SentenceRecord, doc_id), page)
        yield from _crossing(entities)
        if sources.has("numeric_facts"):
            yield from _uncovered_digits(sources.placed(NumericFactRecord, doc_id), page, doc_id)


def _surfaces(sources: Sources, doc_id: str) -> Iterator[Surface]:
    for entity in sources.placed(EntityRecord, doc_id):
        yield entity.place, entity.record.start, entity.record.end, entity.record.text
    for fact in sources.placed(NumericFactRecord, doc_id):
        yield fact.place, fact.record.start, fact.record.end, fact.record.text
    for stance in sources.placed(StanceRecord, doc_id):
        yield from (_of(stance.place, q) for q in (stance.record.cue, stance.record.evidence))
    for nugget in sources.placed(NuggetRecord, doc_id):
        yield from (_of(nugget.place, quote) for quote in nugget.record.support)


def _of(place: str, quote: QuoteRecord) -> Surface:
    return place, quote.start, quote.end, quote.text


def _tiling(zones: list[Placed[ZoneRecord]], page: str, doc_id: str) -> Iterator[Problem]:
    at = 0
    for zone in zones:
        if zone.record.start != at or zone.record.end <= at:
            message = f"zone [{zone.record.start}, {zone.record.end}) does not go on from {at}"
            yield Problem(
                "O303", zone.place, message, "Every character belongs to exactly one zone"
            )
        at = max(at, zone.record.end)
    if at != len(page):
        place = zones[-1].place if zones else f"annotations/gold/zones/{doc_id}.jsonl"
        message = f"the zones end at {at}, the page has {len(page)} characters"
        yield Problem("O303", place, message, "Every character belongs to exactly one zone")


def _surface_problems(surfaces: Iterable[Surface], page: str) -> Iterator[Problem]:
    for place, start, end, text in surfaces:
        if not 0 <= start < end <= len(page):
            message = f"[{start}, {end}) is empty or not within the {len(page)} characters"
            yield Problem("O301", place, message, "Offsets are code points, half-open")
        elif page[start:end] != text:
            message = f"[{start}, {end}) is {page[start:end]!r}, not {text!r}"
            yield Problem("O302", place, message, "Mend the offsets or the text")
        elif text != text.strip():
            message = f"{text!r} has white space at its edge"
            yield Problem("O305", place, message, "Leave edge spaces outside")


def _across_zones(
    surfaces: Iterable[Surface], zones: list[Placed[ZoneRecord]]
) -> Iterator[Problem]:
    borders = [zone.record.start for zone in zones][1:]
    for place, start, end, text in surfaces:
        if any(start < border < end for border in borders):
            message = f"{text!r} [{start}, {end}) crosses a zone border"
            yield Problem("O304", place, message, "Split it or mend the zone")


def _sentences(
    sentences: list[Placed[SentenceRecord]], zones: list[Placed[ZoneRecord]], page: str
) -> Iterator[Problem]:
    """Sentences hold every character but white space, once, and stay within a zone."""
    surfaces = [
        (s.place, s.record.start, s.record.end, page[s.record.start : s.record.end])
        for s in sentences
    ]
    yield from _surface_problems(surfaces, page)
    yield from _across_zones(surfaces, zones)
    at = 0
    for place, start, end, _ in sorted(surfaces, key=lambda surface: surface[1]):
        if start < at or page[at:start].strip():
            message = f"between {at} and {start} the sentences overlap or leave words out"
            yield Problem("O306", place, message, "Every word belongs to exactly one sentence")
        at = end


def _token_borders(
    entities: list[Placed[EntityRecord]], sentences: list[SentenceRecord], page: str
) -> Iterator[Problem]:
    starts, ends = set(), set()
    for sentence in sentences:
        for token in tokenize(page[sentence.start : sentence.end]):
            starts.add(sentence.start + token.start)
            ends.add(sentence.start + token.end)
    for item in entities:
        if item.record.start not in starts or item.record.end not in ends:
            message = f"{item.record.text!r} does not begin and end at a token border"
            yield Problem("O307", item.place, message, "The CoNLL view cannot show it; mend it")


def _crossing(entities: list[Placed[EntityRecord]]) -> Iterator[Problem]:
    """Entities nest or lie apart; two that overlap in part, or coincide, are a mistake."""
    ordered = sorted(entities, key=lambda item: (item.record.start, -item.record.end))
    open_spans: list[Located] = []
    for item in ordered:
        record = item.record
        open_spans = [outer for outer in open_spans if outer.end > record.start]
        for outer in open_spans:
            same = (outer.start, outer.end) == (record.start, record.end)
            if same or record.end > outer.end:
                message = f"{record.text!r} overlaps [{outer.start}, {outer.end}) without nesting"
                yield Problem("O308", item.place, message, "Mend one of the two")
        open_spans.append(record)


def _uncovered_digits(
    facts: list[Placed[NumericFactRecord]], page: str, doc_id: str
) -> Iterator[Problem]:
    """Every digit of the page belongs to a numeric fact."""
    spans = [(item.record.start, item.record.end) for item in facts]
    for match in re.finditer(r"\d+", page):
        if not any(start <= match.start() and match.end() <= end for start, end in spans):
            context = page[max(0, match.start() - 15) : match.end() + 15]
            yield Problem(
                "O309",
                f"annotations/gold/numeric_facts/{doc_id}.jsonl",
                f"no numeric fact covers {match.group()} at {match.start()} ({context!r})",
                "Annotate it",
            )
