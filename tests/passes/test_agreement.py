"""Agreement by hand, on the first pass, and the properties that it must have on any passes."""

import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipbench.annotation.files import Placed
from tipbench.annotation.records import (
    DocumentStanceRecord,
    EntityRecord,
    NuggetRecord,
    NumericFactRecord,
    ProvenanceRecord,
    QuoteRecord,
    SentenceRecord,
    StanceRecord,
    ZoneRecord,
)
from tipbench.corpus.rows import zones_of
from tipbench.corpus.sources import read_sources
from tipbench.errors import UsageError
from tipbench.model import Span, Zone
from tipbench.passes.agreement import agreement, agreement_rows
from tipbench.passes.coefficients import Bootstrap
from tipbench.passes.load import Pass

#       0123456789012345678901234567890123456789
LINE = "The US praised Rabat in 2024 for 3 laws.\n"
TEXTS = {"d": LINE * 3, "e": LINE * 2}
LANGUAGES = {"d": "en", "e": "fr"}
ZONES = {
    "d": [Zone(Span(0, 82), "body", True), Zone(Span(82, 123), "nav", False)],
    "e": [Zone(Span(0, 82), "body", True)],
}
LAYERS = (
    "zones", "sentences", "entities", "numeric_facts", "stance", "document_stance", "nuggets",
)  # fmt: skip


def made(name, records, layers=LAYERS, **told):
    """A pass of some records, whatever their layer."""
    kinds = dict(zip(LAYERS, KINDS, strict=True))
    provenance = {"kind": "person", "model": None} | told
    return Pass(
        name,
        ProvenanceRecord(
            annotator=name, guidelines="1.0", date="2026-01-01", layers=layers, procedure="",
            **provenance,
        ),
        {
            layer: {
                doc_id: [
                    Placed("", record)
                    for record in records
                    if isinstance(record, kinds[layer]) and record.doc_id == doc_id
                ]
                for doc_id in TEXTS
            }
            for layer in layers
        },
    )  # fmt: skip


KINDS = (
    ZoneRecord, SentenceRecord, EntityRecord, NumericFactRecord, StanceRecord,
    DocumentStanceRecord, NuggetRecord,
)  # fmt: skip


def entity(id, start, end, type="GPE", doc_id="d", **slots):
    given = {"subtype": None, "entity_id": "x", "mention": "name", "role": None, "truncated": False}
    return EntityRecord(
        id=f"{doc_id}.e{id}", annotator="", doc_id=doc_id, start=start, end=end, text="", type=type,
        **(given | slots),
    )  # fmt: skip


def number(id, start, end, value="3", doc_id="d", **slots):
    given = {
        "kind": "count", "value2": None, "unit": "law", "comparator": "=", "property": "p",
        "subject": None, "place": None, "time": None, "qualifier": None, "source": "writer",
        "fact_id": "f",
    }  # fmt: skip
    return NumericFactRecord(
        id=f"{doc_id}.n{id}", annotator="", doc_id=doc_id, start=start, end=end, text="",
        value=value, **(given | slots),
    )  # fmt: skip


def stance(id, evidence=(0, 20), cue=(7, 14), doc_id="d", **slots):
    given = {
        "chain": ("writer", "us"), "target": "rabat", "polarity": "positive", "aspect": "legal",
        "quoted": "indirect",
    } | slots  # fmt: skip
    return StanceRecord(
        id=f"{doc_id}.s{id}", annotator="", doc_id=doc_id, holder=given["chain"][-1],
        cue=QuoteRecord(*cue, ""), evidence=QuoteRecord(*evidence, ""), **given,
    )  # fmt: skip


def nugget(id, *support, importance="vital", doc_id="d"):
    return NuggetRecord(
        id=f"{doc_id}.k{id}", annotator="", doc_id=doc_id, en="", fr="", importance=importance,
        support=tuple(QuoteRecord(start, end, "") for start, end in support), fact_ids=(),
        entity_ids=(), stance_ids=(),
    )  # fmt: skip


def document_stance(doc_id, net, own_voice="neutral"):
    return DocumentStanceRecord(
        id=f"{doc_id}.ds", annotator="", doc_id=doc_id, net=net, own_voice=own_voice
    )


def zone(id, start, end, name, doc_id="d"):
    return ZoneRecord(
        id=f"{doc_id}.z{id}", annotator="", doc_id=doc_id, start=start, end=end, zone=name
    )


def compare(*passes, resamples=50):
    return agreement(
        passes, texts=TEXTS, languages=LANGUAGES, zones=ZONES, bootstrap=Bootstrap(resamples)
    )


def values(found, layer, *measures, slice="all"):
    return [found.figure(layer, measure, slice).estimate.value for measure in measures]


def test_entities_by_hand():
    a = [entity(1, 4, 6, role="government"), entity(2, 15, 20), entity(3, 86, 88)]
    b = [entity(1, 4, 6, role="literal"), entity(2, 15, 20, "LOC"), entity(3, 82, 88)]
    b.append(entity(4, 4, 6, doc_id="e"))
    found = compare(made("a", a), made("b", b))
    # 3 + 4 records. Span and type: US alone; span: also Rabat; overlap: also the third line's US.
    assert values(found, "entities", "F1 strict", "F1 exact", "F1 lenient") == [2 / 7, 4 / 7, 6 / 7]
    # By part: the third line is boilerplate (1 + 1 records), the rest content (2 + 3).
    assert values(found, "entities", "F1 exact", slice="content") == [4 / 5]
    assert values(found, "entities", "F1 exact", slice="boilerplate") == [0]
    assert values(found, "entities", "F1 exact", "F1 lenient", slice="fr") == [0, 0]
    # On the two identical spans: types GPE-GPE, GPE-LOC: D_o = 2/4, n_GPE = 3, n_LOC = 1,
    # D_e = (16 - 9 - 1) / (4·3) = 1/2, α = 0. Roles government-literal, null-null: D_o = 2/4,
    # D_e = (16 - 1 - 1 - 4) / 12 = 5/6, α = 1 - 3/5.
    assert values(found, "entities", "α type", "α role") == pytest.approx([0, 0.4])
    assert values(found, "entities", "α mention") == [None]
    assert [item.as_dict() for item in found.figure("entities", "F1 strict").items] == [
        {
            "doc_id": doc_id, "start": start, "end": end, "records": {"a": left, "b": right},
            "differs": differs,
        }
        for doc_id, start, end, left, right, differs in [
            ("d", 15, 20, ["d.e2"], ["d.e2"], ["type"]),
            ("d", 82, 88, ["d.e3"], ["d.e3"], ["span"]),
            ("e", 4, 6, [], ["e.e4"], ["missing"]),
        ]
    ]  # fmt: skip
    (role,) = found.figure("entities", "α role").items
    assert (role.differs, role.values) == (("role",), (("a", "government"), ("b", "literal")))


def test_numeric_facts_by_hand():
    a = [number(i, 41 * i + 33, 41 * i + 34, fact_id="f") for i in range(3)]
    b = [number(i, 41 * i + 33, 41 * i + 34, fact_id="g" if i < 2 else "h") for i in range(2)]
    b.append(number(2, 41 * 2 + 33, 41 * 2 + 34, fact_id="h", value="4"))
    found = compare(made("a", a), made("b", b))
    assert values(found, "numeric_facts", "F1 fact", "F1 exact") == [4 / 6, 1]
    # a links 0-1, 0-2 and 1-2; b links 0-1: 2 credits of 3 + 1.
    assert values(found, "numeric_facts", "F1 same fact") == [2 / 4]
    # In content both ends of a link must lie: 0-1 alone.
    assert values(found, "numeric_facts", "F1 same fact", slice="content") == [1]
    assert values(found, "numeric_facts", "F1 same fact", slice="boilerplate") == [None]
    assert [item.records for item in found.figure("numeric_facts", "F1 same fact").items] == [
        (("a", ("d.n0", "d.n2")), ("b", ("d.n0", "d.n2"))),
        (("a", ("d.n1", "d.n2")), ("b", ("d.n1", "d.n2"))),
    ]


def test_stance_by_hand():
    a = [stance(1), stance(2, aspect="funding"), stance(3, polarity="negative", doc_id="e")]
    b = [
        stance(1, cue=(0, 6)),
        stance(2, aspect="funding"),
        stance(3, polarity="recommend", doc_id="e", chain=("writer",)),
        stance(4, evidence=(41, 61), cue=(48, 55)),
    ]
    found = compare(made("a", a), made("b", b))
    # 3 + 4 tuples: one pair is the same in all slots, a second in all but the cue, a third pairs.
    assert values(found, "stance", "F1 full", "F1 tuple", "F1 lenient") == [2 / 7, 4 / 7, 6 / 7]
    # Polarities ++, ++, -r: D_o = 2/6, D_e = (36 - 16 - 1 - 1) / 30, α = 1 - (1/3)·(30/18).
    assert values(found, "stance", "α polarity") == pytest.approx([1 - 10 / 18])
    assert found.figure("stance", "α polarity").n == 3
    # Holders us-us, us-us, us-writer: D_o = 2/6, D_e = (36 - 25 - 1) / 30 = 1/3, α = 0.
    assert values(found, "stance", "α holder") == pytest.approx([0])


def test_document_stance_is_a_count():
    a = [document_stance("d", "praise"), document_stance("e", "mixed")]
    b = [document_stance("d", "praise"), document_stance("e", "critique")]
    figure = compare(made("a", a), made("b", b)).figure("document_stance", "equal net")
    assert (figure.estimate.value, figure.n, figure.estimate.interval) == (1, 2, None)
    assert [item.doc_id for item in figure.items] == ["e"]


def test_nuggets_by_hand():
    a = [nugget(1, (0, 20)), nugget(2, (41, 61), importance="okay")]
    b = [nugget(1, (10, 30), importance="okay"), nugget(2, (41, 61), importance="okay")]
    b.append(nugget(3, (20, 30), doc_id="e"))
    found = compare(made("a", a), made("b", b))
    # Support of the first pair: 10 of 30 characters in common; of the second: all.
    assert values(found, "nuggets", "F1 lenient") == [4 / 5]
    assert values(found, "nuggets", "shared support") == pytest.approx([(10 / 30 + 1) / 2])
    assert values(found, "nuggets", "α importance") == pytest.approx([0])


def test_zones_are_compared_by_character():
    a = [zone(1, 0, 82, "body"), zone(2, 82, 123, "nav")]
    b = [zone(1, 0, 41, "body"), zone(2, 41, 123, "nav")]
    figure = compare(made("a", a), made("b", b)).figure("zones", "α characters", "en")
    # Each line has 32 signs; those of the second are body-nav. D_o = 64/192, n_body = n_nav = 96,
    # D_e = 2·96² / (192·191), α = 1 - (1/3)·(192·191) / (2·96²).
    assert figure.n == 96
    assert figure.estimate.value == pytest.approx(1 - 192 * 191 / (6 * 96**2))
    assert [(item.start, item.end) for item in figure.items] == [(41, 81)]


def test_with_three_passes_f1_is_the_mean_over_pairs_and_alpha_is_over_all():
    a, b, c = ([entity(1, 4, 6, type)] for type in ("GPE", "GPE", "LOC"))
    found = compare(made("a", a), made("b", b), made("c", [*c, entity(2, 15, 20)]))
    strict = found.figure("entities", "F1 strict")
    # a-b 1, a-c and b-c 0 of 3.
    assert strict.by_pair == {("a", "b"): 1, ("a", "c"): 0, ("b", "c"): 0}
    assert strict.estimate.value == pytest.approx(1 / 3)
    assert strict.n == 4
    # One unit with GPE, GPE, LOC: D_o = (9 - 5) / 2 / 3 = 2/3, D_e = (9 - 4 - 1) / 6, α = 0.
    assert found.figure("entities", "α type").n == 1
    assert values(found, "entities", "α type") == pytest.approx([0])


def test_a_layer_is_compared_among_those_that_made_it():
    some = ("entities",)
    found = compare(made("a", [entity(1, 4, 6)]), made("b", [entity(1, 4, 6)], some))
    assert values(found, "entities", "F1 strict") == [1]
    assert found.figure("stance", "F1 tuple").estimate.reason == "1 of the passes made this layer"


def test_passes_that_cannot_be_told_apart_are_refused():
    with pytest.raises(UsageError, match="at least two"):
        compare(made("a", []))
    with pytest.raises(UsageError, match="called 'a'"):
        compare(made("a", []), made("a", []))


def test_two_passes_by_one_model_are_said_to_show_consistency_only():
    one = {"kind": "model", "model": "m"}
    notes = " ".join(compare(made("a", [], **one), made("b", [], **one)).notes())
    assert "a, b are passes by one model (m): they show how consistent it is" in notes
    assert "nothing of agreement among people" in notes
    assert "model" not in " ".join(compare(made("a", []), made("b", [])).notes())


PLACES = st.sampled_from([(4, 6), (4, 14), (7, 14), (15, 20), (45, 47), (86, 88), (24, 28)])
DOCUMENTS = st.sampled_from(["d", "e"])


@st.composite
def records(draw):
    """Records of all layers, many of them alike, some over the same words."""
    found = []
    for id in range(draw(st.integers(0, 8))):
        start, end = draw(PLACES)
        doc_id = draw(DOCUMENTS) if end < 82 else "d"
        label = draw(st.sampled_from(["x", "y"]))
        other = draw(st.sampled_from(["x", None]))
        found += draw(
            st.sampled_from(
                [
                    [entity(id, start, end, label, doc_id, subtype=other, entity_id=label)],
                    [number(id, start, end, label, doc_id, fact_id=label, subject=other)],
                    [stance(id, (start, end), (start, end), doc_id, polarity=label, aspect=other)],
                    [nugget(id, (start, end), importance=label, doc_id=doc_id)],
                    [SentenceRecord(
                        id=f"{doc_id}.t{id}", annotator="", doc_id=doc_id, start=start, end=end
                    )],
                    [zone(id, start, end, label, doc_id)],
                ]
            )
        )  # fmt: skip
    return [*found, *(document_stance(doc_id, draw(st.sampled_from("xy"))) for doc_id in TEXTS)]


def widened(record):
    """The record with the white space around its words selected too."""

    def wide(part):
        text = TEXTS[record.doc_id]
        start = part.start - (part.start > 0 and text[part.start - 1].isspace())
        end = part.end + (part.end < len(text) and text[part.end].isspace())
        return msgspec.structs.replace(part, start=start, end=end)

    if hasattr(record, "start"):
        return wide(record)
    if isinstance(record, StanceRecord):
        return msgspec.structs.replace(record, cue=wide(record.cue), evidence=wide(record.evidence))
    if isinstance(record, NuggetRecord):
        return msgspec.structs.replace(record, support=tuple(map(wide, record.support)))
    return record


@given(records())
def test_a_pass_agrees_with_itself(some):
    for figure in compare(made("a", some), made("b", some)).figures:
        expected = figure.n if figure.is_count else 1
        assert figure.estimate.value in (None, expected)
        assert figure.items == ()
        assert figure.estimate.value is not None or figure.estimate.reason


@given(records(), records(), records(), st.randoms())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_order_changes_nothing(a, b, c, random):
    found = compare(made("a", a), made("b", b), made("c", c), resamples=20)
    a, b, c = (random.sample(some, len(some)) for some in (a, b, c))
    again = compare(made("c", c), made("a", a), made("b", b), resamples=20)
    assert again.as_dict() == found.as_dict()


@given(records(), records())
def test_it_does_not_matter_which_of_two_passes_is_named_first(a, b):
    ours, theirs = compare(made("a", a), made("b", b)), compare(made("b", a), made("a", b))
    for one, other in zip(ours.figures, theirs.figures, strict=True):
        assert one.estimate.value == pytest.approx(other.estimate.value)
        assert one.n == other.n


@given(records(), records())
def test_edge_spaces_change_nothing(a, b):
    wide = made("b", [widened(record) for record in b])
    assert compare(made("a", a), wide).as_dict() == compare(made("a", a), made("b", b)).as_dict()


@given(records(), records())
def test_what_asks_for_more_is_never_higher(a, b):
    found = compare(made("a", a), made("b", b))
    for layer, measures in [
        ("entities", ("F1 strict", "F1 exact", "F1 lenient")),
        ("numeric_facts", ("F1 fact", "F1 exact", "F1 lenient")),
        ("stance", ("F1 full", "F1 tuple", "F1 lenient")),
    ]:
        scores = values(found, layer, *measures)
        assert scores == sorted(scores, key=lambda score: score or 0)


def test_the_first_pass_with_one_change_differs_in_that_alone(root, texts, first):
    sources = read_sources(root)
    zones = {doc_id: zones_of(sources, doc_id) for doc_id in texts}
    languages = {seed.doc_id: seed.language for seed in sources.seeds}
    layers = {layer: dict(documents) for layer, documents in first.layers.items()}
    changed, *others = layers["entities"]["tip-004"]
    record = msgspec.structs.replace(changed.record, type="PROD")
    layers["entities"]["tip-004"] = [Placed(changed.place, record), *others]
    provenance = msgspec.structs.replace(first.provenance, annotator="second")
    second = Pass("second", provenance, layers)
    found = agreement([first, second], texts=texts, languages=languages, zones=zones)
    assert {(f.layer, f.measure) for f in found.figures if f.items} == {
        ("entities", "F1 strict"),
        ("entities", "α tokens"),
        ("entities", "α type"),
    }
    figure = found.figure("entities", "F1 strict")
    records = figure.n // 2
    assert figure.estimate.value == pytest.approx((records - 1) / records)
    low, high = figure.estimate.interval
    assert low < figure.estimate.value < high == 1
    assert [item.records[0][1] for item in figure.items] == [(changed.record.id,)]
    assert json.loads(json.dumps(found.as_dict()))["figures"]


def test_the_table_has_a_row_for_every_measure_and_a_column_for_every_slice():
    rows = agreement_rows(compare(made("a", [entity(1, 4, 6)]), made("b", [entity(1, 4, 6)])))
    assert rows[0] == (
        "layer", "measure", "n", "all", "95%", "en", "fr", "content", "boilerplate",
    )  # fmt: skip
    assert {len(row) for row in rows} == {9}
    strict = next(row for row in rows if row[:2] == ("entities", "F1 strict"))
    assert strict[2:] == ("2", "1.000", "", "1.000", "n/a", "1.000", "n/a")
    assert len({row[:2] for row in rows}) == len(rows)
