"""The page that annotators see, generated from the inventories of the annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as xml

from tipbench.label_studio.fields import (
    CHOICES,
    ENTITY,
    NEW,
    PAGE_LAYERS,
    REGION_LAYERS,
    Field,
    control,
    new_name,
)
from tipbench.label_studio.hotkeys import Hotkeys
from tipbench.label_studio.inventories import Inventories, region_labels

SPAN = "span"
"""The control of all regions: one, because a region of two label controls has two labels."""
TEXT = "text"
UNLISTED = "not in this list"
DECISION = "decision"
REASON = "reason"
ADJUDICATION = "adjudication"
DECISIONS: Mapping[str, str] = {
    "a": "The first version",
    "b": "The second version",
    "neither": "There is nothing to annotate",
    "other": "What I made of it on this page",
}

COLOURS = (
    "#1f77b4", "#d2691e", "#2e8b57", "#8a5fbf", "#b8860b", "#c2185b", "#00838f", "#6d4c41",
    "#5c6bc0", "#7cb342",
)  # fmt: skip
_FIXED = {
    "number": "#546e7a",
    "positive": "#2e7d32",
    "negative": "#c62828",
    "recommend": "#1565c0",
    "cue": "#f9a825",
    "support": "#9ccc65",
}

STYLE = """
.tb-page { display: flex; gap: 16px; align-items: flex-start; }
.tb-text { flex: 1 1 auto; min-width: 0; max-width: 52rem; }
.tb-bar { position: sticky; top: 0; z-index: 5; background: var(--color-neutral-background, #fff);
  padding: 6px 0; border-bottom: 1px solid rgba(128, 128, 128, .4); }
.tb-side { flex: 0 0 22rem; position: sticky; top: 0; max-height: 92vh; overflow-y: auto; }
.tb-text .htx-richtext, .tb-text [class*="richtext"] { white-space: pre-wrap; line-height: 2.3;
  font-size: 16px; }
.tb-side h4 { font-size: 13px; line-height: 1.35; margin: 8px 0 0 !important; }
.tb-side [class*="choices"] { margin: 0; }
.tb-side [class*="choice__item"] { padding: 1px 0; }
"""


def configuration(
    layers: Sequence[str], inventories: Inventories, *, adjudication: bool = False
) -> str:
    """The labelling configuration of a page.

    Args:
        layers: What is annotated on it; in the order of the page, whatever the order here.
        inventories: The lists that it offers.
        adjudication: Ask for a decision between two versions, and its reason, as well.

    Raises:
        DataError: The layers cannot share a page.
    """
    page = _Page(inventories)
    marks = [name for name in CHOICES if name in layers] + [ADJUDICATION] * adjudication
    root = xml.Element("View", className=" ".join(["tb-page", *(f"tb-{mark}" for mark in marks)]))
    xml.SubElement(root, "Style").text = STYLE
    text = xml.SubElement(root, "View", className="tb-text")
    page.bar(text, region_labels(layers, inventories))
    xml.SubElement(text, "Header", value="$title", size="5")
    if adjudication:
        xml.SubElement(text, "Header", value="$differs", size="6")
    xml.SubElement(text, "Text", name=TEXT, value="$text", granularity="symbol")
    side = xml.SubElement(root, "View", className="tb-side")
    if adjudication:
        page.decision(side)
    page.of_regions(side, [name for name in REGION_LAYERS if name in layers])
    for layer in (name for name in PAGE_LAYERS if name in layers):
        page.of_document(side, layer, required=not adjudication)
    xml.indent(root)
    return xml.tostring(root, encoding="unicode") + "\n"


def read_layers(label_config: str) -> list[str] | None:
    """The layers that a page of ours asks for; ``None`` where the page is none of ours.

    >>> read_layers('<View className="tb-page tb-zones" />')
    ['zones']
    """
    try:
        marks = xml.fromstring(label_config).get("className", "").split()
    except xml.ParseError:
        return None
    if "tb-page" not in marks:
        return None
    return [mark.removeprefix("tb-") for mark in marks if mark != "tb-page"]


class _Page:
    """One page while it is written; keys are handed out in the order in which it is."""

    def __init__(self, inventories: Inventories) -> None:
        self._inventories = inventories
        self._keys = Hotkeys()

    def bar(self, parent: xml.Element, labels: Mapping[str, tuple[str, bool]]) -> None:
        """The labels, always in sight above the text."""
        if not labels:
            return
        bar = xml.SubElement(parent, "View", className="tb-bar")
        tag = xml.SubElement(bar, "Labels", name=SPAN, toName=TEXT, showInline="true")
        for number, (name, (layer, _)) in enumerate(labels.items()):
            label = xml.SubElement(tag, "Label", value=name)
            label.set("background", _FIXED.get(name, COLOURS[number % len(COLOURS)]))
            _set(label, "hotkey", self._keys.for_label(name))
            _set(label, "hint", self._hint(layer, name))

    def _hint(self, layer: str, name: str) -> str | None:
        spec = REGION_LAYERS[layer]
        known = self._inventories.labels[spec.labels] if spec.label_slot else ()
        return next((label.description for label in known if label.name == name), None)

    def of_regions(self, side: xml.Element, layers: Sequence[str]) -> None:
        """The fields of the selected region, and what to do while none is selected."""
        if not layers:
            return
        hint = xml.SubElement(side, "View", visibleWhen="no-region-selected")
        for line in _how_to(layers):
            xml.SubElement(hint, "Header", value=line, size="6", underline="false")
        for layer in layers:
            spec = REGION_LAYERS[layer]
            labels = [*self._inventories.names(spec.labels)] if spec.label_slot else [spec.labels]
            for field in spec.fields:
                card = _shown_for(side, field.only or labels)
                self._field(card, layer, field, field.only or labels, required=field.required)
            if spec.part:
                card = _shown_for(side, labels)
                line = f"Then draw an arrow to its {spec.part}: Alt+R and a click on it."
                xml.SubElement(card, "Header", value=line, size="6", underline="false")

    def of_document(self, side: xml.Element, layer: str, *, required: bool) -> None:
        """The fields that are asked of the whole page."""
        for field in PAGE_LAYERS[layer]:
            view = xml.SubElement(side, "View")
            self._field(view, layer, field, (), required=field.required and required)

    def decision(self, side: xml.Element) -> None:
        """Which version is taken, and why."""
        xml.SubElement(side, "Header", value="First", size="6", underline="false")
        xml.SubElement(side, "Header", value="$a", size="6", underline="false")
        xml.SubElement(side, "Header", value="Second", size="6", underline="false")
        xml.SubElement(side, "Header", value="$b", size="6", underline="false")
        tag = xml.SubElement(side, "Choices", name=DECISION, toName=TEXT, choice="single-radio")
        _require(tag, "Decide")
        for name, meaning in DECISIONS.items():
            choice = xml.SubElement(tag, "Choice", value=f"{name}: {meaning}", alias=name)
            _set(choice, "hotkey", self._keys.for_choice(name))
        reason = xml.SubElement(side, "TextArea", name=REASON, toName=TEXT, rows="3")
        reason.set("placeholder", "Why?")
        _one_line(reason)
        _require(reason, "Say why")

    def _field(
        self,
        parent: xml.Element,
        layer: str,
        field: Field,
        labels: Sequence[str],
        *,
        required: bool,
    ) -> None:
        name = control(layer, field.slot)
        if field.kind != "flag":
            ask = f"{field.ask} *" if required else field.ask
            xml.SubElement(parent, "Header", value=ask, size="6", underline="false")
        tag = self._control(parent, name, field)
        if labels:
            _per_region(tag, labels)
        if required:
            _require(tag, f"{layer}: {field.ask} Please fill in {field.slot}")
        if field.kind == "select":
            self._unlisted(parent, name, labels)

    def _control(self, parent: xml.Element, name: str, field: Field) -> xml.Element:
        if field.kind in ("text", "texts"):
            tag = xml.SubElement(parent, "TextArea", name=name, toName=TEXT, rows=str(field.rows))
            tag.set("placeholder", field.hint)
            if field.kind == "text":
                _one_line(tag)
            else:
                tag.set("editable", "true")
            return tag
        if field.kind == "select":
            tag = xml.SubElement(parent, "Taxonomy", name=name, toName=TEXT, maxUsages="1")
            tag.set("placeholder", "click, then type to search")
            tag.set("minWidth", "330px")
            for shown, stored in self._options(field):
                xml.SubElement(tag, "Choice", value=shown, alias=stored)
            return tag
        tag = xml.SubElement(parent, "Choices", name=name, toName=TEXT)
        if field.kind == "flag":
            tag.set("choice", "multiple")
            choice = xml.SubElement(tag, "Choice", value=field.ask, alias=field.slot)
            _set(choice, "hotkey", self._keys.for_choice(field.slot))
            return tag
        tag.set("choice", "single")
        tag.set("showInline", "true")
        for label in self._inventories.labels[field.inventory]:
            choice = xml.SubElement(tag, "Choice", value=label.name)
            _set(choice, "hotkey", self._keys.for_choice(label.name))
            choice.set("hint", label.description)
        return tag

    def _options(self, field: Field) -> Iterator[tuple[str, str]]:
        """What a long list shows, and what it stores."""
        yield from ((name, name) for name in field.others)
        yield UNLISTED, NEW
        if field.inventory == ENTITY:
            for entity in sorted(self._inventories.entities, key=lambda entity: entity.en):
                names = dict.fromkeys((entity.en, entity.fr, *entity.aliases, entity.entity_id))
                yield " · ".join(names), entity.entity_id
        else:
            for each in sorted(self._inventories.properties, key=lambda each: each.en):
                yield f"{each.en} · {each.fr} · {each.id}", each.id

    def _unlisted(self, parent: xml.Element, name: str, labels: Sequence[str]) -> None:
        """A line for what a long list lacks, asked for when the list says so."""
        view = xml.SubElement(parent, "View", visibleWhen="choice-selected")
        view.set("whenTagName", name)
        view.set("whenChoiceValue", UNLISTED)
        tag = xml.SubElement(view, "TextArea", name=new_name(name), toName=TEXT, rows="1")
        tag.set("placeholder", "new:short-english-name")
        _per_region(tag, labels)
        _one_line(tag)


def _how_to(layers: Sequence[str]) -> Iterator[str]:
    yield "Press the key of a label (or click it), then select words of the text."
    yield "Click a region to fill in its fields here."
    for layer in layers:
        spec = REGION_LAYERS[layer]
        if spec.part == "cue":
            yield "Stance: mark the clause by its polarity, mark the cue in it, join them by Alt+R."
        elif spec.part:
            yield f"{spec.labels}: mark its first words; join more marked as {spec.part} by Alt+R."


def _per_region(tag: xml.Element, labels: Sequence[str]) -> None:
    # On the control itself, for a required one is otherwise asked of every region of the page.
    tag.set("perRegion", "true")
    tag.set("whenLabelValue", ",".join(labels))


def _shown_for(side: xml.Element, labels: Sequence[str]) -> xml.Element:
    view = xml.SubElement(side, "View", visibleWhen="region-selected")
    view.set("whenTagName", SPAN)
    view.set("whenLabelValue", ",".join(labels))
    return view


def _one_line(tag: xml.Element) -> None:
    tag.set("maxSubmissions", "1")
    tag.set("editable", "true")


def _require(tag: xml.Element, message: str) -> None:
    tag.set("required", "true")
    tag.set("requiredMessage", message)


def _set(element: xml.Element, name: str, value: str | None) -> None:
    if value is not None:
        element.set(name, value)
