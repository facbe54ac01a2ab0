"""Hugging Face transformers models as systems: token classifiers, summarisers, and NLI judges.

>>> from tipbench.systems.pipelines.transformers import open_transformers  # imports no torch
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.errors import UsageError
from tipbench.systems.options import SystemOptions
from tipbench.systems.pipelines.missing import require

if TYPE_CHECKING:
    from tipbench.model import System


def open_transformers(argument: str, *, options: SystemOptions) -> System:
    """Load ``argument``: the name of a model on the Hub, or a folder with model and tokenizer.

    Raises:
        UsageError: transformers or torch is not installed, the model cannot be loaded, or it is
            of none of the kinds in ``_KINDS``.
    """
    system = f"transformers:{argument}"
    require("torch", system=system, extra="transformers")
    transformers = require("transformers", system=system, extra="transformers")
    config = load(transformers.AutoConfig, argument, system)
    for architecture in config.architectures or ():
        for ending, opened in _KINDS.items():
            if architecture.endswith(ending):
                return opened(transformers, argument, config)
    raise UsageError(
        f"system {system!r}: found a model of architecture "
        f"{', '.join(config.architectures or ()) or 'unknown'}; "
        f"expected one that ends in {' or '.join(_KINDS)}"
    )


def load(auto: Any, argument: str, system: str, **options: Any) -> Any:
    """What the ``Auto…`` class of transformers loads.

    Raises:
        UsageError: There is no such model, or it cannot be loaded.
    """
    try:
        return auto.from_pretrained(argument, **options)
    except Exception as error:
        there = "in that folder" if Path(argument).is_dir() else "on the Hub, or a folder"
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise UsageError(
            f"system {system!r}: {argument} cannot be loaded: {reason}; expected a model {there}"
        ) from error


def versions(config: Any) -> dict[str, Any]:
    """What the answers of a model depend on, for ``--resume``."""
    import transformers

    revision = getattr(config, "_commit_hash", None)
    return {"revision": revision, "versions": {"transformers": transformers.__version__}}


def _tagger(transformers: Any, argument: str, config: Any) -> System:
    from tipbench.systems.pipelines.tagger import open_tagger

    return open_tagger(transformers, argument, config)


def _summariser(transformers: Any, argument: str, config: Any) -> System:
    from tipbench.systems.pipelines.summariser import open_summariser

    return open_summariser(transformers, argument, config)


def _entailment(transformers: Any, argument: str, config: Any) -> System:
    from tipbench.systems.pipelines.entailment import open_entailment

    return open_entailment(transformers, argument, config)


_KINDS: dict[str, Callable[[Any, str, Any], System]] = {
    "ForTokenClassification": _tagger,
    "ForConditionalGeneration": _summariser,
    "ForSequenceClassification": _entailment,
}
"""By the end of an architecture's name."""
