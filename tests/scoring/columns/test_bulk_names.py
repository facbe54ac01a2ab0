"""Words read in bulk stand for what the definition says, whatever is known and written."""

from __future__ import annotations

import sys
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tipbench.scoring.columns.things
from tipbench.model import InventoryEntry
from tipbench.scoring.columns.bulk_names import BulkNames
from tipbench.scoring.columns.hashing import string_hashes
from tipbench.scoring.columns.texts import Texts
from tipbench.scoring.columns.things import Mentioned, Things
from tipbench.scoring.names import Names
from tipbench.scoring.normal import fold, plain

PIECES = (
    *"aAbsdelEéèÉçñßœŒæÆİıŁøŞŉǆǰſθΣςжԵև1½²ªµ",
    *"'\u2019\u2018`´\u2032\"«»“-–—‐ \u00a0\u2009\u3000\t.,_…",
    *"\u0301\u0327\u0345\u200b\u00ad\ufb01\u212a\u1112\u1161\u11ab한😀\x00\x1c\ud800",
    "the ", "The ", "le ", "les ", "la ", "l'", "L’", "d'", "d’ ", "'s", "’s", "s'",
    "Rabat", "rabat", "État", "etat", "Maroc",
)  # fmt: skip

words = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
texts = words.map(lambda word: word.replace("\ud800", ""))


@st.composite
def inventories(draw):
    return [
        InventoryEntry(draw(st.one_of(st.just(f"id{n}"), words)), "GPE", draw(words), draw(words),
                       aliases=tuple(draw(st.lists(words, max_size=2))))
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip


def read(names, *found):
    laid = Texts.of(found)
    return BulkNames(names).read(laid, laid.starts[:-1], laid.starts[1:])


def assert_as_defined(names, found):
    """All that is read in bulk is right; how many words were."""
    done = read(names, *found)
    wanted = string_hashes([names.resolve(word) for word in found])
    even = np.flatnonzero(~done.odd)
    assert done.thing[even].tolist() == wanted[even].tolist(), [found[i] for i in even]
    known = [names.find(found[index]) is not None for index in even]
    assert done.known[even].tolist() == known, [found[i] for i in even]
    return len(even)


@settings(max_examples=1500, deadline=None)
@given(inventories(), st.lists(words, max_size=12))
def test_words_read_in_bulk_stand_for_what_the_definition_says(inventory, found):
    names = Names(inventory)
    known = [name for entry in inventory for name in (entry.entity_id, entry.en, entry.fr)]
    forms = [spelt for name in known for spelt in (name, fold(name), plain(name), name.upper())]
    assert_as_defined(names, [*found, *known, *forms])


@settings(max_examples=300, deadline=None)
@given(inventories(), st.lists(st.tuples(texts, st.sampled_from([None, "id0", " ", "rabat"]),
                                         st.booleans()), max_size=12))  # fmt: skip
def test_numbers_agree_whichever_way_words_are_read(inventory, mentions):
    names = Names(inventory)
    mentions = [mention for mention in mentions if mention[0]]
    laid = Texts.of([word for word, _, _ in mentions])
    side = Mentioned(
        pa.array([id for _, id, _ in mentions], pa.string()),
        laid.starts[:-1], laid.starts[1:], np.array([n for _, _, n in mentions], dtype=np.bool_),
    )  # fmt: skip
    [numbers] = Things(names).numbers(laid, side)
    things = [
        names.resolve(id) if id and id.strip()
        else names.resolve(word) if name
        else names.find(word)
        for word, id, name in mentions
    ]  # fmt: skip
    pairs = set(zip(things, numbers.tolist(), strict=True))
    assert all((thing is None) == (number == -1) for thing, number in pairs)
    assert len(pairs) == len(set(things)) == len({number for _, number in pairs})


INVENTORY = [
    InventoryEntry("rabat", "GPE", "Rabat", "Rabat", aliases=("Ribat",)),
    InventoryEntry("state", "ORG", "Department of State", "Département d'État"),
    InventoryEntry("polis", "ORG", "Etat", "Polis"),
    InventoryEntry("cafe", "ORG", "État", "Café"),
]


def test_plain_words_are_read_in_bulk():
    names = Names(INVENTORY)
    found = ["RABAT", "Ribat", "rabat", "département d’état", "Unknown", "Né-à-côté", "US 2025",
             "Ł\u00a0x", "Rabat’s people", "lesson", "s"]  # fmt: skip
    assert assert_as_defined(names, found) == len(found)


@pytest.mark.parametrize(
    "word",
    ["", " Rabat", "Rabat ", "« Rabat »", "the Rabat", "l’état", "D'x", "Rabat's", "Rabat’",
     "a  b", "Straße", "cœur", "e\u0301t", "한", "😀", "État", "etat"],
)  # fmt: skip
def test_odd_words_are_left_to_the_definition(word):
    # "Etat" is one entity as it is typed, another one when folded.
    assert read(Names(INVENTORY), word).odd.tolist() == [True]


def test_every_plain_character_is_read_alone():
    """What ``fold`` and ``plain`` do to plain characters does not depend on those beside them."""
    plain_characters = [
        chr(code)
        for code in range(0x2070)
        if not read(Names(), f"x{chr(code)}x").odd[0] and not chr(code).isspace()
    ]
    assert len(plain_characters) > 600
    melting = {
        chr(int(parts[1], 16))
        for code in range(sys.maxunicode)
        if len(parts := unicodedata.decomposition(chr(code)).split()) == 2 and "<" not in parts[0]
    }
    assert not melting & set(plain_characters)
    for one in plain_characters:
        for other in "aÉ'-Σ":
            assert fold(f"x{one}{other}x") == f"x{fold(one)}{fold(other)}x"
            assert plain(f"x{one}{other}x") == f"x{plain(one)}{plain(other)}x"
            assert fold(plain(f"x{one}x")) == f"x{fold(one)}x" == plain(fold(f"x{one}x"))


def test_surfaces_are_read_in_portions(monkeypatch):
    monkeypatch.setattr(tipbench.scoring.columns.things, "_AT_ONCE", 7)
    found = ["Rabat", "the Rabat", "Ribat", "", "a", "Etat", "État", "x" * 40, "Rabat"]
    laid = Texts.of(found)
    name = np.ones(len(found), dtype=np.bool_)
    names = Names(INVENTORY)
    [numbers] = Things(names).numbers(
        laid, Mentioned(None, laid.starts[:-1], laid.starts[1:], name)
    )
    things = [names.resolve(word) for word in found]
    pairs = set(zip(things, numbers.tolist(), strict=True))
    assert len(pairs) == len(set(things)) == len({number for _, number in pairs})
