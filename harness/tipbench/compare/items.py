"""The items on which two systems differ: found by one alone, or wrong in one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from tipbench.compare.runs import ScoredRun, ScoredRuns
from tipbench.model import Entity, NumericFact, Stance
from tipbench.report import HEADLINE
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.match import Item, same_key
from tipbench.scoring.metric import MatchMetric
from tipbench.scoring.names import Names
from tipbench.scoring.score import comparisons


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """A gold item that one system found and the other missed, or a wrong prediction of one alone.

    Attributes:
        task: The task.
        metric: The metric that judged it, the task's headline.
        doc_id: The document.
        pair: The letters of the two systems, the baseline's first.
        what: ``found`` or ``wrong``.
        only: The letter of the system that found it, or has it wrong.
        start: Where it stands, in the view; ``None`` without a place.
        end: Where it ends.
        text: Its words.
        label: What is said of it.
    """

    task: str
    metric: str
    doc_id: str
    pair: tuple[str, str]
    what: Literal["found", "wrong"]
    only: str
    start: int | None
    end: int | None
    text: str
    label: str

    def as_dict(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        return {**asdict(self), "pair": list(self.pair)}


def item_differences(read: ScoredRuns) -> list[ItemDifference]:
    """The items on which every run differs from the baseline, by the tasks' headline metrics.

    Only metrics that match items one to one have such items; of equal items it matters how many
    were found, not which.
    """
    baseline, *others = read.runs
    return [
        found
        for other in others
        for task, scores in baseline.scores.tasks.items()
        if (metric := _headline(task, scores)) is not None
        for found in _of_metric(metric, read, baseline, other)
    ]


def _headline(task: str, scores: Any) -> MatchMetric[Any] | None:
    score = scores.get(HEADLINE.get(task))
    return score.metric if score is not None and isinstance(score.metric, MatchMetric) else None


def _of_metric(
    metric: MatchMetric[Any], read: ScoredRuns, baseline: ScoredRun, other: ScoredRun
) -> Iterator[ItemDifference]:
    pair = (baseline.letter, other.letter)
    names = Names(read.corpus.inventory)
    both = [
        comparisons(read.cases, run.answers, run.scores.units, names) for run in (baseline, other)
    ]
    for documents in zip(*both, strict=True):
        judged = [_judge(metric, comparison) for comparison in documents]
        doc_id = documents[0].case.document.doc_id
        for what in (0, 1):
            for index, own in enumerate(judged):
                kind: Literal["found", "wrong"] = "wrong" if what else "found"
                for item, record in _surplus(own[what], judged[1 - index][what]):
                    yield _difference(metric, doc_id, pair, kind, pair[index], item, record)


Judged = dict[Hashable, list[tuple[int, Item, Any]]]


def _judge(metric: MatchMetric[Any], comparison: Comparison) -> tuple[Judged, Judged]:
    """The content's gold items that were found, and its predictions that are wrong."""
    found: Judged = defaultdict(list)
    wrong: Judged = defaultdict(list)
    matched, sides = metric.match(comparison), comparison.sides(metric.read)
    if matched is None or sides is None:
        return found, wrong
    gold, predicted, credits = matched
    for into, items, side, earned, right in (
        (found, gold, sides[0], credits.gold, True),
        (wrong, predicted, sides[1], credits.predicted, False),
    ):
        for index, (item, placed, credit) in enumerate(zip(items, side, earned, strict=True)):
            if (credit > 0) == right and item.cell.part != "boilerplate":
                place = None if metric.matcher is same_key else item.span
                into[(item.key, place)].append((index, item, placed.record))
    return found, wrong


def _surplus(own: Judged, theirs: Judged) -> Iterator[tuple[Item, Any]]:
    """The items of which one has more than the other, those first that only it has."""
    for identity, items in own.items():
        there = theirs.get(identity, [])
        numbers = {index for index, *_ in there}
        ordered = sorted(items, key=lambda entry: entry[0] in numbers)
        for _, item, record in ordered[: max(0, len(items) - len(there))]:
            yield item, record


def _difference(
    metric: MatchMetric[Any],
    doc_id: str,
    pair: tuple[str, str],
    what: Literal["found", "wrong"],
    only: str,
    item: Item,
    record: Entity | NumericFact | Stance,
) -> ItemDifference:
    text, label = _shown(record)
    start, end = (None, None) if item.span is None else (item.span.start, item.span.end)
    return ItemDifference(
        metric.task, metric.name, doc_id, pair, what, only, start, end, text, label
    )


def _shown(record: Entity | NumericFact | Stance) -> tuple[str, str]:
    """The words of an item, and what is said of it."""
    if isinstance(record, Entity):
        return record.text, record.type
    if isinstance(record, NumericFact):
        return record.text, _joined(record.comparator, record.value, record.value2, record.unit)
    quotes = [quote.text for quote in (record.evidence, record.cue) if quote is not None]
    label = f"{record.holder} → {record.target}: {record.polarity}"
    return (quotes[0] if quotes else ""), label


def _joined(*words: str | None) -> str:
    return " ".join(word for word in words if word)


def in_order(found: Sequence[ItemDifference]) -> list[ItemDifference]:
    """By pair, task, document and place, for reading."""
    tasks = list(HEADLINE)
    return sorted(
        found,
        key=lambda item: (item.pair, tasks.index(item.task), item.doc_id, item.start or 0),
    )
