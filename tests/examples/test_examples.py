"""The examples do what their first lines say."""

import json
import os
import re
import shutil

import pytest

import tipbench

EXAMPLES = ("regex_extractor.py", "llm_extractor.py", "summariser.mjs")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_at_most_40_lines(root, name):
    assert len((root / "examples" / name).read_text(encoding="utf-8").splitlines()) <= 40


def test_the_regex_extractor(root):
    run = tipbench.evaluate(f"{root / 'examples' / 'regex_extractor.py'}:extract")
    assert not run.failures
    assert run.scores["entities"]["strict"]["f1"] > 0.4
    assert run.scores["numeric_facts"]["fact"]["f1"] > 0.2


@pytest.fixture
def model(served, monkeypatch):
    """A server whose model finds every "Maroc" and "Morocco"."""

    def answer(_, asked):
        found = re.findall("Maroc|Morocco", asked["messages"][1]["content"])
        content = json.dumps({"entities": [{"text": text, "type": "GPE"} for text in found]})
        return {"choices": [{"message": {"content": content}}]}

    monkeypatch.setenv("LLM_URL", f"http://{served(answer)}/v1")


def test_the_llm_extractor(root, model):
    run = tipbench.evaluate(
        f"{root / 'examples' / 'llm_extractor.py'}:find", tasks=["entities"], workers=4, timeout=120
    )
    assert not run.failures
    assert run.scores["entities"]["strict"]["precision"] > 0.8


@pytest.mark.skipif(
    shutil.which("node") is None and not os.environ.get("CI"), reason="needs Node.js"
)
def test_the_summariser_in_another_language(root):
    run = tipbench.evaluate(f"command:node {root / 'examples' / 'summariser.mjs'}")
    assert not run.failures
    assert set(run.scores) == {"summaries"}
    assert run.scores["summaries"]["rouge1"]["f1"] > 0.2
