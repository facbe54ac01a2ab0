"""``http://…`` and ``https://…``: a service that is sent a document and answers a prediction."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document
from tipbench.systems.deadline import Deadline
from tipbench.systems.http import Patience, Poster, Reply, TryAgain, Unreachable, persist
from tipbench.systems.options import SystemOptions
from tipbench.systems.secrets import without_secrets

BUSY = frozenset({429, 502, 503, 504})
"""Statuses of a service that may answer later. 500 is its answer to this document: a failure."""


def open_http(argument: str, *, options: SystemOptions) -> Service:
    """The system of ``http:argument``."""
    return _open(f"http:{argument}", options)


def open_https(argument: str, *, options: SystemOptions) -> Service:
    """The system of ``https:argument``."""
    return _open(f"https:{argument}", options)


def _open(url: str, options: SystemOptions) -> Service:
    if not urlsplit(url).hostname:
        raise UsageError(
            f"{url}: found no host; expected an address such as http://localhost:8000/"
        )
    return Service(url, options)


class Service:
    """A service: a document is POSTed as JSON, and the reply is its prediction as JSON."""

    def __init__(self, url: str, options: SystemOptions) -> None:
        self.name = without_secrets(url)
        self.configuration: Mapping[str, object] = {"url": self.name}
        self._url = url
        self._timeout = options.timeout
        self._poster = Poster({"accept": "application/json"}, silence=None)
        self._patience = Patience()
        self._retries = 0
        self._cuts = 0

    def predict(self, document: Document) -> object:
        """What the service answers for ``document``.

        Raises:
            NoAnswer: It answered nothing, or nothing that can be used.
        """
        content = msgspec.json.encode(document.as_dict())
        deadline = Deadline(self._timeout)
        self._cuts = 0
        try:
            body = persist(
                lambda: self._ask(content, deadline), deadline, self._patience, self._count_retry
            )
        except Unreachable as error:
            # Nobody is there: the documents after this one do not wait for it again.
            self._patience = Patience(attempts=1)
            raise NoAnswer(str(error)) from None
        self._patience = Patience()
        try:
            answer: object = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            start = body[:80].decode(errors="replace")
            raise NoAnswer(f"answered {start!r}, which is not JSON") from None
        return answer

    def take_usage(self) -> Mapping[str, float]:
        """How often a request was repeated since the last call."""
        retries, self._retries = self._retries, 0
        return {"retries": retries} if retries else {}

    def close(self) -> None:
        """Close the connections."""
        self._poster.close()

    def _ask(self, content: bytes, deadline: Deadline) -> bytes:
        try:
            reply = self._poster.post(self._url, content, deadline)
        except Unreachable:
            raise
        except TryAgain as error:
            # A connection that was kept open may have been closed meanwhile. Cut again, it is this
            # document that the service does not bear.
            self._cuts += 1
            if self._cuts > 1:
                raise NoAnswer(str(error)) from None
            raise
        if reply.status in BUSY:
            raise TryAgain(reply.excerpt, reply.retry_after)
        if reply.status != 200:
            raise NoAnswer(_refusal(reply))
        return reply.body

    def _count_retry(self) -> None:
        self._retries += 1


def _refusal(reply: Reply) -> str:
    to = reply.headers.get("location")
    hint = f" (it points to {without_secrets(to)})" if to else ""
    return f"{reply.excerpt}; expected 200{hint}"
