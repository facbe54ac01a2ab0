"""What a user may say of a system besides its name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from tipbench.errors import UsageError
from tipbench.model import TASKS


@dataclass(frozen=True, slots=True)
class SystemOptions:
    """Options of ``tipbench evaluate`` that a SYSTEM is opened with; a form reads what it needs.

    Attributes:
        tasks: The tasks that are asked for.
        timeout: Seconds that one document may take; ``None`` for as long as it needs.
        memory: Bytes of address space that a process of the system may use.
        base_url: Where an OpenAI-compatible server answers.
        prices: Price of a million input and of a million output tokens, in one currency.
        labels: The view of labels that names are scored in (``tipbench.scoring.label_views``).
    """

    tasks: tuple[str, ...] = TASKS
    timeout: float | None = None
    memory: int | None = None
    base_url: str | None = None
    prices: tuple[float, float] | None = None
    labels: str = "native"


def system_options(**values: Any) -> SystemOptions:
    """Options by name, checked.

    Raises:
        UsageError: There is no such option, or its value is out of bounds.
    """
    known = [field.name for field in fields(SystemOptions)]
    for name in values:
        if name not in known:
            raise UsageError(f"option {name!r}: not known; expected one of {', '.join(known)}")
    options = SystemOptions(**values)
    for name in ("timeout", "memory"):
        value = getattr(options, name)
        if value is not None and not 0 < value < float("inf"):
            raise UsageError(f"{name} {value!r}: expected a number above 0")
    return options
