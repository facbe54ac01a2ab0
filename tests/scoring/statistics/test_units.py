from __future__ import annotations

from tipbench.model import Answer, Case, Document, Entity, Span, Zone
from tipbench.scoring.score import score
from tipbench.scoring.statistics.units import MANY_CLUSTERS, Units

TEXT = "Aa bb. Cc dd. Ee ff. Gg hh."


def case(doc_id: str, text: str = TEXT, cluster: str | None = None, gold: Answer | None = None,
         zones: tuple[Zone, ...] = ()) -> Case:  # fmt: skip
    document = Document(doc_id, "en", None, text)
    return Case(document, gold or Answer(doc_id), zones, cluster=cluster)


def test_sentences_of_a_document_and_one_for_what_has_no_place() -> None:
    units = Units.of([case("b"), case("a")])
    assert units.kind == "sentences"
    assert units.size("sentences") == 2 * (4 + 1)
    assert units.size("documents") == 2
    assert [units.unit("a", block, "sentences") for block in (0, 3, None)] == [0, 3, 4]
    assert [units.unit("b", block, "sentences") for block in (0, 3, None)] == [5, 8, 9]
    assert [units.unit(doc_id, 2, "documents") for doc_id in "ab"] == [0, 1]


def test_documents_of_a_cluster_share_units() -> None:
    units = Units.of([case("a", cluster="x"), case("b", cluster="x"), case("c", cluster="y")])
    assert units.size("sentences") == 2 * (4 + 1)
    assert units.unit("a", 1, "sentences") == units.unit("b", 1, "sentences")
    assert units.unit("a", None, "sentences") == units.unit("b", None, "sentences")
    assert units.unit("a", None, "documents") == units.unit("b", None, "documents")


def test_a_document_without_a_cluster_is_not_of_the_cluster_of_that_name() -> None:
    units = Units.of([case("a"), case("b", cluster="a")])
    assert units.size("documents") == 2


def test_the_order_of_the_documents_does_not_matter() -> None:
    cases = [case("a", cluster="x"), case("b"), case("c", "One.", cluster="x")]
    one, other = Units.of(cases), Units.of(cases[::-1])
    for doc_id in "abc":
        assert one.unit(doc_id, 0, "sentences") == other.unit(doc_id, 0, "sentences")


def test_many_clusters_are_the_units_and_no_sentence_is_looked_for() -> None:
    units = Units.of([case(str(n)) for n in range(MANY_CLUSTERS)])
    assert units.kind == "documents"
    assert units.sentences == {}
    assert units.size("documents") == MANY_CLUSTERS
    few = Units.of([case(str(n), cluster=str(n % 2)) for n in range(MANY_CLUSTERS)])
    assert few.kind == "sentences"


def test_only_sentences_of_the_content_count() -> None:
    zones = (Zone(Span(0, 7), "nav", False), Zone(Span(7, 27), "body", True))
    assert Units.of([case("a", zones=zones)]).sentences == {"a": (7, 14, 21)}


def test_an_empty_document_and_no_document() -> None:
    units = Units.of([case("a", "")])
    assert units.unit("a", None, "sentences") == 0
    assert Units.of([]).size("documents") == 0


def test_items_belong_to_the_sentence_where_they_start() -> None:
    def names(*places: tuple[int, int] | None) -> Answer:
        spans = [None if place is None else Span(*place) for place in places]
        return Answer("a", entities=tuple(Entity(span, "x", "PER") for span in spans))

    gold = names((0, 2), (3, 5), (4, 10), (14, 16), None)
    found = score([case("a", gold=gold)], {"a": names((21, 23))}, tasks=["entities"])
    sample = found.tasks["entities"]["strict"].sample
    counted = {block: (c.gold, c.predicted) for (_, block), c in sample.blocks.items()}
    assert counted == {0: (3, 0), 2: (1, 0), 3: (0, 1), None: (1, 0)}
    assert sample.total() == found.tasks["entities"]["strict"].total
