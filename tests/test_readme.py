"""Every command of the README works, and its table is what the command prints."""

import json
import os
import re
import shlex
import shutil
import subprocess

import pytest

from tipbench.cli import main

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blocks(readme):
    return BLOCK.findall(readme)


def commands(blocks):
    for language, block in blocks:
        if language == "sh":
            for line in block.splitlines():
                yield shlex.split(line, comments=True)


@pytest.fixture
def user_folder(blocks, root, tmp_path, monkeypatch):
    """A folder with the files that the README shows, each named by its first line."""
    for language, block in blocks:
        name = re.match(r"# (\w+\.py)\n", block)
        if language == "python" and name:
            (tmp_path / name.group(1)).write_text(block, encoding="utf-8")
    shutil.copytree(root / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def answer(path, question):
    """A service at ``/predict``, and an OpenAI-compatible server at ``/v1``."""
    if path != "/v1/chat/completions":
        return {"entities": [{"text": "Rabat", "type": "GPE"}]}
    wanted = question["response_format"]["json_schema"]["schema"]["properties"]
    content = json.dumps(
        {
            name: {"net": "neutral", "own_voice": "neutral"} if part["type"] == "object"
            else [] if part["type"] == "array" else "Rabat."
            for name, part in wanted.items()
        }
    )  # fmt: skip
    return {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}


@pytest.fixture
def address(served):
    """Where the servers are that the README takes for granted."""
    return served(answer)


def can_run(command):
    """Whether the machine has what the command needs; where everything is checked, it must."""
    needs_node = any(word.startswith("command:node") for word in command)
    return os.environ.get("CI") or not needs_node or shutil.which("node") is not None


def test_every_tipbench_command_works(blocks, user_folder, root, address, capsys):
    seen = 0
    decisions = root / "annotations" / "adjudication"
    shutil.copytree(decisions, user_folder / "annotations" / "adjudication")
    for command in commands(blocks):
        if command and command[0] == "tipbench" and can_run(command):
            arguments = [
                str(root / word)
                if word.startswith(("annotations/passes", "corpus")) or word == "seeds"
                else word
                for word in command[2:]
            ]
            arguments = [re.sub(r"127\.0\.0\.1:800\d", address, word) for word in arguments]
            arguments.insert(0, command[1])
            if command[1] == "annotate" or command[1:3] in (
                ["corpus", "validate"],
                ["corpus", "build"],
            ):
                arguments += ["--root", str(root)]
            if command[1:3] == ["corpus", "build"] and "--out" not in command:
                arguments += ["--out", "built"]
            assert main(arguments) == 0, command
            seen += 1
    assert seen >= 8


def test_every_make_target_exists(blocks, root):
    targets = [command[1] for command in commands(blocks) if command and command[0] == "make"]
    assert targets[:2] == ["evaluate", "test"]
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=root, check=True, capture_output=True)


def test_no_other_program_is_named(blocks):
    assert {command[0] for command in commands(blocks) if command} == {"make", "tipbench"}


def test_the_python_examples_work(blocks, user_folder):
    examples = [
        block for language, block in blocks if language == "python" and "import tipbench" in block
    ]
    assert examples
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})


def test_the_table_is_what_the_command_prints(readme, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", "rules", "--format", "markdown"]) == 0
    printed = capsys.readouterr().out.splitlines()
    shown = [line for line in readme.splitlines() if re.match(r"\| \w+ \|.*\d\.\d{3}", line)]
    assert len(shown) >= 15
    assert set(shown) <= set(printed)
