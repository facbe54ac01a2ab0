"""What two versions of a corpus differ in, item by item, and what that does to scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from tipbench.corpus.folder import CorpusFolder, read_folder
from tipbench.corpus.items import LISTED, Content, Item, items_of, pair_items
from tipbench.corpus.wording import change_in_words, gist, item_name


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item that one side alone has, with all that is said of it."""

    doc_id: str | None
    id: str
    content: Content


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an item on both sides; ``None`` where it has no value."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that both sides have under one id, and the fields that differ."""

    doc_id: str | None
    id: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Rename:
    """An item of the same document and content that goes by another id."""

    doc_id: str | None
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ConfigDiff:
    """What differs in one configuration.

    Attributes:
        config: Its name; ``document_stance`` stands for the columns ``net`` and ``own_voice``.
        only_in: The side that alone has the configuration; its items are then not listed.
        old_items: Number of items in the old corpus.
        new_items: Number of items in the new corpus.
        covered: Documents that only the new corpus has a row for, be its list of items empty.
        uncovered: Documents that only the old corpus has a row for.
    """

    config: str
    only_in: Literal["old", "new"] | None
    old_items: int
    new_items: int
    added: tuple[ItemRef, ...] = ()
    removed: tuple[ItemRef, ...] = ()
    changed: tuple[ItemChange, ...] = ()
    renamed: tuple[Rename, ...] = ()
    covered: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two sides say the same."""
        return not (self.only_in or any(self._parts.values()))

    @property
    def _parts(self) -> dict[str, Sequence[Any]]:
        return {
            "added": self.added,
            "removed": self.removed,
            "changed": self.changed,
            "renamed": self.renamed,
            "covered": self.covered,
            "uncovered": self.uncovered,
        }

    def lines(self) -> Iterator[str]:
        """A line with the counts, then one for each difference; none where there is none."""
        if self.is_empty:
            return
        if self.only_in is not None:
            size = self.old_items or self.new_items
            yield f"{self.config}: only in the {self.only_in} corpus (items: {size})"
            return
        counts = ", ".join(f"{len(part)} {name}" for name, part in self._parts.items() if part)
        yield f"{self.config}: {counts}"
        yield from (f"  + {doc_id}: the layer now has this document" for doc_id in self.covered)
        yield from (
            f"  - {doc_id}: the layer has this document no more" for doc_id in self.uncovered
        )
        yield from (
            f"  + {item_name(item.doc_id, item.id)}{gist(item.content)}" for item in self.added
        )
        yield from (
            f"  - {item_name(item.doc_id, item.id)}{gist(item.content)}" for item in self.removed
        )
        for change in self.changed:
            said = "; ".join(change_in_words(f.field, f.old, f.new) for f in change.fields)
            yield f"  ~ {item_name(change.doc_id, change.id)}: {said}"
        yield from (f"  = {item_name(item.doc_id, item.old)} → {item.new}" for item in self.renamed)


@dataclass(frozen=True, slots=True)
class CorpusDiff:
    """What two versions of a corpus differ in."""

    old_version: str
    new_version: str
    configs: tuple[ConfigDiff, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two hold the same, whatever their versions are called."""
        return all(config.is_empty for config in self.configs)

    def lines(self) -> Iterator[str]:
        """The differences as text, the versions first."""
        yield f"old: version {self.old_version}; new: version {self.new_version}"
        if self.is_empty:
            yield "no differences"
        elif self.old_version == self.new_version:
            yield "the two differ and go by one version"
        for config in self.configs:
            yield from config.lines()

    def as_dict(self) -> dict[str, Any]:
        """Versions and differences by configuration, ready for JSON."""
        configs = {config.config: asdict(config) for config in self.configs}
        for described in configs.values():
            del described["config"]
        return {
            "old_version": self.old_version,
            "new_version": self.new_version,
            "configs": configs,
        }


def corpus_diff(old: Path, new: Path) -> CorpusDiff:
    """Compare two corpus folders, whatever the order of their files, rows and items.

    Items are matched by document and id. An item whose content stands in the same document under
    another id is renamed, so that a deletion that renumbers what follows is one deletion. A
    renamed document keeps its items.

    Raises:
        UsageError: One of the folders holds no corpus.
        DataError: A parquet file cannot be read or lacks a column.

    >>> from tipbench.corpus.find import builtin_folder
    >>> corpus_diff(builtin_folder(), builtin_folder()).is_empty
    True
    """
    before, after = read_folder(old), read_folder(new)
    documents = _config_diff("documents", before, after, {})
    doc_names = {rename.old: rename.new for rename in documents.renamed}
    others = [_config_diff(config, before, after, doc_names) for config in _configs(before, after)]
    return CorpusDiff(before.version, after.version, (documents, *others))


_ORDER = ("entities", "numeric_facts", "stance", "document_stance",
          "summaries", "nuggets", "tokens", "inventory")  # fmt: skip


def _configs(old: CorpusFolder, new: CorpusFolder) -> list[str]:
    """The configurations of either side but ``documents``, known ones first."""
    there = old.rows.keys() | new.rows.keys()
    if "stance" in there:
        there = there | {"document_stance"}
    known = [config for config in _ORDER if config in there]
    return [*known, *sorted(there - {*known, "documents"})]


def _config_diff(
    config: str, old: CorpusFolder, new: CorpusFolder, doc_names: Mapping[str, str]
) -> ConfigDiff:
    source = "stance" if config == "document_stance" else config
    before, after = items_of(old, config, doc_names), items_of(new, config)
    sizes = (len(before), len(after))
    if source not in new.rows:
        return ConfigDiff(config, "old", *sizes)
    if source not in old.rows:
        return ConfigDiff(config, "new", *sizes)
    _, before, after = pair_items(before, after, lambda item: (item.doc_id, item.id, item.key))
    renamed, before, after = pair_items(before, after, lambda item: (item.doc_id, item.key))
    changed, before, after = pair_items(before, after, lambda item: (item.doc_id, item.id))
    rows_before, rows_after = _covered(config, old, doc_names), _covered(config, new, {})
    return ConfigDiff(
        config,
        None,
        *sizes,
        added=tuple(ItemRef(item.doc_id, item.id, item.content) for item in after),
        removed=tuple(ItemRef(item.doc_id, item.id, item.content) for item in before),
        changed=tuple(ItemChange(a.doc_id, a.id, _fields(a, b)) for a, b in changed),
        renamed=tuple(Rename(a.doc_id, a.id, b.id) for a, b in renamed),
        covered=tuple(sorted(rows_after - rows_before)),
        uncovered=tuple(sorted(rows_before - rows_after)),
    )


def _covered(config: str, corpus: CorpusFolder, doc_names: Mapping[str, str]) -> set[str]:
    """The documents that have a list of items, which may be empty."""
    rows = corpus.rows[config] if config in LISTED else ()
    return {doc_names.get(row["doc_id"], row["doc_id"]) for row in rows}


def _fields(old: Item, new: Item) -> tuple[FieldChange, ...]:
    names = dict.fromkeys([*old.content, *new.content])
    pairs = ((name, old.content.get(name), new.content.get(name)) for name in names)
    return tuple(FieldChange(name, a, b) for name, a, b in pairs if a != b)


class ScoreChange(NamedTuple):
    """A number of a run that differs; ``None`` where there is none, or nothing to divide by."""

    task: str
    metric: str
    field: str
    old: float | None
    new: float | None


_NOT_SCORES = frozenset({"interval", "interval_reason", "detectable"})


def score_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[ScoreChange]:
    """What differs between the scores of two runs, as of one predictions file on two corpora.

    Args:
        old: A run in the form of ``run.json``.
        new: Another.

    Returns:
        Every value and count that differs, in the order of the runs; nested: ``counts.gold``.

    >>> old = {"scores": {"entities": {"strict": {"counts": {"gold": 4}, "recall": 0.5}}}}
    >>> new = {"scores": {"entities": {"strict": {"counts": {"gold": 4}, "recall": 0.75}}}}
    >>> score_changes(old, new)
    [ScoreChange(task='entities', metric='strict', field='recall', old=0.5, new=0.75)]
    """
    before, after = dict(_numbers(old["scores"])), dict(_numbers(new["scores"]))
    places = dict.fromkeys([*before, *after])
    found = (ScoreChange(*place, before.get(place), after.get(place)) for place in places)
    return [change for change in found if change.old != change.new]


def _numbers(scores: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], float | None]]:
    for task, metrics in scores.items():
        for metric, fields in metrics.items():
            for name, value in _values(fields):
                yield (task, metric, name), value


def _values(fields: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float | None]]:
    """The numbers of a score, those of a nested record by dotted name."""
    for name, value in fields.items():
        if name in _NOT_SCORES:
            continue
        if isinstance(value, Mapping):
            yield from _values(value, f"{prefix}{name}.")
        elif value is None or isinstance(value, int | float):
            yield f"{prefix}{name}", value
