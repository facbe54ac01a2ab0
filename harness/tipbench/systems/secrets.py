"""What may be written down of an address."""

from __future__ import annotations

import re

_USER = re.compile(r"(https?://)[^/@\s]*@")
_QUERY = re.compile(r"(https?://[^\s?]*)\?\S*")


def without_secrets(text: str) -> str:
    """``text``, the addresses in it without user, password and query.

    >>> without_secrets("https://me:word@host/path?key=1")
    'https://host/path'
    """
    return _QUERY.sub(r"\1", _USER.sub(r"\1", text))
