"""The version of the harness; the corpus has one of its own."""

from __future__ import annotations

__version__ = "0.1.0"
