"""Records of passes matched in stages: strict matches are not torn apart by loose ones."""

from tipbench.annotation.files import Placed
from tipbench.annotation.records import EntityRecord, NuggetRecord, ProvenanceRecord, QuoteRecord
from tipbench.passes.load import Pass
from tipbench.passes.matches import joined, match_passes, match_records
from tipbench.passes.pages import Page

TEXT = "The US State Department of the United States praised Rabat."


def entity(id, start, end, type="ORG", **slots):
    given = {"subtype": None, "entity_id": "x", "mention": "name", "role": None, "truncated": False}
    words = TEXT[start:end]
    return EntityRecord(
        id=id, annotator="a", doc_id="d", start=start, end=end, text=words, type=type,
        **(given | slots),
    )  # fmt: skip


def ids(matches):
    return [
        (m.pair.a.id if m.pair.a else None, m.pair.b.id if m.pair.b else None, m.stage)
        for m in matches
    ]


def test_identical_span_and_type_come_before_a_likeness_in_more_slots():
    ours = [entity("a1", 4, 23, entity_id="x")]
    same = entity("b1", 4, 23, entity_id="y", mention="nominal", truncated=True)
    alike = entity("b2", 4, 40, entity_id="x")
    found = match_records("entities", ours, [alike, same], TEXT)
    assert ids(found) == [("a1", "b1", 0), (None, "b2", 3)]


def test_stages_by_hand():
    ours = [entity("a1", 4, 23), entity("a2", 31, 44, "GPE"), entity("a3", 53, 58, "GPE")]
    theirs = [entity("b1", 4, 23), entity("b2", 31, 44, "ORG"), entity("b3", 52, 57, "GPE")]
    found = match_records("entities", ours, theirs, TEXT)
    # b3 is " Rabat" without its last letter: an overlap. b2 has the span and another type.
    assert ids(found) == [("a1", "b1", 0), ("a2", "b2", 1), ("a3", "b3", 2)]


def one_pass(name, layer, records):
    told = ProvenanceRecord(
        annotator=name, kind="person", model=None, guidelines="", date="", layers=(layer,),
        procedure="",
    )  # fmt: skip
    return Pass(name, told, {layer: {"d": [Placed("", record) for record in records]}})


def things(layer, passes, stage):
    page = Page("d", TEXT, "en", [])
    names = sorted(passes)
    found = [
        match_passes(layer, passes[a], passes[b], page)
        for index, a in enumerate(names)
        for b in names[index + 1 :]
    ]
    return [
        {name: record.id for name, record in thing.items()} for thing in joined(layer, found, stage)
    ]


def test_what_three_passes_have_is_one_thing_and_what_one_alone_has_is_none():
    passes = {
        "a": one_pass("a", "entities", [entity("1", 4, 23), entity("2", 53, 58)]),
        "b": one_pass("b", "entities", [entity("1", 4, 23)]),
        "c": one_pass("c", "entities", [entity("7", 4, 23), entity("8", 31, 44)]),
    }
    assert things("entities", passes, 1) == [{"a": "1", "b": "1", "c": "7"}]


def test_a_thing_never_has_two_records_of_one_pass():
    def nugget(id, *stretches):
        quotes = tuple(QuoteRecord(start, end, TEXT[start:end]) for start, end in stretches)
        return NuggetRecord(
            id=id, annotator="", doc_id="d", en="", fr="", importance="vital", support=quotes,
            fact_ids=(), entity_ids=(), stance_ids=(),
        )  # fmt: skip

    # Pairs: a1-b1 (14 of 20 characters), b2-c1 (all), a1-c1 (6 of 30). b2-c1 and a1-b1 are joined
    # first; a1-c1 would put b1 and b2 into one thing.
    passes = {
        "a": one_pass("a", "nuggets", [nugget("a1", (0, 20))]),
        "b": one_pass("b", "nuggets", [nugget("b1", (0, 14)), nugget("b2", (14, 30))]),
        "c": one_pass("c", "nuggets", [nugget("c1", (14, 30))]),
    }
    assert things("nuggets", passes, 0) == [{"b": "b2", "c": "c1"}, {"a": "a1", "b": "b1"}]
