"""What docs/summaries.md says of judges is so."""

import json
import re
import shlex

import pytest

from tipbench.cli import main
from tipbench.model import Question
from tipbench.systems.openai.prompts import LANGUAGES, prompt


@pytest.fixture(scope="module")
def text(root):
    return (root / "docs" / "summaries.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)


def test_the_commands_work(text, tmp_path, monkeypatch, capsys, served):
    asked = []

    def model(path, _):  # says yes to all
        asked.append(path)
        message = {"content": '{"answer": true}'}
        return {"choices": [{"message": message, "finish_reason": "stop"}]}

    address = served(model)
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(text, "python")
    (tmp_path / "judge.py").write_text(code, encoding="utf-8")
    (commands,) = blocks(text, "sh")
    for line in commands.splitlines():
        line = line.replace("127.0.0.1:8001", address)
        assert main(shlex.split(line)[1:]) == 0, line
        assert "nuggets_vital_judged" in capsys.readouterr().out
    # The last command had nothing left to ask.
    assert asked == ["/v1/chat/completions"] * 78


def test_a_question_has_these_keys(text):
    (example,) = blocks(text, "json")
    question = Question("d", "en", None, "a summary", "a statement").as_dict()
    assert json.loads(example).keys() == question.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_prompts_are_these(text, language):
    quoted = "\n".join(f"> {line}".rstrip() for line in prompt("judge", language).text.splitlines())
    assert quoted in text
