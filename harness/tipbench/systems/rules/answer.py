"""Runs every layer's rules on a document and writes the answer in the predictions format."""

from __future__ import annotations

from collections.abc import Sequence

from tipbench.model import Document
from tipbench.systems.rules.entities import find_entities
from tipbench.systems.rules.entities.mentions import Mention
from tipbench.systems.rules.numbers import find_quantities
from tipbench.systems.rules.segments import Segment, split_segments
from tipbench.systems.rules.stance import Tuple, document_stance, find_stance
from tipbench.systems.rules.stance.attribution import Voices


def answer(document: Document) -> dict[str, object]:
    """The prediction for ``document``; every task that the rules attempt is a key.

    >>> sorted(answer(Document("d", "fr", None, "")))
    ['document_stance', 'entities', 'numeric_facts', 'stance']
    """
    text, title, language = document.text, document.title, document.language
    segments = split_segments(text, language)
    mentions = find_entities(text, segments)
    tuples = find_stance(text, title, language, segments, mentions)
    return {
        "entities": [
            {**_span(text, mention.start, mention.end), "type": mention.type}
            for mention in mentions
        ],
        "numeric_facts": _numeric_facts(text, language, segments, mentions),
        "stance": [_stance(text, stance) for stance in tuples],
        "document_stance": document_stance(title, language, segments, tuples),
    }


def _span(text: str, start: int, end: int) -> dict[str, object]:
    return {"start": start, "end": end, "text": text[start:end]}


def _numeric_facts(
    text: str, language: str, segments: list[Segment], mentions: Sequence[Mention]
) -> list[dict[str, object]]:
    voices = Voices(text, mentions)
    sources = [(segment, voices.of(segment).name) for segment in segments]
    return [
        {
            **_span(text, quantity.start, quantity.end),
            "kind": quantity.kind,
            "value": quantity.value,
            "value2": quantity.value2,
            "unit": quantity.unit,
            # What has no value is compared with nothing.
            "comparator": quantity.comparator if quantity.value is not None else None,
            "source": next(
                (
                    name
                    for segment, name in sources
                    if segment.start <= quantity.start < segment.end
                ),
                "writer",
            ),
        }
        for quantity in find_quantities(text, language, segments)
    ]


def _stance(text: str, stance: Tuple) -> dict[str, object]:
    return {
        "holder": stance.holder,
        "target": stance.target,
        "polarity": stance.polarity,
        "aspect": stance.aspect,
        "evidence": _span(text, stance.start, stance.end),
    }
