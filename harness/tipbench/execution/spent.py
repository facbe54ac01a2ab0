"""What answers took and cost, for ``timing.json``."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any

Spent = Mapping[str, Any]
"""``seconds`` of one document, and ``usage`` where its system counts it."""


def summarise(times: Mapping[str, Spent]) -> dict[str, Any]:
    """Totals over all documents, and each document on its own.

    >>> found = summarise({"d": {"seconds": 1.0, "usage": {"requests": 2}}, "e": {"seconds": 3.0}})
    >>> found["seconds_per_document"]
    {'median': 2.0, 'max': 3.0, 'slowest': 'e'}
    >>> found["usage"]
    {'requests': 2}
    """
    if not times:
        return {}
    seconds = {doc_id: float(spent["seconds"]) for doc_id, spent in times.items()}
    slowest = max(seconds, key=seconds.__getitem__)
    found: dict[str, Any] = {
        "seconds_per_document": {
            "median": statistics.median(seconds.values()),
            "max": seconds[slowest],
            "slowest": slowest,
        }
    }
    usage: dict[str, float] = {}
    for spent in times.values():
        for name, value in spent.get("usage", {}).items():
            usage[name] = usage.get(name, 0) + value
    if usage:
        found["usage"] = usage
    return {**found, "documents": dict(times)}
