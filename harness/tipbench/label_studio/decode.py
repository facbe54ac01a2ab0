"""From results to records: everything that is odd is named, and nothing is mended in silence."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from tipbench.annotation.problems import Problem
from tipbench.annotation.records import (
    Record,
)
from tipbench.corpus.checks.labels import record_problems
from tipbench.label_studio.assembly import (
    document_stance,
    order,
    region_record,
    summaries,
    tile,
)
from tipbench.label_studio.configuration import DECISION, REASON
from tipbench.label_studio.decoded import Decoded, Page
from tipbench.label_studio.encode import slots_of
from tipbench.label_studio.fields import (
    ENTITY,
    LONG_LISTS,
    NEW,
    PAGE_LAYERS,
    REGION_LAYERS,
    WRITER,
    Field,
    RegionLayer,
    control,
    new_name,
)
from tipbench.label_studio.inventories import Inventories, region_labels
from tipbench.label_studio.regions import Region, Result

UNLISTED_ID = re.compile(r"new:[a-z0-9]+(-[a-z0-9]+)*")
OF_DECISIONS = (DECISION, REASON)


def decode(
    result: Result, page: Page, annotator: str, inventories: Inventories, place: str
) -> Decoded:
    """The records that a result says.

    Args:
        result: The result, taken apart.
        page: What it is about.
        annotator: Whose name the records carry.
        inventories: The closed lists.
        place: How problems call the annotation; the region is added to it.
    """
    return _Decoder(result, page, annotator, inventories, place).run()


class _Decoder:
    def __init__(
        self, result: Result, page: Page, annotator: str, inventories: Inventories, place: str
    ) -> None:
        self._result, self._page, self._annotator = result, page, annotator
        self._inventories, self._place = inventories, place
        self._labels = region_labels(page.layers, inventories)
        self._found = Decoded({layer: [] for layer in page.layers})
        self._by_id = {region.id: region for region in result.regions}

    def run(self) -> Decoded:
        for about, fault in self._result.faults:
            self._problem("R201", about, fault, "Delete it and make it anew")
        drafts: dict[str, list[tuple[Region, dict[str, Any]]]] = {}
        for region in self._result.regions:
            before = len(self._found.problems)
            layer, is_part = self._layer_of(region)
            span = self._span(region, layer)
            if is_part:
                self._check_part(region, layer)
            elif layer and span and len(self._found.problems) == before:
                drafts.setdefault(layer, []).append((region, self._slots(region, layer, span)))
        for layer in (layer for layer in REGION_LAYERS if layer in drafts):
            self._make(layer, drafts[layer])
        self._page_records()
        self._check_records()
        return self._found

    def _problem(self, code: str, about: str, message: str, remedy: str) -> None:
        where = f"{self._place}, {about}" if about else self._place
        self._found.problems.append(Problem(code, where, message, remedy))

    def _name(self, region: Region) -> str:
        if region.start is None:
            return f"region {region.id}"
        words = " ".join(self._page.text[region.start : region.end].split())
        return f"region {region.id} {words[:40]!r}"

    def _layer_of(self, region: Region) -> tuple[str, bool]:
        for fault in region.faults:
            self._problem("R201", self._name(region), fault, "Delete it and make it anew")
        if len(region.labels) != 1:
            found = f"found {len(region.labels)} labels ({', '.join(region.labels)}), expected 1"
            self._problem("R401", self._name(region), found, "Give it one label")
            return "", False
        if region.labels[0] not in self._labels:
            message = f"label {region.labels[0]!r}, expected one of: {', '.join(self._labels)}"
            remedy = "Give it a label of the inventory, or push the page anew"
            self._problem("R402", self._name(region), message, remedy)
            return "", False
        return self._labels[region.labels[0]]

    def _span(self, region: Region, layer: str) -> tuple[int, int] | None:
        if region.start is None or region.end is None:
            return None
        start, end, text = region.start, region.end, self._page.text
        if not 0 <= start < end <= len(text):
            message = f"[{start}, {end}) is empty or not within the {len(text)} characters"
            self._problem("R301", f"region {region.id}", message, "Delete it and make it anew")
            return None
        if layer and REGION_LAYERS[layer].keeps_spaces:
            return start, end
        words = text[start:end]
        if not words.strip():
            message = f"[{start}, {end}) holds white space alone"
            self._problem("R303", self._name(region), message, "Delete it and make it anew")
            return None
        if words != words.strip():
            self._found.stripped += 1
        start += len(words) - len(words.lstrip())
        return start, start + len(words.strip())

    def _check_part(self, region: Region, layer: str) -> None:
        spec = REGION_LAYERS[layer]
        for name in region.fields:
            self._problem("R403", self._name(region), f"a {spec.part} has no {name!r}", "Clear it")
        if not any(self._is_own(each, layer) for each in region.links):
            message = f"a {spec.part} that no arrow joins to its {layer}"
            self._problem("R501", self._name(region), message, "Draw the arrow or delete it")

    def _is_own(self, region_id: str, layer: str) -> bool:
        region = self._by_id[region_id]
        return len(region.labels) == 1 and self._labels.get(region.labels[0]) == (layer, False)

    def _slots(self, region: Region, layer: str, span: tuple[int, int]) -> dict[str, Any]:
        spec = REGION_LAYERS[layer]
        left = dict(region.fields)
        slots: dict[str, Any] = {"span": span}
        if spec.label_slot:
            slots[spec.label_slot] = region.labels[0]
        for each in spec.fields:
            name = control(layer, each.slot)
            said, new = left.pop(name, ()), left.pop(new_name(name), ())
            slots[each.slot] = self._value(self._name(region), name, each, said, new)
            asked = not each.only or region.labels[0] in each.only
            if each.required and asked and not said:
                self._problem(
                    "R404", self._name(region), f"{each.slot} is not filled in", "Fill it in"
                )
        for name in left:
            self._problem(
                "R403", self._name(region), f"a {region.labels[0]} has no {name!r}", "Clear it"
            )
        slots["parts"] = self._parts(region, layer, spec)
        if slots.get("holder") == WRITER and slots["through"]:
            message = "the writer speaks through nobody"
            self._problem("R407", self._name(region), message, "Clear one of the two")
        return slots

    def _value(
        self, about: str, name: str, each: Field, said: tuple[str, ...], new: tuple[str, ...]
    ) -> Any:
        if each.kind == "flag":
            return bool(said)
        if each.kind == "texts":
            return said
        if each.kind == "select" and said == (NEW,):
            if len(new) != 1:
                message = f"{each.slot} is not in the list, and no name is given"
                self._problem("R405", about, message, "Name it new:short-english-name")
            return new[0] if new else None
        if new:
            message = f"{each.slot} is {', '.join(said) or 'empty'} and also {new[0]!r}"
            self._problem("R405", about, message, "Choose 'not in this list', or clear the name")
        if len(said) > 1:
            message = f"{each.slot} has {len(said)} values: {', '.join(said)}"
            self._problem("R406", about, message, "Leave one of them")
        return said[0] if said else None

    def _parts(self, region: Region, layer: str, spec: RegionLayer) -> list[tuple[int, int]]:
        spans = []
        for each in region.links:
            other = self._by_id[each]
            if spec.part and other.labels == (spec.part,):
                before = self._found.stripped
                span = self._span(other, layer) if not other.faults else None
                self._found.stripped = before
                if span:
                    spans.append(span)
            else:
                message = f"an arrow joins it to {self._name(other)}"
                allowed = f"a {spec.part}" if spec.part else "nothing"
                remedy = f"Delete the arrow: {layer} are joined to {allowed}"
                self._problem("R502", self._name(region), message, remedy)
        if spec.part and not spec.several_parts and len(spans) != 1:
            message = f"found {len(spans)} arrows to a {spec.part}, expected 1"
            self._problem("R503", self._name(region), message, f"Mark its {spec.part} and join it")
        return spans

    def _make(self, layer: str, drafts: list[tuple[Region, dict[str, Any]]]) -> None:
        """Make the records of a layer; new ones are numbered on, in text order."""
        drafts.sort(key=lambda draft: order(layer, *draft))
        if layer == "zones":
            tile([slots for _, slots in drafts], self._page.text)
        ids = REGION_LAYERS[layer].ids
        pushed = re.compile(ids[0] + r"\d+")
        numbers = [int(region.id[1:]) for region, _ in drafts if pushed.fullmatch(region.id)]
        following = max(numbers, default=0)
        seen: dict[str, Region] = {}
        for region, slots in drafts:
            name = region.id
            if not pushed.fullmatch(name):
                following += 1
                name = ids.format(following)
            record_id = f"{self._page.doc_id}.{name}"
            twin = seen.setdefault(repr(slots), region)
            if twin is not region:
                message = f"says the same as {self._name(twin)}"
                self._problem("R304", self._name(region), message, "Delete one of them")
            record = region_record(layer, record_id, slots, self._page, self._annotator)
            if record is not None:
                self._found.records[layer].append(record)
                self._found.regions[record_id] = region.id
            elif not self._found.problems:
                self._problem("R404", self._name(region), "a field is not filled in", "Fill it in")

    def _page_records(self) -> None:
        left = {
            name: said for name, said in self._result.fields.items() if name not in OF_DECISIONS
        }
        for layer in (layer for layer in PAGE_LAYERS if layer in self._page.layers):
            values, found = {}, self._found.records[layer]
            for each in PAGE_LAYERS[layer]:
                said = left.pop(control(layer, each.slot), ())
                values[each.slot] = self._value(layer, each.slot, each, said, ())
                if each.required and not said:
                    self._problem("R404", layer, f"{each.slot} is not filled in", "Fill it in")
            if layer == "document_stance":
                if None not in values.values():
                    found.append(document_stance(values, self._page, self._annotator))
            else:
                found.extend(summaries(layer, values, self._page, self._annotator))
        for name in left:
            self._problem("R403", "", f"the page has no field {name!r}", "Clear it")

    def _check_records(self) -> None:
        for layer, records in self._found.records.items():
            for record in records:
                about = self._about(record)
                named = "summaries" if layer == "contrastive" else layer
                for problem in record_problems(named, about, record, self._names):
                    self._found.problems.append(problem)
                self._check_ids(layer, record, about)

    def _about(self, record: Record) -> str:
        region = self._by_id.get(self._found.regions.get(record.id, ""))
        return f"{self._place}, {self._name(region) if region else record.id}"

    def _names(self, inventory: str) -> Collection[str]:
        # Ids of a long list are looked at below, where new ones are let through.
        if inventory in LONG_LISTS:
            return _Anything()
        return self._inventories.names(inventory)

    def _check_ids(self, layer: str, record: Record, about: str) -> None:
        if layer not in REGION_LAYERS:
            return
        slots = slots_of(record)
        named = [each for each in REGION_LAYERS[layer].fields if each.inventory in LONG_LISTS]
        ids = [(each.slot, slots[each.slot], each.inventory, each.others) for each in named]
        for slot in ("through", "entity_ids"):
            ids += [(slot, each, ENTITY, ()) for each in slots.get(slot, ())]
        for slot, value, inventory, others in ids:
            known = value in self._inventories.names(inventory) or value in others
            if value is not None and not known and not UNLISTED_ID.fullmatch(value):
                message = f"{slot} {value!r} is not in the inventory"
                remedy = "Choose one of the list, or name it new:short-english-name"
                self._found.problems.append(Problem("R504", about, message, remedy))


class _Anything(tuple[str, ...]):
    """An inventory that knows every name."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        return True
