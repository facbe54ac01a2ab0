"""The changelog of the corpus: one entry per version, with its date."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def release_date(changelog: str, version: str) -> str | None:
    r"""The date of the entry of ``version``, or ``None`` where it has none or an empty one.

    >>> release_date("## 1.0.0 - 2026-11-21\n\n- The first.\n", "1.0.0")
    '2026-11-21'
    >>> release_date("## 1.0.0 - 2026-11-21\n", "1.0.0") is None
    True
    """
    headings = list(_HEADING.finditer(changelog))
    ends = [*(heading.start() for heading in headings[1:]), len(changelog)]
    for heading, end in zip(headings, ends, strict=False):
        if heading[1] == version and changelog[heading.end() : end].strip():
            return heading[2]
    return None
