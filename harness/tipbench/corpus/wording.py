"""Items and their changes in few words, for the lines of a comparison."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

SHOWN = 60
"""How many characters of a value a line shows."""

CONTEXT = 20
"""How many of them, in long values that begin alike, stand before the first that differs."""

_SPEAKING = ("title", "evidence.text", "text", "en", "summary", "tokens", "note")
"""The fields that say what an item is about, the best first."""


def item_name(doc_id: str | None, item_id: str) -> str:
    """The id, with its document in front where it does not say it.

    >>> item_name("tip-004", "tip-004.e01"), item_name("d1", "e1"), item_name(None, "morocco")
    ('tip-004.e01', 'd1 e1', 'morocco')
    """
    return item_id if doc_id is None or item_id.startswith(doc_id) else f"{doc_id} {item_id}"


def gist(content: Mapping[str, Any]) -> str:
    """What an item is about, to stand behind its name; nothing where it does not say.

    >>> gist({"type": "GPE", "text": "Rabat"})
    ' "Rabat"'
    """
    value = next((content[field] for field in _SPEAKING if field in content), None)
    if value is None:
        return ""
    return f" {_cut(_json(' '.join(value) if isinstance(value, list) else value))}"


def change_in_words(field: str, old: Any, new: Any) -> str:
    """A change of a field; of lists, what was in one of them alone, if anything was.

    >>> change_in_words("type", "GPE", "LOC")
    'type "GPE" → "LOC"'
    >>> change_in_words("aliases", ["UN", "ONU"], ["UN", "Nations"])
    'aliases -"ONU" +"Nations"'
    """
    if isinstance(old, list) and isinstance(new, list):
        before, after = Counter(map(_json, old)), Counter(map(_json, new))
        gone = [f"-{value}" for value in (before - after).elements()]
        come = [f"+{value}" for value in (after - before).elements()]
        if gone or come:
            return f"{field} {_cut(' '.join([*gone, *come]))}"
    one, other = _json(old), _json(new)
    if max(len(one), len(other)) > SHOWN:
        start = _alike(one, other) - CONTEXT
        one, other = _cut(one, start), _cut(other, start)
    return f"{field} {one} → {other}"


def _alike(one: str, other: str) -> int:
    """How many characters the two begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int = 0) -> str:
    shown = f"…{text[start:]}" if start > 0 else text
    return shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
