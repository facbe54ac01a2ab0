"""``openai:MODEL``: a model behind any server that speaks OpenAI's chat completions."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document, Question
from tipbench.systems.deadline import Deadline
from tipbench.systems.openai.answers import schema
from tipbench.systems.openai.chat import Chat
from tipbench.systems.openai.prompts import LANGUAGES, prompt
from tipbench.systems.openai.repair import read_content
from tipbench.systems.options import SystemOptions
from tipbench.systems.secrets import without_secrets

DEFAULT_URL = "https://api.openai.com/v1"
KEY = "OPENAI_API_KEY"
"""The environment variable with the key; it is read, sent, and never written."""


def open_openai(argument: str, *, options: SystemOptions) -> OpenAI:
    """The system of ``openai:argument``.

    Raises:
        UsageError: There is no model, no address, or no key for the server that needs one.
    """
    if not argument:
        raise UsageError("openai: found no model; expected openai:MODEL")
    url = options.base_url or os.environ.get("OPENAI_BASE_URL") or DEFAULT_URL
    if not url.startswith(("http://", "https://")):
        raise UsageError(
            f"--base-url {url!r}: expected an address such as http://localhost:8000/v1"
        )
    key = os.environ.get(KEY) or None
    if url == DEFAULT_URL and key is None:
        raise UsageError(
            f"openai:{argument}: found no key in {KEY}; set it, or name a server by --base-url"
        )
    return OpenAI(argument, url, key, options)


class OpenAI:
    """Asks a model for each task in turn; the answer of a document is all of them, or none.

    Names and expressions come without offsets, and the harness places them.
    """

    def __init__(self, model: str, url: str, key: str | None, options: SystemOptions) -> None:
        self.name = f"openai:{model}"
        self.configuration: Mapping[str, object] = _configuration(model, url, options.tasks)
        self._chat = Chat(url, model, key)
        self._key = key
        self._options = options

    def predict(self, document: Document) -> dict[str, Any]:
        """The prediction for ``document``.

        Raises:
            NoAnswer: One of the tasks has no answer; the text says which and why.
        """
        deadline = Deadline(self._options.timeout)
        prediction: dict[str, Any] = {}
        for task in self._options.tasks:
            try:
                prediction |= self._answer(task, document, deadline)
            except NoAnswer as error:
                told = f"{task}: {error}"
                raise NoAnswer(told.replace(self._key, "[key]") if self._key else told) from None
        return prediction

    def take_usage(self) -> Mapping[str, float]:
        """Requests, tokens, repairs and cost since the last call."""
        usage: dict[str, float] = dict(self._chat.usage)
        self._chat.usage.clear()
        prices = self._options.prices
        if prices is not None and "prompt_tokens" in usage:
            sent, received = usage["prompt_tokens"], usage.get("completion_tokens", 0)
            usage["cost"] = (sent * prices[0] + received * prices[1]) / 1e6
        return usage

    def close(self) -> None:
        """Close the connections."""
        self._chat.close()

    def _answer(self, task: str, document: Document, deadline: Deadline) -> dict[str, Any]:
        content = self._chat.complete(
            prompt(task, document.language).text, _message(document), (task, schema(task)), deadline
        )
        try:
            found, repairs, is_kept = read_content(content, task)
        except NoAnswer:
            self._chat.usage["unreadable_answers"] += 1
            raise
        self._chat.usage["schema_honoured"] += is_kept
        if repairs:
            self._chat.usage["repaired_answers"] += 1
        for name, count in repairs.items():
            self._chat.usage[f"repaired_{name}"] += count
        return found


def _message(document: Document) -> str:
    """What a model is asked about; both texts of a question, told apart."""
    if isinstance(document, Question):
        asked = {"statement": document.statement, "summary": document.text}
        return json.dumps(asked, ensure_ascii=False)
    return document.text


def _configuration(model: str, url: str, tasks: tuple[str, ...]) -> dict[str, object]:
    """All that the answers depend on, but for the key."""
    prompts = {
        f"{task}.{language}": prompt(task, language).signature
        for task in tasks
        for language in LANGUAGES
    }
    schemas = _digest([schema(task) for task in tasks])
    address = without_secrets(url)
    return {
        "model": model,
        "base_url": address,
        "temperature": 0,
        "response_format": "json_schema, strict",
        "prompts": prompts,
        "schemas": schemas,
        "signature": f"openai:{model}|url:{address}|prompts:{_digest(prompts)}|schemas:{schemas}"
        "|temperature:0|format:json_schema:strict",
    }


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
