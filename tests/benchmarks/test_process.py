import sys

import pytest

from benchmarks.bars import Bar, bars, judge
from benchmarks.process import Measured, alternate, run


def python(code):
    return (sys.executable, "-c", code)


def test_time_and_memory_of_all_processes_are_measured():
    fork = "import os, time; x = bytearray(60 << 20); pid = os.fork(); y = bytearray(60 << 20)"
    done = run(python(f"{fork}; time.sleep(0.5); pid and os.wait()"), watch=True)
    assert done.problem is None
    assert done.seconds > 0.5
    # 60 MiB shared and twice 60 of their own; each alone has 120
    assert done.peak > 170


def test_a_failure_is_told_and_does_not_stop_the_others():
    commands = {"bad": python("import sys; sys.exit('no such option')"), "good": python("print(1)")}
    found = alternate(commands, 2, once_above=60)
    assert found["bad"].problem == "exit 1: no such option"
    assert (found["good"].problem, found["good"].output, len(found["good"].seconds)) == (
        None, "1\n", 2,
    )  # fmt: skip


def measured(seconds, problem=None):
    return Measured((seconds, seconds), 100.0, "", problem)


@pytest.mark.parametrize(
    ("kind", "limit", "value", "met"),
    [
        ("times as fast", 4, 5.0, True),
        ("times as fast", 6, 5.0, False),
        ("times the time", 0.3, 0.2, True),
        ("times the time", 0.1, 0.2, False),
        ("MB", 100, 100.0, True),
        ("MB", 99, 100.0, False),
    ],
)
def test_bars_are_judged(kind, limit, value, met):
    group = {"g": {"ours": measured(2.0), "theirs": measured(10.0)}}
    verdict = judge(Bar("w", "g", "ours", "theirs" if kind != "MB" else "", limit, kind), group)
    assert (verdict.value, verdict.met) == (value, met)


def test_start_up_can_be_left_out():
    said = alternate({"one": python("print('{\"seconds\": 0.5}')")}, 2, once_above=60)["one"]
    assert said.inner == (0.5, 0.5)
    slow = Measured((9.0,), 1.0, "", None, (4.0,))
    bar = Bar("w", "g", "ours", "theirs", 5, "times as fast, start-up apart")
    assert judge(bar, {"g": {"ours": said, "theirs": slow}}).value == 8.0


def test_what_cannot_be_measured_is_not_met():
    bar = Bar("w", "g", "ours", "theirs", 1, "times as fast")
    failed = {"g": {"ours": measured(1, "exit 2: unknown option"), "theirs": measured(1)}}
    assert judge(bar, failed).note == "ours: exit 2: unknown option"
    assert judge(bar, {"g": {"ours": measured(1)}}).note == "theirs was not measured"
    assert not judge(bar, failed).met


def test_the_full_run_has_every_bar():
    assert len(bars(100_000)) == 13
    assert len(bars(1_000)) == 6


def test_what_measures_is_itself_small():
    code = "import benchmarks.__main__, sys; print(*sys.modules)"
    done = run(python(code))
    assert not {"numpy", "pyarrow"} & set(done.output.split())
