"""The items of a corpus folder in a form in which two versions can be compared."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tipbench.corpus.folder import CorpusFolder, Row

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a configuration.

    Attributes:
        doc_id: The document that it belongs to; ``None`` where it belongs to none or to several.
        id: Its id; where it has none, its place ``[start, end)`` or a hash of its content.
        content: All else that is said of it: nested fields by dotted name, without empty ones,
            sets in one order, the texts of documents by their hash.
        key: The same as one string.
    """

    doc_id: str | None
    id: str
    content: Content
    key: str

    @classmethod
    def of(cls, row: Row, config: str, doc_id: str | None) -> Item:
        """Take an item of ``config`` out of its row."""
        flat = dict(_flat(row))
        columns = _ID_COLUMNS.get(config, ("id",))
        column = next((name for name in columns if name in flat), None)
        heads = {column, "doc_id"}
        content = {
            name: _comparable(config, name, value)
            for name, value in flat.items()
            if name not in heads
        }
        key = _json(content)
        return cls(doc_id, str(flat[column]) if column else _nameless(content, key), content, key)


_ID_COLUMNS = {
    "documents": ("doc_id",),
    "document_stance": ("doc_id",),
    "summaries": ("summary_id",),
    "nuggets": ("nugget_id",),
    "tokens": ("sentence_id",),
    "inventory": ("entity_id",),
    "alignments": ("id", "alignment_id"),
    "fact_relations": ("id", "relation_id"),
}

LISTED = ("entities", "numeric_facts", "stance")
"""The configurations that hold the items of a document in a list."""

_SETS = frozenset(
    {"zones", "doc_ids", "aliases", "support", "fact_ids", "entity_ids", "stance_ids"}
)
"""The columns whose values have no order."""

_TEXTS = frozenset({"text", "clean_text"})


def items_of(
    corpus: CorpusFolder, config: str, doc_names: Mapping[str, str] | None = None
) -> list[Item]:
    """The items of a configuration, or of ``document_stance`` (one for each row of ``stance``).

    Args:
        corpus: Where they are.
        config: The configuration.
        doc_names: The documents that go by another id, and that id.
    """
    names = doc_names or {}
    found = []
    for row in corpus.rows.get("stance" if config == "document_stance" else config, ()):
        doc_id = names.get(row.get("doc_id") or "", row.get("doc_id"))
        if config in LISTED:
            found += [Item.of(item, config, doc_id) for item in row[config]]
        elif config == "document_stance":
            whole = {"net": row.get("net"), "own_voice": row.get("own_voice"), "doc_id": doc_id}
            found.append(Item.of(whole, config, doc_id))
        else:
            found.append(Item.of(row, config, None if config == "documents" else doc_id))
    return found


def pair_items(
    old: Iterable[Item], new: Iterable[Item], key: Callable[[Item], Hashable]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair the items whose keys are equal, in order; also what is left on either side."""
    waiting: defaultdict[Hashable, list[Item]] = defaultdict(list)
    for item in sorted(new, key=_rank, reverse=True):
        waiting[key(item)].append(item)
    pairs, alone = [], []
    for item in sorted(old, key=_rank):
        if same := waiting[key(item)]:
            pairs.append((item, same.pop()))
        else:
            alone.append(item)
    return pairs, alone, sorted((item for rest in waiting.values() for item in rest), key=_rank)


def _rank(item: Item) -> tuple[str, str, str]:
    return (item.doc_id or "", item.id, item.key)


def _flat(row: Row, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The fields that have a value, those of a nested record by dotted name."""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif value is not None:
            yield f"{prefix}{name}", value


def _comparable(config: str, name: str, value: Any) -> Any:
    if config == "documents" and name in _TEXTS:
        return f"sha256:{hashlib.sha256(value.encode()).hexdigest()[:16]}"
    return sorted(value, key=_json) if name in _SETS else value


def _nameless(content: Content, key: str) -> str:
    """What stands for the id of an item without one: its place, or else its content."""
    for prefix in ("", "evidence."):
        if f"{prefix}start" in content:
            return f"[{content[prefix + 'start']}, {content.get(prefix + 'end')})"
    return f"#{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
