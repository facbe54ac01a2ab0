"""The records that the whole package speaks of: documents, spans and the items of each layer.

*Gold* and *prediction* are roles of the same records, not classes of their own. Offsets are Unicode
code points, 0-based and half-open ``[start, end)``, into ``Document.text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

TASKS = ("entities", "numeric_facts", "stance", "summaries")
"""The tasks, in the order in which they are reported."""

ViewName = Literal["clean", "page"]


@dataclass(frozen=True, slots=True)
class Document:
    """A text as a system sees it.

    Attributes:
        doc_id: Stable id, such as ``tip-004``.
        language: ISO 639-1 code of the article.
        title: The article's title, or ``None`` where the page has none.
        text: The text of the view (``clean``: content only; ``page``: the whole page).
    """

    doc_id: str
    language: str
    title: str | None
    text: str

    def as_dict(self) -> dict[str, str | None]:
        """The four keys that programs and services are given."""
        return {
            "doc_id": self.doc_id,
            "language": self.language,
            "title": self.title,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Question(Document):
    """What a judge is asked: does the summary in ``text`` state ``statement``?

    Attributes:
        statement: A proposition, in the language of the summary.
    """

    statement: str

    def as_dict(self) -> dict[str, str | None]:
        """The four keys of a document, and the statement."""
        return {**Document.as_dict(self), "statement": self.statement}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, ``[start, end)`` in code points.

    >>> Span(0, 5).overlaps(Span(5, 9))
    False
    """

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character; touching spans do not."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention of an entity; ``span`` is ``None`` where it could not be placed in the text."""

    span: Span | None
    text: str
    type: str
    mention: str = "name"
    entity_id: str | None = None
    subtype: str | None = None
    role: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class NumericFact:
    """A quantity, rank, date, period or amount, with what it measures and who says it.

    ``value`` and ``value2`` are exact decimal strings or ISO 8601 strings, ``None`` where the text
    gives none.
    """

    span: Span | None
    text: str
    value: str | None
    value2: str | None = None
    unit: str | None = None
    comparator: str | None = None
    kind: str | None = None
    property: str | None = None
    subject: str | None = None
    place: str | None = None
    time: str | None = None
    qualifier: str | None = None
    source: str | None = None
    fact_id: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the text that carry a stance: its cue or its evidence."""

    span: Span | None
    text: str


@dataclass(frozen=True, slots=True)
class Stance:
    """Who (holder) says what (polarity) of whom (target).

    ``chain`` runs from the outermost source inwards and begins with ``writer``; its last is the
    holder. Empty where a system does not give it.
    """

    holder: str
    target: str
    polarity: str
    aspect: str | None = None
    evidence: Quote | None = None
    cue: Quote | None = None
    chain: tuple[str, ...] = ()
    quoted: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentStance:
    """Stance of a whole document: ``net`` over all voices, ``own_voice`` of the writer alone."""

    net: str | None = None
    own_voice: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said of one document: by the gold, or by a system.

    A layer that is ``None`` was not attempted; an empty tuple means that nothing was found.

    Attributes:
        error: Why a system has no answer for this document; it then counts as a miss.
    """

    doc_id: str
    entities: tuple[Entity, ...] | None = None
    numeric_facts: tuple[NumericFact, ...] | None = None
    stance: tuple[Stance, ...] | None = None
    document_stance: DocumentStance | None = None
    summary: str | None = None
    error: str | None = None

    @property
    def tasks(self) -> frozenset[str]:
        """The tasks that this answer speaks to."""
        given = {
            "entities": self.entities is not None,
            "numeric_facts": self.numeric_facts is not None,
            "stance": self.stance is not None or self.document_stance is not None,
            "summaries": self.summary is not None,
        }
        return frozenset(task for task, is_given in given.items() if is_given)


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a page; ``content`` tells the article from the boilerplate around it."""

    span: Span
    name: str
    content: bool


@dataclass(frozen=True, slots=True)
class InventoryEntry:
    """One real-world entity, with its names in both languages."""

    entity_id: str
    type: str | None
    en: str
    fr: str
    aliases: tuple[str, ...] = ()
    stance_class: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A reference summary of one document or of several."""

    summary_id: str
    doc_ids: tuple[str, ...]
    language: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Nugget:
    """A proposition that a summary may state, in both languages.

    ``vital`` ones are those without which a summary misleads; the ids link to numeric facts,
    entities and stance tuples that it rests on.
    """

    nugget_id: str
    en: str
    fr: str
    vital: bool
    fact_ids: tuple[str, ...] = ()
    entity_ids: tuple[str, ...] = ()
    stance_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One document as scoring needs it: the text, its zones, and the gold, all in one view.

    Documents of one ``cluster`` are not independent of one another, as translations are.
    ``nuggets`` is ``None`` where the corpus has none; ``boilerplate`` holds the texts of the page
    around the article, in every view.
    """

    document: Document
    gold: Answer
    zones: tuple[Zone, ...] = ()
    references: tuple[Summary, ...] = ()
    cluster: str | None = None
    nuggets: tuple[Nugget, ...] | None = None
    boilerplate: tuple[str, ...] = ()

    @property
    def article(self) -> str:
        """The text of the content zones, the title included; the whole text without zones."""
        if not self.zones:
            title = self.document.title
            text = self.document.text
            return f"{title}\n{text}" if title and not text.startswith(title) else text
        text = self.document.text
        return "\n".join(text[z.span.start : z.span.end] for z in self.zones if z.content)

    def zone_at(self, offset: int) -> Zone | None:
        """The zone that holds the character at ``offset``; ``None`` outside the text."""
        for zone in self.zones:
            if zone.span.start <= offset < zone.span.end:
                return zone
        return None


@runtime_checkable
class System(Protocol):
    """Anything that answers for one document.

    ``predict`` returns the prediction of the document as the predictions format has it (a mapping
    with keys such as ``entities``; ``doc_id`` may be left out).
    """

    @property
    def name(self) -> str:
        """The name under which runs of this system are kept."""
        ...

    def predict(self, document: Document) -> object:
        """The system's answer for ``document``."""
        ...
