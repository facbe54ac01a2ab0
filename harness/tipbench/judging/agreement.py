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
        ``None`` where they are not defined, ``matcher``, the table, and ``differs``, the ids of the
        questions to which one alone says yes.
    """
    found: dict[str, tuple[float, bool]] = {}
    for case in cases:
        answer = answers.get(case.document.doc_id)
        summary = without_repeats((answer.summary if answer else None) or "")
        for nugget, credit in credits(summary, case):
            asked = question_id(case.document.doc_id, nugget)
            verdict = verdicts.get(asked)
            if verdict is not None:
                found[asked] = credit, verdict
    both = {asked: (credit == 1.0, verdict) for asked, (credit, verdict) in found.items()}
    alike = sum(ours == theirs for ours, theirs in both.values())
    counts = Counter(found.values())
    return {
        "questions": len(both),
        "observed": alike / len(both) if both else None,
        "kappa": cohen_kappa(both.values()),
        "matcher": {
            name: {"yes": counts[credit, True], "no": counts[credit, False]}
            for name, credit in _CREDITS.items()
        },
        "differs": {
            "matcher_alone": [asked for asked, said in both.items() if said == (True, False)],
            "judge_alone": [asked for asked, said in both.items() if said == (False, True)],
        },
    }
