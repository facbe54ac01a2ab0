"""Reading a corpus: the built-in one, a folder in its layout, or one revision on the Hub."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tipbench.corpus.digest import Digest
from tipbench.corpus.find import find_corpus
from tipbench.corpus.folder import Row, read_folder
from tipbench.corpus.release.manifest import Manifest
from tipbench.corpus.view import View
from tipbench.errors import DataError, UsageError
from tipbench.model import (
    TASKS,
    Answer,
    Case,
    Document,
    DocumentStance,
    Entity,
    InventoryEntry,
    Nugget,
    NumericFact,
    Quote,
    Span,
    Stance,
    Summary,
    ViewName,
    Zone,
)

SCORED = ("documents", *TASKS, "nuggets", "inventory")
"""What scoring reads; the gold of a task lies in the configuration of its name."""

CONTENT_ZONES = frozenset({"title", "body", "heading"})
"""The zones of the article itself; every other zone is boilerplate."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A benchmark corpus: documents and the gold of one or more layers.

    Attributes:
        name: Name of the corpus, or of its folder.
        version: What its ``VERSION`` file says, or ``unversioned``.
        tasks: The tasks for which the corpus has gold.
        inventory: Its entities.
        labels: The closed inventory of every labelled column, by ``config.column``.
        paths: The parquet files by configuration.
        manifest: sha256 of the manifest that its files were checked against; ``None`` without one.
        revision: Of a corpus from the Hub: what was asked for, and the commit that it is.
        withheld: Why the text of a document is not there, by ``doc_id``; such documents are
            neither given to systems nor scored.
    """

    name: str
    version: str
    tasks: tuple[str, ...]
    inventory: tuple[InventoryEntry, ...]
    labels: Mapping[str, tuple[str, ...]]
    paths: Mapping[str, tuple[Path, ...]]
    _rows: Mapping[str, Sequence[Row]]
    _digest: Digest = field(repr=False)
    manifest: str | None = None
    revision: str | None = None
    withheld: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """sha256 over the corpus's parquet files, in hexadecimal digits."""
        return self._digest.hexdigest()

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The ids of all documents whose text is there, in corpus order."""
        ids = (row["doc_id"] for row in self._rows["documents"])
        return tuple(doc_id for doc_id in ids if doc_id not in self.withheld)

    def documents(self, view: ViewName = "clean") -> tuple[Document, ...]:
        """The documents as a system is given them."""
        return tuple(case.document for case in self.cases(view))

    def cases(self, view: ViewName = "clean") -> tuple[Case, ...]:
        """Every document with its gold, in the offsets of ``view``.

        Gold that lies in a zone which the view leaves out is not part of the view.
        """
        by_layer = {
            layer: {row["doc_id"]: row for row in self._rows[layer]}
            for layer in ("entities", "numeric_facts", "stance")
            if layer in self._rows
        }
        references = [_summary(row) for row in self._rows.get("summaries", ())]
        nuggets = _nuggets(self._rows.get("nuggets", ()))
        return tuple(
            make_case(
                row,
                view,
                {layer: rows.get(row["doc_id"]) for layer, rows in by_layer.items()},
                tuple(s for s in references if s.doc_ids == (row["doc_id"],)),
                nuggets.get(row["doc_id"]),
            )
            for row in self._rows["documents"]
            if row["doc_id"] not in self.withheld
        )


def load_corpus(source: str | Path | None = None) -> Corpus:
    """Load a corpus.

    Args:
        source: A folder in the layout of ``corpus/``, or ``org/name@revision`` on the Hub, such as
            ``org/name@v1.0.0``; by default the built-in corpus.

    Raises:
        UsageError: There is no such corpus, it holds nothing to score, or its texts are withheld.
        DataError: A file is not what the manifest says, cannot be read or lacks a column.

    >>> load_corpus().doc_ids[0]
    'tip-000'
    """
    place = find_corpus(source)
    digest = Digest(place.folder)
    found = read_folder(place.folder, SCORED)
    tasks = tuple(task for task in TASKS if task in found.rows)
    if not tasks:
        raise UsageError(
            f"corpus {str(source or place.folder)!r}: no layer to score; "
            f"expected at least one of data/{{{','.join(TASKS)}}}"
        )
    manifest = place.manifest
    if manifest is not None and manifest.texts == "withheld":
        raise UsageError(
            f"corpus {str(source or place.folder)!r}: this release withholds the texts; put them "
            "back with 'tipbench corpus rebuild --seeds DIR --corpus CORPUS --out DIR'"
        )
    return Corpus(
        name=place.name,
        version=found.version,
        tasks=tasks,
        inventory=tuple(_entry(row) for row in found.rows.get("inventory", ())),
        labels={
            f"{config}.{column}": names
            for config, columns in found.labels.items()
            for column, names in columns.items()
        },
        paths=found.paths,
        _rows=found.rows,
        _digest=digest,
        manifest=None if manifest is None else manifest.sha256,
        revision=place.revision,
        withheld={} if manifest is None else _withheld(manifest),
    )


def _withheld(manifest: Manifest) -> dict[str, str]:
    """What the tombstones say, by document."""
    return {
        tombstone.doc_id: f"withdrawn on {tombstone.date}: {tombstone.reason}"
        for tombstone in manifest.withdrawn
    }


def _entry(row: Row) -> InventoryEntry:
    return InventoryEntry(
        entity_id=row["entity_id"],
        type=row["type"],
        en=row["en"],
        fr=row["fr"],
        aliases=tuple(row["aliases"] or ()),
        stance_class=row.get("stance_class"),
    )


def _summary(row: Row) -> Summary:
    return Summary(
        row["summary_id"], tuple(row["doc_ids"]), row["language"], row["kind"], row["summary"]
    )


def _nuggets(rows: Sequence[Row]) -> dict[str, tuple[Nugget, ...]]:
    found: dict[str, tuple[Nugget, ...]] = {}
    for row in rows:
        if not (row.get("en") and row.get("fr")):
            continue  # nothing that a summary could be held against
        links = (tuple(row.get(key) or ()) for key in ("fact_ids", "entity_ids", "stance_ids"))
        nugget = Nugget(
            row["nugget_id"], row["en"], row["fr"], row["importance"] == "vital", *links
        )
        found[row["doc_id"]] = (*found.get(row["doc_id"], ()), nugget)
    return found


def make_case(
    row: Row,
    name: ViewName,
    layers: Mapping[str, Row | None],
    references: tuple[Summary, ...] = (),
    nuggets: tuple[Nugget, ...] | None = None,
) -> Case:
    """A document with its gold, from its rows in ``documents`` and in each layer."""
    zones = [
        Zone(Span(zone["start"], zone["end"]), zone["zone"], zone["zone"] in CONTENT_ZONES)
        for zone in row.get("zones") or ()
    ]
    if row["text"] is None:
        raise DataError(
            f"documents, {row['doc_id']}", "found no text; expected the text of the page"
        )
    view = View.of(row["text"], zones, name)
    entities, facts, stance = (
        layers.get(layer) for layer in ("entities", "numeric_facts", "stance")
    )
    gold = Answer(
        doc_id=row["doc_id"],
        entities=None if entities is None else _entities(entities, view),
        numeric_facts=None if facts is None else _numeric_facts(facts, view),
        stance=None if stance is None else _stance(stance, view),
        document_stance=None
        if stance is None
        else DocumentStance(stance.get("net"), stance.get("own_voice")),
        summary=_own_reference(references, row["language"]),
    )
    document = Document(row["doc_id"], row["language"], row.get("title"), view.text)
    boilerplate = tuple(
        row["text"][zone.span.start : zone.span.end] for zone in zones if not zone.content
    )
    return Case(document, gold, view.zones, references, row.get("cluster"), nuggets, boilerplate)


def _own_reference(references: Sequence[Summary], language: str) -> str | None:
    own = (s.text for s in references if s.kind == "reference" and s.language == language)
    return next(own, None)


def _shown(items: Sequence[Row], view: View) -> list[tuple[Row, Span]]:
    """The items that the view shows, each with its span in offsets of the view."""
    spans = ((item, Span(item["start"], item["end"])) for item in items)
    return [(item, view.from_page(span)) for item, span in spans if view.shows(span)]


def _entities(row: Row, view: View) -> tuple[Entity, ...]:
    return tuple(
        Entity(
            span=span,
            text=view.text[span.start : span.end],
            type=item["type"],
            mention=item.get("mention") or "name",
            entity_id=item.get("entity_id"),
            subtype=item.get("subtype"),
            role=item.get("role"),
            id=item.get("id"),
        )
        for item, span in _shown(row["entities"], view)
    )


def _numeric_facts(row: Row, view: View) -> tuple[NumericFact, ...]:
    optional = (
        "value2", "unit", "comparator", "kind", "property", "subject", "place", "time",
        "qualifier", "source", "fact_id", "id",
    )  # fmt: skip
    return tuple(
        NumericFact(
            span=span,
            text=view.text[span.start : span.end],
            value=item["value"],
            **{key: item.get(key) for key in optional},
        )
        for item, span in _shown(row["numeric_facts"], view)
    )


def _stance(row: Row, view: View) -> tuple[Stance, ...]:
    def quote(item: Row | None) -> Quote | None:
        if item is None or not view.shows(Span(item["start"], item["end"])):
            return None
        span = view.from_page(Span(item["start"], item["end"]))
        return Quote(span, view.text[span.start : span.end])

    return tuple(
        Stance(
            holder=item["holder"],
            target=item["target"],
            polarity=item["polarity"],
            aspect=item.get("aspect"),
            evidence=evidence,
            cue=quote(item.get("cue")),
            chain=tuple(item.get("chain") or ()),
            quoted=item.get("quoted"),
            id=item.get("id"),
        )
        for item in row["stance"]
        if (evidence := quote(item.get("evidence"))) is not None
    )
