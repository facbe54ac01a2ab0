import json
import os
import threading
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# Elsewhere every run tries new examples; a check that bars the way must not depend on luck.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

ROOT = Path(__file__).resolve().parents[1]

collect_ignore = ["environments"]
"""Programs for Pythons that have other libraries than this one."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def contents():
    """The bytes of every file of a folder, by path."""

    def read(folder):
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    return read


@pytest.fixture(scope="session")
def environment():
    """The Python of an environment of its own, by name; skips without it, but never in CI."""

    def find(name):
        python = ROOT / ".environments" / name / "bin" / "python"
        if not (python.parents[1] / ".ready").exists():
            reason = f"{name} is not there: make environments"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        return python

    return find


@contextmanager
def _server(answer):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            data = json.dumps(answer(self.path, asked)).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def served():
    """Starts a server on this machine that answers what is posted to a path; its address."""
    with ExitStack() as servers:
        yield lambda answer: servers.enter_context(_server(answer))


@pytest.fixture(scope="session")
def corpus():
    """The built-in corpus."""
    from tipbench import load_corpus

    return load_corpus()


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "extra(*packages): needs packages of requirements-extras.lock"
    )


def pytest_runtest_setup(item):
    """Without its packages such a test is skipped; where they have to be there, it fails."""
    for marker in item.iter_markers("extra"):
        missing = [package for package in marker.args if find_spec(package) is None]
        if missing and os.environ.get("TIPBENCH_EXTRAS") == "required":
            pytest.fail(f"{', '.join(missing)} not installed", pytrace=False)
        elif missing:
            pytest.skip(f"{', '.join(missing)} not installed: make test-extras has them")
