"""A server on loopback that speaks OpenAI's chat completions as real ones do, faults included."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWERS = {
    "entities": {"entities": [{"text": "Morocco", "type": "GPE"}]},
    "numeric_facts": {
        "numeric_facts": [
            {
                "text": "Tier 2", "kind": "rank", "value": "2", "value2": None, "unit": "tier",
                "comparator": "=", "source": "writer",
            }
        ]
    },
    "stance": {
        "stance": [
            {
                "holder": "writer", "target": "Morocco", "polarity": "positive",
                "aspect": "overall", "evidence": {"text": "efforts"},
            }
        ],
        "document_stance": {"net": "praise", "own_voice": "neutral"},
    },
    "summaries": {"summary": "Morocco made efforts."},
}  # fmt: skip
"""What a well-behaved model answers, by the name of the schema that it is asked to keep."""


class Server(ThreadingHTTPServer):
    """Plays its ``script``, one step a request, then answers well.

    A step is a function of the handler and of the request's body.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = []
        self.requests = []
        self.headers = []
        self.always = None
        self.turn = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request, client_address):
        """A connection that a test cuts is no error of the server."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.turn:
            self.server.requests.append({"path": self.path, **body})
            self.server.headers.append(dict(self.headers))
            step = self.server.script.pop(0) if self.server.script else self.server.always
        (step or answer)(self, body)

    def reply(self, status, content, headers=()):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {
            "content-type": "application/json",
            "content-length": str(len(data)),
            **dict(headers),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def cut(self):
        """Close the connection as it is."""
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_):
        pass


def task_of(body):
    """The task of a request: the name of its schema."""
    return body.get("response_format", {}).get("json_schema", {}).get("name", "entities")


def completion(content, **changes):
    choice = {"index": 0, "message": {"role": "assistant", "content": content}}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "tiny-2026-11",
        "choices": [{**choice, "finish_reason": "stop", **changes}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


def answer(handler, body):
    """What a good server does."""
    handler.reply(200, completion(json.dumps(ANSWERS[task_of(body)])))


def says(content, **changes):
    """A step: the model writes ``content``."""
    return lambda handler, body: handler.reply(200, completion(content, **changes))


def status(code, content=None, **headers):
    """A step: the server answers with a status."""
    error = {"error": {"message": "no", "code": code}} if content is None else content
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, body: handler.reply(code, error, named)


def stream(*events, ends=True):
    """A step: the server streams although nobody asked it to."""

    def step(handler, body):
        lines = [": keep-alive", *(f"data: {json.dumps(event)}" for event in events)]
        lines += ["data: [DONE]"] if ends else []
        data = "".join(f"{line}\n\n" for line in lines).encode()
        handler.reply(200, data, {"content-type": "text/event-stream"})

    return step


def piece(content, reason=None):
    return {
        "model": "tiny-2026-11",
        "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": reason}],
    }


def cut_at_once(handler, body):
    handler.cut()


def cut_within(handler, body):
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.wfile.flush()
    handler.cut()
