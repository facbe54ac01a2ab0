"""The ways in which single items of the gold can be made wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from random import Random
from typing import Any, TypeVar

from tipbench.model import DocumentStance, Entity, NumericFact, Quote, Span, Stance
from tipbench.selftest.generation.doses import Change, Corruption, Surroundings, span_of

_WORD = re.compile(r"\w+")
_FAR = 8
"""A new item keeps this far away from every other."""
Item = TypeVar("Item", Entity, NumericFact)


def _shifted(span: Span | None, around: Surroundings, draw: Random) -> Span | None:
    """The span one word longer or shorter at one end, so that no other item is touched."""
    if span is None:
        return None
    text = around.case.document.text
    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text)]
    inside = [word for word in words if word.overlaps(span)]
    ways = [Span(span.start, word.end) for word in words if word.start >= span.end][:1]
    ways += [Span(word.start, span.end) for word in words if word.end <= span.start][-1:]
    if len(inside) > 1:
        ways += [Span(span.start, inside[-2].end), Span(inside[1].start, span.end)]
    touched = {other for other in around.spans if other.overlaps(span)}
    free = [
        way
        for way in ways
        if way not in around.spans
        and way.start < way.end
        and {other for other in around.spans if other.overlaps(way)} <= touched
        and "\n" not in text[way.start : way.end]
    ]
    return draw.choice(free) if free else None


def _borders(item: Item, around: Surroundings, draw: Random) -> tuple[Item, ...] | None:
    if isinstance(item, Entity) and item.mention != "name":
        return None
    span = _shifted(item.span, around, draw)
    text = around.case.document.text
    if span is None:
        return None
    return (replace(item, span=span, text=text[span.start : span.end]),)


def _missed(item: Any, around: Surroundings, draw: Random) -> tuple[Any, ...] | None:
    return ()


def _duplicated(item: Any, around: Surroundings, draw: Random) -> tuple[Any, ...] | None:
    if isinstance(item, Entity) and item.mention != "name":
        return None
    return (item, item)


def _new_place(around: Surroundings, draw: Random) -> tuple[Span, str]:
    text = around.case.document.text
    span = draw.choice(_free_words(text, around.spans))
    return span, text[span.start : span.end]


@lru_cache(maxsize=64)
def _free_words(text: str, spans: frozenset[Span]) -> tuple[Span, ...]:
    """Long words in small letters that are far from all items; any, where there are none."""
    near = [Span(span.start - _FAR, span.end + _FAR) for span in spans]
    words = [
        Span(m.start(), m.end())
        for m in _WORD.finditer(text)
        if m.group().islower() and len(m.group()) > 4
    ]
    free = tuple(word for word in words if not any(word.overlaps(other) for other in near))
    return free or tuple(words)


# Entities


_CLASSES = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
_TYPES = ("PER", "ORG", "GPE", "LOC", "NORP", "EVENT", "DOC", "PROD")


def _type(item: Entity, around: Surroundings, draw: Random) -> tuple[Entity, ...] | None:
    """Another type, also in the coarse classes of CoNLL (PER, ORG, LOC and the rest)."""
    if item.mention != "name":
        return None
    own = _CLASSES.get(item.type)
    others = [type for type in _TYPES if _CLASSES.get(type) != own]
    return (replace(item, type=draw.choice(others)),)


def _identity(item: Entity, around: Surroundings, draw: Random) -> tuple[Entity, ...] | None:
    known = frozenset(other.entity_id for other in around.case.gold.entities or ())
    return (replace(item, entity_id=draw.choice(around.elsewhere(known))),)


def _spurious_entity(item: Entity, around: Surroundings, draw: Random) -> tuple[Entity, ...] | None:
    span, text = _new_place(around, draw)
    return (item, Entity(span, text, draw.choice(_TYPES)))


# Numeric facts


def _known(around: Surroundings) -> frozenset[tuple[str | None, str | None, str | None]]:
    facts = around.case.gold.numeric_facts or ()
    return frozenset((fact.value, fact.unit, fact.comparator) for fact in facts)


def _value(item: NumericFact, around: Surroundings, draw: Random) -> tuple[NumericFact, ...] | None:
    if item.value is None:
        return None
    if item.value.isdecimal():
        wrong = str(int(item.value) * 10 + draw.randint(1, 9))
    else:
        wrong = f"{draw.randint(1500, 1899)}"
    values = {value for value, _, _ in _known(around)}
    return None if wrong in values else (replace(item, value=wrong),)


def _unit(item: NumericFact, around: Surroundings, draw: Random) -> tuple[NumericFact, ...] | None:
    units = {unit for _, unit, _ in _known(around)} | {item.unit}
    others = sorted({"victim", "USD", "kilometre", "percent", "school"} - units)
    return (replace(item, unit=draw.choice(others)),)


def _comparator(
    item: NumericFact, around: Surroundings, draw: Random
) -> tuple[NumericFact, ...] | None:
    others = [
        sign
        for sign in ("=", ">=", ">", "<=", "<", "~")
        if sign != item.comparator and (item.value, item.unit, sign) not in _known(around)
    ]
    return (replace(item, comparator=draw.choice(others)),)


def _kind(item: NumericFact, around: Surroundings, draw: Random) -> tuple[NumericFact, ...] | None:
    others = [kind for kind in ("count", "money", "date", "rank", "percent") if kind != item.kind]
    return (replace(item, kind=draw.choice(others)),)


def _source(
    item: NumericFact, around: Surroundings, draw: Random
) -> tuple[NumericFact, ...] | None:
    known = frozenset(fact.source for fact in around.case.gold.numeric_facts or ())
    return (replace(item, source=draw.choice(around.elsewhere(known))),)


def _spurious_fact(
    item: NumericFact, around: Surroundings, draw: Random
) -> tuple[NumericFact, ...] | None:
    span, text = _new_place(around, draw)
    value = str(draw.randint(10**8, 10**9))
    return (item, NumericFact(span, text, value, unit="school", comparator="=", kind="count"))


# Stance


def _polarity(item: Stance, around: Surroundings, draw: Random) -> tuple[Stance, ...] | None:
    """A polarity that nobody in the document has toward this target, or none of the three."""
    used = {
        other.polarity
        for other in around.case.gold.stance or ()
        if _class(other.target, around) == _class(item.target, around)
    }
    others = sorted({"positive", "negative", "recommend"} - used) or ["neutral"]
    return (replace(item, polarity=draw.choice(others)),)


def _class(name: str, around: Surroundings) -> str:
    """The stance class of an entity, or its own id."""
    classes = {entry.entity_id: entry.stance_class for entry in around.inventory}
    return classes.get(name) or name


def _people(around: Surroundings) -> frozenset[str | None]:
    stance = around.case.gold.stance or ()
    return frozenset(name for other in stance for name in (other.holder, other.target))


def _holder(item: Stance, around: Surroundings, draw: Random) -> tuple[Stance, ...] | None:
    holder = draw.choice(around.elsewhere(_people(around)))
    return (replace(item, holder=holder, chain=(*item.chain[:-1], holder)),)


def _target(item: Stance, around: Surroundings, draw: Random) -> tuple[Stance, ...] | None:
    return (replace(item, target=draw.choice(around.elsewhere(_people(around)))),)


def _aspect(item: Stance, around: Surroundings, draw: Random) -> tuple[Stance, ...] | None:
    used = {
        other.aspect for other in around.case.gold.stance or () if other.evidence == item.evidence
    }
    others = sorted({"prosecution", "legal", "overall", "funding", "prevention"} - used)
    return (replace(item, aspect=draw.choice(others)),)


def _evidence_borders(
    item: Stance, around: Surroundings, draw: Random
) -> tuple[Stance, ...] | None:
    span = _shifted(span_of(item), around, draw)
    text = around.case.document.text
    if span is None:
        return None
    return (replace(item, evidence=Quote(span, text[span.start : span.end])),)


def _evidence_lost(item: Stance, around: Surroundings, draw: Random) -> tuple[Stance, ...] | None:
    return (replace(item, evidence=None),)


def _spurious_stance(item: Stance, around: Surroundings, draw: Random) -> tuple[Stance, ...] | None:
    span, text = _new_place(around, draw)
    holder, target = draw.sample(around.elsewhere(_people(around)), 2)
    return (item, Stance(holder, target, "positive", "overall", Quote(span, text)))


_LABELS = ("praise", "critique", "mixed", "neutral")


def _net(item: DocumentStance, around: Surroundings, draw: Random) -> tuple[DocumentStance, ...]:
    return (replace(item, net=draw.choice([one for one in _LABELS if one != item.net])),)


def _own_voice(
    item: DocumentStance, around: Surroundings, draw: Random
) -> tuple[DocumentStance, ...]:
    others = [one for one in _LABELS if one != item.own_voice]
    return (replace(item, own_voice=draw.choice(others)),)


def _of(task: str, layer: str, changes: Mapping[str, Change]) -> tuple[Corruption, ...]:
    return tuple(Corruption(task, type, layer, change) for type, change in changes.items())


GOLD_CORRUPTIONS: tuple[Corruption, ...] = (
    *_of("entities", "entities", {
        "borders": _borders, "type": _type, "identity": _identity,
        "missed": _missed, "spurious": _spurious_entity, "duplicated": _duplicated,
    }),
    *_of("numeric_facts", "numeric_facts", {
        "borders": _borders, "value": _value, "unit": _unit, "comparator": _comparator,
        "kind": _kind, "source": _source,
        "missed": _missed, "spurious": _spurious_fact, "duplicated": _duplicated,
    }),
    *_of("stance", "stance", {
        "polarity": _polarity, "holder": _holder, "target": _target, "aspect": _aspect,
        "evidence_borders": _evidence_borders, "evidence_lost": _evidence_lost,
        "missed": _missed, "spurious": _spurious_stance, "duplicated": _duplicated,
    }),
    *_of("stance", "document_stance", {"net": _net, "own_voice": _own_voice}),
)  # fmt: skip
"""Every way in which an extractor's answer can be wrong, by task."""
