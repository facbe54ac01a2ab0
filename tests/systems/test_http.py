import email.utils
import threading
import time

import pytest

from tipbench.errors import NoAnswer
from tipbench.systems.deadline import Deadline
from tipbench.systems.http import Patience, Reply, TryAgain, persist


@pytest.mark.parametrize(
    ("value", "seconds"), [("30", 30.0), ("0.5", 0.5), ("", None), ("soon", None), ("-1", None)]
)
def test_retry_after_in_seconds(value, seconds):
    assert Reply(429, {"retry-after": value}, b"").retry_after == seconds


def test_retry_after_as_a_date():
    then = email.utils.formatdate(time.time() + 90, usegmt=True)
    assert 80 < Reply(503, {"retry-after": then}, b"").retry_after <= 90
    past = email.utils.formatdate(time.time() - 90, usegmt=True)
    assert Reply(503, {"retry-after": past}, b"").retry_after == 0.0


def test_waits_double_up_to_a_bound_and_are_never_shorter_than_asked():
    patience = Patience()
    for failed, longest in ((1, 0.5), (2, 1.0), (5, 8.0), (20, 60.0)):
        assert longest / 2 <= patience.wait(failed, None) <= longest
    assert patience.wait(1, 30.0) == 30.0


def fails(times):
    """An attempt that fails so many times, then answers with how often it was called."""
    calls = []

    def attempt():
        calls.append(1)
        if len(calls) <= times:
            raise TryAgain("busy")
        return len(calls)

    return attempt


def test_attempts_end_with_the_first_that_succeeds():
    retries = []
    patience = Patience(first_wait=0.001)
    assert persist(fails(2), Deadline(None), patience, lambda: retries.append(1)) == 3
    assert len(retries) == 2
    with pytest.raises(TryAgain, match=r"busy \(tried 6 times\)"):
        persist(fails(9), Deadline(None), patience, lambda: None)


def test_a_wait_that_is_too_long_is_not_begun():
    def attempt():
        raise TryAgain("busy", after=1000.0)

    for timeout in (None, 5.0):
        with pytest.raises(NoAnswer, match=r"\(tried 1 time\); the next attempt in 1000 s"):
            persist(attempt, Deadline(timeout), Patience(), lambda: None)


def test_what_does_not_return_in_time_is_left():
    release = threading.Event()
    deadline = Deadline(0.2)
    with pytest.raises(NoAnswer, match=r"no answer within 0.2 s"):
        deadline.within(lambda: release.wait(10))
    with pytest.raises(NoAnswer):
        deadline.left()
    release.set()


def test_what_is_raised_in_time_is_raised():
    def fails():
        raise KeyError("text")

    for timeout in (None, 5.0):
        with pytest.raises(KeyError):
            Deadline(timeout).within(fails)
        assert Deadline(timeout).within(lambda: 3) == 3
