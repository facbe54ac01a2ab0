"""What the command line exits with."""

from __future__ import annotations

DONE = 0
"""Everything was carried out."""
NOT_MET = 1
"""A bar was not met, or the data have errors."""
WRONG_USE = 2
"""Wrong usage, or unreadable input."""
INTERRUPTED = 130
"""Stopped by Ctrl-C or by a signal to end, as a shell has it."""
