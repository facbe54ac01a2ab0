"""A POST that is tried again where that can help, and ends in time."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import httpx2

from tipbench.errors import NoAnswer
from tipbench.systems.deadline import Deadline
from tipbench.systems.program import OUTPUT_LIMIT
from tipbench.version import __version__

T = TypeVar("T")

CONNECT_SECONDS = 10.0
"""Seconds that a server has to take a connection."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; the names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def excerpt(self) -> str:
        """The status and the beginning of the body, for a reader."""
        text = " ".join(self.body[:300].decode(errors="replace").split())
        return f"HTTP {self.status}: {text}" if text else f"HTTP {self.status}"

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks to wait (RFC 9110, 10.2.3), where it does."""
        value = self.headers.get("retry-after", "").strip()
        if value.replace(".", "", 1).isdigit():
            return float(value)
        try:
            then = email.utils.parsedate_to_datetime(value)
        except ValueError:
            return None
        return max(0.0, then.timestamp() - time.time())


class TryAgain(NoAnswer):
    """This attempt failed, another may not.

    Args:
        reason: Why it failed.
        after: Seconds that the server asks to wait.
    """

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Unreachable(TryAgain):
    """Nobody took the connection."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how long is waited in between.

    The wait doubles each time, is shortened by chance by up to half, so that workers do not come
    back at once, and is never shorter than what the server asks for.
    """

    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 60.0
    longest_asked: float = 300.0

    def wait(self, failed: int, asked: float | None) -> float:
        """Seconds to wait after the attempt number ``failed``, counted from 1."""
        own = min(self.longest_wait, self.first_wait * 2.0 ** (failed - 1))
        return max(own * random.uniform(0.5, 1.0), asked or 0.0)


def persist(
    attempt: Callable[[], T], deadline: Deadline, patience: Patience, on_retry: Callable[[], None]
) -> T:
    """What ``attempt`` returns, called again as long as it raises ``TryAgain``.

    Raises:
        TryAgain: The last attempt failed too; the text says how often it was tried.
        NoAnswer: The next attempt would come too late.
    """
    for number in range(1, patience.attempts + 1):
        try:
            return attempt()
        except TryAgain as error:
            tried = f"{error} (tried {number} time{'s' if number > 1 else ''})"
            if number == patience.attempts:
                raise type(error)(tried) from None
            wait = patience.wait(number, error.after)
        left = deadline.left()
        if wait > (patience.longest_asked if left is None else left):
            raise NoAnswer(f"{tried}; the next attempt in {wait:.0f} s would come too late")
        on_retry()
        time.sleep(wait)
    raise AssertionError("a loop without an attempt")


class Poster:
    """Sends JSON to servers and reads what they answer, up to a bound.

    Args:
        headers: Sent with every request.
        silence: Seconds without a byte after which a server counts as gone; ``None`` for never.
    """

    def __init__(self, headers: Mapping[str, str], *, silence: float | None) -> None:
        agent = {"user-agent": f"tipbench/{__version__}", "content-type": "application/json"}
        self._headers = {**agent, **headers}
        self._timeout = httpx2.Timeout(silence, connect=CONNECT_SECONDS)
        self._client: httpx2.Client | None = None

    def post(self, url: str, content: bytes, deadline: Deadline) -> Reply:
        """One request and its reply.

        Raises:
            TryAgain: The connection failed.
            NoAnswer: Time is up, the reply is too long, or no request can be made of ``url``.
        """
        client = self._client or httpx2.Client(headers=self._headers, timeout=self._timeout)
        self._client = client
        try:
            return deadline.within(lambda: _send(client, url, content))
        except BaseException:
            # A connection in an unknown state is not used again.
            self._client = None
            client.close()
            raise

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()


def _send(client: httpx2.Client, url: str, content: bytes) -> Reply:
    try:
        with client.stream("POST", url, content=content) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > OUTPUT_LIMIT:
                    raise NoAnswer(f"the reply is longer than {OUTPUT_LIMIT // 2**20} MiB")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, headers, bytes(body))
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        raise Unreachable(_told(error)) from None
    except httpx2.TransportError as error:
        raise TryAgain(_told(error)) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NoAnswer(_told(error)) from None


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
