"""What the checks of the corpus find: every problem has an id, a place and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LEVELS = {
    1: "files",
    2: "structure",
    3: "offsets and surfaces",
    4: "labels and attributes",
    5: "links between layers",
}
"""The levels of checks; a level is only worth reading when those before it are clean."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, or that should be looked at.

    Attributes:
        code: Id of the check, such as ``O302``; the first digit is the level.
        place: ``file:line`` or ``file``, relative to the project's folder.
        message: What was found and what was expected.
        remedy: What to do about it.
        severity: An ``error`` keeps the corpus from being built; a ``warning`` does not.
    """

    code: str
    place: str
    message: str
    remedy: str
    severity: Literal["error", "warning"] = "error"

    @property
    def level(self) -> int:
        """The level of the check, 1 to 5."""
        return int(self.code[1])

    def __str__(self) -> str:
        """The one line that a user is shown."""
        return f"{self.place}: {self.severity} {self.code}: {self.message}. {self.remedy}."
