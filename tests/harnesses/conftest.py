"""What the tests of other harnesses share: replies of a model, and our own scores of them."""

import json

import pytest

import tipbench
from tipbench.predictions import as_dict

TASKS = ("entities", "numeric_facts", "stance", "summaries")
NO_FIELD = {"counts", "interval", "interval_reason", "detectable", "answered"}


@pytest.fixture(params=TASKS)
def task(request):
    """Every task in turn."""
    return request.param


@pytest.fixture
def replies(task, corpus):
    """What an LLM that answers as a built-in system does would write, by document."""
    from tipbench.systems.registry import resolve_system

    system = resolve_system("lead" if task == "summaries" else "rules", [])
    return {d.doc_id: _reply(system.predict(d), task) for d in corpus.documents()}


@pytest.fixture
def own_scores(tmp_path):
    """The scores of ``tipbench score`` on replies, by metric and field."""
    from tipbench.harnesses.replies import open_exchange

    def score(replies, task):
        exchange = open_exchange(task)
        path = tmp_path / "predictions.jsonl"
        lines = [as_dict(exchange.read(doc_id, text)) for doc_id, text in replies.items()]
        path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        run = tipbench.score(path, tasks=[task])
        return {
            f"{name}.{field}": value
            for name, score in run.scores[task].items()
            for field, value in score.items()
            if field not in NO_FIELD
        }

    return score


def _reply(found, task):
    """The answer of a system without offsets and ids, in our schema."""
    if isinstance(found, str):
        return json.dumps({"summary": found})
    wanted = {
        "entities": ("text", "type"),
        "numeric_facts": ("text", "kind", "value", "value2", "unit", "comparator", "source"),
        "stance": ("holder", "target", "polarity", "aspect", "evidence"),
    }[task]
    items = [{key: item.get(key) for key in wanted} for item in found[task]]
    for item in items:
        if "evidence" in item:
            item["evidence"] = {"text": item["evidence"]["text"]}
    answer = {task: items}
    if task == "stance":
        answer["document_stance"] = found["document_stance"]
    return json.dumps(answer, ensure_ascii=False)
