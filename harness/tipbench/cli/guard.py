"""What this process keeps while a user's system runs in it: its stdout, and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def stdout_for_results() -> Iterator[None]:
    """Whatever is written to stdout meanwhile goes to stderr, by programs and libraries too."""
    try:
        saved = os.dup(1)
    except OSError:  # it is closed, and nothing can come between
        yield
        return
    sys.stdout.flush()
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(saved, 1)
        os.close(saved)


@contextlib.contextmanager
def ended_like_interrupted() -> Iterator[None]:
    """A signal to end is taken as Ctrl-C is: what the run has started is ended with it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
