"""The predictions format: what a system says of one document, as a JSON object.

Whatever does not fit is told with its place, what was found and what was expected.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeVar

import msgspec
from msgspec import UnsetType

from tipbench.errors import DataError, UnknownDocumentError
from tipbench.model import (
    Answer,
    Document,
    DocumentStance,
    Entity,
    NumericFact,
    Quote,
    Span,
    Stance,
)
from tipbench.prediction_format import EntityItem, FactItem, Place, Prediction, StanceItem
from tipbench.values import is_decimal, is_iso_8601

T = TypeVar("T")


def read_line(line: bytes, documents: Mapping[str, Document], place: str) -> Answer:
    """One line of a predictions file, as an answer.

    Raises:
        DataError: It is no JSON, or does not fit the format or the documents.
    """
    return _answer(_decode(line, place), documents, place)


def check_line(line: bytes, place: str) -> dict[str, Any]:
    """What one line of a predictions file says of entities; offsets are not looked at.

    Raises:
        DataError: It is no JSON, or does not fit the format.
    """
    wire = _decode(line, place)
    entities = _given(wire.entities)
    _check_number(entities, "entities", place)
    for index, item in enumerate(entities or ()):
        _check_size(item, place, f"entities[{index}]")
    return {
        "doc_id": wire.doc_id,
        "error": wire.error,
        "entities": None if entities is None else [msgspec.structs.asdict(e) for e in entities],
    }


MOST_ITEMS = 1_000_000
"""Items of one layer in one document; who finds more repeats itself, and is told so."""


def too_many(number: int, layer: str) -> str:
    """What to say of more than ``MOST_ITEMS`` items of one layer in one document."""
    return (
        f"found {number:,} {layer}; expected at most {MOST_ITEMS:,} in one document; "
        "take out what is repeated"
    )


def _check_number(items: Sequence[object] | None, layer: str, place: str) -> None:
    if items is not None and len(items) > MOST_ITEMS:
        raise DataError(place, too_many(len(items), layer))


def _decode(line: bytes, place: str) -> Prediction:
    line = line.rstrip()
    try:
        wire = msgspec.json.decode(line, type=Prediction)
        json.loads(line, object_pairs_hook=_refuse_repeated)
    except msgspec.ValidationError as error:
        raise DataError(place, _explain(error)) from None
    except _NotInJsonError as error:
        raise DataError(place, f"{error}; expected each key of an object once") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        problem = _beyond_json(line) or f"not JSON ({error})"
        raise DataError(place, f"{problem}; expected one JSON object a line") from None
    return wire


class _NotInJsonError(Exception):
    """What some readers of JSON take, and the format does not."""


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    seen = set()
    for key, _ in pairs:
        if key in seen:
            raise _NotInJsonError(f"found the key {key!r} twice in one object")
        seen.add(key)


def _refuse_constant(name: str) -> NoReturn:
    raise _NotInJsonError(f"not JSON (found the number {name}, which JSON has not)")


_LONE_SURROGATE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def _beyond_json(line: bytes) -> str | None:
    """What Python would read all the same, though it is no JSON."""
    try:
        json.loads(line, parse_constant=_refuse_constant)
    except _NotInJsonError as error:
        return str(error)
    except (ValueError, RecursionError):
        return None
    surrogate = _LONE_SURROGATE.search(line)
    return f"found the lone surrogate {surrogate[0].decode()}" if surrogate else None


_OFFSETS = range(-(2**63), 2**63)
"""What fits into the columns that large files are read into."""


def _check_size(item: Place, place: str, what: str) -> None:
    for slot in ("start", "end"):
        offset = getattr(item, slot)
        if offset is not None and offset not in _OFFSETS:
            raise DataError(place, f"{what}: {slot} {offset} is no offset; no text is so long")


def read_mapping(
    record: Mapping[str, object], documents: Mapping[str, Document], place: str
) -> Answer:
    """One object in the predictions format, as an answer.

    Raises:
        DataError: It does not fit the format or the documents, or cannot be written as UTF-8.
    """
    try:
        wire = msgspec.convert(dict(record), Prediction)
        msgspec.json.encode(wire)
    except msgspec.ValidationError as error:
        raise DataError(place, _explain(error)) from None
    except UnicodeEncodeError as error:
        found = error.object[error.start : error.end]
        raise DataError(
            place, f"found the lone surrogate {found!r}; expected text that UTF-8 can hold"
        ) from None
    return _answer(wire, documents, place)


def read_answer(returned: object, document: Document, tasks: Sequence[str], place: str) -> Answer:
    """What a system returned for ``document``, as an answer.

    Args:
        returned: A mapping in the predictions format (``doc_id`` may be left out), a list (the
            items of the one task asked for), or a string (a summary).
        document: The document it was given.
        tasks: The tasks asked for; a bare list needs exactly one that is answered by a list.
        place: Where to say that a problem is.

    Raises:
        DataError: It is something else, or does not fit the format.
    """
    if isinstance(returned, str):
        returned = {"summary": returned}
    elif isinstance(returned, (list, tuple)):
        lists = [task for task in tasks if task != "summaries"]
        if len(lists) != 1:
            raise DataError(
                place,
                "found a list and cannot tell its task; expected one --task of "
                "entities, numeric_facts, stance, or a dict that names them",
            )
        returned = {lists[0]: returned}
    if not isinstance(returned, Mapping):
        raise DataError(
            place, f"found a {type(returned).__name__}; expected a dict, a list or a string"
        )
    record = {"doc_id": document.doc_id, **returned}
    return read_mapping(record, {document.doc_id: document}, place)


def as_dict(answer: Answer) -> dict[str, Any]:
    """One answer in the predictions format; slots without a value are left out."""
    record: dict[str, Any] = {"doc_id": answer.doc_id}
    if answer.entities is not None:
        record["entities"] = [_item(entity) for entity in answer.entities]
    if answer.numeric_facts is not None:
        record["numeric_facts"] = [_item(fact) for fact in answer.numeric_facts]
    if answer.stance is not None:
        record["stance"] = [_item(stance) for stance in answer.stance]
    if answer.document_stance is not None:
        record["document_stance"] = _item(answer.document_stance)
    if answer.summary is not None:
        record["summary"] = answer.summary
    if answer.error is not None:
        record["error"] = answer.error
    return record


_ALWAYS = frozenset({"value"})
"""Slots whose absence means something: a fact without a value says so."""


def _item(item: Entity | NumericFact | Stance | DocumentStance | Quote) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for slot in item.__dataclass_fields__:
        value = getattr(item, slot)
        if isinstance(value, Span):
            record |= {"start": value.start, "end": value.end}
        elif isinstance(value, Quote):
            record[slot] = _item(value)
        elif isinstance(value, tuple):
            record |= {slot: list(value)} if value else {}
        elif slot != "span" and (value is not None or slot in _ALWAYS):
            record[slot] = value
    return record


def _explain(error: msgspec.ValidationError) -> str:
    message = str(error)
    if "unknown field" in message and " - at " not in message:
        message += f"; the keys are {', '.join(Prediction.__struct_fields__)}"
    return message


def _answer(wire: Prediction, documents: Mapping[str, Document], place: str) -> Answer:
    document = documents.get(wire.doc_id)
    if document is None:
        known = ", ".join(sorted(documents)[:10])
        more = ", …" if len(documents) > 10 else ""
        raise UnknownDocumentError(
            place,
            f"doc_id {wire.doc_id!r} is not in the corpus; its documents are {known}{more}",
            wire.doc_id,
        )
    text = document.text
    entities = _given(wire.entities)
    facts = _given(wire.numeric_facts)
    stance = _given(wire.stance)
    whole = _given(wire.document_stance)
    for layer, items in (("entities", entities), ("numeric_facts", facts), ("stance", stance)):
        _check_number(items, layer, place)
    return Answer(
        doc_id=wire.doc_id,
        entities=None if entities is None else _entities(entities, text, place),
        numeric_facts=None if facts is None else _numeric_facts(facts, text, place),
        stance=None if stance is None else _stance(stance, text, place),
        document_stance=None if whole is None else DocumentStance(whole.net, whole.own_voice),
        summary=_given(wire.summary),
        error=wire.error,
    )


def _given(value: T | UnsetType | None) -> T | None:
    return None if isinstance(value, UnsetType) else value


def _locate(item: Place, text: str, place: str, what: str) -> tuple[Span | None, str]:
    """The span of an item, or ``None`` where it only names its text; checks both."""
    _check_size(item, place, what)
    if item.start is None and item.end is None:
        if not item.text:
            raise DataError(place, f"{what} has neither start and end nor text; give one of them")
        return None, item.text
    if item.start is None or item.end is None:
        raise DataError(place, f"{what} has only one of start and end; give both or neither")
    if not 0 <= item.start < item.end:
        raise DataError(
            place, f"{what}: [{item.start}, {item.end}) is no span; expected 0 <= start < end"
        )
    if item.end > len(text):
        raise DataError(
            place,
            f"{what}: end {item.end} exceeds length {len(text)} of the text; offsets count code "
            "points of the view that was scored (--view)",
        )
    there = text[item.start : item.end]
    if item.text is not None and item.text != there:
        raise DataError(
            place,
            f"{what}: [{item.start}, {item.end}) is {there!r}, not {item.text!r}; offsets count "
            "code points of the view that was scored (--view)",
        )
    return Span(item.start, item.end), there


def _entities(items: Sequence[EntityItem], text: str, place: str) -> tuple[Entity, ...]:
    found = []
    for index, item in enumerate(items):
        span, surface = _locate(item, text, place, f"entities[{index}]")
        found.append(Entity(span, surface, **_slots(item)))
    return tuple(found)


def _numeric_facts(items: Sequence[FactItem], text: str, place: str) -> tuple[NumericFact, ...]:
    found = []
    for index, item in enumerate(items):
        what = f"numeric_facts[{index}]"
        span, surface = _locate(item, text, place, what)
        for slot in ("value", "value2"):
            value = getattr(item, slot)
            if value is not None and not is_decimal(value) and not is_iso_8601(value):
                raise DataError(
                    place,
                    f"{what}.{slot} is {value!r}; expected a plain decimal such as '2500000' or "
                    "an ISO 8601 date, time or duration",
                )
        found.append(NumericFact(span, surface, **_slots(item)))
    return tuple(found)


def _stance(items: Sequence[StanceItem], text: str, place: str) -> tuple[Stance, ...]:
    def quote(item: Place | None, what: str) -> Quote | None:
        return None if item is None else Quote(*_locate(item, text, place, what))

    return tuple(
        Stance(
            holder=item.holder,
            target=item.target,
            polarity=item.polarity,
            aspect=item.aspect,
            evidence=quote(item.evidence, f"stance[{index}].evidence"),
            cue=quote(item.cue, f"stance[{index}].cue"),
            chain=item.chain,
            quoted=item.quoted,
            id=item.id,
        )
        for index, item in enumerate(items)
    )


def _slots(item: msgspec.Struct) -> dict[str, Any]:
    own = (slot for slot in item.__struct_fields__ if slot not in Place.__struct_fields__)
    return {slot: getattr(item, slot) for slot in own}
