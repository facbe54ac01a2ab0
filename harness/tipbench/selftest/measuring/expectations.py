"""Which metric is meant to see which mistake, and how well it should."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meant:
    """The metric that is meant to see a corruption.

    Attributes:
        metric: Its name among the metrics of summaries.
        bar: The smallest detection rate that is good enough.
    """

    metric: str
    bar: float


MEANT: Mapping[str, Meant] = {
    "number_changed": Meant("numbers", 0.99),
    "comparator_dropped": Meant("numbers", 0.99),
    "comparator_flipped": Meant("numbers", 0.99),
    "unit_changed": Meant("numbers", 0.99),
    "year_changed": Meant("numbers", 0.99),
    "rank_changed": Meant("numbers", 0.99),
    "invented_number": Meant("numbers", 0.99),
    "entity_swapped": Meant("names", 0.95),
    "entity_invented": Meant("names", 0.95),
    "invented_name": Meant("names", 0.95),
    "source_swapped": Meant("sources", 0.80),
    "source_dropped": Meant("sources", 0.80),
    "stance_flipped": Meant("stance_kept", 0.80),
    "negation_added": Meant("stance_kept", 0.80),
    "boilerplate_added": Meant("leakage", 0.90),
}
"""By type of corruption."""

FALSE_ALARMS: Mapping[str, float] = {
    "numbers": 0.02,
    "names": 0.02,
    "sources": 0.05,
    "stance_kept": 0.05,
    "nuggets_vital": 0.05,
    "nuggets_all": 0.05,
    "leakage": 0.05,
}
"""The largest rate of false alarms that is good enough, by metric, in their order in tables.

The same metrics must gain nothing by padding.
"""

WORD_OVERLAP = ("rouge1", "rouge2", "rougeLsum", "chrf")
"""Metrics that stand beside the others, so that users see what they miss."""

HEADLINES: Mapping[str, str] = {"numbers": "precision", "names": "precision"}
"""The field by which a metric is judged, where it is not the first of ``FIELDS`` that it has."""

FIELDS = ("f1", "recall", "precision", "score", "value")
"""The fields by which metrics are judged, the most telling one first."""

_SPANS = frozenset({"strict", "exact", "partial", "type", "conll"})
_ENTITIES = _SPANS | {"document"}
_FACTS = frozenset({"span", "value", "fact", "source", "distinct"})
_TUPLES = frozenset({"tuple", "full", "evidence"})

MAY_FALL: Mapping[tuple[str, str], frozenset[str]] = {
    ("entities", "borders"): frozenset({"strict", "exact", "partial", "conll"}),
    ("entities", "type"): frozenset({"strict", "type", "conll"}),
    ("entities", "identity"): frozenset({"document"}),
    ("entities", "missed"): _ENTITIES,
    ("entities", "spurious"): _ENTITIES,
    ("entities", "duplicated"): _SPANS - {"conll"},  # flat tags hold no item twice
    ("numeric_facts", "borders"): frozenset({"span"}),
    ("numeric_facts", "value"): _FACTS - {"span"},
    ("numeric_facts", "unit"): frozenset({"fact", "source", "distinct"}),
    ("numeric_facts", "comparator"): frozenset({"fact", "source", "distinct"}),
    ("numeric_facts", "kind"): frozenset(),
    ("numeric_facts", "source"): frozenset({"source"}),
    ("numeric_facts", "missed"): _FACTS,
    ("numeric_facts", "spurious"): _FACTS,
    ("numeric_facts", "duplicated"): _FACTS - {"distinct"},
    ("stance", "polarity"): _TUPLES,
    ("stance", "holder"): _TUPLES,
    ("stance", "target"): _TUPLES,
    ("stance", "aspect"): frozenset({"full"}),
    ("stance", "evidence_borders"): frozenset({"full"}),
    ("stance", "evidence_lost"): frozenset({"full", "evidence"}),
    ("stance", "missed"): _TUPLES,
    ("stance", "spurious"): _TUPLES,
    ("stance", "duplicated"): _TUPLES,
    ("stance", "net"): frozenset({"document_net"}),
    ("stance", "own_voice"): frozenset({"document_own_voice"}),
}
"""The built-in metrics that look at a slot, by task and type of corruption; they must fall."""


def headline(metric: str, fields: tuple[str, ...]) -> str:
    """The field by which a metric is judged.

    >>> headline("numbers", ("precision",)), headline("chrf", ("score",))
    ('precision', 'score')
    >>> headline("rouge1", ("precision", "recall", "f1"))
    'f1'
    """
    preferred = (HEADLINES.get(metric), *FIELDS)
    return next((field for field in preferred if field in fields), fields[0])
