"""From records to results: what is pushed as a pre-annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tipbench.annotation.records import (
    Located,
    NuggetRecord,
    QuoteRecord,
    Record,
    StanceRecord,
    SummaryRecord,
)
from tipbench.errors import DataError
from tipbench.label_studio.fields import (
    LONG_LISTS,
    NEW,
    PAGE_LAYERS,
    REGION_LAYERS,
    Field,
    control,
    new_name,
)
from tipbench.label_studio.inventories import Inventories
from tipbench.label_studio.regions import Item, Region, write_arrow, write_field, write_region

ITEM_TYPES = {
    "choice": "choices",
    "flag": "choices",
    "select": "taxonomy",
    "text": "textarea",
    "texts": "textarea",
}

Records = Mapping[str, Sequence[Record]]
"""The records of one document, by layer."""


def encode(records: Records, text: str, inventories: Inventories) -> list[Item]:
    """The result that says what the records say.

    Args:
        records: By layer; ``contrastive`` for summaries of several documents.
        text: The page.
        inventories: What the long lists of the page offer.

    Raises:
        DataError: A record has no form in Label Studio.
    """
    items: list[Item] = []
    for layer, found in records.items():
        for record in found:
            if layer in REGION_LAYERS:
                items.extend(_of_region(layer, record, text, inventories))
            else:
                items.extend(_of_page(layer, record))
    return items


def _of_region(layer: str, record: Record, text: str, inventories: Inventories) -> Iterator[Item]:
    yield from shape(layer, record.id, slots_of(record), spans_of(record), text, inventories)


def shape(
    layer: str,
    record_id: str,
    slots: Mapping[str, Any],
    spans: Sequence[tuple[int, int]],
    text: str,
    inventories: Inventories,
) -> Iterator[Item]:
    """The items of a record or of a system's item: its region, its parts, and their arrows.

    Args:
        layer: The layer, one that is made of regions.
        record_id: Its end becomes the region's id.
        slots: What is known of it; fields without a slot stay empty.
        spans: Its own span, then those of its parts.
        text: The page.
        inventories: What the long lists of the page offer.
    """
    spec = REGION_LAYERS[layer]
    label = slots[spec.label_slot] if spec.label_slot else spec.labels
    fields = dict(
        pair for field in spec.fields for pair in _filled(layer, field, slots, inventories)
    )
    own, *parts = spans
    region_id = region_id_of(record_id)
    kinds = {control(layer, field.slot): ITEM_TYPES[field.kind] for field in spec.fields}
    kinds |= {new_name(name): "textarea" for name in kinds}
    yield from write_region(Region(region_id, *own, (label,), fields), kinds, text)
    for number, span in enumerate(parts, 1):
        part = Region(f"{region_id}_{spec.part}{number}", *span, (spec.part,), {})
        yield from write_region(part, {}, text)
        yield write_arrow(region_id, part.id)


def region_id_of(record_id: str) -> str:
    """The region's id: what stands behind the document's name.

    Label Studio makes a CSS class of it, which colours the region; a full stop would break it.

    >>> region_id_of("tip-000.e001")
    'e001'
    """
    return record_id.rpartition(".")[2]


def slots_of(record: Record) -> dict[str, Any]:
    """The record's slots as the page asks for them; a chain is asked for in two parts."""
    slots: dict[str, Any] = msgspec.structs.asdict(record)
    if isinstance(record, StanceRecord):
        slots["through"] = record.chain[1:-1]
    return slots


def spans_of(record: Record) -> list[tuple[int, int]]:
    """The record's own span, then those of its parts."""
    quotes: Sequence[QuoteRecord | Located] = ()
    if isinstance(record, StanceRecord):
        quotes = (record.evidence, record.cue)
    elif isinstance(record, NuggetRecord):
        quotes = record.support
    elif isinstance(record, Located):
        quotes = (record,)
    if not quotes:
        raise DataError(record.id, "it is about no words, so that there is no region to show")
    return [(quote.start, quote.end) for quote in quotes]


def _filled(
    layer: str, field: Field, slots: Mapping[str, Any], inventories: Inventories
) -> Iterator[tuple[str, tuple[str, ...]]]:
    name, value = control(layer, field.slot), slots.get(field.slot)
    if field.kind == "flag":
        if value:
            yield name, (field.slot,)
    elif field.kind == "texts":
        if value:
            yield name, tuple(value)
    elif value is not None:
        listed = (
            field.inventory not in LONG_LISTS
            or value in field.others
            or value in inventories.names(field.inventory)
        )
        yield name, (value if listed else NEW,)
        if not listed:
            yield new_name(name), (value,)


def _of_page(layer: str, record: Record) -> Iterator[Item]:
    if isinstance(record, SummaryRecord):
        slot = record.id.rpartition(".")[2]
        slots = {slot: record.summary}
        if slot not in {field.slot for field in PAGE_LAYERS[layer]}:
            raise DataError(record.id, f"a page has no field for a summary called {slot!r}")
    else:
        slots = msgspec.structs.asdict(record)
    for field in PAGE_LAYERS[layer]:
        if field.slot in slots:
            name = control(layer, field.slot)
            yield write_field(
                f"{region_id_of(record.id)}_{field.slot}",
                name,
                ITEM_TYPES[field.kind],
                [slots[field.slot]],
            )
