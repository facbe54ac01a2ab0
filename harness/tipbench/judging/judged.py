"""What a judge said of the summaries of a run, as the run tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tipbench.judging.judgements import Judgement, digest
from tipbench.scoring.metric import Metric
from tipbench.scoring.summaries.judged import judged_metrics


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge said of the summaries of a run.

    Attributes:
        judge: The name of the judge.
        judgements: One for each question, in the order of documents and nuggets.
        agreement: How far it agrees with the matcher (``tipbench.judging.agreement``).
        timing: Seconds and cost; not part of ``run.json``.
    """

    judge: str
    judgements: tuple[Judgement, ...]
    agreement: Mapping[str, Any]
    timing: Mapping[str, Any] = field(default_factory=dict)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics that it decides."""
        return judged_metrics({one.question.doc_id: one.answer for one in self.judgements})

    @property
    def signature(self) -> str:
        """What the signature of a run says of it: its name and the hash of its verdicts."""
        return f"judge:{self.judge}:{digest(self.judgements)[:12]}"

    def as_dict(self) -> dict[str, Any]:
        """For ``run.json``."""
        answers = [one.answer for one in self.judgements]
        return {
            "name": self.judge,
            "sha256": digest(self.judgements),
            "questions": len(answers),
            "yes": answers.count(True),
            "no": answers.count(False),
            "unanswered": answers.count(None),
            "agreement": dict(self.agreement),
        }

    def warnings(self) -> Iterator[str]:
        """What a reader of the scores has to know."""
        silent = [one for one in self.judgements if one.answer is None]
        if silent:
            first = silent[0]
            yield (
                f"judge {self.judge}: {len(silent)} of {len(self.judgements)} questions have no "
                f"answer and count as no, such as {first.question.doc_id} ({first.reason})"
            )
