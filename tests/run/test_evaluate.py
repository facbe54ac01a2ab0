import json

import pytest

import tipbench
from tipbench.errors import UsageError
from tipbench.run.record import folder_name

VIEWS = ("clean", "page")


def ratios(run):
    """Every ratio of every metric of every task, headline and slices."""
    fields = ("precision", "recall", "f1", "value", "score")
    for task, metrics in run.scores.items():
        for metric, found in metrics.items():
            slices = run.slices[task][metric]
            cells = [found, *(cell for names in slices.values() for cell in names.values())]
            for cell in cells:
                yield from ((task, metric, name, cell[name]) for name in fields if name in cell)


@pytest.mark.parametrize("view", VIEWS)
def test_gold_scores_1_everywhere(view):
    run = tipbench.evaluate("gold", view=view)
    assert set(run.scores) == {"entities", "numeric_facts", "stance", "summaries"}
    of_summaries = run.scores["summaries"]
    # One reference does not state every nugget; these two say nothing good or bad.
    assert 0.3 < of_summaries["nuggets_all"]["recall"] < 1.0
    assert (of_summaries["leakage"]["value"], of_summaries["stance_kept"]["drift"]) == (0.0, 0.0)
    rest = {"nuggets_all", "leakage", "extent"}
    found = {(metric, value) for _, metric, _, value in ratios(run) if metric not in rest}
    # A slice of one document has no pair.
    assert {value for _, value in found - {("stance_pairs", None)}} == {1.0}


NOTHING_TO_DIVIDE = ("precision", "value", "drift", "copied")


@pytest.mark.parametrize("view", VIEWS)
def test_empty_has_recall_0_everywhere(view):
    run = tipbench.evaluate("empty", view=view)
    assert set(run.scores) == {"entities", "numeric_facts", "stance", "summaries"}
    for *_, name, value in ratios(run):
        assert value == 0 or (name in NOTHING_TO_DIVIDE and value is None)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("system", ["rules", "lead"])
def test_the_baselines_lie_between(system, view):
    run = tipbench.evaluate(system, view=view)
    assert not run.failures
    for task, metrics in run.scores.items():
        for metric, found in metrics.items():
            for name in ("recall", "f1", "score"):
                if name in found:
                    assert 0 < found[name] < 1, (task, metric, name)


def test_the_metrics_of_every_task():
    run = tipbench.evaluate("gold")
    assert {task: list(metrics) for task, metrics in run.scores.items()} == {
        "entities": ["strict", "exact", "partial", "type", "conll", "document"],
        "numeric_facts": ["span", "value", "fact", "source", "distinct"],
        "stance": ["tuple", "full", "evidence", "document_net", "document_own_voice"],
        "summaries": [
            "rouge1",
            "rouge2",
            "rougeLsum",
            "chrf",
            "nuggets_vital",
            "nuggets_all",
            "numbers",
            "names",
            "sources",
            "stance_kept",
            "stance_pairs",
            "leakage",
            "extent",
        ],
    }


def test_every_score_has_counts_values_an_interval_and_a_detectable_difference():
    run = tipbench.evaluate("rules", tasks=["entities"])
    for found in run.scores["entities"].values():
        assert found["counts"]["gold"] > 0
        assert "interval_reason" not in found
        for name in ("precision", "recall", "f1"):
            low, high = found["interval"][name]
            assert 0 <= low <= found[name] <= high <= 1
        assert 0 < found["detectable"]["f1"] < 1


def test_three_clusters_of_documents_are_too_few_for_an_interval():
    scores = tipbench.evaluate("gold").scores
    pairs = scores["summaries"].pop("stance_pairs")
    assert pairs["interval_reason"] == "statistics of the kind Pairs cannot be resampled"
    for found in (scores["stance"]["document_net"], *scores["summaries"].values()):
        assert found["interval"] is None
        assert found["detectable"] is None
        assert found["interval_reason"] == (
            "too few clusters of dependent documents with items: 3, at least 8 are needed"
        )


def test_the_signature_says_how_it_was_resampled():
    signature = tipbench.evaluate("gold", tasks=["stance"]).signature
    assert signature.endswith("|resampling:bootstrap:10000:seed:12345|units:sentences")


def test_a_users_function(corpus):
    def capitals(document):
        at = document.text.find("Rabat")
        return [{"start": at, "end": at + 5, "type": "GPE"}] if at >= 0 else []

    run = tipbench.evaluate(capitals, corpus, tasks=["entities"])
    assert run.system == "capitals"
    # "Rabat" stands in the content of tip-004 alone, three times; the function finds the first.
    assert run.scores["entities"]["strict"]["counts"]["predicted"] == 1
    assert run.scores["entities"]["strict"]["precision"] == 1.0


def test_an_exception_is_a_miss_and_the_run_goes_on(corpus):
    def fails_once(document):
        if document.doc_id == "tip-003":
            raise RuntimeError("no connection")
        return {"entities": []}

    run = tipbench.evaluate(fails_once, corpus)
    assert run.failures == {"tip-003": "RuntimeError: no connection"}
    assert run.failure_rate == 0.2
    assert run.as_dict()["failure_rate"] == 0.2


def test_an_answer_that_does_not_fit_is_a_miss(corpus):
    run = tipbench.evaluate(
        lambda document: (
            {"entities": [{"start": 0, "end": 10**6, "type": "PER"}]}
            if document.doc_id == "tip-000"
            else {"entities": []}
        ),
        corpus,
    )
    assert "end 1000000 exceeds length" in run.failures["tip-000"]


def test_a_document_without_a_line_is_a_miss(corpus, tmp_path):
    folder = tmp_path / "gold"
    tipbench.evaluate("gold", corpus).write(folder)
    lines = (folder / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "without.jsonl"
    path.write_text("\n".join(lines[1:]) + "\n", encoding="utf-8")
    run = tipbench.score(path, corpus)
    strict = run.scores["entities"]["strict"]
    gold = len([e for e in corpus.cases()[0].gold.entities if e.mention == "name"])
    counts = strict["counts"]
    assert run.failures == {"tip-000": "no prediction for this document"}
    assert counts["gold"] - counts["gold_credit"] == gold
    assert strict["precision"] == 1.0
    assert strict["answered"]["recall"] == 1.0
    assert run.scores["stance"]["document_net"]["counts"] == {"correct": 4, "total": 5}


def test_a_label_that_the_corpus_does_not_have_is_wrong_and_named(corpus):
    run = tipbench.evaluate(
        lambda document: [{"start": 0, "end": 7, "type": "COUNTRY"}], corpus, tasks=["entities"]
    )
    assert run.scores["entities"]["strict"]["counts"]["predicted"] == 5
    assert run.scores["entities"]["strict"]["counts"]["predicted_credit"] == 0
    (warning,) = run.warnings
    assert "COUNTRY" in warning
    assert "PER" in warning


def test_a_task_that_is_asked_for_and_not_answered_is_a_miss_and_told(corpus):
    run = tipbench.evaluate("lead", corpus, tasks=["stance", "summaries"])
    assert run.scores["stance"]["tuple"]["recall"] == 0
    assert run.warnings == (
        "stance: no document has an answer to this task; all of them count as misses",
    )


def test_scoring_a_written_run_gives_the_same_run(tmp_path):
    run = tipbench.evaluate("rules")
    run.write(tmp_path / "rules")
    again = tipbench.score(tmp_path / "rules" / "predictions.jsonl")
    again.write(tmp_path / "again" / "rules")
    for name in ("run.json", "predictions.jsonl"):
        first = (tmp_path / "rules" / name).read_bytes()
        assert first == (tmp_path / "again" / "rules" / name).read_bytes()


def test_what_a_run_writes(tmp_path):
    run = tipbench.evaluate("lead", view="page")
    run.write(tmp_path / "lead")
    written = json.loads((tmp_path / "lead" / "run.json").read_text(encoding="utf-8"))
    assert written["schema_version"] == 1
    assert written["system"] == "lead"
    assert written["view"] == "page"
    assert written["corpus"]["name"] == "tipbench"
    assert written["signature"] == run.signature
    assert set(written["slices"]["summaries"]["rouge1"]) >= {"language", "document"}
    timing = json.loads((tmp_path / "lead" / "timing.json").read_text(encoding="utf-8"))
    assert all(timing[f"{step}_seconds"] >= 0 for step in ("setup", "predict", "score"))
    assert set(timing["documents"]) == set(run.answers)


def test_the_slices_of_an_extractor():
    slices = tipbench.evaluate("rules", view="page").slices["entities"]["strict"]
    assert set(slices) == {"language", "type", "zone", "document"}
    assert set(slices["language"]) == {"en", "fr"}
    assert {"content", "boilerplate", "nav", "teaser", "body"} <= set(slices["zone"])
    assert set(slices["document"]) == {f"tip-00{n}" for n in range(5)}


def test_text_without_offsets_is_aligned_and_told(corpus):
    run = tipbench.evaluate(
        lambda document: [{"text": "Maroc", "type": "GPE"}, {"text": "Atlantis", "type": "GPE"}],
        corpus,
        tasks=["entities"],
    )
    counted = run.alignment["entities"]
    assert counted["not found"] >= 5
    assert sum(counted.values()) == 10
    assert run.scores["entities"]["strict"]["counts"]["predicted"] == 10


def test_an_unknown_task_and_a_system_without_an_answer_are_refused(corpus):
    with pytest.raises(UsageError, match="expected one of entities"):
        tipbench.evaluate("gold", corpus, tasks=["sentiment"])
    with pytest.raises(UsageError, match="tip-000: found a NoneType"):
        tipbench.evaluate(lambda document: None, corpus)


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("rules", "rules"),
        ("a.b:c", "a.b-c"),
        ("../x/y", "x-y"),
        ("::", "run"),
        ("modèle", "modèle"),
    ],
)
def test_the_folder_of_a_run(system, expected):
    assert folder_name(system) == expected
