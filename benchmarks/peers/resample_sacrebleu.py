"""Compares two systems with sacrebleu's own paired tests: ``… FILE.npy bs|ar``.

The file holds, for each document, the gold items, then the predicted and right ones of the first
and of the second system. F1 is a metric of sacrebleu's kind, over these statistics.
"""

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from sacrebleu.metrics.base import Metric, Score, Signature
from sacrebleu.significance import PairedTest, Result


class F1(Metric):
    """F1 of summed counts, as sacrebleu's BLEU is of summed n-gram counts."""

    _SIGNATURE_TYPE = Signature

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # sacrebleu has no types here
        self.num_refs = 1  # its signature asks for it

    def _check_corpus_score_args(self, hyps: Any, refs: Any) -> None: ...

    def _compute_score_from_stats(self, stats: Any) -> Score:
        gold, predicted, right, _ = stats
        return Score("F1", 200.0 * right / (gold + predicted) if gold + predicted else 0.0)

    def _aggregate_and_compute(self, stats: Any) -> Score:
        return self._compute_score_from_stats(np.asarray(stats).sum(axis=0))

    def _preprocess_segment(self, sent: str) -> str:
        return sent

    def _extract_reference_info(self, refs: Sequence[str]) -> dict[str, Any]:
        return {}

    def _compute_segment_statistics(self, hypothesis: str, ref_kwargs: Any) -> list[int]:
        return []

    def _extract_corpus_statistics(self, hypotheses: Any, references: Any) -> Any:
        return hypotheses


def main(path: str, test: str) -> None:
    """Print the p-value of the difference."""
    rows = np.load(path)
    # The four counts that tipbench keeps: the points of gold and predicted items apart.
    systems = [("one", rows[:, [0, 1, 2, 2]].tolist()), ("other", rows[:, [0, 3, 4, 4]].tolist())]
    started = time.perf_counter()
    paired = PairedTest(systems, {"F1": F1()}, None, test_type=test, n_samples=10_000)
    _, scores = paired()
    result = scores["F1"][1]
    assert isinstance(result, Result)
    seconds = time.perf_counter() - started
    print(json.dumps({"p": float(result.p_value or 0.0), "seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
