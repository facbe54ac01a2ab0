"""A service behind ``http://``, on loopback."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import tipbench
from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document
from tipbench.systems import http
from tipbench.systems.options import SystemOptions
from tipbench.systems.service import open_http

DOCUMENT = Document("d", "fr", None, "« Rabat »")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        document = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.seen.append((self.path, self.headers["content-type"], document))
        step = self.server.script.pop(0) if self.server.script else good
        step(self, document)

    def reply(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def good(handler, document):
    handler.reply(200, json.dumps({"summary": document["text"]}).encode())


def says(status, body, **headers):
    return lambda handler, document: handler.reply(status, body, **headers)


def cut(handler, document):
    handler.close_connection = True
    handler.connection.close()


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A connection that a test cuts is no error of the server."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(http.Patience, "wait", lambda self, failed, asked: (asked or 0.0) + 0.01)
    running = Server(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    running.seen, running.script = [], []
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def service(server):
    opened = []

    def service(*script, **options):
        server.script[:] = script
        argument = f"//127.0.0.1:{server.server_port}/predict"
        opened.append(open_http(argument, options=SystemOptions(**options)))
        return opened[-1]

    yield service
    for each in opened:
        each.close()


def test_a_document_is_posted_and_its_prediction_read(service, server):
    assert service().predict(DOCUMENT) == {"summary": "« Rabat »"}
    assert server.seen == [("/predict", "application/json", DOCUMENT.as_dict())]


def test_a_busy_service_is_asked_again(service):
    system = service(says(503, b"", retry_after="0"), says(429, b"slow down"), cut)
    assert system.predict(DOCUMENT) == {"summary": "« Rabat »"}
    assert system.take_usage() == {"retries": 3}
    assert system.take_usage() == {}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ([says(500, b"KeyError: 'text'")], "HTTP 500: KeyError: 'text'; expected 200"),
        ([says(404, b"")], "HTTP 404; expected 200"),
        ([says(307, b"", location="http://me:word@h/x?k=1")], r"\(it points to http://h/x\)"),
        ([says(200, b"<html>")], "answered '<html>', which is not JSON"),
        ([cut, cut], "RemoteProtocolError|ReadError"),
        ([says(429, b"", retry_after="3600")], "the next attempt in 3600 s would come too late"),
        ([says(200, b"x" * (17 * 2**20))], "the reply is longer than 16 MiB"),
    ],
)
def test_what_is_no_answer(service, script, reason):
    with pytest.raises(NoAnswer, match=reason):
        service(*script).predict(DOCUMENT)


def test_a_service_that_trickles_is_left_at_the_timeout(service):
    def trickle(handler, document):
        handler.send_response(200)
        handler.send_header("content-length", "1000")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    started = time.monotonic()
    with pytest.raises(NoAnswer, match=r"no answer within 0.5 s"):
        service(trickle, timeout=0.5).predict(DOCUMENT)
    assert time.monotonic() - started < 3
    # The next document has a connection of its own.


def test_nobody_is_there(monkeypatch):
    waits = []
    monkeypatch.setattr(http.Patience, "wait", lambda *_: waits.append(1) or 0.001)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        system = open_http(f"//127.0.0.1:{unused.getsockname()[1]}", options=SystemOptions())
        for _ in range(3):
            with pytest.raises(NoAnswer, match="ConnectError"):
                system.predict(DOCUMENT)
        system.close()
    assert len(waits) == 5  # for the first document alone


def test_what_an_address_hides_is_not_recorded():
    system = open_http("//me:word@127.0.0.1:1/predict?token=abc", options=SystemOptions())
    assert system.name == "http://127.0.0.1:1/predict"
    assert "word" not in str(system.configuration)
    assert "abc" not in str(system.configuration)


@pytest.mark.parametrize("argument", ["", "find", "//", "///predict"])
def test_an_address_has_a_host(argument):
    with pytest.raises(UsageError, match="found no host; expected an address such as"):
        open_http(argument, options=SystemOptions())


def test_a_run_of_a_service(server):
    spec = f"http://127.0.0.1:{server.server_port}/predict"
    run = tipbench.evaluate(spec, tasks=["summaries"], workers=2)
    assert run.system == spec
    assert not run.failures
    assert run.scores["summaries"]["rouge1"]["f1"] > 0
