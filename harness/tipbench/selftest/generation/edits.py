"""All types of changes, and the seeded choice among the changes that the summaries allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tipbench.model import Case
from tipbench.selftest.generation import (
    additions,
    evaluation,
    naming,
    quantities,
    wording,
)
from tipbench.selftest.generation.change import Change, Context, Maker
from tipbench.selftest.generation.lexicon import lexicon
from tipbench.selftest.generation.library import LANGUAGES, faithful_summaries
from tipbench.selftest.generation.markup import Source

Effect = Literal["corruption", "harmless", "padding"]

CORRUPTIONS: Mapping[str, Maker] = {
    "number_changed": quantities.number_changed,
    "comparator_dropped": quantities.comparator_dropped,
    "comparator_flipped": quantities.comparator_flipped,
    "unit_changed": quantities.unit_changed,
    "year_changed": quantities.year_changed,
    "rank_changed": quantities.rank_changed,
    "invented_number": additions.invented_number,
    "entity_swapped": naming.entity_swapped,
    "entity_invented": naming.entity_invented,
    "invented_name": additions.invented_name,
    "source_swapped": naming.source_swapped,
    "source_dropped": naming.source_dropped,
    "stance_flipped": evaluation.stance_flipped,
    "negation_added": evaluation.negation_added,
    "boilerplate_added": additions.boilerplate_added,
}
"""Changes that make a summary wrong."""

HARMLESS: Mapping[str, Maker] = {
    "respelled": quantities.numbers_respelled,
    "synonyms": quantities.comparators_in_other_words,
    "reordered": wording.sentences_reordered,
    "apostrophes": wording.apostrophes_changed,
    "paraphrase": wording.paraphrased,
}
"""Changes that leave a summary as right as it was, and must cost nothing."""

PADDING: Mapping[str, Maker] = {"padding": additions.padding}
"""Changes that add nothing, and must gain nothing."""

EFFECTS: Mapping[Effect, Mapping[str, Maker]] = {
    "corruption": CORRUPTIONS,
    "harmless": HARMLESS,
    "padding": PADDING,
}


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one summary, with where it comes from.

    Attributes:
        type: What was done.
        effect: Whether the changed text is wrong, as right as before, or only longer.
        doc_id: The document that is summarised.
        language: The language of the summary.
        source: The name of the summary.
        change: The texts before and after.
    """

    type: str
    effect: Effect
    doc_id: str
    language: str
    source: str
    change: Change


def make_edits(cases: Sequence[Case], *, seed: int = 0, samples: int = 200) -> list[Edit]:
    """Change the faithful summaries of ``cases`` in every way.

    Args:
        cases: Documents in the view of the whole page; those without summaries are left out.
        seed: Decides which changes are chosen.
        samples: How many of each type and language, or as many as the texts allow.

    Returns:
        The edits by type and language; no two of them have the same texts.
    """
    by_id = {case.document.doc_id: case for case in cases}
    known = [source for source in faithful_summaries() if source.doc_id in by_id]
    shorter = [part for source in known for part in source.shorter()]
    faithful = {source.text for source in (*known, *shorter)}
    made: list[Edit] = []
    for effect, makers in EFFECTS.items():
        for type, maker in makers.items():
            for language in LANGUAGES:
                choice = _Choice(samples, faithful if effect == "corruption" else set())
                draw = Random(f"{seed} {type} {language}")
                # Parts of summaries come in where the whole ones have too few sites.
                for stage, sources in enumerate((known, shorter)):
                    spoken = [source for source in sources if source.language == language]
                    name = f"{seed} {stage}"
                    choice.add(_edits(type, effect, maker, spoken, by_id, name), draw)
                made += choice.edits
    return made


def _edits(
    type: str,
    effect: Effect,
    maker: Maker,
    sources: Sequence[Source],
    cases: Mapping[str, Case],
    seed: str,
) -> Iterator[Edit]:
    for source in sources:
        context = Context(cases[source.doc_id], lexicon(source.language))
        draw = Random(f"{seed} {type} {source.doc_id} {source.language} {source.text}")
        for change in maker(source, context, draw):
            yield Edit(type, effect, source.doc_id, source.language, source.name, change)


@dataclass(slots=True)
class _Choice:
    """At most ``samples`` distinct edits, one of every place before a second one of any.

    Attributes:
        samples: How many at most.
        forbidden: Texts that are right, and so no corruption.
        edits: The edits so far.
    """

    samples: int
    forbidden: set[str]
    edits: list[Edit] = field(default_factory=list)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, edits: Iterator[Edit], draw: Random) -> None:
        """Choose among ``edits`` as many as are still wanted."""
        if len(self.edits) >= self.samples:
            return
        places: dict[tuple[str, str, str], list[Edit]] = {}
        for edit in edits:
            texts = (edit.doc_id, edit.change.before, edit.change.after)
            if texts in self._seen or edit.change.after in self.forbidden or texts[1] == texts[2]:
                continue
            self._seen.add(texts)
            places.setdefault((edit.doc_id, edit.source, edit.change.place), []).append(edit)
        queues = list(places.values())
        draw.shuffle(queues)
        for queue in queues:
            draw.shuffle(queue)
        while queues and len(self.edits) < self.samples:
            wanted = self.samples - len(self.edits)
            self.edits += [queue.pop() for queue in queues][:wanted]
            queues = [queue for queue in queues if queue]
