"""What a result is read against, and what is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from tipbench.annotation.problems import Problem
from tipbench.annotation.records import Record


@dataclass(frozen=True, slots=True)
class Page:
    """What a result is read against.

    Attributes:
        doc_id: The document, or ``contrastive``.
        text: The page, every character as it is.
        language: Of the document; that of its reference summaries.
        layers: What was asked for on the page.
        doc_ids: The documents that a contrastive summary is of.
    """

    doc_id: str
    text: str
    language: str
    layers: Sequence[str]
    doc_ids: Sequence[str] = ()


@dataclass(slots=True)
class Decoded:
    """What was made of one result.

    Attributes:
        records: By layer of the page, in the order of their files.
        regions: The region that each record came from, by the record's id.
        stripped: How many regions had white space at their edges, which is left out.
        problems: What is wrong; with any of them, the records are not the whole of it.
    """

    records: dict[str, list[Record]]
    regions: dict[str, str] = field(default_factory=dict)
    stripped: int = 0
    problems: list[Problem] = field(default_factory=list)


def check_round_trip(
    records: Mapping[str, Sequence[Record]], back: Decoded
) -> Iterator[tuple[str, Record]]:
    """The records that do not come back as they were, by layer; the annotator apart."""
    for layer, found in records.items():
        returned = {record.id: record for record in back.records.get(layer, ())}
        for record in found:
            other = returned.get(record.id)
            if (
                other is None
                or msgspec.structs.replace(other, annotator=record.annotator) != record
            ):
                yield layer, record
