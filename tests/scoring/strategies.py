"""What the tests of the scoring room are generated from."""

from __future__ import annotations

from hypothesis import strategies as st

from tipbench.model import Answer, Case, Document, Entity, NumericFact, Quote, Span, Stance, Zone

LENGTH = 30
TEXT = "ab cd ef gh ij kl mn op qr st "
TYPES = ("PER", "ORG", "GPE", "X")


def spans(length: int = LENGTH) -> st.SearchStrategy[Span]:
    """Any span that is not empty."""
    return st.tuples(st.integers(0, length - 1), st.integers(1, 8)).map(
        lambda pair: Span(pair[0], min(length, pair[0] + pair[1]))
    )


def entities() -> st.SearchStrategy[tuple[Entity, ...]]:
    """Names with any overlap, nesting and duplicates; some without a place."""
    place = st.one_of(spans(), spans(), spans(), st.none())
    entity = st.builds(Entity, place, st.just("x"), st.sampled_from(TYPES))
    return st.lists(entity, max_size=8).map(tuple)


def placed_entities() -> st.SearchStrategy[tuple[Entity, ...]]:
    """The same, all with a place."""
    entity = st.builds(Entity, spans(), st.just("x"), st.sampled_from(TYPES))
    return st.lists(entity, max_size=8).map(tuple)


def numeric_facts() -> st.SearchStrategy[tuple[NumericFact, ...]]:
    """Facts of few values, so that they often agree in part."""
    fact = st.builds(
        NumericFact,
        spans(),
        st.just("x"),
        st.sampled_from(["474", "474.0", "2024-05", None]),
        unit=st.sampled_from(["victim", "Victim", None]),
        comparator=st.sampled_from([">=", "="]),
        kind=st.sampled_from(["count", "date"]),
        source=st.sampled_from(["us", "writer", None]),
    )
    return st.lists(fact, max_size=6).map(tuple)


def stances() -> st.SearchStrategy[tuple[Stance, ...]]:
    """Stances of few holders and targets; some without evidence."""
    stance = st.builds(
        Stance,
        st.sampled_from(["writer", "us", "un"]),
        st.sampled_from(["morocco", "us"]),
        st.sampled_from(["positive", "negative"]),
        st.sampled_from(["legal", None]),
        st.one_of(st.none(), st.builds(Quote, spans(), st.just("x"))),
    )
    return st.lists(stance, max_size=6).map(tuple)


def answers(doc_id: str = "d") -> st.SearchStrategy[Answer]:
    """An answer to every task that matches items."""
    return st.builds(
        Answer,
        st.just(doc_id),
        entities=entities(),
        numeric_facts=numeric_facts(),
        stance=stances(),
    )


def case(gold: Answer, zones: tuple[Zone, ...] = (), text: str = TEXT) -> Case:
    """A document with its gold."""
    return Case(Document(gold.doc_id, "en", None, text), gold, zones)
