import threading

import pytest

from .server import Server


@pytest.fixture
def server(monkeypatch):
    """A running server; waits between retries are short."""
    from tipbench.systems import http

    monkeypatch.setattr(http.Patience, "wait", lambda self, failed, asked: (asked or 0.0) + 0.01)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()
