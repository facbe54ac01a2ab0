"""What goes wrong in summaries: tables of typed errors beside the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tipbench.model import Answer, Case, InventoryEntry
from tipbench.scoring.summaries.names import NAME_STATUSES, judge_names
from tipbench.scoring.summaries.numbers import STATUSES, judge_numbers
from tipbench.scoring.summaries.sources import SOURCE_STATUSES, judge_sources
from tipbench.scoring.summaries.stance import judge_stance
from tipbench.scoring.summaries.text import without_repeats

STANCE_STATUSES = ("kept", "kinder", "harsher", "other")
"""What can be said of an evaluation: as in the gold, or drifted to which side."""

_TYPES: dict[str, tuple[str, ...]] = {
    "numbers": STATUSES,
    "names": NAME_STATUSES,
    "sources": SOURCE_STATUSES,
    "stance_kept": STANCE_STATUSES,
}


def summary_error_table(
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    inventory: Sequence[InventoryEntry] = (),
) -> dict[str, Any]:
    """The typed errors of summaries, ready for JSON.

    Args:
        cases: The documents with their gold, each id once.
        answers: By ``doc_id``; a document without a summary has nothing to be wrong.
        inventory: The entities through which names are found.

    Returns:
        For ``numbers``, ``names``, ``sources`` and ``stance_kept`` the number of statements of each
        type in ``total`` and by ``language``; and under ``examples`` each that is wrong, with its
        document.

    >>> summary_error_table([], {})["numbers"]["total"]["unit_changed"]
    0
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    examples: list[dict[str, str]] = []
    for case in sorted(cases, key=lambda case: case.document.doc_id):
        answer = answers.get(case.document.doc_id)
        if answer is None or answer.error is not None or not answer.summary:
            continue
        summary = without_repeats(answer.summary)
        for metric, kind, text in _judged(summary, case, tuple(inventory)):
            counts[metric, case.document.language, kind] += 1
            if kind != _TYPES[metric][0]:
                doc_id = case.document.doc_id
                examples.append({"doc_id": doc_id, "metric": metric, "error": kind, "text": text})
    languages = sorted({case.document.language for case in cases})
    table: dict[str, Any] = {
        metric: {
            "total": {
                kind: sum(counts[metric, name, kind] for name in languages) for kind in kinds
            },
            "language": {
                name: {kind: counts[metric, name, kind] for kind in kinds} for name in languages
            },
        }
        for metric, kinds in _TYPES.items()
    }
    return table | {"examples": examples}


def _judged(
    summary: str, case: Case, inventory: Sequence[InventoryEntry]
) -> Iterator[tuple[str, str, str]]:
    """Metric, type and text of everything that is judged in a summary."""
    if case.gold.numeric_facts is not None:
        for number in judge_numbers(summary, case):
            yield "numbers", number.status, number.quantity.text
    if case.gold.entities is not None:
        for name in judge_names(summary, case, inventory):
            yield "names", name.status, name.mention.name
    if case.nuggets is not None:
        for source in judge_sources(summary, case, inventory):
            yield "sources", source.status, source.claim
    if case.gold.stance is not None:
        for one in judge_stance(summary, case):
            drifted = "kinder" if one.drift > 0 else "harsher" if one.drift < 0 else "other"
            yield "stance_kept", "kept" if one.kept else drifted, one.words
