"""Reading a corpus from a folder in the layout of ``corpus/``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from tipbench.corpus.view import View
from tipbench.errors import DataError, UsageError
from tipbench.model import (
    Answer,
    Case,
    Document,
    DocumentStance,
    Entity,
    InventoryEntry,
    NumericFact,
    Quote,
    Span,
    Stance,
    Summary,
    ViewName,
    Zone,
)

Row = dict[str, Any]

LAYER_OF_TASK = {
    "entities": "entities",
    "numeric_facts": "numeric_facts",
    "stance": "stance",
    "summaries": "summaries",
}
"""The configuration that holds the gold of each task."""

REQUIRED = {
    "documents": {"doc_id", "language", "text"},
    "entities": {"doc_id", "entities"},
    "numeric_facts": {"doc_id", "numeric_facts"},
    "stance": {"doc_id", "stance"},
    "summaries": {"summary_id", "doc_ids", "language", "kind", "summary"},
    "inventory": {"entity_id", "type", "en", "fr", "aliases"},
}
"""The columns without which a configuration is of no use."""

CONTENT_ZONES = frozenset({"title", "body", "heading"})
"""The zones of the article itself; every other zone is boilerplate."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A benchmark corpus: documents and the gold of one or more layers.

    Attributes:
        name: Name of the corpus, or of its folder.
        version: What its ``VERSION`` file says, or ``unversioned``.
        digest: sha256 over the corpus's parquet files, in hexadecimal digits.
        tasks: The tasks for which the corpus has gold.
        inventory: Its entities.
        labels: The closed inventory of every labelled column, by ``config.column``.
    """

    name: str
    version: str
    digest: str
    tasks: tuple[str, ...]
    inventory: tuple[InventoryEntry, ...]
    labels: Mapping[str, tuple[str, ...]]
    _rows: Mapping[str, Sequence[Row]]

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The ids of all documents, in corpus order."""
        return tuple(row["doc_id"] for row in self._rows["documents"])

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
        return tuple(
            _case(
                row,
                view,
                {layer: rows.get(row["doc_id"]) for layer, rows in by_layer.items()},
                tuple(s for s in references if s.doc_ids == (row["doc_id"],)),
            )
            for row in self._rows["documents"]
        )


def builtin_folder() -> Path:
    """Where the built-in corpus lies: inside the installed package, or in the checkout."""
    packaged = Path(str(files("tipbench"))) / "_corpus"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[3] / "corpus"


def load_corpus(source: str | Path | None = None) -> Corpus:
    """Load a corpus.

    Args:
        source: A folder in the layout of ``corpus/``; by default the built-in corpus.

    Raises:
        UsageError: There is no such folder, or it holds no corpus.
        DataError: A parquet file cannot be read or lacks a column.

    >>> load_corpus().doc_ids[0]
    'tip-000'
    """
    folder = builtin_folder() if source is None else Path(source)
    if not any((folder / "data" / "documents").glob("*.parquet")):
        raise UsageError(
            f"corpus {str(source or folder)!r}: found no parquet file in data/documents there; "
            "expected a folder in the layout of corpus/ (data/<config>/*.parquet)"
        )
    return _load(folder.resolve())


def _load(folder: Path) -> Corpus:
    rows: dict[str, list[Row]] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for config, required in REQUIRED.items():
        for path in sorted((folder / "data" / config).glob("*.parquet")):
            found, names = read_parquet(path, path.relative_to(folder).as_posix(), required)
            rows.setdefault(config, []).extend(found)
            labels.update({f"{config}.{column}": known for column, known in names.items()})
    tasks = tuple(task for task, layer in LAYER_OF_TASK.items() if layer in rows)
    if not tasks:
        raise UsageError(
            f"corpus {str(folder)!r}: no layer to score; "
            f"expected at least one of data/{{{','.join(LAYER_OF_TASK.values())}}}"
        )
    version = folder / "VERSION"
    return Corpus(
        name="tipbench" if folder == builtin_folder().resolve() else folder.name,
        version=version.read_text(encoding="utf-8").strip() if version.exists() else "unversioned",
        digest=_digest(folder),
        tasks=tasks,
        inventory=tuple(_entry(row) for row in rows.get("inventory", ())),
        labels=labels,
        _rows=rows,
    )


def _digest(folder: Path) -> str:
    """One hash over every parquet file of the corpus and its name."""
    digest = hashlib.sha256()
    for path in sorted((folder / "data").rglob("*.parquet")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read_parquet(
    path: Path, place: str, required: Collection[str]
) -> tuple[list[Row], dict[str, tuple[str, ...]]]:
    """Read the rows of one file, with labels by name, and the closed inventory of each label.

    Args:
        path: The parquet file.
        place: How errors call it.
        required: The columns that it must have.

    Raises:
        DataError: The file cannot be read or lacks a column.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        table = ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise DataError(place, f"not a readable parquet file: {error}") from None
    if missing := sorted(set(required) - set(table.column_names)):
        raise DataError(
            place,
            f"found the columns {', '.join(table.column_names)}; "
            f"expected {', '.join(missing)} among them",
        )
    metadata = (table.schema.metadata or {}).get(b"huggingface", b"{}")
    described = json.loads(metadata).get("info", {}).get("features", {})
    names: dict[str, tuple[str, ...]] = {}
    for column, feature in described.items():
        _collect_names(column, feature, names)
    rows: list[Row] = [
        {column: _named(value, described.get(column)) for column, value in row.items()}
        for row in table.to_pylist()
    ]
    return rows, names


def _collect_names(column: str, feature: Any, names: dict[str, tuple[str, ...]]) -> None:
    """Find the closed inventories of a column and of the columns within it."""
    kind = feature.get("_type") if isinstance(feature, dict) else None
    if kind == "ClassLabel":
        names[column] = tuple(feature["names"])
    elif kind in ("List", "LargeList", "Sequence"):
        _collect_names(column, feature["feature"], names)
    elif isinstance(feature, dict) and kind is None:
        for name, inner in feature.items():
            _collect_names(name, inner, names)


def _named(value: Any, feature: Any) -> Any:
    """Turn the numbers of ``ClassLabel`` columns back into their names, at any depth."""
    kind = feature.get("_type") if isinstance(feature, dict) else None
    if value is None or feature is None:
        return value
    if kind == "ClassLabel":
        return feature["names"][value]
    if kind in ("List", "LargeList", "Sequence"):
        return [_named(item, feature["feature"]) for item in value]
    if isinstance(value, dict) and kind is None:
        return {name: _named(item, feature.get(name)) for name, item in value.items()}
    return value


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


def _case(
    row: Row, name: ViewName, layers: Mapping[str, Row | None], references: tuple[Summary, ...]
) -> Case:
    zones = [
        Zone(Span(zone["start"], zone["end"]), zone["zone"], zone["zone"] in CONTENT_ZONES)
        for zone in row.get("zones") or ()
    ]
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
    return Case(document, gold, view.zones, references, row.get("source_file"), row.get("cluster"))


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
