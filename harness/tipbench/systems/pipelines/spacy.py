"""spaCy pipelines as systems: ``spacy:en_core_web_sm``, a folder, or several of them.

>>> from tipbench.systems.pipelines.spacy import read_entities  # no spaCy needed to import
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tipbench.errors import UsageError
from tipbench.model import Document
from tipbench.systems.options import SystemOptions
from tipbench.systems.pipelines.missing import require

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MULTILINGUAL = "xx"
"""What spaCy calls the language of a pipeline that takes any."""


@dataclass(frozen=True, slots=True)
class SpacySystem:
    """Pipelines that find names: ``doc.ents`` and the labelled spans of ``doc.spans``.

    Attributes:
        name: ``spacy:`` and the pipelines.
        pipelines: By language; one alone takes every document.
        configuration: Name and version of every pipeline, and of spaCy.
    """

    name: str
    pipelines: Mapping[str, Language]
    configuration: Mapping[str, Any]

    def predict(self, document: Document) -> dict[str, Any]:
        """The names of ``document``, with the labels of the pipeline."""
        return {"entities": read_entities(self._pipeline(document.language)(document.text))}

    def _pipeline(self, language: str) -> Language:
        if len(self.pipelines) == 1:
            return next(iter(self.pipelines.values()))
        found = self.pipelines.get(language) or self.pipelines.get(MULTILINGUAL)
        if found is None:
            raise UsageError(
                f"{self.name}: found no pipeline for language {language!r}; "
                f"there are those for {', '.join(sorted(self.pipelines))}"
            )
        return found


def open_spacy(argument: str, *, options: SystemOptions) -> SpacySystem:
    """Load ``argument``: a pipeline by name or folder, or several with commas between them.

    With several, a document goes to the pipeline of its language.

    Raises:
        UsageError: spaCy or a pipeline is not installed, or two pipelines are of one language.
    """
    system = f"spacy:{argument}"
    spacy = require("spacy", system=system, extra="spacy")
    pipelines: dict[str, Language] = {}
    versions = {"spacy": spacy.__version__}
    for name in argument.split(","):
        pipeline = _load(spacy, name.strip(), system)
        if pipeline.lang in pipelines:
            raise UsageError(
                f"system {system!r}: found two pipelines for {pipeline.lang!r}; expected one for "
                "each language"
            )
        pipelines[pipeline.lang] = pipeline
        versions[name.strip()] = str(pipeline.meta.get("version", ""))
    return SpacySystem(system, pipelines, {"versions": versions})


def read_entities(doc: Doc) -> list[dict[str, Any]]:
    """The names of a spaCy document in the predictions format, each once, in text order."""
    spans = [*doc.ents, *(span for group in doc.spans.values() for span in group)]
    found = {
        (span.start_char, span.end_char, span.label_)
        for span in spans
        # Unlabelled spans are candidates or clusters of some component, no names.
        if span.label_ and span.end_char > span.start_char
    }
    return [{"start": start, "end": end, "type": label} for start, end, label in sorted(found)]


def _load(spacy: Any, name: str, system: str) -> Language:
    try:
        pipeline: Language = spacy.load(name)
    except OSError as error:
        if "[E050]" not in str(error):
            raise UsageError(f"system {system!r}: {name} cannot be loaded: {error}") from error
        remedy = "" if "/" in name else f" (python -m spacy download {name})"
        raise UsageError(
            f"system {system!r}: found no pipeline {name!r}; "
            f"expected an installed pipeline{remedy}, or a folder that spaCy saved"
        ) from None
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise UsageError(f"system {system!r}: {name} cannot be loaded: {reason}") from error
    return pipeline
