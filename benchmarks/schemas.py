"""The columns of every file that is generated; the corpus's are those of the repository's own."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from benchmarks.draw import ZONES
from benchmarks.words import TYPES

_STRING = {"dtype": "string", "_type": "Value"}
_NUMBER = {"dtype": "int32", "_type": "Value"}


def _label(*names: str) -> dict[str, Any]:
    return {"names": list(names), "_type": "ClassLabel"}


def _schema(fields: dict[str, pa.DataType], features: dict[str, Any]) -> pa.Schema:
    metadata = json.dumps({"info": {"features": features}})
    return pa.schema(list(fields.items()), metadata={b"huggingface": metadata.encode()})


def _list_of(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct(list(fields.items())))


TEXT, OFFSET, LABEL = pa.string(), pa.int32(), pa.int64()

DOCUMENTS = _schema(
    {
        "doc_id": TEXT, "language": TEXT, "title": TEXT, "text": TEXT,
        "zones": _list_of(zone=LABEL, start=OFFSET, end=OFFSET), "clean_text": TEXT,
        "cluster": TEXT, "source_file": TEXT, "sha256": TEXT,
    },
    {
        "doc_id": _STRING, "language": _STRING, "title": _STRING, "text": _STRING,
        "zones": {
            "feature": {"zone": _label(*ZONES), "start": _NUMBER, "end": _NUMBER}, "_type": "List",
        },
        "clean_text": _STRING, "cluster": _STRING, "source_file": _STRING, "sha256": _STRING,
    },
)  # fmt: skip

ENTITIES = _schema(
    {
        "doc_id": TEXT, "language": TEXT, "text": TEXT,
        "entities": _list_of(
            id=TEXT, start=OFFSET, end=OFFSET, text=TEXT, type=LABEL, subtype=LABEL,
            entity_id=TEXT, mention=LABEL, role=LABEL, zone=LABEL,
        ),
    },
    {
        "doc_id": _STRING, "language": _STRING, "text": _STRING,
        "entities": {
            "feature": {
                "id": _STRING, "start": _NUMBER, "end": _NUMBER, "text": _STRING,
                "type": _label(*TYPES), "subtype": _label("law", "work"), "entity_id": _STRING,
                "mention": _label("name", "nominal"),
                "role": _label("literal", "government", "team"), "zone": _label(*ZONES),
            },
            "_type": "List",
        },
    },
)  # fmt: skip

PREDICTIONS = pa.schema(
    [("doc_id", TEXT), ("entities", _list_of(start=OFFSET, end=OFFSET, type=TEXT))]
)
_TAG_LIST = pa.list_(pa.string())
TAGGED = pa.schema([("gold", _TAG_LIST), ("predicted", _TAG_LIST)])
INVENTORY = pa.schema(
    [("entity_id", TEXT), ("type", TEXT), ("en", TEXT), ("fr", TEXT),
     ("aliases", pa.list_(TEXT))]
)  # fmt: skip
