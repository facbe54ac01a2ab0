"""A spaCy pipeline with code of one's own behind it.

tipbench evaluate examples/spacy_extractor.py:find --task entities

A pipeline as it is needs no code: tipbench evaluate spacy:en_core_web_sm --labels ontonotes
"""

from functools import cache

import spacy

RULES = {
    "en": [
        ("GPE", [{"TEXT": {"IN": ["Morocco", "Rabat", "Washington", "US"]}}]),
        ("GPE", [{"TEXT": "United"}, {"TEXT": {"IN": ["States", "Kingdom"]}}]),
        ("ORG", [{"TEXT": "Department"}, {"TEXT": "of"}, {"IS_TITLE": True}]),
        ("NORP", [{"LOWER": {"IN": ["moroccan", "american"]}}]),
    ],
    "fr": [
        ("GPE", [{"TEXT": {"IN": ["Maroc", "Rabat", "Washington", "États-Unis"]}}]),
        ("NORP", [{"LOWER": {"REGEX": "^(marocain|américain)e?s?$"}}]),
    ],
}


@cache
def load(language):
    """The pipeline of a language, made once."""
    pipeline = spacy.blank(language)
    rules = [{"label": label, "pattern": pattern} for label, pattern in RULES[language]]
    pipeline.add_pipe("entity_ruler").add_patterns(rules)
    return pipeline


def find(document):
    """The names of a document; one before the year of a report is no place, but its title."""
    doc = load(document.language)(document.text)
    kept = [e for e in doc.ents if e.end == len(doc) or not doc[e.end].like_num]
    return [{"start": e.start_char, "end": e.end_char, "type": e.label_} for e in kept]
