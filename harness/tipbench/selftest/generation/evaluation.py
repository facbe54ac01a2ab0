"""Changes of what is thought of somebody: the opposite, and the denial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from tipbench.selftest.generation.change import Change, Context, replaced, sites
from tipbench.selftest.generation.lexicon import plain
from tipbench.selftest.generation.markup import Source

_AUXILIARY = re.compile(r"\b(?:had|has|have) $")


def stance_flipped(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """Praise that becomes criticism, and criticism that becomes praise."""
    for index, site, words in sites(source, "v"):
        for opposite in context.lexicon.stance[plain(words)].flip:
            yield replaced(source, index, site, opposite)


def negation_added(source: Source, context: Context, draw: Random) -> Iterator[Change]:
    """An evaluation that is denied."""
    for index, site, words in sites(source, "v"):
        before = source.sentences[index].text[: site.start]
        for denial in context.lexicon.stance[plain(words)].negate:
            if not (denial.startswith("did not") and _AUXILIARY.search(before)):
                yield replaced(source, index, site, denial)
