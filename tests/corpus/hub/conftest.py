import pytest

from .client import REPO, Client
from .projects import change_label, make_sources, set_version
from .server import LoopbackHub


@pytest.fixture
def hub():
    server = LoopbackHub()
    yield server
    server.close()


@pytest.fixture
def client(hub, tmp_path):
    return Client(tmp_path / "home", hub.endpoint).sign_in()


@pytest.fixture
def project(root, tmp_path):
    return make_sources(root, tmp_path / "project")


@pytest.fixture(scope="session")
def two_releases(root, tmp_path_factory):
    """A Hub with 1.0.0 and 1.0.1, which differ in one label; both published by the command."""
    folder = tmp_path_factory.mktemp("two-releases")
    server = LoopbackHub()
    publisher = Client(folder / "publisher", server.endpoint).sign_in()
    project = make_sources(root, folder / "project")
    for version in ("1.0.0", "1.0.1"):
        if version != "1.0.0":
            change_label(project)
            set_version(project, version)
        done = publisher.tipbench("corpus", "publish", REPO, "--root", project, "--yes")
        assert done.returncode == 0, done.stderr
    yield server
    server.close()
