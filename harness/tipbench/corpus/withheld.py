"""Rows without the words of the articles, and the words put back.

Withheld is everything that the page itself says: its text, its title, the surfaces of spans, the
quotes of stance and the tokens. Offsets, labels, hashes and names stay, and so do summaries and
nuggets, which annotators wrote, near the wording of the articles in places. What is withheld is
null; the lengths of withheld tokens stand beside their starts, so that the page gives the tokens
back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from tipbench.corpus.folder import Row
from tipbench.corpus.load import CONTENT_ZONES
from tipbench.corpus.view import View
from tipbench.model import Span, Zone

LENGTHS = "lengths"
"""The column of ``tokens`` that a release without texts has besides."""

Rows = Mapping[str, Sequence[Row]]


def withhold(rows: Rows, doc_ids: Collection[str] | None = None) -> dict[str, list[Row]]:
    """Rows without the words of documents.

    Args:
        rows: The rows of every configuration.
        doc_ids: The documents; by default all of them. Where only some are withheld, their
            sentences are left out of ``tokens``, which has nothing else of them to say.
    """

    def is_withheld(row: Row) -> bool:
        return "doc_id" in row and (doc_ids is None or row["doc_id"] in doc_ids)

    found = {
        config: [
            _MUTE[config](row) if config in _MUTE and is_withheld(row) else row
            for row in config_rows
        ]
        for config, config_rows in rows.items()
    }
    if doc_ids is not None:
        found["tokens"] = [row for row in rows["tokens"] if not is_withheld(row)]
    return found


def restore(rows: Rows, pages: Mapping[str, str]) -> dict[str, list[Row]]:
    """The inverse of ``withhold``, given the pages by ``doc_id``.

    A document that has no page among them stays withheld.
    """
    return {
        config: [
            _SPEAK[config](row, pages[row["doc_id"]])
            if config in _SPEAK and row["doc_id"] in pages
            else row
            for row in config_rows
        ]
        for config, config_rows in rows.items()
    }


def _mute_document(row: Row) -> Row:
    return {**row, "title": None, "text": None, "clean_text": None}


def _mute_items(layer: str) -> Callable[[Row], Row]:
    def mute(row: Row) -> Row:
        items = [{**item, "text": None} for item in row[layer]]
        return {**row, "text": None, layer: items}

    return mute


def _mute_stance(row: Row) -> Row:
    items = [
        {**item, **{slot: {**item[slot], "text": None} for slot in ("cue", "evidence")}}
        for item in row["stance"]
    ]
    return {**row, "text": None, "stance": items}


def _mute_tokens(row: Row) -> Row:
    return {**row, "tokens": None, LENGTHS: [len(token) for token in row["tokens"]]}


_MUTE: Mapping[str, Callable[[Row], Row]] = {
    "documents": _mute_document,
    "entities": _mute_items("entities"),
    "numeric_facts": _mute_items("numeric_facts"),
    "stance": _mute_stance,
    "tokens": _mute_tokens,
}


def _speak_document(row: Row, page: str) -> Row:
    zones = [
        Zone(Span(zone["start"], zone["end"]), zone["zone"], zone["zone"] in CONTENT_ZONES)
        for zone in row["zones"]
    ]
    titles = (zone.span for zone in zones if zone.name == "title")
    title = next((page[span.start : span.end].strip() for span in titles), None)
    clean = View.of(page, zones, "clean").text
    return {**row, "title": title, "text": page, "clean_text": clean}


def _speak_items(layer: str) -> Callable[[Row, str], Row]:
    def speak(row: Row, page: str) -> Row:
        return {**row, "text": page, layer: [_quoted(item, page) for item in row[layer]]}

    return speak


def _speak_stance(row: Row, page: str) -> Row:
    items = [
        {**item, **{slot: _quoted(item[slot], page) for slot in ("cue", "evidence")}}
        for item in row["stance"]
    ]
    return {**row, "text": page, "stance": items}


def _quoted(item: Mapping[str, Any], page: str) -> Row:
    return {**item, "text": page[item["start"] : item["end"]]}


def _speak_tokens(row: Row, page: str) -> Row:
    pairs = zip(row["starts"], row[LENGTHS], strict=True)
    tokens = [page[start : start + length] for start, length in pairs]
    kept = {column: value for column, value in row.items() if column != LENGTHS}
    return {**kept, "tokens": tokens}


_SPEAK: Mapping[str, Callable[[Row, str], Row]] = {
    "documents": _speak_document,
    "entities": _speak_items("entities"),
    "numeric_facts": _speak_items("numeric_facts"),
    "stance": _speak_stance,
    "tokens": _speak_tokens,
}
