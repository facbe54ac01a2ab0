"""What docs/summaries.md says of judges is so."""

import json
import re
import shlex
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tipbench.cli import main
from tipbench.model import Question
from tipbench.systems.openai.prompts import LANGUAGES, prompt


@pytest.fixture(scope="module")
def text(root):
    return (root / "docs" / "summaries.md").read_text(encoding="utf-8")


class Model(BaseHTTPRequestHandler):
    """An OpenAI-compatible server whose model says yes to all."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append(self.path)
        message = {"content": '{"answer": true}'}
        data = json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    running.asked = []
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def blocks(text, language):
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)


def test_the_commands_work(text, tmp_path, monkeypatch, capsys, server):
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(text, "python")
    (tmp_path / "judge.py").write_text(code, encoding="utf-8")
    (commands,) = blocks(text, "sh")
    for line in commands.splitlines():
        line = line.replace("127.0.0.1:8001", f"127.0.0.1:{server.server_port}")
        assert main(shlex.split(line)[1:]) == 0, line
        assert "nuggets_vital_judged" in capsys.readouterr().out
    # The last command had nothing left to ask.
    assert server.asked == ["/v1/chat/completions"] * 78


def test_a_question_has_these_keys(text):
    (example,) = blocks(text, "json")
    question = Question("d", "en", None, "a summary", "a statement").as_dict()
    assert json.loads(example).keys() == question.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_prompts_are_these(text, language):
    quoted = "\n".join(f"> {line}".rstrip() for line in prompt("judge", language).text.splitlines())
    assert quoted in text
