"""The form in which a model answers a task: the JSON schema that it is asked to keep.

Spans have no offsets, because models cannot count characters; the harness places their text.
Every field is required and there are no others, as strict structured output wants it.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class _Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


class Entity(_Strict):
    """A name in the text."""

    text: str
    type: Literal["PER", "ORG", "GPE", "LOC", "NORP", "EVENT", "DOC", "PROD"]


class Entities(_Strict):
    """The answer to the task ``entities``."""

    entities: list[Entity]


class NumericFact(_Strict):
    """A numeric expression in the text."""

    text: str
    kind: Literal[
        "count", "money", "percent", "rank", "ordinal", "duration", "date", "period", "set",
        "time", "edition", "identifier", "vague", "idiom",
    ]  # fmt: skip
    value: str | None
    value2: str | None
    unit: str | None
    comparator: Literal["=", ">=", ">", "<=", "<", "~", "range"] | None
    source: str | None


class NumericFacts(_Strict):
    """The answer to the task ``numeric_facts``."""

    numeric_facts: list[NumericFact]


class Evidence(_Strict):
    """Words of the text."""

    text: str


class Stance(_Strict):
    """Who evaluates whom, and how."""

    holder: str
    target: str
    polarity: Literal["positive", "negative", "recommend"]
    aspect: Literal[
        "prosecution", "protection", "prevention", "coordination", "legal", "overall", "funding"
    ]
    evidence: Evidence


class DocumentStance(_Strict):
    """The stance of the whole document."""

    net: Literal["praise", "critique", "mixed", "neutral"]
    own_voice: Literal["praise", "critique", "mixed", "neutral"]


class Stances(_Strict):
    """The answer to the task ``stance``."""

    stance: list[Stance]
    document_stance: DocumentStance


class Summary(_Strict):
    """The answer to the task ``summaries``."""

    summary: str


class Verdict(_Strict):
    """The answer of a judge."""

    answer: bool


ANSWERS: dict[str, type[msgspec.Struct]] = {
    "entities": Entities,
    "numeric_facts": NumericFacts,
    "stance": Stances,
    "summaries": Summary,
    "judge": Verdict,
}
"""The form of the answer, by task; that of a judge as well."""


def schema(task: str) -> dict[str, Any]:
    """The JSON schema of the answer to ``task``, without references.

    >>> schema("summaries")["required"]
    ['summary']
    """
    (whole,), parts = msgspec.json.schema_components([ANSWERS[task]], ref_template="{name}")
    resolved = _resolve(whole, parts)
    return {key: value for key, value in resolved.items() if key not in ("title", "description")}


def _resolve(node: Any, parts: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_resolve(item, parts) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        part = parts[node["$ref"]]
        kept = {key: value for key, value in part.items() if key not in ("title", "description")}
        return _resolve(kept, parts)
    if "enum" in node:
        return {"type": "string", **node}
    return {key: _resolve(value, parts) for key, value in node.items()}
