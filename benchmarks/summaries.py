"""Times the metrics of summaries beside rouge-score: ``python -m benchmarks.summaries``.

Both score the same 10,000 summaries, changed ones of the self-test, in one process; seconds of
processor time. rouge-score has its own tokenizer, the three variants that tipbench reports, and the
references that tipbench compares with.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from dataclasses import replace

from rouge_score.rouge_scorer import RougeScorer

from tipbench.corpus.load import load_corpus
from tipbench.model import Answer, Case
from tipbench.scoring.metric import Metric
from tipbench.scoring.registry import metrics
from tipbench.scoring.score import score
from tipbench.selftest.generation.edits import make_edits

OVERLAP = ("rouge1", "rouge2", "rougeLsum")


def texts(cases: tuple[Case, ...], number: int) -> list[tuple[str, str]]:
    """Distinct changed summaries with their documents."""
    found: dict[tuple[str, str], None] = {}
    seed = 0
    while len(found) < number:
        for edit in make_edits(cases, seed=seed, samples=200):
            found.setdefault((edit.doc_id, edit.change.after))
        seed += 1
    return list(found)[:number]


def main() -> None:
    """Print what each takes."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--summaries", type=int, default=10_000)
    corpus = load_corpus()
    by_id = {case.document.doc_id: case for case in corpus.cases("page")}
    pairs = texts(tuple(by_id.values()), parser.parse_args().summaries)
    cases, answers = [], {}
    for number, (doc_id, text) in enumerate(pairs):
        case = by_id[doc_id]
        own = f"{number}"
        cases.append(replace(case, document=replace(case.document, doc_id=own), cluster=None))
        answers[own] = Answer(own, summary=text)
    every = metrics(["summaries"])["summaries"]
    new = {n: m for n, m in every.items() if n not in (*OVERLAP, "chrf")}
    for name, chosen in (("tipbench's own", new), ("tipbench's ROUGE", _only(every))):
        started = time.process_time()
        score(
            cases,
            answers,
            tasks=["summaries"],
            inventory=corpus.inventory,
            metrics={"summaries": chosen},
        )
        _say(name, started, len(pairs))
    targets = {doc_id: _targets(case) for doc_id, case in by_id.items()}
    scorer = RougeScorer([*OVERLAP], use_stemmer=False)
    started = time.process_time()
    for doc_id, text in pairs:
        for target in targets[doc_id]:
            scorer.score(target, text)
    _say("rouge-score", started, len(pairs))


def _only(every: Mapping[str, Metric]) -> dict[str, Metric]:
    return {name: every[name] for name in OVERLAP}


def _targets(case: Case) -> list[str]:
    """The references that tipbench's ROUGE compares with."""
    language = case.document.language
    return [s.text for s in case.references if (s.kind, s.language) == ("reference", language)]


def _say(name: str, started: float, number: int) -> None:
    seconds = time.process_time() - started
    print(f"{name:18}{seconds:8.1f} s for {number} summaries, {1e3 * seconds / number:.2f} ms each")


if __name__ == "__main__":
    main()
