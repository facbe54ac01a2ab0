"""The lines of the annotation files: one record per annotation, one file per layer and document.

Offsets are code points into the seed file, half-open. Every record says who made it.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every annotation has: a stable id and its annotator."""

    id: str
    annotator: str


class OneDocument(Record, frozen=True, kw_only=True):
    """An annotation of one document."""

    doc_id: str


class Located(OneDocument, frozen=True, kw_only=True):
    """An annotation of one stretch of one document."""

    start: int
    end: int


class ZoneRecord(Located, frozen=True, kw_only=True):
    """A part of the page."""

    zone: str


class SentenceRecord(Located, frozen=True, kw_only=True):
    """A sentence, headline or line, without the white space around it."""


class EntityRecord(Located, frozen=True, kw_only=True):
    """A mention of an entity."""

    text: str
    type: str
    subtype: str | None
    entity_id: str
    mention: str
    role: str | None
    truncated: bool


class NumericFactRecord(Located, frozen=True, kw_only=True):
    """A quantity, rank, date, period or amount."""

    text: str
    kind: str
    value: str | None
    value2: str | None
    unit: str | None
    comparator: str | None
    property: str
    subject: str | None
    place: str | None
    time: str | None
    qualifier: str | None
    source: str | None
    fact_id: str


class QuoteRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the text, where they stand."""

    start: int
    end: int
    text: str


class StanceRecord(OneDocument, frozen=True, kw_only=True):
    """A stance tuple."""

    chain: tuple[str, ...]
    holder: str
    target: str
    polarity: str
    aspect: str
    cue: QuoteRecord
    evidence: QuoteRecord
    quoted: str


class DocumentStanceRecord(OneDocument, frozen=True, kw_only=True):
    """The stance of a whole document."""

    net: str
    own_voice: str


class SummaryRecord(Record, frozen=True, kw_only=True):
    """A reference summary of one document or of several."""

    doc_ids: tuple[str, ...]
    language: str
    kind: str
    summary: str


class NuggetRecord(OneDocument, frozen=True, kw_only=True):
    """One checkable proposition, in both languages, with what it rests on."""

    en: str
    fr: str
    importance: str
    support: tuple[QuoteRecord, ...]
    fact_ids: tuple[str, ...]
    entity_ids: tuple[str, ...]
    stance_ids: tuple[str, ...]


LAYERS: dict[str, type[Record]] = {
    "zones": ZoneRecord,
    "sentences": SentenceRecord,
    "entities": EntityRecord,
    "numeric_facts": NumericFactRecord,
    "stance": StanceRecord,
    "document_stance": DocumentStanceRecord,
    "summaries": SummaryRecord,
    "nuggets": NuggetRecord,
}
"""Every layer and the record that its files hold, in the order of the guidelines."""


class InventoryRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One real-world entity: its id, its type, and its names in both languages."""

    entity_id: str
    type: str | None
    subtype: str | None
    en: str
    fr: str
    aliases: tuple[str, ...]
    stance_class: str | None


class PropertyRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a numeric fact measures: an id and a short phrase in each language."""

    id: str
    en: str
    fr: str


class DocumentRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is decided about a document as a whole: which others it is not independent of."""

    doc_id: str
    cluster: str
    reason: str


class WithdrawnRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The tombstone of a document whose text is no longer published.

    Attributes:
        doc_id: Its id, which no other document ever takes.
        reason: Why, in words that can be published.
        date: When it was withdrawn, ISO 8601.
    """

    doc_id: str
    reason: str
    date: str


class AlignmentRecord(Record, frozen=True, kw_only=True):
    """Two sentences of different documents that say the same, and what the right one changes.

    One side is ``None`` where a sentence has no counterpart.
    """

    left_doc: str
    left: str | None
    right_doc: str
    right: str | None
    shift: str
    note: str | None


class FactRelationRecord(Record, frozen=True, kw_only=True):
    """How two distinct facts that touch the same property stand to each other."""

    left: str
    right: str
    relation: str
    note: str | None


class LabelRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One label of a closed inventory.

    ``content`` is given for zones only: whether the zone belongs to the article.
    """

    name: str
    description: str
    content: bool | None = None


class SeedRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source file: its name, its hash, and what the page itself says of its origin."""

    doc_id: str
    file: str
    sha256: str
    language: str
    origin: str | None


class ProvenanceRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who made a pass, from which guidelines, and how.

    Attributes:
        annotator: The pass's name, which every record of it carries.
        kind: ``model`` or ``person``.
        model: Which model, as far as known; ``None`` for a person.
        guidelines: Version of the guidelines.
        date: ISO 8601.
        layers: The layers that the annotator made.
        procedure: How, and what was seen while doing so.
        documents: The documents of each layer, where not all of them were done.
    """

    annotator: str
    kind: Literal["model", "person"]
    model: str | None
    guidelines: str
    date: str
    layers: tuple[str, ...]
    procedure: str
    documents: dict[str, tuple[str, ...]] | None = None
