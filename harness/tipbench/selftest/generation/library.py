"""The faithful summaries that come with the room."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from tipbench.selftest.generation.markup import Source, parse_file

LANGUAGES = ("en", "fr")


@cache
def faithful_summaries() -> tuple[Source, ...]:
    """All faithful summaries, by document and language.

    >>> sorted({source.language for source in faithful_summaries()})
    ['en', 'fr']
    """
    folder = files(__package__) / "data" / "summaries"
    found: list[Source] = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        name, _, ending = path.name.rpartition(".")
        if ending != "txt":
            continue
        doc_id, _, language = name.rpartition(".")
        content = path.read_text(encoding="utf-8")
        found += parse_file(content, doc_id, language, f"{name}.txt")
    return tuple(found)
