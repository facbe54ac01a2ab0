"""From what a model wrote to a prediction: what is forgiven, and under which name it is counted.

An answer is repaired only where it can be meant in one way. What is repaired:

- ``thoughts``, ``code_fence``, ``words_around``: the one JSON value among other words is taken;
- ``trailing_comma``: a comma before a closing bracket is left out;
- ``bare_list``, ``plain_text``: a list, or a summary or verdict, without the object around it;
- ``unknown_field``, ``missing_field``: left out; a field that may be null is null;
- ``number_for_text``, ``text_for_object``, ``null_as_text``, ``label_case``: read as meant;
- ``unreadable_value``: a value that is no decimal and no ISO 8601 is null, and so wrong;
- ``empty_text``: an item that marks nothing is left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from tipbench.errors import NoAnswer
from tipbench.systems.openai.answers import ANSWERS, schema
from tipbench.values import is_decimal, is_iso_8601

_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"```[ \t]*\w*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)
_TRAILING = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])', re.DOTALL)
_OPENING = re.compile(r"[{\[]")
_PLAIN = {"summaries": "summary", "judge": "answer"}
"""The field that a plain text can only be meant as, by task."""
_NULLS = frozenset({"", "null", "none", "n/a"})


def read_content(content: str, task: str) -> tuple[dict[str, Any], Counter[str], bool]:
    r"""What a model wrote, as the part of a prediction that answers ``task``.

    Returns:
        The prediction, what was repaired and how often, and whether the answer kept the schema.

    Raises:
        NoAnswer: It cannot be read in one way.

    >>> content = '```json\n[{"text": "Rabat", "type": "gpe"}]\n```'
    >>> prediction, repairs, kept = read_content(content, "entities")
    >>> prediction
    {'entities': [{'text': 'Rabat', 'type': 'GPE'}]}
    >>> sorted(repairs), kept
    (['bare_list', 'code_fence', 'label_case'], False)
    """
    repairs: Counter[str] = Counter()
    try:
        found: Any = msgspec.to_builtins(msgspec.json.decode(content, type=ANSWERS[task]))
        is_kept = True
    except msgspec.DecodeError:
        found = _fit(_whole(_parse(content, task, repairs), task, repairs), schema(task), repairs)
        is_kept = False
    return _usable(found, repairs), repairs, is_kept


def _parse(content: str, task: str, repairs: Counter[str]) -> Any:
    text = content.strip()
    without = _THOUGHTS.sub("", text).strip()
    if without != text:
        repairs["thoughts"] += 1
    fenced = _FENCE.findall(without)
    if len(fenced) == 1 and without.startswith("```") and without.endswith("```"):
        repairs["code_fence"] += 1
        without = fenced[0].strip()
    found = _load(without, repairs)
    if found is not None:
        return found
    if task in _PLAIN and without and not re.search(r"[{}]|```", without):
        repairs["plain_text"] += 1
        return {_PLAIN[task]: without}
    return _among_words(without, repairs)


def _load(text: str, repairs: Counter[str]) -> Any:
    """The JSON value that ``text`` is; ``None`` where it is none."""
    for candidate in (text, _TRAILING.sub(r"\1", text)):
        try:
            found = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if not isinstance(found, (dict, list)):
            return None
        if candidate != text:
            repairs["trailing_comma"] += 1
        return found
    return None


def _among_words(text: str, repairs: Counter[str]) -> Any:
    """The one JSON value that stands among other words."""
    cleaned = _TRAILING.sub(r"\1", text)
    found = []
    at = 0
    while (start := _OPENING.search(cleaned, at)) is not None:
        try:
            value, at = json.JSONDecoder().raw_decode(cleaned, start.start())
        except (ValueError, RecursionError):
            raise NoAnswer(f"the model wrote {text[:80]!r}, which is not JSON") from None
        found.append(value)
    if len(found) != 1:
        what = "no JSON" if not found else f"{len(found)} JSON values"
        raise NoAnswer(f"the model wrote {text[:80]!r}: {what}; expected one object")
    repairs["words_around"] += 1
    if cleaned != text:
        repairs["trailing_comma"] += 1
    return found[0]


def _whole(found: Any, task: str, repairs: Counter[str]) -> Any:
    if isinstance(found, list) and task != "summaries":
        repairs["bare_list"] += 1
        return {task: found}
    return found


def _fit(value: Any, wanted: Mapping[str, Any], repairs: Counter[str]) -> Any:
    """``value`` as ``wanted``, a part of the schema, has it; as it is where that is not clear."""
    if "anyOf" in wanted:
        if isinstance(value, str) and value.strip().lower() in _NULLS:
            repairs["null_as_text"] += 1
            return None
        return None if value is None else _fit(value, wanted["anyOf"][0], repairs)
    if wanted["type"] == "array" and isinstance(value, list):
        return [_fit(item, wanted["items"], repairs) for item in value]
    if wanted["type"] == "object":
        return _fit_object(value, wanted["properties"], repairs)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if wanted["type"] == "string" and is_number:
        repairs["number_for_text"] += 1
        return format(Decimal(repr(value)), "f")
    if "enum" in wanted and isinstance(value, str) and value not in wanted["enum"]:
        meant = [label for label in wanted["enum"] if label.lower() == value.strip().lower()]
        repairs.update(["label_case"] * len(meant))
        return meant[0] if meant else value
    return value


def _fit_object(value: Any, fields: Mapping[str, Any], repairs: Counter[str]) -> Any:
    if isinstance(value, str) and list(fields) == ["text"]:
        repairs["text_for_object"] += 1
        return {"text": value}
    if not isinstance(value, dict):
        return value
    repairs.update(["unknown_field"] * len(value.keys() - fields.keys()))
    fitted = {}
    for name, wanted in fields.items():
        if name in value:
            fitted[name] = _fit(value[name], wanted, repairs)
        else:
            repairs["missing_field"] += 1
            if "anyOf" in wanted:
                fitted[name] = None
    return fitted


def _usable(found: Any, repairs: Counter[str]) -> dict[str, Any]:
    """The answer without what the predictions format cannot hold."""
    if not isinstance(found, dict) or not found:
        raise NoAnswer(f"the model answered {str(found)[:80]!r}; expected the object it was shown")
    return {
        name: [fact for item in value for fact in _usable_item(item, repairs)]
        if isinstance(value, list)
        else value
        for name, value in found.items()
    }


def _usable_item(item: Any, repairs: Counter[str]) -> list[Any]:
    if not isinstance(item, dict):
        return [item]
    if item.get("text") == "":
        repairs["empty_text"] += 1
        return []
    evidence = item.get("evidence")
    if isinstance(evidence, dict) and evidence.get("text") == "":
        repairs["empty_text"] += 1
        del item["evidence"]
    for slot in ("value", "value2"):
        value = item.get(slot)
        if isinstance(value, str) and not is_decimal(value) and not is_iso_8601(value):
            repairs["unreadable_value"] += 1
            item[slot] = None
    return [item]
