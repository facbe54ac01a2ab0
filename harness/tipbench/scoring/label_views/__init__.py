"""Views of labels: names as taggers with other, coarser inventories can tell them.

A view is a table (``conll.toml``, ``ontonotes.toml``). It is applied to gold and predictions alike
before anything is scored; what it leaves out is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipbench.errors import UsageError
from tipbench.model import Answer, Case, Entity, Span

if TYPE_CHECKING:
    from tipbench.scoring.metric import Metric

NATIVE = "native"
"""The labels of the corpus itself."""

NAMES = (NATIVE, "conll", "ontonotes")
"""The views that there are."""

NESTED = "nested in another name"


@dataclass(frozen=True, slots=True)
class LabelView:
    """An inventory of labels, and how others are read in it.

    Attributes:
        name: Its name in signatures.
        tagset: The labels of the standard that it is named after.
        metrics: The metrics of ``entities`` that make sense of it.
        types: By label, or label and subtype as ``DOC/LAW``, the label of the view; keys in
            capitals.
        not_scored: Labels of taggers for what is no name here, in capitals.
        leading: What its names may begin with, and those of the corpus do not.
        trailing: The same of their ends.
    """

    name: str
    tagset: tuple[str, ...]
    metrics: tuple[str, ...]
    types: Mapping[str, str]
    not_scored: frozenset[str]
    leading: re.Pattern[str] | None = None
    trailing: re.Pattern[str] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that names have in the view."""
        return tuple(dict.fromkeys(self.types.values()))

    def choose(self, metrics: Mapping[str, Mapping[str, Metric]]) -> dict[str, dict[str, Metric]]:
        """Of ``metrics`` by task and name those that make sense of the view."""
        entities = metrics["entities"]
        return {"entities": {name: entities[name] for name in self.metrics}}

    def label(self, entity: Entity) -> str | None:
        """The label of an entity in the view; ``None`` where it has none.

        >>> view = label_view("ontonotes")
        >>> view.label(Entity(None, "Palermo Protocol", "DOC", subtype="law"))
        'LAW'
        >>> view.label(Entity(None, "Agdal Hospital", "Fac"))
        'LOC'
        """
        type = entity.type.upper()
        return self.types.get(f"{type}/{(entity.subtype or '').upper()}") or self.types.get(type)

    def trim(self, text: str, span: Span) -> Span:
        """``span`` without the words that names of the corpus do not begin or end with.

        >>> label_view("ontonotes").trim("the EU's aid", Span(0, 8))
        Span(start=4, end=6)
        """
        start, end = span.start, span.end
        if self.leading and (found := self.leading.match(text, start, end)):
            start = found.end()
        if self.trailing and (found := self.trailing.search(text, start, end)):
            end = found.start()
        return Span(start, end) if start < end else span


def label_view(name: str) -> LabelView | None:
    """The view called ``name``; ``None`` for ``native``, which changes nothing.

    Raises:
        UsageError: There is no such view.

    >>> label_view("conll").labels
    ('PER', 'ORG', 'LOC', 'MISC')
    """
    if name not in NAMES:
        raise UsageError(f"labels {name!r}: there is no such view; expected {', '.join(NAMES)}")
    if name == NATIVE:
        return None
    import tomllib  # few runs need it

    table = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    return LabelView(
        name=name,
        tagset=tuple(table["tagset"]),
        metrics=tuple(table["metrics"]),
        types={label.upper(): mapped for label, mapped in table["types"].items()},
        not_scored=frozenset(table["not_scored"]),
        leading=_pattern(table.get("leading"), "{}"),
        trailing=_pattern(table.get("trailing"), r"(?:{})\Z"),
    )


def view_cases(view: LabelView | None, cases: Sequence[Case]) -> tuple[tuple[Case, ...], list[str]]:
    """The documents with the names of their gold in ``view``, and a line on what was left out.

    A name that is nested in another is left out, as flat taggers cannot tell it; so is one that
    the view has no label for.
    """
    if view is None:
        return tuple(cases), []
    lost: Counter[str] = Counter()
    shown = tuple(
        replace(case, gold=_show(view, case.document.text, case.gold, lost, gold=True))
        for case in cases
    )
    return shown, _told(view, "the gold", lost)


def view_answers(
    view: LabelView, answers: Mapping[str, Answer], texts: Mapping[str, str]
) -> tuple[dict[str, Answer], list[str]]:
    """The answers with their names in ``view``, and a line on what was left out.

    A name that is nested in another is left out, and so are the labels of what is no name here
    (``not_scored``). A label that the view does not know stays, and is wrong.

    Args:
        view: The view.
        answers: By ``doc_id``, with spans filled in.
        texts: The text of each document, by ``doc_id``.
    """
    lost: Counter[str] = Counter()
    shown = {
        doc_id: _show(view, texts[doc_id], answer, lost, gold=False)
        for doc_id, answer in answers.items()
    }
    return shown, _told(view, "the predictions", lost)


def fitting_view(types: Iterable[str], known: Iterable[str]) -> str | None:
    """The view for predictions of ``types``, where those ``known`` to the corpus do not fit them.

    >>> fitting_view(["PERSON", "GPE", "CARDINAL"], ["PER", "GPE"])
    'ontonotes'
    """
    found = set(types)
    if found <= set(known):
        return None
    views = (label_view(name) for name in NAMES)
    return next((view.name for view in views if view and found <= set(view.tagset)), None)


def _pattern(expression: str | None, form: str) -> re.Pattern[str] | None:
    return None if expression is None else re.compile(form.format(expression), re.IGNORECASE)


def _told(view: LabelView, side: str, lost: Mapping[str, int]) -> list[str]:
    what = ", ".join(f"{number} {label}" for label, number in sorted(lost.items()))
    return [f"labels {view.name}: left out of {side}: {what}"] if what else []


def _show(view: LabelView, text: str, answer: Answer, lost: Counter[str], *, gold: bool) -> Answer:
    if answer.entities is None:
        return answer
    kept = []
    for entity in answer.entities:
        label = view.label(entity)
        if label is None and (gold or entity.type.upper() in view.not_scored):
            lost[entity.type] += 1
        else:
            kept.append(_relabelled(entity, label or entity.type, view, text))
    nested = set(_nested([e.span for e in kept if e.mention == "name" and e.span]))
    outer = tuple(e for e in kept if e.mention != "name" or e.span not in nested)
    if len(outer) < len(kept):
        lost[NESTED] += len(kept) - len(outer)
    return replace(answer, entities=outer)


def _relabelled(entity: Entity, label: str, view: LabelView, text: str) -> Entity:
    if entity.span is None:
        return replace(entity, type=label)
    span = view.trim(text, entity.span)
    return replace(entity, type=label, span=span, text=text[span.start : span.end])


def _nested(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans that lie within another, longer one."""
    reach = -1
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if span.end <= reach:
            yield span
        reach = max(reach, span.end)
