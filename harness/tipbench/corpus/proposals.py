"""Zones and sentences proposed for a new text, for an annotator to look through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipbench.annotation.records import SentenceRecord, ZoneRecord
from tipbench.tokens import split_sentences

_LINK = re.compile(r"(read (also|more)|see also|source|lire aussi|à lire|voir aussi)\b", re.I)
_BYLINE = re.compile(r"(by|par|written by|publié|published|posted|écrit par)\b", re.I)
_FOOTER = re.compile(r"(tags?|étiquettes?|last modified|dernière modification|mots-clés)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?…:;,»”\")]$")
HEADING_WORDS = 12


def propose_zones(text: str, doc_id: str, annotator: str) -> list[ZoneRecord]:
    r"""Zones that tile a text, by simple rules on its lines.

    The first line is the title if it ends as no sentence does; what looks like a byline, link or
    footer is one; another short line without a full stop is a heading; all else is body.

    >>> [zone.zone for zone in propose_zones("A title\n\nBy X\n\nOne. Two.\n", "d", "x")]
    ['title', 'byline', 'body']
    """
    kinds: list[tuple[str, int]] = []
    for match in re.finditer(r"[^\r\n]*\S[^\r\n]*", text):
        kind = _kind(match.group().strip(), first=not kinds)
        if not kinds or kinds[-1][0] != kind:
            kinds.append((kind, match.start()))
    ends = [start for _, start in kinds[1:]] + [len(text)]
    return [
        ZoneRecord(
            id=f"{doc_id}.z{number:02d}",
            doc_id=doc_id,
            start=0 if number == 1 else start,
            end=end,
            zone=kind,
            annotator=annotator,
        )
        for number, ((kind, start), end) in enumerate(zip(kinds, ends, strict=True), 1)
    ]


def _kind(line: str, *, first: bool) -> str:
    for kind, pattern in (("link", _LINK), ("byline", _BYLINE), ("footer", _FOOTER)):
        if pattern.match(line) and len(line.split()) <= HEADING_WORDS:
            return kind
    if _SENTENCE_END.search(line):
        return "body"
    if first:
        return "title"
    return "heading" if len(line.split()) <= HEADING_WORDS else "body"


def propose_sentences(
    text: str, zones: list[ZoneRecord], doc_id: str, annotator: str
) -> list[SentenceRecord]:
    """Sentences by the package's own splitter, none of which crosses a zone border."""
    return [
        SentenceRecord(
            id=f"{doc_id}.t{number:03d}", doc_id=doc_id, start=start, end=end, annotator=annotator
        )
        for number, (start, end) in enumerate(_spans(text, zones), 1)
    ]


def _spans(text: str, zones: list[ZoneRecord]) -> Iterator[tuple[int, int]]:
    for zone in zones:
        for span in split_sentences(text[zone.start : zone.end]):
            yield zone.start + span.start, zone.start + span.end
