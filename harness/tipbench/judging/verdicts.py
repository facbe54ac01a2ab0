"""From what a judge returns to yes or no."""

from __future__ import annotations

import json
import re
from typing import Any

from tipbench.errors import NoAnswer

_YES = frozenset({"yes", "oui", "true"})
_NO = frozenset({"no", "non", "false"})
_FIRST = re.compile(
    rf"[\W_]*({'|'.join(sorted(_YES | _NO))})(?:[\W_]*\Z|[*_\"'»”)]*\s*(?:[.,:;!\n]|\s[-–—]))",
    re.IGNORECASE,
)


def as_text(returned: object) -> str:
    """What a judge returned, as text: a text as it is, anything else as JSON.

    Truth values of numpy and torch are taken as such.

    Raises:
        NoAnswer: It cannot be written as JSON.

    >>> as_text(True), as_text({"answer": "oui"}), as_text("Yes.")
    ('true', '{"answer": "oui"}', 'Yes.')
    """
    if not isinstance(returned, str):
        try:
            returned = json.dumps(returned, ensure_ascii=False, default=_item)
        except (TypeError, ValueError, RecursionError):
            kind = type(returned).__name__
            raise NoAnswer(f"found a {kind}; expected true or false, or yes or no") from None
    return returned.encode("utf-8", "backslashreplace").decode("utf-8")


def _item(value: Any) -> object:
    if not callable(getattr(value, "item", None)):
        raise TypeError
    found: object = value.item()
    return found


def read_verdict(said: str) -> bool | None:
    """Yes (true) or no (false); ``None`` where it is neither, or both.

    A truth value, one of *yes, no, oui, non, true, false* in any case, or an object whose
    ``answer`` is one of these. Words may follow the first, behind a punctuation mark, if they do
    not say the opposite.

    >>> [read_verdict(said) for said in ("true", "Non.", '{"answer": "Yes", "p": 0.9}')]
    [True, False, True]
    >>> [read_verdict(said) for said in ("**No**, it gives no number.", "Yes and no.", "perhaps")]
    [False, None, None]
    """
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        found = said
    if isinstance(found, dict):
        found = found.get("answer")
    if isinstance(found, str):
        return _of_words(found)
    return found if isinstance(found, bool) else None


def _of_words(text: str) -> bool | None:
    first = _FIRST.match(text)
    words = set(re.findall(r"[^\W_]+", text.lower()))
    if first is None or (words & _YES and words & _NO):
        return None
    return first[1].lower() in _YES
