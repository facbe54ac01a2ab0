"""The typed columns of every configuration, as the ``datasets`` library describes them."""

from __future__ import annotations

from typing import Any

from tipbench.corpus.sources import Sources
from tipbench.corpus.withheld import LENGTHS
from tipbench.scoring.conll import TAGS


def features(sources: Sources, *, has_text: bool = True) -> dict[str, Any]:
    """``datasets.Features`` by configuration; closed inventories are ``ClassLabel``.

    Only features that load on datasets 2.21 and later are used: no ``Json``, no ``LargeList``.

    Args:
        sources: The sources, for the inventories.
        has_text: Whether the release carries the texts; without them ``tokens`` has the lengths
            of its tokens besides.
    """
    from tipbench.corpus.tables import import_datasets

    import_datasets()
    from datasets import ClassLabel, Features, List, Value

    text, offset = Value("string"), Value("int32")

    def label(inventory: str) -> Any:
        return ClassLabel(names=sources.names(inventory))

    quote = {"start": offset, "end": offset, "text": text}
    located = {"id": text, **quote}
    head = {"doc_id": text, "language": text, "text": text}
    columns: dict[str, dict[str, Any]] = {
        "documents": {
            "doc_id": text,
            "language": text,
            "title": text,
            "text": text,
            "zones": List({"zone": label("zone"), "start": offset, "end": offset}),
            "clean_text": text,
            "cluster": text,
            "source_file": text,
            "sha256": text,
        },
        "entities": {
            **head,
            "entities": List(
                {
                    **located,
                    "type": label("type"),
                    "subtype": label("subtype"),
                    "entity_id": text,
                    "mention": label("mention"),
                    "role": label("role"),
                    "zone": label("zone"),
                }
            ),
        },
        "numeric_facts": {
            **head,
            "numeric_facts": List(
                {
                    **located,
                    "kind": label("kind"),
                    "value": text,
                    "value2": text,
                    "unit": text,
                    "comparator": label("comparator"),
                    "property": label("property"),
                    "subject": text,
                    "place": text,
                    "time": text,
                    "qualifier": text,
                    "source": text,
                    "fact_id": text,
                    "zone": label("zone"),
                }
            ),
        },
        "stance": {
            **head,
            "stance": List(
                {
                    "id": text,
                    "chain": List(text),
                    "holder": text,
                    "target": text,
                    "polarity": label("polarity"),
                    "aspect": label("aspect"),
                    "cue": quote,
                    "evidence": quote,
                    "quoted": label("quoted"),
                }
            ),
            "net": label("document_stance"),
            "own_voice": label("document_stance"),
        },
        "summaries": {
            "summary_id": text,
            "doc_ids": List(text),
            "language": text,
            "kind": label("summary_kind"),
            "summary": text,
        },
        "nuggets": {
            "nugget_id": text,
            "doc_id": text,
            "en": text,
            "fr": text,
            "importance": label("importance"),
            "support": List({"start": offset, "end": offset}),
            "fact_ids": List(text),
            "entity_ids": List(text),
            "stance_ids": List(text),
        },
        "tokens": {
            "doc_id": text,
            "sentence_id": text,
            "zone": label("zone"),
            "tokens": List(text),
            "starts": List(offset),
            "ner_tags": List(ClassLabel(names=list(TAGS))),
            **({} if has_text else {LENGTHS: List(offset)}),
        },
        "inventory": {
            "entity_id": text,
            "type": label("type"),
            "en": text,
            "fr": text,
            "aliases": List(text),
            "stance_class": text,
        },
        "alignments": {
            "alignment_id": text,
            "left_doc": text,
            "left": text,
            "right_doc": text,
            "right": text,
            "shift": label("shift"),
            "note": text,
        },
        "fact_relations": {
            "relation_id": text,
            "left": text,
            "right": text,
            "relation": label("relation"),
            "note": text,
        },
    }
    return {config: Features(described) for config, described in columns.items()}
