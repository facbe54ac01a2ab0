import importlib.util
import sys
from pathlib import Path

import pytest

from tipbench.corpus.sources import read_sources
from tipbench.label_studio.tasks import documents_of, inventories_of


def _load(name):
    """A module of this folder, which with --import-mode=importlib is on no path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


server_of_tests = _load("server_of_tests")
shared_by_tests = _load("shared_by_tests")
skip = shared_by_tests.skip
_load("browser")
_load("generated")


@pytest.fixture(scope="session")
def sources(root):
    return read_sources(root)


@pytest.fixture(scope="session")
def inventories(sources):
    return inventories_of(sources)


@pytest.fixture(scope="session")
def documents(sources):
    return documents_of(sources)


@pytest.fixture(scope="session")
def label_studio(tmp_path_factory):
    """A real server; skipped where none is installed."""
    if server_of_tests.environment() is None:
        skip("no Label Studio server: make environments")
    with server_of_tests.running_server(tmp_path_factory.mktemp("label-studio")) as server:
        yield server


@pytest.fixture(scope="session")
def ann(label_studio):
    return label_studio.invite("ann@tipbench.test")


@pytest.fixture(scope="session")
def bob(label_studio):
    return label_studio.invite("bob@tipbench.test")


@pytest.fixture
def tipbench(label_studio, root, monkeypatch, capsys):
    """The command line, at this server as its lead; gives exit code, output and errors."""
    from tipbench.cli import main

    monkeypatch.setenv("LABEL_STUDIO_URL", label_studio.url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", label_studio.lead.token)

    def run(*arguments, root=root):
        code = main([*map(str, arguments), "--root", str(root)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def push(tipbench):
    """Push, and give the project's number."""

    def run(*arguments, **more):
        code, out, _ = tipbench("annotate", "push", *arguments, **more)
        assert code == 0
        return int(out.split()[1])

    return run
