"""A system that hangs, crashes or floods loses its document, and nothing else."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.execution.execute import execute
from tipbench.model import Document
from tipbench.systems.functions import as_system
from tipbench.systems.options import SystemOptions
from tipbench.systems.registry import Source, as_source

BAD = """
import os
import sys
import time

def find(document):
    print("a message of a plug-in")
    os.write(1, b"and one past sys.stdout\\n")
    if document.doc_id == "tip-001":
        time.sleep(3600)
    if document.doc_id == "tip-002":
        os.kill(os.getpid(), 11)
    if document.doc_id == "tip-003":
        return {"entities": [{"text": "x" * 2**20, "type": "PER"}] * 32}
    return [{"text": "Maroc" if document.language == "fr" else "Morocco", "type": "GPE"}]
"""

REASONS = {
    "tip-001": "no answer within 1 s",
    "tip-002": "was ended by SIGSEGV before it answered",
    "tip-003": "wrote more than 16 MiB for one document",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("workers", [1, 3])
def test_two_documents_are_scored_and_three_are_misses(here, capfd, workers):
    (here / "bad.py").write_text(BAD, encoding="utf-8")
    started = time.monotonic()
    run = tipbench.evaluate("bad.py:find", tasks=["entities"], timeout=1, workers=workers)
    assert time.monotonic() - started < 30
    assert list(run.failures) == list(REASONS)
    for doc_id, reason in REASONS.items():
        assert run.failures[doc_id].startswith(reason)
    assert run.scores["entities"]["strict"]["counts"]["predicted"] == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "a message of a plug-in" in err
    assert "and one past sys.stdout" in err


@pytest.mark.parametrize(
    "body",
    [
        "raise SystemExit(3)",
        "import sys; sys.stdin.read(); return {}",
        "import os; os._exit(0)",
        "return float('nan')",
        "return {'entities': [{'text': '\\ud800', 'type': 'PER'}]}",
        "raise ValueError('two\\nlines \\ud800')",
        "return {'doc_id': 'another', 'entities': []}",
    ],
)
def test_whatever_a_function_does_is_told(here, body):
    (here / "odd.py").write_text(
        "def find(document):\n"
        "    if document.doc_id == 'tip-001':\n"
        f"        {body}\n"
        "    return []\n",
        encoding="utf-8",
    )
    run = tipbench.evaluate("odd.py:find", tasks=["entities"], timeout=20)
    if "stdin" in body:  # there is nothing to read, and that is no failure
        assert not run.failures
    else:
        assert list(run.failures) == ["tip-001"]
        assert "\n" not in run.failures["tip-001"]


def test_a_worker_that_ends_between_documents_is_started_anew(here):
    (here / "leaves.py").write_text(
        "import os\nimport threading\n\n\n"
        "def find(document):\n"
        "    if document.doc_id in ('tip-001', 'tip-003'):\n"
        "        threading.Timer(0.05, os._exit, [document.doc_id == 'tip-003']).start()\n"
        "    return []\n",
        encoding="utf-8",
    )
    progress = lambda *_: time.sleep(0.3)  # noqa: E731
    run = tipbench.evaluate("leaves.py:find", tasks=["entities"], timeout=20, progress=progress)
    assert not run.failures


def test_without_limits_a_function_runs_in_this_process(corpus):
    seen = []

    def find(document):
        seen.append(os.getpid())
        if document.doc_id == "tip-001":
            raise SystemExit(3)
        return []

    run = tipbench.evaluate(find, corpus, tasks=["entities"])
    assert set(seen) == {os.getpid()}
    assert run.failures == {"tip-001": "SystemExit: 3"}


def test_a_function_without_a_module_goes_to_workers_too(corpus):
    word = "Morocco"

    def find(document):
        return {"summary": f"{word} {os.getpid() != parent}"}

    parent = os.getpid()
    run = tipbench.evaluate(find, corpus, workers=2)
    assert {answer.summary for answer in run.answers.values()} == {"Morocco True"}


def test_what_cannot_be_sent_to_a_worker_is_told(corpus):
    lock = threading.Lock()

    def find(document):
        with lock:
            return []

    with pytest.raises(UsageError, match=r"cannot be sent to a worker process .*pickle"):
        tipbench.evaluate(find, corpus, tasks=["entities"], timeout=5)


def test_a_system_that_cannot_be_opened_is_wrong_usage_in_workers_too(here):
    (here / "unopened.py").write_text("1 / 0\n", encoding="utf-8")
    for options in ({}, {"timeout": 5}, {"workers": 2}):
        with pytest.raises(UsageError, match=r"importing unopened.py failed: ZeroDivisionError"):
            tipbench.evaluate("unopened.py:find", **options)
    (here / "dies.py").write_text("import os\nos._exit(7)\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"the worker process .* ended with exit code 7"):
        tipbench.evaluate("dies.py:find", timeout=5)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bound on Linux alone")
def test_memory_is_bound(here):
    (here / "hungry.py").write_text(
        "def find(document):\n"
        "    if document.doc_id == 'tip-002':\n"
        "        return [bytearray(8 * 10**9)]\n"
        "    return []\n",
        encoding="utf-8",
    )
    run = tipbench.evaluate("hungry.py:find", tasks=["entities"], memory=4 * 2**30)
    assert run.failures == {"tip-002": "MemoryError"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"timeout": 0}, "timeout 0: expected a number above 0"),
        ({"timeout": float("nan")}, "expected a number above 0"),
        ({"workers": 0}, "found 0 workers; expected at least 1"),
        ({"memory": -1}, "memory -1"),
        ({"speed": 9}, "option 'speed': not known; expected one of tasks, timeout"),
        ({"resume": True}, "found no folder to go on in"),
    ],
)
def test_wrong_options(options, message):
    with pytest.raises(UsageError, match=message):
        tipbench.evaluate("empty", **options)


@pytest.mark.parametrize("system", ["gold", "rules", "lead", "command"])
def test_several_workers_give_what_one_gives(system, tmp_path):
    if system == "command":
        system = f"command:{sys.executable} {script(tmp_path)}"
    for workers in (1, 4):
        tipbench.evaluate(system, out=tmp_path / str(workers), workers=workers)
    for name in ("predictions.jsonl", "run.json", "system.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "4" / name).read_bytes()


def test_what_programs_of_a_plug_in_print_is_no_result(here):
    (here / "prints.py").write_text(
        "import os\nimport subprocess\n\n\n"
        "def find(document):\n"
        "    print('from Python')\n"
        "    os.write(1, b'past it\\n')\n"
        "    subprocess.run(['echo', 'from a program'], check=True)\n"
        "    return []\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-c", "from tipbench.cli import main; raise SystemExit(main())"]
    command += ["evaluate", "prints.py:find", "--task", "entities", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=here, check=True)
    assert json.loads(done.stdout)["system"] == "prints.py:find"
    for printed in ("from Python", "past it", "from a program"):
        assert done.stderr.count(printed) == 5


def test_results_stay_on_stdout_with_several_workers(here, capfd):
    command = f"command:{sys.executable} {script(here)}"
    assert main(["evaluate", command, "--workers", "3", "--format", "json"]) == 0
    out, _ = capfd.readouterr()
    assert json.loads(out)["system"] == command


def script(folder: Path) -> Path:
    path = folder / "program.py"
    path.write_text(
        "import json, sys, time\n"
        "for line in sys.stdin:\n"
        "    document = json.loads(line)\n"
        "    time.sleep(0.1 * (document['doc_id'] in ('tip-000', 'tip-003')))\n"
        "    print(json.dumps({'summary': document['text'][:99]}))\n",
        encoding="utf-8",
    )
    return path


def test_a_set_of_strings_has_one_order_in_every_worker(here, tmp_path):
    (here / "unordered.py").write_text(
        "def find(document):\n"
        "    return [{'text': word, 'type': 'PER'} for word in set(document.text.split())]\n",
        encoding="utf-8",
    )
    for workers in (2, 4):
        tipbench.evaluate(
            "unordered.py:find", tasks=["entities"], workers=workers, out=tmp_path / str(workers)
        )
    first, second = ((tmp_path / n / "predictions.jsonl").read_bytes() for n in "24")
    assert first == second


def test_progress_counts_every_document(tmp_path):
    documents = [Document(str(n), "en", None, "text") for n in range(70)]
    told = []
    source = as_source(lambda documents: [{}] * len(documents), (), SystemOptions())
    executed = execute(
        source, documents, tmp_path, options=SystemOptions(), workers=2,
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    assert list(executed.answers) == [document.doc_id for document in documents]
    assert [done for done, _, _ in told] == list(range(1, 71))
    assert {total for _, total, _ in told} == {70}


def test_an_error_of_the_harness_ends_all_lanes(tmp_path):
    opened = []

    def slow(document):
        time.sleep(0.01)
        return {}

    def fails_later():
        opened.append(1)
        if len(opened) > 1:
            raise UsageError("no more of them")
        return as_system(slow, "slow")

    documents = [Document(str(n), "en", None, "text") for n in range(1000)]
    source = Source("mine", fails_later, apart=True)
    with pytest.raises(UsageError, match="no more of them"):
        execute(source, documents, tmp_path, options=SystemOptions(), workers=3)


def test_timing_has_each_document_and_the_slowest(corpus):
    def find(document):
        time.sleep(0.05 * (document.doc_id == "tip-003"))
        return []

    timing = tipbench.evaluate(find, corpus, tasks=["entities"]).timing
    assert timing["seconds_per_document"]["slowest"] == "tip-003"
    assert timing["documents"]["tip-003"]["seconds"] > 0.05
    json.dumps(timing)
