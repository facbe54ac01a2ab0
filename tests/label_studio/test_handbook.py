"""Every tipbench command of the handbook works, in its order, on a real server."""

import re
import shlex

import pytest

from tipbench.cli import main


@pytest.fixture(scope="module")
def handbook(root):
    return (root / "annotations" / "HANDBOOK.md").read_text(encoding="utf-8")


def commands(handbook):
    for block in re.findall(r"^```sh\n(.*?)^```$", handbook, re.MULTILINE | re.DOTALL):
        yield from (shlex.split(line) for line in block.splitlines())


def test_pictures_are_there_and_small(handbook, root):
    pictures = re.findall(r"\]\((handbook/\w+\.png)\)", handbook)
    assert len(pictures) == 3
    for picture in pictures:
        assert (root / "annotations" / picture).stat().st_size < 100_000


def test_the_commands_work(handbook, label_studio, ann, bob, root, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LABEL_STUDIO_URL", label_studio.url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", label_studio.lead.token)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text("Un titre\n\nUne phrase.\n", encoding="utf-8")
    project, seen = None, 0
    for command in commands(handbook):
        if command[0] != "tipbench":
            continue
        arguments = [str(root) if word == "." else word for word in command[1:]]
        if "--root" not in arguments:
            arguments += ["--root", str(root)]
        assert main(arguments) == 0, command
        out = capsys.readouterr().out
        if arguments[1] == "push" and project is None:
            project = int(out.split()[1])
            for task in label_studio.tasks(project).values():
                whole = [
                    {"id": slot, "from_name": f"document_stance_{slot}", "to_name": "text"}
                    | {"type": "choices", "value": {"choices": ["neutral"]}}
                    for slot in ("net", "own_voice")
                ]
                for user in (ann, bob):
                    label_studio.submit(task["id"], whole, user)
        seen += 1
    assert seen == 7
