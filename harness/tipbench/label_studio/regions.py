"""What Label Studio calls a result: its items as plain values, and the regions that they make up.

Offsets are code points in both directions; ``value.text`` is never read, for across a newline it
is not what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipbench.label_studio.configuration import SPAN, TEXT

Item = dict[str, Any]

KEYS = {"labels": "labels", "choices": "choices", "taxonomy": "taxonomy", "textarea": "text"}
"""The types of items that a page of ours makes, and where each keeps what was said."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text with its labels and what was filled in for it.

    Attributes:
        id: Label Studio's, or the one it was pushed with.
        start: Where it begins, in code points; ``None`` where an item does not say so rightly.
        end: Where it ends.
        labels: Its labels; one, if all is well.
        fields: What each control says, by its name.
        links: The ids of the regions that it is related to, in either direction.
        faults: What is wrong with its items themselves.
    """

    id: str
    start: int | None
    end: int | None
    labels: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    links: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A result taken apart.

    Attributes:
        regions: The regions, in the order of their first items.
        fields: What is said of the whole page, by control.
        faults: What belongs to no region and is no field: each with the item it is about.
    """

    regions: tuple[Region, ...]
    fields: Mapping[str, tuple[str, ...]]
    faults: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Draft:
    spans: list[tuple[Any, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_result(items: Sequence[Any]) -> Result:
    """Take a result apart; whatever is odd is kept as a fault, and nothing is left out.

    >>> item = {"id": "r", "from_name": "span", "to_name": "text", "type": "labels",
    ...         "value": {"start": 0, "end": 5, "labels": ["GPE"]}}
    >>> read_result([item]).regions[0].labels
    ('GPE',)
    """
    drafts: dict[str, _Draft] = {}
    page: dict[str, tuple[str, ...]] = {}
    faults: list[tuple[str, str]] = []
    relations = []
    for item in items:
        if not isinstance(item, dict):
            faults.append((repr(item), "is no item of a result"))
        elif item.get("type") == "relation":
            relations.append(item)
        elif (fault := _fault(item)) is not None:
            faults.append((str(item.get("id")), fault))
        else:
            _put(item, drafts, page, faults)
    for item in relations:
        _relate(item, drafts, faults)
    regions = tuple(_region(each, draft) for each, draft in drafts.items())
    return Result(regions, page, tuple(faults))


def _fault(item: Mapping[str, Any]) -> str | None:
    kind, name, value = item.get("type"), item.get("from_name"), item.get("value")
    if kind not in KEYS or not isinstance(value, dict) or not isinstance(name, str):
        return f"control {name!r} of type {kind!r} is none that tipbench makes"
    if not isinstance(item.get("id"), str):
        return f"an item of {name!r} has no id"
    said = value.get(KEYS[kind])
    if not isinstance(said, list) or not said:
        return f"{name!r} says {said!r}, not a list of words"
    if kind == "taxonomy":
        said = [path[0] if isinstance(path, list) and len(path) == 1 else path for path in said]
    if not all(isinstance(word, str) for word in said):
        return f"{name!r} says {said!r}, not a list of words"
    return None


def _said(item: Mapping[str, Any]) -> tuple[str, ...]:
    said = item["value"][KEYS[item["type"]]]
    return tuple(path[0] for path in said) if item["type"] == "taxonomy" else tuple(said)


def _put(
    item: Mapping[str, Any],
    drafts: dict[str, _Draft],
    page: dict[str, tuple[str, ...]],
    faults: list[tuple[str, str]],
) -> None:
    name, value = item["from_name"], item["value"]
    if "start" not in value and "end" not in value and item["type"] != "labels":
        if name in page:
            faults.append((item["id"], f"{name!r} is filled in twice"))
        page.setdefault(name, _said(item))
        return
    draft = drafts.setdefault(item["id"], _Draft())
    draft.spans.append((value.get("start"), value.get("end")))
    if item["type"] == "labels":
        if name != SPAN:
            draft.faults.append(f"labels come from {name!r}, not from {SPAN!r}")
        draft.labels.extend(_said(item))
    elif name in draft.fields:
        draft.faults.append(f"{name!r} is filled in twice")
    else:
        draft.fields[name] = _said(item)


def _relate(
    item: Mapping[str, Any], drafts: Mapping[str, _Draft], faults: list[tuple[str, str]]
) -> None:
    ends = item.get("from_id"), item.get("to_id")
    lost = [str(end) for end in ends if end not in drafts]
    if lost:
        faults.append((f"{ends[0]} → {ends[1]}", f"the arrow ends at no region: {', '.join(lost)}"))
        return
    if item.get("labels"):
        told = f"the arrow has the label {item['labels']!r}; arrows of tipbench have none"
        faults.append((f"{ends[0]} → {ends[1]}", told))
    for ours, theirs in (ends, ends[::-1]):
        drafts[str(ours)].links.append(str(theirs))


def _region(region_id: str, draft: _Draft) -> Region:
    faults = list(draft.faults)
    start, end = draft.spans[0]
    if len(set(map(repr, draft.spans))) > 1:
        faults.append(f"its items lie at different places: {draft.spans}")
    if type(start) is not int or type(end) is not int:
        faults.append(f"offsets {start!r} to {end!r} are no whole numbers")
        start = end = None
    return Region(
        region_id,
        start,
        end,
        tuple(draft.labels),
        draft.fields,
        tuple(dict.fromkeys(draft.links)),
        tuple(faults),
    )


def write_region(region: Region, kinds: Mapping[str, str], text: str) -> Iterator[Item]:
    """The items of a region, without its arrows.

    Args:
        region: The region.
        kinds: The type of item that each control makes.
        text: The page, for the words that Label Studio shows in its list.
    """
    words = text[region.start : region.end]
    span = {"start": region.start, "end": region.end}
    yield _item(region.id, SPAN, "labels", {**span, "text": words, "labels": list(region.labels)})
    for name, said in region.fields.items():
        kind = kinds[name]
        yield _item(region.id, name, kind, {**span, "text": words, **_value(kind, said)})


def write_field(item_id: str, name: str, kind: str, said: Sequence[str]) -> Item:
    """The item of a field of the whole page."""
    return _item(item_id, name, kind, _value(kind, said))


def write_arrow(start: str, end: str) -> Item:
    """The item of an arrow between two regions."""
    return {"from_id": start, "to_id": end, "type": "relation", "direction": "right"}


def _value(kind: str, said: Sequence[str]) -> dict[str, Any]:
    return {KEYS[kind]: [[word] for word in said] if kind == "taxonomy" else list(said)}


def _item(item_id: str, name: str, kind: str, value: dict[str, Any]) -> Item:
    return {"id": item_id, "from_name": name, "to_name": TEXT, "type": kind, "value": value}
