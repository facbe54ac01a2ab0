"""Pre-annotations from any system: what it says, as far as the page has a place for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tipbench.errors import DataError
from tipbench.label_studio.encode import ITEM_TYPES, shape
from tipbench.label_studio.fields import PAGE_LAYERS, REGION_LAYERS, control
from tipbench.label_studio.inventories import Inventories
from tipbench.label_studio.regions import Item, write_field
from tipbench.model import Document, InventoryEntry, Span, Stance, System
from tipbench.predictions import read_answer
from tipbench.scoring.alignment.align import align_answer
from tipbench.scoring.names import Names

ENTITY_SLOTS = {
    "entities": ("entity_id",),
    "numeric_facts": ("subject", "place", "source"),
    "stance": ("holder", "target"),
}
"""The slots in which a system may give a name where the page wants an id."""


class Suggestions:
    """What a system suggests for a page, and what of it had to be left out.

    Attributes:
        left_out: How many items were left out, by reason.
    """

    def __init__(self, system: System, layers: Sequence[str], inventories: Inventories) -> None:
        """Suggest on ``layers`` what ``system`` says."""
        self.left_out: Counter[str] = Counter()
        self._system, self._layers, self._inventories = system, layers, inventories
        self._names = Names([_entry(each) for each in inventories.entities])

    def of(self, document: Document) -> list[Item]:
        """The result to push for a document; its text is the whole page.

        Raises:
            DataError: The system fails, or its answer cannot be read.
        """
        place = f"system {self._system.name}, document {document.doc_id}"
        tasks = [layer for layer in self._layers if layer in ENTITY_SLOTS]
        try:
            returned = self._system.predict(document)
        except Exception as error:
            raise DataError(place, f"{type(error).__name__}: {error}") from error
        answer = align_answer(document.text, read_answer(returned, document, tasks, place)).answer
        items: list[Item] = []
        for layer in (layer for layer in REGION_LAYERS if layer in tasks):
            for number, item in enumerate(getattr(answer, layer) or (), 1):
                record_id = f"{document.doc_id}.{REGION_LAYERS[layer].ids.format(number)}"
                items.extend(self._item(layer, record_id, item, document.text))
        if "document_stance" in self._layers and answer.document_stance is not None:
            items.extend(self._whole(asdict(answer.document_stance)))
        return items

    def _item(self, layer: str, record_id: str, item: Any, text: str) -> Iterator[Item]:
        slots = {name: getattr(item, name) for name in item.__slots__}
        spans = _spans(item)
        spec = REGION_LAYERS[layer]
        label = slots[spec.label_slot] if spec.label_slot else None
        if not spans:
            self.left_out[f"{layer}: not found in the text"] += 1
            return
        if label is not None and label not in self._inventories.names(spec.labels):
            self.left_out[f"{layer}: label {label!r} is none of the inventory"] += 1
            return
        for slot in ENTITY_SLOTS[layer]:
            slots[slot] = self._known(slots[slot])
        for field in spec.fields:
            value = slots.get(field.slot)
            if field.kind == "choice" and value not in self._inventories.names(field.inventory):
                slots[field.slot] = None
            if field.inventory == "property" and value not in self._inventories.names("property"):
                slots[field.slot] = None
        if isinstance(item, Stance):
            slots["through"] = [each for each in map(self._known, item.chain[1:-1]) if each]
        yield from shape(layer, record_id, slots, spans, text, self._inventories)

    def _known(self, name: str | None) -> str | None:
        """The id that a name stands for; what is unknown is left to the annotator."""
        found = None if name is None else self._names.resolve(name)
        known = found in self._inventories.names("entity") or found == "writer"
        return found if known else None

    def _whole(self, slots: Mapping[str, str | None]) -> Iterator[Item]:
        for field in PAGE_LAYERS["document_stance"]:
            value = slots[field.slot]
            if value is not None and value in self._inventories.names(field.inventory):
                name = control("document_stance", field.slot)
                yield write_field(f"ds_{field.slot}", name, ITEM_TYPES[field.kind], [value])


def _spans(item: Any) -> list[tuple[int, int]]:
    """The item's own span and those of its parts; none where it could not be placed."""
    if isinstance(item, Stance):
        quotes = [quote.span for quote in (item.evidence, item.cue) if quote is not None]
        if item.evidence is None:
            return []
    else:
        quotes = [item.span]
    spans = [span for span in quotes if isinstance(span, Span)]
    return [(span.start, span.end) for span in spans] if quotes and quotes[0] in spans else []


def _entry(each: Any) -> InventoryEntry:
    return InventoryEntry(
        each.entity_id, each.type, each.en, each.fr, each.aliases, each.stance_class
    )
