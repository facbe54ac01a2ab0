"""What holds of every score, whatever the data: the engine through its public face."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipbench.model import Answer, Case, Document, Entity, Span, Zone
from tipbench.scoring.conll import flat_view, read_chunks
from tipbench.scoring.counts import Counts
from tipbench.scoring.score import score
from tipbench.tokens import tokenize

from .strategies import LENGTH, TEXT, TYPES, entities

SCHEMAS = ["strict", "exact", "partial", "type"]
MATCHED = [*SCHEMAS, "conll"]
EVERY = [*MATCHED, "document"]
ZONES = (
    Zone(Span(0, 6), "title", True),
    Zone(Span(6, 15), "body", True),
    Zone(Span(15, LENGTH), "nav", False),
)
FAR = Entity(Span(LENGTH, LENGTH + 2), "nothing of the sort", "PER")
"""A prediction that overlaps nothing else: the generated names end before it."""

Names = tuple[Entity, ...]
documents = st.lists(st.tuples(entities(), entities()), min_size=1, max_size=4)


def scored(
    pairs: Sequence[tuple[Names, Names]], zones: tuple[Zone, ...] = ZONES, *, mixed: int = 0
) -> Any:
    """Scores of documents of gold and predicted names; ``mixed`` turns every order around."""
    step = -1 if mixed else 1
    cases = [
        Case(
            Document(f"d{i}", "en" if i % 2 else "fr", None, TEXT + "zz"),
            Answer(f"d{i}", entities=gold[::step]),
            zones[::step],
        )
        for i, (gold, _) in enumerate(pairs)
    ]
    given = {f"d{i}": Answer(f"d{i}", entities=p[::step]) for i, (_, p) in enumerate(pairs)}
    if mixed:
        cases, given = cases[::-1], dict(reversed(given.items()))
    return score(cases, given, tasks=["entities"])


def totals(pairs: Sequence[tuple[Names, Names]]) -> dict[str, Any]:
    found = scored(pairs, zones=()).tasks["entities"]
    return {name: found[name].total for name in EVERY}


def all_counts(found: Any) -> dict[tuple[str, str, str], Any]:
    """The counts of every slice of every metric, and of the totals."""
    rows = {}
    for name, result in found.tasks["entities"].items():
        rows[name, "", ""] = result.total
        for dimension, named in result.slices.items():
            rows |= {(name, dimension, row): counts for row, counts in named.items()}
    return rows


@settings(max_examples=80)
@given(documents)
def test_gold_against_itself_is_one_in_every_slice(pairs: list[tuple[Names, Names]]) -> None:
    placed = [tuple(entity for entity in gold if entity.span) for gold, _ in pairs]
    for counts in all_counts(scored([(gold, gold) for gold in placed])).values():
        assert set(counts.values.values()) <= {1.0, None}
        assert counts.gold == counts.predicted
        assert (counts.values["f1"] is None) == (counts.gold == 0)


@settings(max_examples=80)
@given(documents)
def test_swapping_the_sides_swaps_precision_and_recall_in_every_slice(
    pairs: list[tuple[Names, Names]],
) -> None:
    one = all_counts(scored(pairs))
    other = all_counts(scored([(predicted, gold) for gold, predicted in pairs]))
    for where in one.keys() | other.keys():
        here, there = one.get(where, Counts()), other.get(where, Counts())
        assert (here.gold, here.gold_credit) == (there.predicted, there.predicted_credit)
        assert (here.precision, here.recall) == (there.recall, there.precision)


@settings(max_examples=80)
@given(documents)
def test_order_changes_not_a_byte(pairs: list[tuple[Names, Names]]) -> None:
    def shown(found: Any) -> str:
        content = found.as_dict()
        for named in content["slices"]["entities"].values():
            # Rows of documents stand in the order of the corpus's ids, as all rows do.
            assert all(list(rows) == sorted(rows, key=_zone_first) for rows in named.values())
        return json.dumps(content)

    assert shown(scored(pairs)) == shown(scored(pairs, mixed=1))


def _zone_first(name: str) -> tuple[int, str]:
    parts = ["content", "boilerplate"]
    return (parts.index(name) if name in parts else 2, name)


@settings(max_examples=80)
@given(documents, st.integers(0, 4))
def test_parts_of_a_corpus_add_up(pairs: list[tuple[Names, Names]], border: int) -> None:
    whole = all_counts(scored(pairs))
    answers = {f"d{i}": Answer(f"d{i}", entities=p) for i, (_, p) in enumerate(pairs)}
    sums: dict[tuple[str, str, str], Any] = {}
    cases = [
        Case(
            Document(f"d{i}", "en" if i % 2 else "fr", None, TEXT + "zz"),
            Answer(f"d{i}", entities=gold),
            ZONES,
        )
        for i, (gold, _) in enumerate(pairs)
    ]
    for part in (cases[:border], cases[border:]):
        for where, counts in all_counts(score(part, answers, tasks=["entities"])).items():
            sums[where] = sums.get(where, Counts()) + counts
    assert sums == whole


@settings(max_examples=80)
@given(documents)
def test_a_wrong_prediction_never_raises_a_score(pairs: list[tuple[Names, Names]]) -> None:
    before = totals(pairs)
    gold, predicted = pairs[0]
    after = totals([(gold, (*predicted, FAR)), *pairs[1:]])
    for name in EVERY:
        assert after[name].predicted == before[name].predicted + 1
        assert after[name].predicted_credit == before[name].predicted_credit
        for field, value in after[name].values.items():
            assert (value or 0.0) <= (before[name].values[field] or 0.0)


@settings(max_examples=60, deadline=None)
@given(entities().filter(bool), entities().filter(bool))
def test_fixing_a_wrong_prediction_never_lowers_a_score(gold: Names, predicted: Names) -> None:
    """Wrong is what earns nothing: without it the score has the same points."""
    before = totals([(gold, predicted)])
    rest = predicted[1:]
    without = totals([(gold, rest)])
    for right in {entity for entity in gold if entity.span}:
        after = totals([(gold, (*rest, right))])
        for name in SCHEMAS:
            if without[name].predicted_credit == before[name].predicted_credit:
                for field, value in after[name].values.items():
                    assert (value or 0.0) >= (before[name].values[field] or 0.0)


@settings(max_examples=60, deadline=None)
@given(entities().filter(bool), entities().filter(bool))
def test_so_it_is_of_conll_where_the_gold_is_flat(gold: Names, predicted: Names) -> None:
    # A nested gold name is not in the flat view; predicting it can hide one that is.
    flat: list[Entity] = []
    for entity in gold:
        if entity.span and not any(
            entity.span.overlaps(other.span) for other in flat if other.span
        ):
            flat.append(entity)
    starts = {token.start for token in tokenize(TEXT)} | {token.end for token in tokenize(TEXT)}
    # Names of whole tokens: of others the view keeps what it can show.
    whole = tuple(e for e in flat if e.span and {e.span.start, e.span.end} <= starts)
    kept = tuple(e for e in predicted[1:] if e.span and {e.span.start, e.span.end} <= starts)
    before = totals([(whole, (*kept, predicted[0]))])["conll"]
    without = totals([(whole, kept)])["conll"]
    if without.predicted_credit < before.predicted_credit:
        return
    for right in whole:
        after = totals([(whole, (*kept, right))])["conll"]
        assert after.gold_credit >= before.gold_credit
        assert (after.values["f1"] or 0.0) >= (without.values["f1"] or 0.0)


@settings(max_examples=80)
@given(documents)
def test_nothing_is_dropped(pairs: list[tuple[Names, Names]]) -> None:
    found = scored(pairs).tasks["entities"]
    for side, field in ((0, "gold"), (1, "predicted")):
        given = sum(len(pair[side]) for pair in pairs)
        for name in SCHEMAS:
            parts = [
                found[name].slices.get("zone", {}).get(part) for part in ("content", "boilerplate")
            ]
            assert sum(getattr(part, field) for part in parts if part) == given
    for name in SCHEMAS:
        for dimension, rows in found[name].slices.items():
            if dimension != "zone":
                assert sum(rows.values(), Counts()) == found[name].total


@settings(max_examples=80)
@given(entities())
def test_conll_drops_what_lies_within_another_name_alone(names: Names) -> None:
    view = flat_view(tokenize(TEXT + "zz"), names)
    shown = len(read_chunks(view.tags)) + len(view.lost)
    assert totals([(names, ())])["conll"].gold == shown


@pytest.mark.parametrize("reason", [None, "timeout"])
def test_a_document_without_an_answer_keeps_its_gold(reason: str | None) -> None:
    name = Entity(Span(0, 2), "ab", TYPES[0])
    case = Case(Document("d", "en", None, TEXT), Answer("d", entities=(name,)))
    failed = replace(Answer("d", entities=(name,)), error=reason)
    given = {"d": failed} if reason else {}
    found = score([case], given, tasks=["entities"]).tasks["entities"]
    for metric in EVERY:
        assert (found[metric].total.gold, found[metric].total.predicted) == (1, 0)
        assert found[metric].answered == Counts()
