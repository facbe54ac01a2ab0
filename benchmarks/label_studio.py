"""Push and pull 1,000 documents with 30 regions each: ``python -m benchmarks.label_studio``.

``make environments`` installs the server. Push and pull run as commands of their own, so that
/usr/bin/time can tell their memory.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tipbench.corpus.add import add_document

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS, REGIONS = 1000, 30

SYSTEM = f"""
def find(document):
    starts = [at for at in range(0, len(document.text), 8)][:{REGIONS}]
    return {{
        "entities": [
            {{"start": at, "end": at + 5, "type": "GPE", "entity_id": "rabat", "role": "literal"}}
            for at in starts
        ]
    }}
"""


def _server_of_tests() -> Any:
    """The module by which the tests run a server."""
    path = ROOT / "tests" / "label_studio" / "server_of_tests.py"
    spec = importlib.util.spec_from_file_location("server_of_tests", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def make_project(folder: Path) -> Path:
    """A project of generated documents of about 1,500 characters."""
    project = folder / "many"
    for number in range(DOCUMENTS):
        file = folder / "text.txt"
        file.write_text("Rabat — " * 190 + f"number {number}.\n", encoding="utf-8")
        add_document(file, project, language="en", like=ROOT)
    return project


def timed(name: str, *arguments: str, folder: Path) -> None:
    """Run a command of tipbench and say its seconds and its largest memory."""
    command = [
        *("/usr/bin/time", "-f", f"{name}: %e s, %M KB at most"),
        *(str(Path(sys.executable).with_name("tipbench")), "annotate", *arguments),
    ]
    subprocess.run(command, cwd=folder, check=True)


def main() -> None:
    """Make the project, start a server, push, let somebody submit all, pull."""
    tests = _server_of_tests()
    with tempfile.TemporaryDirectory() as name, tests.running_server(Path(name)) as server:
        folder = Path(name)
        (folder / "many_names.py").write_text(SYSTEM, encoding="utf-8")
        project = make_project(folder)
        os.environ["LABEL_STUDIO_URL"] = server.url
        os.environ["LABEL_STUDIO_API_KEY"] = server.lead.token
        there = ("--root", str(project), "--layer", "entities", "--title", "many")
        timed("push", "push", *there, "--from", "many_names:find", folder=folder)
        number = server.get("/api/projects?title=many")["results"][0]["id"]
        tasks = server.get(f"/api/tasks?project={number}&page_size=1000&fields=all")["tasks"]
        for task in tasks:
            server.submit(task["id"], task["predictions"][0]["result"], server.lead)
        timed("pull", "pull", *there, "--out", str(folder / "out"), folder=folder)
        pulled = list((folder / "out" / "lead" / "entities").glob("*.jsonl"))
        regions = sum(len(path.read_text().splitlines()) for path in pulled)
        print(f"{len(pulled)} documents and {regions} regions came back")


if __name__ == "__main__":
    main()
