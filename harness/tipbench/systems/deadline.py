"""The time that one document may take."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from tipbench.errors import NoAnswer

T = TypeVar("T")


class Deadline:
    """An end, ``timeout`` seconds from now; never, where that is ``None``.

    >>> Deadline(None).left() is None
    True
    """

    def __init__(self, timeout: float | None) -> None:
        self._timeout = timeout
        self._end = None if timeout is None else time.monotonic() + timeout

    def left(self) -> float | None:
        """Seconds that are left; ``None`` where there is no end.

        Raises:
            NoAnswer: None are.
        """
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> NoAnswer:
        """What to raise when nothing came in time."""
        return NoAnswer(f"no answer within {self._timeout:g} s")

    def within(self, act: Callable[[], T]) -> T:
        """What ``act`` returns, if it does in time; else it is left alone in a thread of its own.

        Raises:
            NoAnswer: It did not return in time.
        """
        left = self.left()
        if left is None:
            return act()
        done: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                done.put((act(), None))
            except BaseException as error:
                done.put((None, error))

        threading.Thread(target=run, daemon=True).start()
        try:
            result, error = done.get(timeout=left)
        except queue.Empty:
            raise self.passed() from None
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # act returned it
