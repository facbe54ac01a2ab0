"""Summaries whose sites are marked: what can be changed, and how its sentences hang together.

The notation is described in ``data/summaries/README.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain

from tipbench.errors import DataError

PLAIN_KINDS = frozenset("cnmauyrvd")
"""Sites that are words alone."""
NAMED_KINDS = frozenset({"e", "s", "es"})
"""Sites that stand for an entity, a source, or both, and give their ids."""

_OPEN = re.compile(r"\{(?:(es|e|s):([\w+-]+):|([a-z]):)")


@dataclass(frozen=True, slots=True)
class Site:
    """Words of a sentence that can be changed.

    Attributes:
        kind: What they are, by the letters of the notation.
        start: Where they start in the sentence, in code points.
        end: Where they end.
        ids: The entities that they stand for.
    """

    kind: str
    start: int
    end: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary.

    Attributes:
        text: Its words without marks.
        sites: What can be changed in it, in the order of their ends.
        tied: Whether it is understood only right after the sentence before it.
        paraphrases: Sentences that state the same and can stand in its place.
    """

    text: str
    sites: tuple[Site, ...] = ()
    tied: bool = False
    paraphrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A faithful summary.

    Attributes:
        doc_id: The document that it summarises.
        language: Its own language, which may not be that of the document.
        name: Its name within document and language; a reference has its id in the corpus.
        sentences: Its sentences.
    """

    doc_id: str
    language: str
    name: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The summary as a reader sees it."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def groups(self) -> list[tuple[Sentence, ...]]:
        """Its sentences, those that are tied to one another together."""
        found: list[tuple[Sentence, ...]] = []
        for sentence in self.sentences:
            if sentence.tied and found:
                found[-1] = (*found[-1], sentence)
            else:
                found.append((sentence,))
        return found

    def shorter(self) -> list[Source]:
        """The summary without one group, each in turn, and every group alone; as faithful."""
        groups = self.groups
        if len(groups) < 2:
            return []
        kept = [groups[:i] + groups[i + 1 :] for i in range(len(groups))]
        kept += [[group] for group in groups if len(groups) > 2]
        return [replace(self, sentences=tuple(chain.from_iterable(part))) for part in kept]

    def with_sentence(self, index: int, text: str) -> str:
        """The summary with ``text`` in the place of one sentence."""
        texts = [sentence.text for sentence in self.sentences]
        texts[index] = text
        return " ".join(texts)


def parse_sentence(marked: str, place: str) -> Sentence:
    """Read one marked sentence.

    Args:
        marked: The sentence with its marks.
        place: Where it stands, for errors.

    Raises:
        DataError: A mark is not closed, not opened, or of an unknown kind.

    >>> sentence = parse_sentence("{c:At least} {n:474} {u:victims}.", "here")
    >>> sentence.text, [(site.kind, site.start) for site in sentence.sites]
    ('At least 474 victims.', [('c', 0), ('n', 9), ('u', 13)])
    """
    tied = marked.startswith("& ")
    rest = marked[2:] if tied else marked
    words: list[str] = []
    length = at = 0
    opened: list[tuple[str, tuple[str, ...], int]] = []
    sites: list[Site] = []
    while at < len(rest):
        if rest[at] == "{":
            match = _OPEN.match(rest, at)
            kind = match and (match[1] or match[3])
            if match is None or kind not in (NAMED_KINDS if match[1] else PLAIN_KINDS):
                raise DataError(place, f"{rest[at : at + 12]!r} opens no site of a known kind")
            opened.append((kind, tuple(match[2].split("+")) if match[2] else (), length))
            at = match.end()
        elif rest[at] == "}":
            if not opened:
                raise DataError(place, f"'}}' at {at} closes nothing; expected a site before it")
            kind, ids, start = opened.pop()
            sites.append(Site(kind, start, length, ids))
            at += 1
        else:
            words.append(rest[at])
            length += 1
            at += 1
    if opened:
        raise DataError(place, f"the site {opened[-1][0]!r} is not closed; expected '}}'")
    return Sentence("".join(words), tuple(sites), tied)


def parse_file(content: str, doc_id: str, language: str, place: str) -> list[Source]:
    """Read a file of marked summaries.

    Raises:
        DataError: A line belongs to no summary or sentence, or its marks are wrong.
    """
    found: list[tuple[str, list[Sentence]]] = []
    for number, line in enumerate(content.split("\n"), 1):
        here = f"{place}:{number}"
        if not line or line.startswith("#"):
            continue
        if line.startswith("@ "):
            found.append((line[2:], []))
        elif not found:
            raise DataError(here, "a line before the first summary; expected '@ name'")
        elif line.startswith("= "):
            if not found[-1][1]:
                raise DataError(here, "a paraphrase of nothing; expected a sentence before it")
            last = found[-1][1].pop()
            more = (*last.paraphrases, line[2:])
            found[-1][1].append(Sentence(last.text, last.sites, last.tied, more))
        else:
            found[-1][1].append(parse_sentence(line, here))
    return [Source(doc_id, language, name, tuple(sentences)) for name, sentences in found]
