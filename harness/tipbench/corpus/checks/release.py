"""Level 1: the corpus has a version, and its changelog says what the version brings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipbench.annotation.problems import Problem
from tipbench.corpus.release.changelog import release_date
from tipbench.corpus.sources import Sources

NO_ENTRY = "F106"
"""A version without an entry: nothing that keeps a corpus from being built, only from release."""


def release_problems(sources: Sources) -> Iterator[Problem]:
    """What keeps the corpus from being released."""
    version = sources.version
    if not re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version):
        message = f"found {version!r}, expected X.Y.Z"
        yield Problem("F107", "annotations/VERSION", message, "Write three numbers")
    elif release_date(sources.changelog, version) is None:
        place = "annotations/CHANGELOG.md"
        message = f"version {version} has no entry"
        remedy = f"Say what it brings under '## {version} - YYYY-MM-DD'"
        yield Problem(NO_ENTRY, place, message, remedy, "warning")
