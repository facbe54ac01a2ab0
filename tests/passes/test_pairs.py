import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbench.annotation.records import EntityRecord, NuggetRecord, QuoteRecord, StanceRecord
from tipbench.passes.pairs import differing, pair_records, share

TEXT = "The US State Department praised Morocco and Morocco thanked it. " * 4


def entity(id, start, end, type="ORG", **slots):
    return EntityRecord(
        id=id, doc_id="d", start=start, end=end, text=TEXT[start:end], type=type, subtype=None,
        entity_id="x", mention="name", role=None, truncated=False, annotator="a", **slots,
    )  # fmt: skip


def ids(pairs):
    return [(p.a and p.a.id, p.b and p.b.id) for p in pairs]


def test_identical_records_are_paired_and_agree():
    a, b = [entity("a1", 4, 23)], [entity("b1", 4, 23)]
    (pair,) = pair_records("entities", a, b, TEXT)
    assert differing("entities", pair, TEXT) == []


def test_the_most_alike_are_paired_first():
    # b1 overlaps both of a's nested mentions; b2 is identical with the inner one.
    a = [entity("a1", 4, 23), entity("a2", 4, 6, "GPE")]
    b = [entity("b1", 4, 12), entity("b2", 4, 6, "GPE")]
    assert ids(pair_records("entities", a, b, TEXT)) == [("a1", "b1"), ("a2", "b2")]


def test_what_differs_is_named():
    (pair,) = pair_records("entities", [entity("a1", 4, 23)], [entity("b1", 7, 23, "DOC")], TEXT)
    assert differing("entities", pair, TEXT) == ["span", "type"]


def test_a_record_without_a_counterpart_is_missing():
    pairs = pair_records("entities", [entity("a1", 4, 23)], [entity("b1", 32, 39)], TEXT)
    assert ids(pairs) == [("a1", None), (None, "b1")]
    assert [differing("entities", pair, TEXT) for pair in pairs] == [["missing"], ["missing"]]


def test_edge_spaces_are_no_disagreement():
    (pair,) = pair_records("entities", [entity("a1", 4, 23)], [entity("b1", 3, 24)], TEXT)
    assert differing("entities", pair, TEXT) == []


def stance(id, polarity="positive", aspect="overall", cue=(24, 31)):
    return StanceRecord(
        id=id, doc_id="d", chain=("writer", "x"), holder="x", target="morocco",
        polarity=polarity, aspect=aspect, cue=QuoteRecord(*cue, TEXT[slice(*cue)]),
        evidence=QuoteRecord(4, 39, TEXT[4:39]), quoted="indirect", annotator="a",
    )  # fmt: skip


def test_tuples_of_one_sentence_are_paired_by_what_they_say():
    a = [stance("a1", aspect="legal"), stance("a2", aspect="funding")]
    b = [stance("b1", aspect="funding"), stance("b2", aspect="legal")]
    assert set(ids(pair_records("stance", a, b, TEXT))) == {("a1", "b2"), ("a2", "b1")}


def nugget(id, *spans):
    support = tuple(QuoteRecord(start, end, TEXT[start:end]) for start, end in spans)
    return NuggetRecord(
        id=id, doc_id="d", en="e", fr="f", importance="vital", support=support,
        fact_ids=(), entity_ids=(), stance_ids=(), annotator="a",
    )  # fmt: skip


def test_nuggets_are_paired_by_their_support():
    a = [nugget("a1", (0, 10)), nugget("a2", (20, 30))]
    b = [nugget("b1", (18, 30)), nugget("b2", (0, 9), (40, 44))]
    assert set(ids(pair_records("nuggets", a, b, TEXT))) == {("a1", "b2"), ("a2", "b1")}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([(0, 4)], [(0, 4)], 1.0),
        ([(0, 4)], [(4, 8)], 0.0),
        ([(0, 2), (4, 6)], [(1, 5)], 2 / 6),  # {1, 4} of {0, 1, 2, 3, 4, 5}
        ([], [(0, 1)], 0.0),
    ],
)
def test_share(a, b, expected):
    assert share(a, b) == pytest.approx(expected)


spans = st.integers(0, 60).flatmap(
    lambda start: st.integers(start + 1, 64).map(lambda end: (start, end))
)
mentions = st.lists(st.tuples(spans, st.sampled_from(["ORG", "GPE"])), max_size=6)


def records(side, items):
    return [entity(f"{side}{n}", *span, type) for n, (span, type) in enumerate(items)]


@given(mentions, mentions, st.randoms())
def test_pairs_are_the_same_whatever_the_order_and_the_side(ours, theirs, random):
    a, b = records("a", ours), records("b", theirs)
    shuffled_a, shuffled_b = random.sample(a, len(a)), random.sample(b, len(b))

    def outcome(pairs):
        plain = [
            tuple(None if r is None else (r.start, r.end, r.type) for r in (pair.a, pair.b))
            for pair in pairs
        ]
        return sorted(plain, key=repr)

    found = outcome(pair_records("entities", a, b, TEXT))
    assert outcome(pair_records("entities", shuffled_a, shuffled_b, TEXT)) == found
    swapped = outcome(pair_records("entities", b, a, TEXT))
    assert sorted(((y, x) for x, y in swapped), key=repr) == found


@given(mentions, mentions)
def test_every_record_is_in_exactly_one_pair(ours, theirs):
    a, b = records("a", ours), records("b", theirs)
    pairs = pair_records("entities", a, b, TEXT)
    assert sorted(p.a.id for p in pairs if p.a) == sorted(r.id for r in a)
    assert sorted(p.b.id for p in pairs if p.b) == sorted(r.id for r in b)


def test_a_pass_agrees_with_itself(first, texts):
    from tipbench.passes.pairs import COMPARABLE

    for layer in COMPARABLE:
        for doc_id, text in texts.items():
            made = [item.record for item in first.layers[layer].get(doc_id, ())]
            pairs = pair_records(layer, made, [msgspec.structs.replace(r) for r in made], text)
            assert all(differing(layer, pair, text) == [] for pair in pairs)
