"""What a model is told: a readable file for each task and language, under ``prompts/``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr")
"""The languages of the prompts; documents in another one get the first."""

_FILE = re.compile(r"version: (\d+)\n\n(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Instructions for a task.

    Attributes:
        version: Raised with every change of the text.
        text: The instructions.
    """

    version: int
    text: str

    @property
    def signature(self) -> str:
        """Version and hash, as it is recorded."""
        return f"{self.version}:{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"


@cache
def prompt(task: str, language: str) -> Prompt:
    """The instructions for ``task`` in ``language``, English where there are none in it.

    >>> prompt("summaries", "de") == prompt("summaries", "en")
    True
    """
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    path = files("tipbench.systems.openai") / "prompts" / f"{task}.{chosen}.md"
    found = _FILE.fullmatch(path.read_text(encoding="utf-8"))
    if found is None:
        raise AssertionError(f"{path} does not begin with its version")
    return Prompt(int(found[1]), found[2].strip())
