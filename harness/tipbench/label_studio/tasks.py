"""The tasks of a project: the documents of a corpus, and what they are pre-annotated with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tipbench.annotation.files import CONTRASTIVE, Layers
from tipbench.annotation.records import Record
from tipbench.corpus.rows import title_of
from tipbench.corpus.sources import Sources
from tipbench.errors import DataError, UsageError
from tipbench.label_studio.decode import decode
from tipbench.label_studio.decoded import check_round_trip
from tipbench.label_studio.encode import encode
from tipbench.label_studio.fields import CHOICES, DEFAULT_LAYERS
from tipbench.label_studio.inventories import Inventories
from tipbench.label_studio.pull import Documents
from tipbench.label_studio.push import Task
from tipbench.label_studio.regions import Item, read_result
from tipbench.label_studio.suggestions import Suggestions
from tipbench.model import Document
from tipbench.passes.load import read_pass
from tipbench.systems.registry import resolve_system

GOLD = "gold"


def inventories_of(sources: Sources) -> Inventories:
    """The closed lists of a project."""
    return Inventories(
        sources.labels,
        [item.record for item in sources.inventory],
        [item.record for item in sources.properties],
    )


def documents_of(sources: Sources) -> Documents:
    """The documents of a project."""
    return Documents(sources.texts, {seed.doc_id: seed.language for seed in sources.seeds})


def chosen_layers(named: Sequence[str]) -> list[str]:
    """The layers of a page, in its order; those that are scored where none is named.

    Raises:
        UsageError: ``contrastive``, whose page shows all articles at once, is not alone.

    >>> chosen_layers(["stance", "entities"])
    ['entities', 'stance']
    """
    layers = [layer for layer in CHOICES if layer in (named or DEFAULT_LAYERS)]
    if CONTRASTIVE in layers and len(layers) > 1:
        raise UsageError(
            f"--layer {CONTRASTIVE}: found other layers beside it; expected it alone, for its page "
            "shows all articles at once"
        )
    return layers


def default_title(layers: Sequence[str]) -> str:
    """What a project is called unless it is given a title.

    >>> default_title(["zones"])
    'tipbench: zones'
    """
    return f"tipbench: {', '.join(layers)}"[:50]


Suggest = Callable[[str], list[Item]]
"""The result that a document is pre-annotated with, by its name."""


def tasks_of(
    sources: Sources, layers: Sequence[str], source: str | None = None
) -> tuple[list[Task], str | None, Suggestions | None]:
    """The documents as tasks.

    Args:
        sources: The project's seeds and annotations.
        layers: The layers of the page.
        source: What to pre-annotate from: ``gold``, the folder of a pass, or a SYSTEM; nothing by
            default, which is how a blind pass is made.

    Returns:
        The tasks, the name of what they are pre-annotated from, and, where that is a system, what
        it suggested.

    Raises:
        UsageError: There is no such source.
        DataError: A record would not come back from Label Studio as it is.
    """
    documents, inventories = documents_of(sources), inventories_of(sources)
    suggest: Suggest | None = None
    name, suggestions = source, None
    if source == GOLD:
        suggest = _from_records(sources.layers, documents, layers, inventories)
    elif source is not None and (Path(source) / "provenance.json").is_file():
        made = read_pass(Path(source), sources.texts)
        name = made.name
        suggest = _from_records(made.layers, documents, layers, inventories)
    elif source is not None:
        system = resolve_system(source, [])
        suggestions = Suggestions(system, layers, inventories)
        name, suggest = system.name, _from_system(sources, suggestions)
    return (
        [_task(sources, each, name, suggest) for each in _names(sources, layers)],
        name,
        suggestions,
    )


def _names(sources: Sources, layers: Sequence[str]) -> list[str]:
    return [CONTRASTIVE] if CONTRASTIVE in layers else list(sources.texts)


def _task(sources: Sources, doc_id: str, name: str | None, suggest: Suggest | None) -> Task:
    page = documents_of(sources).page(doc_id, [])
    assert page is not None
    title = None if doc_id == CONTRASTIVE else title_of(sources, doc_id)
    data = {"title": f"{doc_id} · {title}" if title else doc_id, "text": page.text}

    def predictions() -> Mapping[str, list[Item]]:
        return {} if suggest is None or name is None else {name: suggest(doc_id)}

    return Task(doc_id, data, predictions)


def _from_records(
    layers_of: Layers, documents: Documents, layers: Sequence[str], inventories: Inventories
) -> Suggest:
    def suggest(doc_id: str) -> list[Item]:
        page = documents.page(doc_id, list(layers))
        assert page is not None
        records: dict[str, list[Record]] = {}
        for layer in layers:
            named = "summaries" if layer == CONTRASTIVE else layer
            records[layer] = [item.record for item in layers_of[named].get(doc_id, ())]
        items = encode(records, page.text, inventories)
        back = decode(read_result(items), page, "", inventories, doc_id)
        for layer, record in check_round_trip(records, back):
            raise DataError(
                f"{layer}/{doc_id}.jsonl",
                f"{record.id} would not come back from Label Studio as it is; mend the record: "
                + "; ".join(problem.message for problem in back.problems[:3]),
            )
        return items

    return suggest


def _from_system(sources: Sources, suggestions: Suggestions) -> Suggest:
    languages = {seed.doc_id: seed.language for seed in sources.seeds}

    def suggest(doc_id: str) -> list[Item]:
        if doc_id not in languages:
            raise UsageError(f"--from: a system has nothing to say of {doc_id}")
        title = title_of(sources, doc_id)
        return suggestions.of(Document(doc_id, languages[doc_id], title, sources.texts[doc_id]))

    return suggest
