"""What a source says in names, and whether it has a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipbench.model import Case, InventoryEntry
from tipbench.scoring.normal import fold
from tipbench.scoring.summaries.mentions import (
    ROLES,
    Gazetteer,
    Mention,
    gazetteer,
    is_common,
    party_of,
)
from tipbench.scoring.summaries.per_document import once_per_document
from tipbench.scoring.summaries.slots import Slot, SlotIndex, slots
from tipbench.scoring.summaries.text import STOP, read, stem


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a source says in names.

    Attributes:
        finder: Finds names.
        ids: What it mentions, and what stands for the same party.
        words: Folded words and stems of article and nuggets, and of the names of what they mention.
        names: For each person it mentions, the folded words of the person's names.
        initials: Acronyms that the names of what it mentions make.
        parties: For every id, the party that it acts for; ids without one are their own.
        slots: Where its names stand, by language.
        people: The ids that are persons.
    """

    finder: Gazetteer
    ids: frozenset[str]
    words: frozenset[str]
    names: Mapping[str, frozenset[str]]
    initials: frozenset[str]
    parties: Mapping[str, str]
    slots: Mapping[str, SlotIndex]
    people: frozenset[str]

    def party(self, mention: Mention) -> str:
        """The party that a mention stands for."""
        return party_of(mention, self.parties)


def known_names(case: Case, inventory: Sequence[InventoryEntry]) -> Known:
    """What the article, its gold entities and its nuggets say in names."""
    return _known_names(case, tuple(inventory))


@once_per_document
def _known_names(case: Case, inventory: tuple[InventoryEntry, ...]) -> Known:
    gold = [
        e.entity_id
        for e in case.gold.entities or ()
        if e.entity_id and (e.span is None or _in_content(case, e.span.start))
    ]
    nuggets = case.nuggets or ()
    linked = {*gold, *(i for nugget in nuggets for i in nugget.entity_ids)}
    texts = (case.article, *(text for n in nuggets for text in (n.en, n.fr)))
    finder = gazetteer(inventory)
    entries = {entry.entity_id: entry for entry in inventory}
    parties = _parties(inventory, finder)
    found = {i for text in texts for m in finder.mentions(text) for i in m.ids} | linked
    mentioned = [entries[i] for i in sorted(found) if i in entries]
    names = [name for e in mentioned for name in (e.en, e.fr, *e.aliases)]
    parts = {parties.get(i, i) for i in found}
    ids = found | {i for i, party in parties.items() if party in parts and _is_place(i, entries)}
    words = {w for text in (*texts, *names) for t in read(text).tokens for w in (t.fold, t.stem)}
    people = frozenset(e.entity_id for e in inventory if e.type == "PER")
    return Known(
        finder=finder,
        ids=frozenset(ids),
        words=frozenset(words - {""}),
        names={
            e.entity_id: frozenset(
                t.fold for name in (e.en, e.fr, *e.aliases) for t in read(name).tokens
            )
            for e in mentioned
            if e.type == "PER"
        },
        initials=frozenset(initial for name in names for initial in _initials(name)),
        parties=parties,
        slots=_source_slots(texts, finder, parties, people),
        people=people,
    )


def _in_content(case: Case, offset: int) -> bool:
    zone = case.zone_at(offset)
    return zone is None or zone.content


def _is_place(entity_id: str, entries: Mapping[str, InventoryEntry]) -> bool:
    entry = entries.get(entity_id)
    return entity_id.startswith("place:") or (entry is not None and entry.type in ("GPE", "NORP"))


def _parties(inventory: Sequence[InventoryEntry], finder: Gazetteer) -> dict[str, str]:
    """By id, the country or body that it acts for, where one is known."""
    found: dict[str, str] = {}
    of_class: dict[str, str] = {}
    for entry in inventory:
        if entry.type == "PER":
            continue
        codes = {
            i
            for name in (entry.en, entry.fr)
            for m in finder.mentions(name)
            if m.end - m.at >= len(read(name).sentences[0])
            for i in m.ids
            if i != entry.entity_id and ":" in i
        }
        if codes:
            code = min(codes).replace("capital:", "place:")
            found[entry.entity_id] = code
            if entry.stance_class and code.casefold().endswith(":" + entry.stance_class):
                of_class[entry.stance_class] = code
            elif entry.stance_class:
                of_class.setdefault(entry.stance_class, code)
    for entry in inventory:
        if entry.type != "PER" and entry.stance_class in of_class:
            found.setdefault(entry.entity_id, of_class[entry.stance_class])
    return found


def _initials(name: str) -> Iterator[str]:
    words = [t for t in read(name).tokens if t.is_word]
    if len(words) > 1:
        yield "".join(w.fold[0] for w in words)
        yield "".join(w.fold[0] for w in words if w.fold not in STOP)


def is_supported(mention: Mention, summary: str, known: Known, introduced: set[str]) -> bool:
    """Whether a source has a name of a summary; acronyms that it introduces are added."""
    if mention.ids:
        if not mention.ids & known.ids:
            parties = {known.parties.get(i, i) for i in mention.ids}
            supported = {known.parties.get(i, i) for i in known.ids if ":" in i}
            if not parties & supported and not _same_capital(mention, known):
                return False
        return not _is_mixed(mention, summary, known)
    words = [t for t in read(mention.name).tokens if t.is_word and t.fold not in STOP]
    if all(_is_known_word(token.fold, known) for token in words):
        return True
    acronym = fold(mention.name)
    if mention.name.isupper() and len(acronym) > 1:
        if acronym in known.initials or acronym in introduced:
            return True
        if _introduces(mention, summary, known):
            introduced.add(acronym)
            return True
    return False


def _same_capital(mention: Mention, known: Known) -> bool:
    """A capital stands for its country, and only for one that the source has."""
    codes = {i.replace("capital:", "place:") for i in mention.ids if i.startswith("capital:")}
    return bool(codes & {known.parties.get(i, i) for i in known.ids})


def _is_known_word(folded: str, known: Known) -> bool:
    return (
        folded in known.words
        or (len(folded) > 5 and stem(folded) in known.words)
        or (folded in ROLES)
    )


def _is_mixed(mention: Mention, summary: str, known: Known) -> bool:
    """Whether a person's name stands beside a piece of another name: *Puneet Fustier*."""
    owners = mention.ids & known.names.keys()
    if not owners:
        return False
    sentence = read(summary).sentences[mention.sentence]
    language = read(summary).language
    own = frozenset(word for i in owners for word in known.names[i])
    others = frozenset(word for words in known.names.values() for word in words) - own
    for at in (mention.at - 1, mention.end):
        if 0 <= at < len(sentence) and sentence[at].is_capital:
            token = sentence[at]
            if token.fold in own or token.fold in ROLES or token.text.isupper():
                continue
            if token.fold in others or not is_common(token.fold, token.text, language):
                return True
    return False


def _introduces(mention: Mention, summary: str, known: Known) -> bool:
    """Whether an acronym in brackets stands behind the known words that it is made of."""
    sentence = read(summary).sentences[mention.sentence]
    if not mention.at or sentence[mention.at - 1].text != "(":
        return False
    words = [t for t in sentence[: mention.at - 1] if t.is_word][-12:]
    acronym = fold(mention.name)
    for count in range(2, len(words) + 1):
        taken = words[-count:]
        made = {
            "".join(t.fold[0] for t in taken),
            "".join(t.fold[0] for t in taken if t.fold not in STOP),
        }
        if acronym in made:
            return all(_is_known_word(t.fold, known) for t in taken if t.fold not in STOP)
    return False


def _source_slots(
    texts: Iterable[str], finder: Gazetteer, parties: Mapping[str, str], people: frozenset[str]
) -> dict[str, SlotIndex]:
    found: dict[str, list[Slot]] = {"en": [], "fr": []}
    for text in texts:
        found[read(text).language] += slots(text, finder.mentions(text), parties, people)
    return {language: SlotIndex(known) for language, known in found.items()}
