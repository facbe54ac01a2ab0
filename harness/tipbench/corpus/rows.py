"""From the sources to the rows of every configuration of the dataset.

Rows hold labels by name and offsets into the page; nothing here writes or needs a library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tipbench.annotation.files import CONTRASTIVE
from tipbench.annotation.records import (
    DocumentStanceRecord,
    EntityRecord,
    NuggetRecord,
    NumericFactRecord,
    QuoteRecord,
    SeedRecord,
    SentenceRecord,
    StanceRecord,
    SummaryRecord,
    ZoneRecord,
)
from tipbench.corpus.sources import Sources
from tipbench.corpus.view import View
from tipbench.model import Entity, Span, Zone
from tipbench.scoring.conll import flat_tags
from tipbench.tokens import tokenize

Row = dict[str, Any]


def zones_of(sources: Sources, doc_id: str) -> list[Zone]:
    """The zones of one page, in text order."""
    content = {label.name: bool(label.content) for label in sources.labels["zone"]}
    return [
        Zone(Span(zone.start, zone.end), zone.zone, content.get(zone.zone, False))
        for zone in sorted(sources.records(ZoneRecord, doc_id), key=lambda zone: zone.start)
    ]


def title_of(sources: Sources, doc_id: str) -> str | None:
    """The words of the ``title`` zone, or ``None`` where the page has none."""
    for zone in zones_of(sources, doc_id):
        if zone.name == "title":
            return sources.texts[doc_id][zone.span.start : zone.span.end].strip()
    return None


def _zone_name(zones: list[Zone], offset: int) -> str | None:
    return next((z.name for z in zones if z.span.start <= offset < z.span.end), None)


def _quote(quote: QuoteRecord) -> Row:
    return {"start": quote.start, "end": quote.end, "text": quote.text}


def _documents(sources: Sources) -> Iterator[Row]:
    clusters = {item.record.doc_id: item.record.cluster for item in sources.documents}
    for seed in sources.seeds:
        page = sources.texts[seed.doc_id]
        zones = zones_of(sources, seed.doc_id)
        yield {
            "doc_id": seed.doc_id,
            "language": seed.language,
            "title": title_of(sources, seed.doc_id),
            "text": page,
            "zones": [
                {"zone": zone.name, "start": zone.span.start, "end": zone.span.end}
                for zone in zones
            ],
            "clean_text": View.of(page, zones, "clean").text,
            "cluster": clusters[seed.doc_id],
            "source_file": seed.file,
            "sha256": seed.sha256,
        }


def _head(sources: Sources, seed: SeedRecord) -> Row:
    return {
        "doc_id": seed.doc_id,
        "language": seed.language,
        "text": sources.texts[seed.doc_id],
    }


def _entities(sources: Sources) -> Iterator[Row]:
    for seed in sources.seeds:
        zones = zones_of(sources, seed.doc_id)
        items = [
            {
                "id": item.id,
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "type": item.type,
                "subtype": item.subtype,
                "entity_id": item.entity_id,
                "mention": item.mention,
                "role": item.role,
                "zone": _zone_name(zones, item.start),
            }
            for item in sources.records(EntityRecord, seed.doc_id)
        ]
        yield {**_head(sources, seed), "entities": items}


def _numeric_facts(sources: Sources) -> Iterator[Row]:
    for seed in sources.seeds:
        zones = zones_of(sources, seed.doc_id)
        items = [
            {
                "id": item.id,
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "kind": item.kind,
                "value": item.value,
                "value2": item.value2,
                "unit": item.unit,
                "comparator": item.comparator,
                "property": item.property,
                "subject": item.subject,
                "place": item.place,
                "time": item.time,
                "qualifier": item.qualifier,
                "source": item.source,
                "fact_id": item.fact_id,
                "zone": _zone_name(zones, item.start),
            }
            for item in sources.records(NumericFactRecord, seed.doc_id)
        ]
        yield {**_head(sources, seed), "numeric_facts": items}


def _stance(sources: Sources) -> Iterator[Row]:
    for seed in sources.seeds:
        items = [
            {
                "id": item.id,
                "chain": list(item.chain),
                "holder": item.holder,
                "target": item.target,
                "polarity": item.polarity,
                "aspect": item.aspect,
                "cue": _quote(item.cue),
                "evidence": _quote(item.evidence),
                "quoted": item.quoted,
            }
            for item in sources.records(StanceRecord, seed.doc_id)
        ]
        whole = next(iter(sources.records(DocumentStanceRecord, seed.doc_id)), None)
        yield {
            **_head(sources, seed),
            "stance": items,
            "net": whole and whole.net,
            "own_voice": whole and whole.own_voice,
        }


def _summaries(sources: Sources) -> Iterator[Row]:
    for name in [*(seed.doc_id for seed in sources.seeds), CONTRASTIVE]:
        for item in sources.records(SummaryRecord, name):
            yield {
                "summary_id": item.id,
                "doc_ids": list(item.doc_ids),
                "language": item.language,
                "kind": item.kind,
                "summary": item.summary,
            }


def _nuggets(sources: Sources) -> Iterator[Row]:
    for seed in sources.seeds:
        for item in sources.records(NuggetRecord, seed.doc_id):
            yield {
                "nugget_id": item.id,
                "doc_id": item.doc_id,
                "en": item.en,
                "fr": item.fr,
                "importance": item.importance,
                "support": [{"start": s.start, "end": s.end} for s in item.support],
                "fact_ids": list(item.fact_ids),
                "entity_ids": list(item.entity_ids),
                "stance_ids": list(item.stance_ids),
            }


def _tokens(sources: Sources) -> Iterator[Row]:
    for seed in sources.seeds:
        page = sources.texts[seed.doc_id]
        zones = zones_of(sources, seed.doc_id)
        names = [
            Entity(Span(item.start, item.end), item.text, item.type)
            for item in sources.records(EntityRecord, seed.doc_id)
            if item.mention == "name"
        ]
        for sentence in sources.records(SentenceRecord, seed.doc_id):
            tokens = [
                Span(token.start + sentence.start, token.end + sentence.start)
                for token in tokenize(page[sentence.start : sentence.end])
            ]
            inside = [
                name
                for name in names
                if name.span and sentence.start <= name.span.start < sentence.end
            ]
            yield {
                "doc_id": seed.doc_id,
                "sentence_id": sentence.id,
                "zone": _zone_name(zones, sentence.start),
                "tokens": [page[token.start : token.end] for token in tokens],
                "starts": [token.start for token in tokens],
                "ner_tags": flat_tags(tokens, inside),
            }


def _inventory(sources: Sources) -> Iterator[Row]:
    for item in sorted(sources.inventory, key=lambda item: item.record.entity_id):
        yield {
            "entity_id": item.record.entity_id,
            "type": item.record.type,
            "en": item.record.en,
            "fr": item.record.fr,
            "aliases": list(item.record.aliases),
            "stance_class": item.record.stance_class,
        }


def _alignments(sources: Sources) -> Iterator[Row]:
    for item in sources.alignments:
        yield {
            "alignment_id": item.record.id,
            "left_doc": item.record.left_doc,
            "left": item.record.left,
            "right_doc": item.record.right_doc,
            "right": item.record.right,
            "shift": item.record.shift,
            "note": item.record.note,
        }


def _fact_relations(sources: Sources) -> Iterator[Row]:
    for item in sources.fact_relations:
        yield {
            "relation_id": item.record.id,
            "left": item.record.left,
            "right": item.record.right,
            "relation": item.record.relation,
            "note": item.record.note,
        }


CONFIGS: dict[str, Callable[[Sources], Iterator[Row]]] = {
    "documents": _documents,
    "entities": _entities,
    "numeric_facts": _numeric_facts,
    "stance": _stance,
    "summaries": _summaries,
    "nuggets": _nuggets,
    "tokens": _tokens,
    "inventory": _inventory,
    "alignments": _alignments,
    "fact_relations": _fact_relations,
}
"""Every configuration of the dataset, the default one first, and how its rows are made."""


NEEDED: dict[str, tuple[str, ...]] = {
    "entities": ("entities",),
    "numeric_facts": ("numeric_facts",),
    "stance": ("stance",),
    "summaries": ("summaries",),
    "nuggets": ("nuggets",),
    "tokens": ("sentences", "entities"),
}
"""The layers without which a configuration is left out."""


def dataset_rows(sources: Sources) -> dict[str, list[Row]]:
    """The rows of all configurations; those of layers that the gold does not have are left out."""
    linked = {"alignments": sources.alignments, "fact_relations": sources.fact_relations}
    return {
        config: list(make(sources))
        for config, make in CONFIGS.items()
        if all(sources.has(layer) for layer in NEEDED.get(config, ()))
        and (sources.canary or linked.get(config, True))
    }
