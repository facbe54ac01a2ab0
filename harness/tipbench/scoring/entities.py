"""Metrics of entities. Names are scored; nominal mentions count in ``document`` alone.

``strict``, ``exact``, ``partial`` and ``type`` are the four measures of SemEval-2013 task 9.1
(Segura-Bedmar, Martínez and Herrero-Zazo, 2013), here with a one-to-one matching that does not
depend on the order of the items and with half-open spans.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tipbench.model import Answer, Entity, Span
from tipbench.scoring.comparison import Comparison, Layer, Placed
from tipbench.scoring.conll import conll_type, flat_view, read_chunks
from tipbench.scoring.counts import Counts, Tally
from tipbench.scoring.distinct import DistinctMetric
from tipbench.scoring.match import Item, Matcher, graded, identical, overlapping, tally_credits
from tipbench.scoring.metric import PRECISION_RECALL_F1, MatchMetric


def _names(answer: Answer) -> Sequence[Entity] | None:
    if answer.entities is None:
        return None
    return [entity for entity in answer.entities if entity.mention == "name"]


def _any(entity: Entity, comparison: Comparison) -> Hashable:
    return None


def _type(entity: Entity, comparison: Comparison) -> Hashable:
    return entity.type


_NAMES: Layer[Entity] = Layer(
    items=_names, span=lambda entity: entity.span, label=lambda entity: entity.type
)


def _semeval(
    name: str, description: str, key: Callable[[Entity, Comparison], Hashable], matcher: Matcher
) -> MatchMetric[Entity]:
    return MatchMetric(
        name=name,
        task="entities",
        layer="entities",
        label_name="type",
        description=description,
        read=_NAMES,
        key=key,
        matcher=matcher,
    )


STRICT = _semeval("strict", "names with the right borders and the right type", _type, identical)
"""SemEval-2013 task 9.1, *strict*: borders and type."""

EXACT = _semeval("exact", "names with the right borders, whatever the type", _any, identical)
"""SemEval-2013 task 9.1, *exact*: borders."""

PARTIAL = _semeval(
    "partial", "names by borders, half a point for a mere overlap, whatever the type", _any, graded
)
"""SemEval-2013 task 9.1, *partial*: borders, an overlap worth one half."""

TYPE = _semeval("type", "names that overlap one of the right type", _type, overlapping)
"""SemEval-2013 task 9.1, *type*: type, with some overlap."""


@dataclass(frozen=True, slots=True)
class Conll:
    """Chunks of the flat IOB2 view with the right tokens and type, as seqeval counts them.

    The measure of the CoNLL-2003 shared task (Tjong Kim Sang and De Meulder, 2003), in seqeval's
    default mode and in its strict one: of tags made from spans both read the same chunks (see
    ``docs/differences.md``). PER and ORG stay, GPE and LOC are LOC, the other types MISC, and
    nested names are left out (see ``tipbench.scoring.conll``). The tags are made of the whole
    document; a chunk belongs to the zone where it starts. Names that no tag can show still count:
    one that has no token to itself is matched by its borders, one without a place matches nothing.
    """

    name: str = "conll"
    task: str = "entities"
    layer: str = "entities"
    label_name: str = "type"
    description: str = (
        "outermost names as CoNLL chunks, equal to seqeval in default and strict mode"
    )
    higher_is_better: bool = True
    fields: ClassVar[tuple[str, ...]] = PRECISION_RECALL_F1
    zero: ClassVar[Counts] = Counts()

    def measure(self, comparison: Comparison) -> Tally[Counts] | None:
        """Match the document's chunks; ``None`` where the gold has no entities."""
        sides = comparison.sides(_NAMES)
        if sides is None:
            return None
        tokens = comparison.tokenize(comparison.case.document.text)
        gold, predicted = (_chunk_items(comparison, tokens, side) for side in sides)
        return tally_credits(gold, predicted, identical(gold, predicted))


def _chunk_items(
    comparison: Comparison, tokens: Sequence[Span], side: Sequence[Placed[Entity]]
) -> list[Item]:
    view = flat_view(tokens, [placed.record for placed in side])
    items = []
    for type, first, stop in read_chunks(view.tags):
        span = Span(tokens[first].start, tokens[stop - 1].end)
        items.append(Item(span, type, comparison.cell(span, type)))
    for entity in view.lost:
        type = conll_type(entity.type)
        # No chunk: its key tells it from one that happens to have the same borders.
        items.append(Item(entity.span, ("lost", type), comparison.cell(entity.span, type)))
    return items


CONLL = Conll()
"""Tjong Kim Sang and De Meulder (2003), as seqeval computes it."""


def _thing(entity: Entity, comparison: Comparison) -> Hashable | None:
    """The id of what is mentioned, an unknown name's own folded form, or nothing."""
    names = comparison.names
    if entity.entity_id and not entity.entity_id.isspace():
        return names.resolve(entity.entity_id)
    if entity.mention == "name":
        return names.resolve(entity.text)
    return names.find(entity.text)


_MENTIONS: Layer[Entity] = Layer(
    items=lambda answer: answer.entities,
    span=lambda entity: entity.span,
    label=lambda entity: entity.type,
)

DOCUMENT = DistinctMetric(
    name="document",
    task="entities",
    layer="entities",
    label_name="type",
    description="distinct entities of a document, by name or nominal, wherever and of any type",
    read=_MENTIONS,
    key=_thing,
)
"""The set of entities that a document mentions, as the entity match of linking (``entity_match`` in
neleval, Hachey, Nothman and Radford, 2014): each once, whatever its mentions, borders and types.

An item stands for its ``entity_id`` or, without one, for its text; both are read through the
inventory. A name that the inventory does not have stays itself and is wrong. A nominal without an
id whose words are no name of the inventory ("the report") says nothing of which entity is meant,
and is left out.
"""

METRICS = (STRICT, EXACT, PARTIAL, TYPE, CONLL, DOCUMENT)
