"""The slots of the predictions format, and what each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

import msgspec
from msgspec import UNSET, UnsetType


class Place(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Where something stands: offsets, words, or both."""

    start: int | None = None
    end: int | None = None
    text: str | None = None


class EntityItem(Place, kw_only=True):
    """An entity."""

    type: str
    mention: str = "name"
    entity_id: str | None = None
    subtype: str | None = None
    role: str | None = None
    id: str | None = None


class FactItem(Place, kw_only=True):
    """A numeric fact."""

    value: str | None
    value2: str | None = None
    unit: str | None = None
    comparator: str | None = None
    kind: str | None = None
    property: str | None = None
    subject: str | None = None
    place: str | None = None
    time: str | None = None
    qualifier: str | None = None
    source: str | None = None
    fact_id: str | None = None
    id: str | None = None


class StanceItem(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A stance."""

    holder: str
    target: str
    polarity: str
    aspect: str | None = None
    evidence: Place | None = None
    cue: Place | None = None
    chain: tuple[str, ...] = ()
    quoted: str | None = None
    id: str | None = None


class WholeStance(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The stance of a whole document."""

    net: str | None = None
    own_voice: str | None = None


class Prediction(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """All that is said of one document; what is not set, the system does not do."""

    doc_id: str
    entities: tuple[EntityItem, ...] | UnsetType | None = UNSET
    numeric_facts: tuple[FactItem, ...] | UnsetType | None = UNSET
    stance: tuple[StanceItem, ...] | UnsetType | None = UNSET
    document_stance: WholeStance | UnsetType | None = UNSET
    summary: str | UnsetType | None = UNSET
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """What one slot of the format holds.

    Attributes:
        name: ``str``, ``int``, or the name of an object.
        is_list: Whether it is a list of these.
        fields: The slots of the object; ``None`` for plain values.
        required: Whether it has to be there.
        nullable: Whether null may be said of it.
    """

    name: str
    is_list: bool
    fields: Mapping[str, Kind] | None
    required: bool
    nullable: bool

    @property
    def expected(self) -> str:
        """What is expected, in words."""
        one = {"str": "strings", "int": "integers"}.get(self.name, "objects")
        return f"lists of {one}" if self.is_list else one


def record_fields() -> Mapping[str, Kind]:
    """The slots of a prediction, and within them those of every item."""
    return _fields(Prediction)


def _fields(struct: type[msgspec.Struct]) -> dict[str, Kind]:
    kinds = {}
    for field in msgspec.structs.fields(struct):
        args = [field.type, *get_args(field.type)]
        inner = [part for arg in args for part in (arg, *get_args(arg))]
        item = next(t for t in inner if t in (str, int) or _is_struct(t))
        kinds[field.name] = Kind(
            name=item.__name__,
            is_list=any(get_origin(arg) is tuple for arg in args),
            fields=_fields(item) if _is_struct(item) else None,
            required=field.required,
            nullable=type(None) in args,
        )
    return kinds


_StructMeta = type(msgspec.Struct)


def _is_struct(type: Any) -> bool:
    return isinstance(type, _StructMeta)
