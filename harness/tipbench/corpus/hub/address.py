"""What names one revision of a corpus on the Hub: ``org/name@revision``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tipbench.errors import UsageError

_NAME = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*"
_ADDRESS = re.compile(rf"(?P<repo>{_NAME})@(?P<revision>[^\s@]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """One revision of a dataset repository.

    Attributes:
        repo: ``org/name``.
        revision: A tag (``v1.0.0``), a full commit hash, or a branch, which moves.
    """

    repo: str
    revision: str

    def __str__(self) -> str:
        """The form that a user writes."""
        return f"{self.repo}@{self.revision}"

    @property
    def version(self) -> str | None:
        """The version that a release's tag promises, or ``None`` of another revision.

        >>> Address("org/name", "v1.0.0").version, Address("org/name", "main").version
        ('1.0.0', None)
        """
        found = re.fullmatch(r"v(\d+\.\d+\.\d+)", self.revision)
        return found[1] if found else None


def parse_address(text: str) -> Address | None:
    """The address that ``text`` is, or ``None`` where it has not the form of one.

    >>> parse_address("org/name@v1.0.0")
    Address(repo='org/name', revision='v1.0.0')
    >>> parse_address("some/folder") is None
    True
    """
    found = _ADDRESS.fullmatch(text)
    return Address(found["repo"], found["revision"]) if found else None


def check_repo(text: str) -> str:
    """``text`` as the name of a repository.

    Raises:
        UsageError: It is none.
    """
    if not re.fullmatch(_NAME, text, re.ASCII):
        raise UsageError(f"repository {text!r}: expected ORG/NAME, such as my-org/tipbench")
    return text
