"""Where predictions without offsets stand in the text."""

from typing import Literal, get_args

Status = Literal["given", "exact", "repaired", "ambiguous", "not found"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""How a span came to its offsets; see ``tipbench.scoring.alignment.align``."""
