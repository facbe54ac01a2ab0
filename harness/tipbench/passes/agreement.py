"""Agreement of passes: how far annotators made the same of the same pages, before adjudication.

F1 is symmetric here: neither pass is the gold. Everything is over the raw passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tipbench.annotation.records import ProvenanceRecord
from tipbench.model import Zone
from tipbench.passes.coefficients import Bootstrap, Estimate
from tipbench.passes.evidence import Evidence, Item
from tipbench.passes.load import Pass, check_names
from tipbench.passes.measures import evidence_of, made_by
from tipbench.passes.pages import pages_of, slices_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one layer in one slice, with everything that it rests on.

    Attributes:
        layer: The layer.
        measure: What is measured, such as ``F1 strict`` or ``α type``.
        slice: ``all``, a language, ``content`` or ``boilerplate``.
        estimate: The value and its interval, each with the reason where there is none.
        n: How many things it is over: for F1 the records of all passes (or their links), for
            shared support the pairs, for α the units with at least two values, for a count the
            documents.
        is_count: Whether the value is a number of documents out of ``n``.
        by_pair: The values of every two passes, where the measure is a mean over them.
        items: Everything on which the passes differ, in text order.
    """

    layer: str
    measure: str
    slice: str
    estimate: Estimate
    n: int
    is_count: bool
    by_pair: Mapping[tuple[str, str], float]
    items: tuple[Item, ...]

    def as_dict(self) -> dict[str, Any]:
        """The figure as JSON."""
        return {
            "layer": self.layer,
            "measure": self.measure,
            "slice": self.slice,
            **self.estimate._asdict(),
            "n": self.n,
            "is_count": self.is_count,
            "by_pair": [
                {"passes": list(pair), "value": value} for pair, value in self.by_pair.items()
            ],
            "items": [item.as_dict() for item in self.items],
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures of agreement between some passes.

    Attributes:
        passes: Who made them, in the order of their names.
        slices: The slices, in the order of the columns.
        figures: Layer by layer, measure by measure, slice by slice.
        bootstrap: How the intervals were made.
    """

    passes: tuple[ProvenanceRecord, ...]
    slices: tuple[str, ...]
    figures: tuple[Figure, ...]
    bootstrap: Bootstrap

    def figure(self, layer: str, measure: str, slice: str = "all") -> Figure:
        """One figure; ``KeyError`` where there is none of these names."""
        for figure in self.figures:
            if (figure.layer, figure.measure, figure.slice) == (layer, measure, slice):
                return figure
        raise KeyError((layer, measure, slice))

    def as_dict(self) -> dict[str, Any]:
        """Everything as JSON, the items behind each figure included."""
        return {
            "passes": [
                {
                    name: getattr(made, name)
                    for name in made.__struct_fields__
                    if name != "documents" or made.documents is not None
                }
                for made in self.passes
            ],
            "notes": list(self.notes()),
            "bootstrap": {**asdict(self.bootstrap), "blocks": "sentences"},
            "figures": [figure.as_dict() for figure in self.figures],
        }

    def notes(self) -> Iterator[str]:
        """What a reader has to know besides the figures, one line each."""
        if any(made.documents is not None for made in self.passes):
            yield "A layer is compared on the documents that all of its annotators have done."
        models = [made.model for made in self.passes if made.kind == "model"]
        if len(models) == len(self.passes):
            yield "All passes are model passes: the figures say nothing of agreement among people."
        for model in sorted({model for model in models if model and models.count(model) > 1}):
            names = ", ".join(made.annotator for made in self.passes if made.model == model)
            yield (
                f"{names} are passes by one model ({model}): they show how consistent it is, "
                "not that two annotators agree."
            )
        yield (
            "Intervals are over sentences of these articles, and hold within them: whole articles "
            "are too few to draw from. Where nothing differs they have no width."
        )


def agreement(
    passes: Sequence[Pass],
    *,
    texts: Mapping[str, str],
    languages: Mapping[str, str],
    zones: Mapping[str, Sequence[Zone]],
    bootstrap: Bootstrap | None = None,
) -> Agreement:
    """Measure how far passes agree.

    Args:
        passes: Two or more, in any order; a layer is compared among those that made it.
        texts: The pages, by ``doc_id``.
        languages: The language of each document.
        zones: The zones that part content from boilerplate: one decision for all passes, such as
            the gold's.
        bootstrap: How intervals are made.

    Returns:
        A figure for every measure and slice. With more than two passes, ratios such as F1 are
        means over all pairs of passes, and α is over all passes at once.

    Raises:
        UsageError: Fewer than two passes, or two of one name.

    >>> from tipbench.passes.load import Pass
    >>> from tipbench.annotation.files import Placed
    >>> from tipbench.annotation.records import SentenceRecord
    >>> def made(name, *spans):
    ...     told = ProvenanceRecord(annotator=name, kind="person", model=None, guidelines="1.0",
    ...                             date="2026-01-01", layers=("sentences",), procedure="")
    ...     records = [SentenceRecord(id=f"d.t{i}", annotator=name, doc_id="d", start=s, end=e)
    ...                for i, (s, e) in enumerate(spans)]
    ...     return Pass(name, told, {"sentences": {"d": [Placed("", r) for r in records]}})
    >>> found = agreement(
    ...     [made("ann", (0, 6), (7, 13)), made("bob", (0, 6))],
    ...     texts={"d": "It is. So it."}, languages={"d": "en"}, zones={"d": []},
    ... )
    >>> round(found.figure("sentences", "F1 strict").estimate.value, 3)
    0.667
    """
    check_names(passes)
    passes = sorted(passes, key=lambda each: each.name)
    bootstrap = bootstrap or Bootstrap()
    pages = pages_of(texts, languages, zones)
    slices = slices_of(pages)
    figures = [
        _figure(evidence, slice, bootstrap, len(made_by(passes, evidence.layer)))
        for evidence in evidence_of(passes, pages)
        for slice in slices
    ]
    return Agreement(tuple(each.provenance for each in passes), slices, tuple(figures), bootstrap)


def _figure(evidence: Evidence[Any], slice: str, bootstrap: Bootstrap, made: int) -> Figure:
    chosen = [seen for seen in evidence.observations if seen.lies_in(slice)]
    estimate = evidence.estimate(chosen, bootstrap)
    if made < 2:
        reason = f"{made} of the passes made this layer"
        estimate = Estimate(None, reason, None, "there is no value")
    # A thing on which passes differ is seen from every one of them, and told once.
    items = dict.fromkeys(seen.item for seen in chosen if seen.item is not None)
    return Figure(
        evidence.layer,
        evidence.measure,
        slice,
        estimate,
        evidence.count(chosen),
        evidence.is_count,
        evidence.by_pair(chosen),
        tuple(sorted(items, key=lambda item: (item.doc_id, item.start, item.end, item.records))),
    )


def agreement_rows(found: Agreement) -> list[tuple[str, ...]]:
    """The figures as a table: a header, then a row for each layer and measure.

    ``n`` and the interval are those of the first slice (``all``); ``n/a`` where there is no value.
    """
    rows: dict[tuple[str, str], list[Figure]] = {}
    for figure in found.figures:
        rows.setdefault((figure.layer, figure.measure), []).append(figure)
    first, *others = found.slices
    header = ("layer", "measure", "n", first, f"{found.bootstrap.level:.0%}", *others)
    return [header, *((*names, *_cells(figures)) for names, figures in rows.items())]


def _cells(figures: Sequence[Figure]) -> Iterator[str]:
    first, *others = figures
    interval = first.estimate.interval
    yield f"{first.n}"
    yield _cell(first)
    yield f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else ""
    yield from (_cell(figure) for figure in others)


def _cell(figure: Figure) -> str:
    value = figure.estimate.value
    if value is None:
        return "n/a"
    return f"{value:g}/{figure.n}" if figure.is_count else f"{value:.3f}"
