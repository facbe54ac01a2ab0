"""What a user may say of a system besides its name."""

from __future__ import annotations

from dataclasses import dataclass

from tipbench.model import TASKS


@dataclass(frozen=True, slots=True)
class SystemOptions:
    """Options of ``tipbench evaluate`` that a SYSTEM is opened with; a form reads what it needs.

    Attributes:
        tasks: The tasks that are asked for.
        labels: The view of labels that names are scored in (``tipbench.scoring.label_views``).
        timeout: Seconds that one document may take; ``None`` for as long as it needs.
        memory: Bytes of address space that a process of the system may use.
        base_url: Where an OpenAI-compatible server answers.
        prices: Price of a million input and of a million output tokens, in one currency.
    """

    tasks: tuple[str, ...] = TASKS
    labels: str = "native"
    timeout: float | None = None
    memory: int | None = None
    base_url: str | None = None
    prices: tuple[float, float] | None = None
