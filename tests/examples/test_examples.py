"""The examples do what their first lines say."""

import json
import os
import re
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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


class Model(BaseHTTPRequestHandler):
    """A server whose model finds every "Maroc" and "Morocco"."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        found = re.findall("Maroc|Morocco", body["messages"][1]["content"])
        content = json.dumps({"entities": [{"text": text, "type": "GPE"} for text in found]})
        data = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def model(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    monkeypatch.setenv("LLM_URL", f"http://127.0.0.1:{server.server_port}/v1")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


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
