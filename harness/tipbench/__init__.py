"""tipbench: score extractors and summarisers on a gold-annotated English-French news corpus.

>>> import tipbench
>>> corpus = tipbench.load_corpus()
>>> len(corpus.documents())
5
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tipbench.version import __version__

if TYPE_CHECKING:
    from tipbench.corpus.load import Corpus, load_corpus
    from tipbench.errors import DataError, TipbenchError, UsageError
    from tipbench.model import Document
    from tipbench.run.evaluate import evaluate
    from tipbench.run.record import Run
    from tipbench.run.score import score

_HOME = {
    "Corpus": "tipbench.corpus.load",
    "DataError": "tipbench.errors",
    "Document": "tipbench.model",
    "Run": "tipbench.run.record",
    "TipbenchError": "tipbench.errors",
    "UsageError": "tipbench.errors",
    "evaluate": "tipbench.run.evaluate",
    "load_corpus": "tipbench.corpus.load",
    "score": "tipbench.run.score",
}
"""Where each public name lives; imported when it is first asked for, to keep start-up instant."""

__all__ = [
    "Corpus",
    "DataError",
    "Document",
    "Run",
    "TipbenchError",
    "UsageError",
    "__version__",
    "evaluate",
    "load_corpus",
    "score",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'tipbench' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
