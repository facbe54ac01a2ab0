"""inspect_ai runs our tasks by their entry point, with its mock model in the place of an LLM."""

import json
import math

import pytest

pytestmark = [
    pytest.mark.extra("inspect_ai"),
    # What inspect_ai and those below it warn of is not ours.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def run_eval(tmp_path, monkeypatch, corpus):
    """Evaluates a task of the entry point on a model that writes what it is told to."""
    monkeypatch.chdir(tmp_path)

    def run(task, write, **options):
        from inspect_ai import eval as inspect_eval
        from inspect_ai.model import ModelOutput, ModelUsage, get_model

        asked = []

        def answer(messages, tools, tool_choice, config):
            asked.append((messages, config))
            output = ModelOutput.from_content("mockllm", write(messages))
            output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
            return output

        (log,) = inspect_eval(
            f"tipbench/{task}",
            model=get_model("mockllm/model", custom_outputs=answer),
            display="none",
            log_dir=str(tmp_path / "logs"),
            **options,
        )
        return log, asked

    return run


def scores_of(log):
    (found,) = log.results.scores
    return {name: metric.value for name, metric in found.metrics.items()}


def same(found, expected):
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == value or (value is None and math.isnan(found[name])), name


def test_the_scores_are_those_of_tipbench(task, replies, run_eval, corpus, own_scores):
    texts = {d.text: d.doc_id for d in corpus.documents()}
    log, asked = run_eval(task, lambda messages: replies[texts[messages[-1].text]])
    assert log.status == "success"
    found = scores_of(log)
    assert log.eval.headline_metric.metric in found
    assert found.pop("answered") == 1.0
    same(found, own_scores(replies, task))
    assert len(asked) == 5
    assert any(value not in (0.0, 1.0) for value in found.values())


def test_what_a_model_is_asked(run_eval, corpus):
    from tipbench.systems.openai.answers import schema
    from tipbench.systems.openai.prompts import prompt

    _, asked = run_eval("entities", lambda messages: '{"entities": []}')
    by_text = {messages[-1].text: (messages, config) for messages, config in asked}
    for document in corpus.documents():
        messages, config = by_text[document.text]
        assert messages[0].text == prompt("entities", document.language).text
        assert config.response_schema.strict
        asked_for = config.response_schema.json_schema.model_dump(exclude_none=True)
        assert asked_for == schema("entities")


def test_failures_are_misses(run_eval, corpus, own_scores):
    documents = corpus.documents()
    good = json.dumps({"entities": [{"text": "Morocco", "type": "GPE"}]})

    def write(messages):
        text = messages[-1].text
        if text == documents[0].text:
            raise RuntimeError("the server is gone")
        return "I cannot help with that." if text == documents[1].text else good

    log, _ = run_eval("entities", write)
    assert log.status == "success"
    found = scores_of(log)
    assert found.pop("answered") == pytest.approx(0.6)
    replies = {document.doc_id: good for document in documents[2:]}
    same(found, own_scores(replies, "entities"))
    refused = next(s for s in log.samples if s.id == documents[1].doc_id)
    assert "no JSON" in refused.scores["tipbench_scorer"].explanation


def test_what_is_not_run_is_a_miss(run_eval, corpus, own_scores):
    good = json.dumps({"entities": [{"text": "Morocco", "type": "GPE"}]})
    log, _ = run_eval("entities", lambda messages: good, limit=1)
    found = scores_of(log)
    assert found.pop("answered") == pytest.approx(0.2)
    same(found, own_scores({corpus.doc_ids[0]: good}, "entities"))


def test_the_whole_page(run_eval, corpus):
    _, asked = run_eval("entities", lambda messages: "[]", task_args={"view": "page"})
    shown = {messages[-1].text for messages, _ in asked}
    assert shown == {document.text for document in corpus.documents("page")}


def test_of_several_epochs_the_first_reply_counts(run_eval, corpus, own_scores):
    good = json.dumps({"entities": [{"text": "Morocco", "type": "GPE"}]})
    replies, seen = {}, set()

    def write(messages):
        text = messages[-1].text
        is_first = text not in seen
        seen.add(text)
        return good if is_first else "lol"

    log, asked = run_eval("entities", write, epochs=2, max_samples=1)
    assert len(asked) == 10
    replies = dict.fromkeys(corpus.doc_ids, good)
    found = scores_of(log)
    assert found.pop("answered") == 1.0
    same(found, own_scores(replies, "entities"))
