"""What each layer looks like in Label Studio: its regions, their fields, and what they point to.

This is the one description that the page, the way there and the way back are made from. A record is
a region: its span, its label, and one field for every other slot. What a record says of further
words (the cue of a stance, the support of a nugget) are regions of their own that it is related to.

A stance is the region of its evidence, labelled by its polarity, and not an arrow from holder to
target: a holder is often the writer, whom no words stand for, and relations carry no attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["choice", "select", "text", "texts", "flag"]
"""A click, one of a long list, a line of text, several lines, yes or no."""

ENTITY = "entity"
PROPERTY = "property"
LONG_LISTS = (ENTITY, PROPERTY)
"""The inventories that grow; what is missing from them is named ``new:…`` by the annotator."""

WRITER = "writer"


@dataclass(frozen=True, slots=True)
class Field:
    """One slot of a record as a control of the page.

    Attributes:
        slot: The record's key.
        kind: How it is filled.
        ask: What the page calls it.
        inventory: Where its choices come from: a list of ``labels.json``, or a long one.
        required: Whether the page insists on it.
        only: The labels of the region on which it is asked; all when empty.
        others: Choices that stand before those of the inventory.
        hint: What is expected, shown in the empty control.
        rows: Lines that a text control shows.
    """

    slot: str
    kind: Kind
    ask: str
    inventory: str = ""
    required: bool = False
    only: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    hint: str = ""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class RegionLayer:
    """A layer whose records are regions of the text.

    Attributes:
        label_slot: The slot that is the region's label; empty where there is one label alone.
        labels: The inventory of the labels, or, without a ``label_slot``, the one label.
        ids: The form of its ids behind the document's name.
        fields: Its other slots.
        part: The label of the further words; empty where there are none.
        part_slot: The slot that holds them.
        several_parts: Whether there may be more than one of them.
        keeps_spaces: Whether white space at the edges of a region belongs to it.
    """

    label_slot: str
    labels: str
    ids: str
    fields: tuple[Field, ...] = ()
    part: str = ""
    part_slot: str = ""
    several_parts: bool = False
    keeps_spaces: bool = False


def _entity(slot: str, ask: str, *, required: bool = False, writer: bool = False) -> Field:
    others = (WRITER,) if writer else ()
    return Field(slot, "select", ask, ENTITY, required, others=others)


REGION_LAYERS: Mapping[str, RegionLayer] = {
    "zones": RegionLayer("zone", "zone", "z{:02d}", keeps_spaces=True),
    "sentences": RegionLayer("", "sentence", "t{:03d}"),
    "entities": RegionLayer(
        "type",
        "type",
        "e{:03d}",
        (
            _entity("entity_id", "Which entity?", required=True),
            Field("mention", "choice", "Named how?", "mention", required=True),
            Field("role", "choice", "The place, or who acts?", "role", True, only=("GPE",)),
            Field("subtype", "choice", "What document?", "subtype", True, only=("DOC",)),
            Field("truncated", "flag", "Cut off by the page"),
        ),
    ),
    "numeric_facts": RegionLayer(
        "",
        "number",
        "n{:02d}",
        (
            Field("kind", "choice", "What kind?", "kind", required=True),
            Field("comparator", "choice", "Compared how?", "comparator"),
            Field("value", "text", "Value", hint="474, 2500000, 2024-06-24"),
            Field("value2", "text", "End of the range", hint="for a range alone"),
            Field("unit", "text", "Unit", hint="victim, percent, USD, year"),
            Field("property", "select", "What is measured?", PROPERTY, required=True),
            _entity("source", "Who says it?", writer=True),
            _entity("subject", "Of whom or what?"),
            _entity("place", "Where?"),
            Field("time", "text", "When?", hint="2023, 2024-06, 2024/2025"),
            Field("qualifier", "text", "Qualifier", hint="a short English phrase"),
            Field("fact_id", "text", "Name of the fact", hint="f-…; empty: a fact of its own"),
        ),
    ),
    "stance": RegionLayer(
        "polarity",
        "polarity",
        "s{:02d}",
        (
            _entity("holder", "Who holds it?", required=True, writer=True),
            Field("through", "texts", "Told through whom?", hint="ids from the outermost inwards"),
            _entity("target", "About whom?", required=True),
            Field("aspect", "choice", "About what?", "aspect", required=True),
            Field("quoted", "choice", "Quoted how?", "quoted", required=True),
        ),
        part="cue",
        part_slot="cue",
    ),
    "nuggets": RegionLayer(
        "",
        "nugget",
        "k{:02d}",
        (
            Field("importance", "choice", "How important?", "importance", required=True),
            Field("en", "text", "In English", required=True, hint="at most 20 words", rows=3),
            Field("fr", "text", "In French", required=True, hint="at most 20 words", rows=3),
            Field("fact_ids", "texts", "Facts", hint="f-…, one at a time"),
            Field("entity_ids", "texts", "Entities", hint="ids, one at a time"),
            Field("stance_ids", "texts", "Stances", hint="ids, one at a time"),
        ),
        part="support",
        part_slot="support",
        several_parts=True,
    ),
}
"""The layers that are made of regions, in the order of the page."""

PAGE_LAYERS: Mapping[str, tuple[Field, ...]] = {
    "document_stance": (
        Field("net", "choice", "The whole document", "document_stance", required=True),
        Field("own_voice", "choice", "The writer's own voice", "document_stance", required=True),
    ),
    "summaries": (
        Field("r1", "text", "Summary 1, in the language of the text", hint="60–90 words", rows=6),
        Field("r2", "text", "Summary 2, in the language of the text", hint="60–90 words", rows=6),
        Field("x1", "text", "Summary in the other language", hint="60–90 words", rows=6),
    ),
    "contrastive": (
        Field("en", "text", "Of all articles, in English", hint="60–90 words", rows=8),
        Field("fr", "text", "Of all articles, in French", hint="60–90 words", rows=8),
    ),
}
"""The layers that are said of a whole page; the slots of summaries end their ids."""

CHOICES = (*REGION_LAYERS, *PAGE_LAYERS)
"""What ``--layer`` takes. ``contrastive`` is a page of its own: all articles at once."""

DEFAULT_LAYERS = ("entities", "numeric_facts", "stance", "document_stance")
"""The layers that systems are scored on, on one page."""

NEW = "new"
"""The choice of a long list that says: not there, named in the field below."""


def control(layer: str, slot: str) -> str:
    """The name of a field's control.

    >>> control("numeric_facts", "kind")
    'numeric_facts_kind'
    """
    return f"{layer}_{slot}"


def new_name(name: str) -> str:
    """The control in which what a long list lacks is named."""
    return f"{name}_new"
