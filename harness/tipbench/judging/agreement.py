"""Whether a judge and the matcher tell the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tipbench.model import Answer, Case
from tipbench.passes.coefficients import cohen_kappa
from tipbench.scoring.summaries.judged import Verdicts, question_id
from tipbench.scoring.summaries.nuggets import credits
from tipbench.scoring.summaries.text import without_repeats

_CREDITS = {"stated": 1.0, "partly": 0.5, "not_stated": 0.0}
"""What the matcher says of a nugget, and what that earns."""


def agreement(
    cases: Sequence[Case], answers: Mapping[str, Answer], verdicts: Verdicts
) -> dict[str, Any]:
    """How far a judge agrees with the matcher, over the questions that it answered.

    Only what the matcher finds wholly stated is a yes of its own. The table has both: how often
    the judge said yes and no of what the matcher finds stated, partly stated and not stated.

    Args:
        cases: The documents.
        answers: With their summaries, by ``doc_id``.
        verdicts: What the judge answered.

    Returns:
        ``questions``, ``observed`` (the share on which both agree), ``kappa`` (Cohen's), both
        ``None`` where they are not defined, and ``matcher``, the table.
    """
    pairs = []
    for case in cases:
        answer = answers.get(case.document.doc_id)
        summary = without_repeats((answer.summary if answer else None) or "")
        for nugget, credit in credits(summary, case):
            verdict = verdicts.get(question_id(case.document.doc_id, nugget))
            if verdict is not None:
                pairs.append((credit, verdict))
    both = [(credit == 1.0, verdict) for credit, verdict in pairs]
    counts = Counter(pairs)
    return {
        "questions": len(pairs),
        "observed": sum(one == other for one, other in both) / len(both) if both else None,
        "kappa": cohen_kappa(both),
        "matcher": {
            name: {"yes": counts[credit, True], "no": counts[credit, False]}
            for name, credit in _CREDITS.items()
        },
    }
