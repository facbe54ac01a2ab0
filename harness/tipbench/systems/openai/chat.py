"""The conversation with an OpenAI-compatible server: POST /chat/completions and its troubles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from tipbench.errors import NoAnswer
from tipbench.systems.deadline import Deadline
from tipbench.systems.http import Patience, Poster, Reply, TryAgain, persist

SILENCE = 600.0
"""Seconds without a byte after which a server counts as gone, where no --timeout is given."""

TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
"""Statuses after which the same request may succeed."""

FORMATS = ("json_schema", "json_object", "text")
"""Structured output from the strictest form to none; a server that refuses one gets the next."""


class Chat:
    """Asks one model, and counts what that costs.

    Args:
        base_url: Where the server answers, up to and with ``/v1``.
        model: The model.
        key: Sent as a bearer token where it is given.

    Attributes:
        usage: Requests, retries, tokens, what was asked for and refused; added up until it is
            taken.
    """

    def __init__(self, base_url: str, model: str, key: str | None) -> None:
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._model = model
        self._poster = Poster({"authorization": f"Bearer {key}"} if key else {}, silence=SILENCE)
        self._format = 0
        self._sends_temperature = True
        self.usage: Counter[str] = Counter()

    def complete(
        self,
        instructions: str,
        text: str,
        schema: tuple[str, Mapping[str, Any]],
        deadline: Deadline,
    ) -> str:
        """What the model writes about ``text``.

        Args:
            instructions: The system message.
            text: The user's message.
            schema: Name and JSON schema of the answer that is asked for.
            deadline: When it has to be there, retries included.

        Raises:
            NoAnswer: It wrote nothing that is whole.
        """
        messages = [
            {"role": "system", "content": instructions},
            {"role": "user", "content": text},
        ]
        while True:
            content = msgspec.json.encode(self._body(messages, schema))
            found = persist(lambda: self._ask(content, deadline), deadline, Patience(), self._retry)  # noqa: B023
            if isinstance(found, str):
                break
            self._give_way(found)
        self.usage[f"asked_for_{FORMATS[self._format]}"] += 1
        return found

    def close(self) -> None:
        """Close the connections."""
        self._poster.close()

    def _body(
        self, messages: list[dict[str, str]], schema: tuple[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self._model, "messages": messages}
        if self._sends_temperature:
            body["temperature"] = 0
        name, wanted = schema
        if FORMATS[self._format] == "json_schema":
            strict = {"name": name, "strict": True, "schema": wanted}
            body["response_format"] = {"type": "json_schema", "json_schema": strict}
        elif FORMATS[self._format] == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _ask(self, content: bytes, deadline: Deadline) -> str | Reply:
        """What the model wrote, or a reply that refuses the request as it is."""
        self.usage["requests"] += 1
        reply = self._poster.post(self._url, content, deadline)
        if reply.status in TRANSIENT and b"insufficient_quota" not in reply.body:
            raise TryAgain(reply.excerpt, reply.retry_after)
        if reply.status in (400, 422):
            return reply
        if reply.status != 200:
            raise NoAnswer(reply.excerpt)
        completion = read_completion(reply)
        self._count(completion)
        return _written(completion)

    def _give_way(self, refusal: Reply) -> None:
        """Leave out what the server does not take, for this request and the ones to come.

        Raises:
            NoAnswer: It refuses something else.
        """
        why = refusal.body.decode(errors="replace").lower()
        is_format = any(word in why for word in ("response_format", "schema", "json_object"))
        if self._sends_temperature and "temperature" in why:
            self._sends_temperature = False
            self.usage["refused_temperature"] += 1
        elif is_format and self._format + 1 < len(FORMATS):
            self.usage[f"refused_{FORMATS[self._format]}"] += 1
            self._format += 1
        else:
            raise NoAnswer(refusal.excerpt)

    def _retry(self) -> None:
        self.usage["retries"] += 1

    def _count(self, completion: Mapping[str, Any]) -> None:
        spent = completion.get("usage") or {}
        for name in ("prompt_tokens", "completion_tokens", "cost"):
            value = spent.get(name)
            if isinstance(value, (int, float)):
                self.usage[name] += value  # type: ignore[assignment]  # costs are fractions
        served = completion.get("model")
        if isinstance(served, str):
            self.usage[f"answers_of_{served}"] += 1


def read_completion(reply: Reply) -> dict[str, Any]:
    """The chat completion in a reply, which may be a stream although none was asked for.

    Raises:
        TryAgain: It is no completion, it breaks off, or it tells a passing error.
        NoAnswer: It tells a lasting error.
    """
    text = reply.body.decode(errors="replace").strip()
    is_stream = "event-stream" in reply.headers.get("content-type", "") or text[:5] == "data:"
    try:
        found = _assemble(_events(text)) if is_stream else json.loads(text)
    except ValueError:
        raise TryAgain(f"answered {text[:80]!r}, which is not JSON") from None
    if not isinstance(found, dict):
        raise TryAgain(f"answered {text[:80]!r}; expected a chat completion")
    _raise_error(found.get("error"))
    choices = found.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise TryAgain(f"answered {text[:80]!r}; expected a chat completion with a choice")
    _raise_error(choices[0].get("error"))
    return found


def _raise_error(error: object) -> None:
    if not error:
        return
    message = error.get("message", error) if isinstance(error, dict) else error
    code = error.get("code") if isinstance(error, dict) else None
    told = f"error in the reply: {str(message)[:300]}"
    if isinstance(code, int) and 400 <= code < 500 and code not in TRANSIENT:
        raise NoAnswer(told)
    raise TryAgain(told)


def _events(text: str) -> Iterator[dict[str, Any]]:
    """The data of server-sent events, one line each, as these servers send them."""
    for line in text.splitlines():
        data = line.removeprefix("data:").strip()
        if line.startswith("data:") and data:
            yield {"is_done": True} if data == "[DONE]" else json.loads(data)


def _assemble(events: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """One completion of the pieces of a stream.

    Raises:
        TryAgain: It ends before the answer does.
    """
    whole: dict[str, Any] = {}
    pieces: list[str] = []
    reason = None
    for event in events:
        if event.get("error"):
            return event
        whole |= {name: event[name] for name in ("model", "usage") if event.get(name)}
        for choice in event.get("choices") or ():
            pieces.append((choice.get("delta") or choice.get("message") or {}).get("content") or "")
            reason = choice.get("finish_reason") or reason
        if event.get("is_done"):
            reason = reason or "stop"
    if reason is None:
        raise TryAgain("the stream broke off before the answer ended")
    message = {"role": "assistant", "content": "".join(pieces)}
    return {**whole, "choices": [{"message": message, "finish_reason": reason}]}


def _written(completion: Mapping[str, Any]) -> str:
    """What the model wrote.

    Raises:
        NoAnswer: Nothing, or nothing whole.
    """
    choice = completion["choices"][0]
    message = choice.get("message") or {}
    if message.get("refusal"):
        raise NoAnswer(f"the model refused: {str(message['refusal'])[:300]}")
    if choice.get("finish_reason") == "length":
        raise NoAnswer("the answer was cut off at the limit of tokens")
    if choice.get("finish_reason") == "content_filter":
        raise NoAnswer("the server's content filter held the answer back")
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        raise NoAnswer("the model wrote nothing")
    return content
