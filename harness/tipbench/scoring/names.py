"""Names of entities: from an id, a name or an alias in either language to the entity's id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from tipbench.model import InventoryEntry
from tipbench.scoring.normal import fold, plain

_DETERMINER = re.compile(r"^(?:(?:the|les|le|la) |[ld]' ?)(?=\S)")
_DETERMINERS = ("the ", "les ", "le ", "la ", "l'", "d'")
_POSSESSIVE = re.compile(r"(?<=\S)'s?$")


def bare(name: str) -> str:
    """``name`` in plain form, without quotation marks, leading determiner and possessive."""
    return _bare(plain(name))


def _bare(plain_name: str) -> str:
    name = plain_name.strip('" ')
    # Asking first is far cheaper than the patterns, which hardly ever match.
    if name.startswith(_DETERMINERS):
        name = _DETERMINER.sub("", name)
    return _POSSESSIVE.sub("", name) if name.endswith(("'s", "'")) else name


def _readings(name: str) -> tuple[str, str, str]:
    """Readings of a name from the most to the least faithful one."""
    if name.isascii() and name.isalnum():  # one word, and nothing to be taken from it
        word = name.lower()
        return word, word, word
    typed = plain(name)
    undressed = _bare(typed)
    # Folding does nothing more to what is in ASCII.
    return typed, undressed, undressed if name.isascii() else bare(fold(name))


def _canonical(entry: InventoryEntry) -> tuple[str, ...]:
    return (entry.entity_id, entry.en, entry.fr)


def _aliases(entry: InventoryEntry) -> tuple[str, ...]:
    return entry.aliases


# At each reading, names come before aliases.
_SOURCES: tuple[Callable[[InventoryEntry], tuple[str, ...]], ...] = (_canonical, _aliases)

_REMEMBERED = 65_536
"""How many names are remembered with their ids: reading one anew takes far longer."""


class Names:
    r"""Resolves names through an inventory.

    A name is read as it stands (but for case and typing), then without its determiner and
    possessive, then without accents; at each step canonical names come before aliases. Where two
    entities share a name at the same step, the one whose id sorts first has it.

    >>> state = InventoryEntry("us-state", "ORG", "Department of State", "Département d'État",
    ...                        aliases=("State Department",), stance_class="us")
    >>> names = Names([state])
    >>> names.resolve("the State Department\u2019s"), names.stance_class("departement d'etat")
    ('us-state', 'us')
    >>> names.resolve("The Hague"), names.stance_class("writer")
    ('hague', 'writer')
    """

    __slots__ = ("_classes", "_found", "_ids", "_tables", "inventory")

    def __init__(self, inventory: Sequence[InventoryEntry] = ()) -> None:
        """Index the names of ``inventory``, in any order."""
        self.inventory = tuple(inventory)
        entries = sorted(inventory, key=lambda entry: entry.entity_id)
        self._ids = frozenset(entry.entity_id for entry in entries)
        self._classes = {e.entity_id: e.stance_class for e in entries if e.stance_class}
        self._found: dict[str, tuple[str | None, str]] = {}
        named = [
            (_readings(name), entry.entity_id)
            for source in _SOURCES
            for entry in entries
            for name in source(entry)
        ]
        self._tables = tuple(_table((read[step], id) for read, id in named) for step in range(3))

    @property
    def readings(self) -> tuple[Mapping[str, str], ...]:
        """What names are looked up in, one after the other, all of which leads to ids.

        A name is looked up as it was given, among the ids alone, and at each of its three readings.

        >>> [*Names([InventoryEntry("ma", "GPE", "L\u2019Été", "Maroc")]).readings[3]]
        ['ma', 'ete', 'maroc']
        """
        return ({entity_id: entity_id for entity_id in self._ids}, *self._tables)

    def find(self, name: str) -> str | None:
        """The id that ``name`` stands for; ``None`` for an unknown name.

        >>> Names([InventoryEntry("morocco", "GPE", "Morocco", "Maroc")]).find("le Maroc")
        'morocco'
        >>> Names().find("Maroc") is None
        True
        """
        return name if name in self._ids else self._read(name)[0]

    def resolve(self, name: str) -> str:
        """The id that ``name`` stands for; for an unknown name its own folded form.

        An unknown name is thus wrong wherever the gold has an id, and never dropped.
        """
        if name in self._ids:
            return name
        entity_id, folded = self._read(name)
        return folded if entity_id is None else entity_id

    def _read(self, name: str) -> tuple[str | None, str]:
        """The id of a name, if it has one, and its folded form."""
        found = self._found.get(name)
        if found is None:
            typed, undressed, folded = _readings(name)
            by_type, by_core, by_fold = self._tables
            entity_id = by_type.get(typed) or by_core.get(undressed) or by_fold.get(folded)
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[name] = entity_id, folded
        return found

    def stance_class(self, name: str) -> str:
        """The class on which stance is matched; the id itself where it has none."""
        entity_id = self.resolve(name)
        return self._classes.get(entity_id, entity_id)


def _table(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name to id; the first id has the name, and nothing is called by the empty name."""
    table: dict[str, str] = {}
    for name, entity_id in names:
        if name:
            table.setdefault(name, entity_id)
    return table
