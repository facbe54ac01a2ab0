"""A program behind ``command:``: what it may do, and what it may do wrong."""

import json
import os
import shlex
import subprocess
import sys
import time

import pytest

from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document
from tipbench.systems.command import open_command
from tipbench.systems.options import SystemOptions

DOCUMENTS = [Document(f"d{n}", "fr", None, f"« Rabat » {n}\nfin") for n in range(3)]

ECHO = """
import json, sys
for line in sys.stdin:
    document = json.loads(line)
    print(json.dumps({"doc_id": document["doc_id"], "summary": document["text"]}))
"""


@pytest.fixture
def program(tmp_path):
    """Opens a Python program, given its text, as the system of a command."""
    opened = []

    def program(text, **options):
        path = tmp_path / "a program.py"
        path.write_text(text, encoding="utf-8")
        argument = shlex.join([sys.executable, str(path)])
        system = open_command(argument, options=SystemOptions(**{"timeout": 20.0, **options}))
        opened.append(system)
        return system

    yield program
    for system in opened:
        system.close()


def test_one_process_answers_for_all_documents(program):
    system = program("import os\n" + ECHO.replace('document["text"]', "str(os.getpid())"))
    assert len({system.predict(document)["summary"] for document in DOCUMENTS}) == 1


def test_documents_come_as_they_are(program):
    answer = program(ECHO).predict(DOCUMENTS[0])
    assert answer == {"doc_id": "d0", "summary": DOCUMENTS[0].text}


def test_a_program_that_answers_once_is_started_anew(program):
    system = program("import sys\nsys.stdin.readline()\nprint('{}')\n")
    assert [system.predict(document) for document in DOCUMENTS] == [{}, {}, {}]


def test_a_document_larger_than_a_pipe_and_an_answer_as_large(program):
    system = program(ECHO)
    document = Document("d", "en", None, "Rabat " * 200_000)
    assert system.predict(document)["summary"] == document.text


def test_blank_lines_and_messages_on_stderr_are_no_answers(program, capsys):
    system = program(
        "import sys\nprint('ready', file=sys.stderr)\nprint()\n"
        "for line in sys.stdin:\n    print()\n    print('{}')\n    print('done', file=sys.stderr)\n"
    )
    assert [system.predict(document) for document in DOCUMENTS] == [{}, {}, {}]
    assert "ready" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import sys\nsys.exit('no model')", "ended with exit code 1 .*; its last words: no model"),
        ("import os\nos.kill(os.getpid(), 11)", "was ended by SIGSEGV before it answered"),
        ("input()\nprint('Loading …')", "wrote 'Loading …', which is not JSON"),
        ("input()\nprint('{')\nprint('}')", "wrote '{', which is not JSON"),
        ("input()\nprint('{}\\n{}')", "more than one line for one document: '{}', then '{}'"),
        ("input()\nprint('{}\\n' * 9999)", "more than one line for one document"),
        ("input()\nwhile True: print('x' * 4096, end='')", "wrote more than 16 MiB"),
        ("input()\nwhile True: print()", "wrote more than 16 MiB"),
        ("import os\nos.close(1)\nimport time\ntime.sleep(60)", "closed its output"),
        ('input()\nprint(\'{"doc_id": "d7"}\')', "answered for 'd7'; expected 'd0'"),
    ],
)
def test_what_is_no_answer(program, text, reason):
    with pytest.raises(NoAnswer, match=reason):
        program(text).predict(DOCUMENTS[0])


@pytest.mark.parametrize(
    "text",
    [
        "import time\ntime.sleep(60)",
        "while True: pass",
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)",
        "import sys\nwhile True: sys.stderr.write('flood\\n' * 1000)",
        "import sys\nfor line in sys.stdin:\n    sys.stdout.write('{}')",
    ],
)
def test_a_program_that_does_not_answer_is_killed_in_time(program, text):
    started = time.monotonic()
    with pytest.raises(NoAnswer, match=r"no answer within 0.5 s"):
        program(text, timeout=0.5).predict(DOCUMENTS[0])
    assert time.monotonic() - started < 10


def test_after_a_failure_the_next_document_has_a_new_program(program):
    system = program(
        ECHO.replace("    print(", "    if document['doc_id'] == 'd1': 1 / 0\n    print(")
    )
    assert system.predict(DOCUMENTS[0])["doc_id"] == "d0"
    with pytest.raises(NoAnswer, match="ZeroDivisionError: division by zero"):
        system.predict(DOCUMENTS[1])
    assert system.predict(DOCUMENTS[2])["doc_id"] == "d2"


def test_what_was_written_too_late_is_not_taken_for_the_next_document(program):
    system = program(
        "import sys, threading\n"
        'def late():\n    print(\'{"summary": "late"}\')\n'
        'for line in sys.stdin:\n    print(\'{"summary": "own"}\')\n'
        "    threading.Timer(0.1, late).start()\n"
    )
    for document in DOCUMENTS:
        assert system.predict(document) == {"summary": "own"}
        time.sleep(0.3)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return not state.stdout.startswith("Z") and bool(state.stdout)


def test_the_children_of_a_killed_program_are_killed_too(program, tmp_path):
    system = program(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)\n",
        timeout=2,
    )
    with pytest.raises(NoAnswer):
        system.predict(DOCUMENTS[0])
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    for _ in range(100):
        if not alive(pid):
            break
        time.sleep(0.02)
    assert not alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bound on Linux alone")
def test_memory_is_bound(program):
    system = program("input()\nbytearray(10**9)\nprint('{}')", memory=500 * 2**20)
    with pytest.raises(NoAnswer, match="its last words: MemoryError"):
        system.predict(DOCUMENTS[0])


def test_the_version_of_a_program_is_that_of_its_files(program):
    first = program(ECHO).configuration
    assert first == program(ECHO).configuration
    assert first != program(ECHO + "\n").configuration
    json.dumps(first)


def test_what_an_address_hides_is_not_recorded():
    argument = "sh -c 'curl https://me:word@127.0.0.1/x?token=abc'"
    system = open_command(argument, options=SystemOptions())
    assert "word" not in str(system.configuration)
    assert "abc" not in str(system.configuration)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("", "found no program"),
        ("no-such-program --fast", "found no program 'no-such-program' that can be run"),
        ("sh -c 'exit", "No closing quotation"),
    ],
)
def test_what_cannot_be_started(argument, message):
    with pytest.raises(UsageError, match=message):
        open_command(argument, options=SystemOptions())
