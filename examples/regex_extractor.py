"""Names and numbers by regular expressions, in English and French.

tipbench evaluate examples/regex_extractor.py:extract
"""

import re

NAMES = re.compile(
    r"(?P<GPE>\b(?:Morocco|Maroc|United States|États-Unis|Washington|Rabat)\b)"
    r"|(?P<NORP>\b(?:Moroccan|American|[Mm]arocaine?s?|[Aa]méricaine?s?)\b)"
    r"|(?P<ORG>\b[A-Z]{3,6}\b)"
)
MORE = {"at least": ">=", "a minimum of": ">=", "au moins": ">=", "more than": ">", "plus de": ">"}
NUMBERS = re.compile(
    rf"(?:(?P<more>{'|'.join(MORE)}) |(?P<tier>Tier |niveau ))?(?P<value>(?<![\w-])\d+(?![\w-]))"
    r"(?: (?=\w)(?P<noun>people|persons|personnes|victims|victimes))?"
)
UNITS = {"people": "person", "persons": "person", "personnes": "person", "victimes": "victim"}


def extract(document):
    """Entities and numeric facts, with offsets into ``document.text``."""
    names = NAMES.finditer(document.text)
    return {
        "entities": [{"start": m.start(), "end": m.end(), "type": m.lastgroup} for m in names],
        "numeric_facts": [fact(m) for m in NUMBERS.finditer(document.text)],
    }


def fact(m):
    """One number; the noun that is counted is left out of the span."""
    unit = UNITS.get(m["noun"], "victim" if m["noun"] else None)
    if m["tier"]:
        unit = "tier"
    elif re.fullmatch(r"20\d\d", m["value"]):
        unit = "year"
    comparator = MORE.get(m["more"], "=")
    place = {"start": m.start(), "end": m.end("value")}
    return {**place, "value": m["value"], "unit": unit, "comparator": comparator}
