"""``CITATION.cff`` and ``eval.yaml`` of a release."""

from __future__ import annotations

from typing import Any

from tipbench.corpus.release.files import SPLIT, Release
from tipbench.model import TASKS

TITLE = "tipbench: entities, numeric facts and stance in five English and French news articles"
DESCRIPTION = (
    "Five real news pages in English and French on the 2024 US Trafficking in Persons report and "
    "Morocco, annotated by model annotators with zones, entities, numeric facts, stance, reference "
    "summaries and nuggets."
)
KEYWORDS = (
    "benchmark", "named entity recognition", "numeric facts", "stance", "summarization", "French",
)  # fmt: skip


def citation(release: Release) -> str:
    """``CITATION.cff``, of the dataset."""
    content: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it with its version. The annotations are "
        "licensed under CC BY 4.0; the texts of the articles belong to their publishers.",
        "title": TITLE,
        "abstract": DESCRIPTION,
        "type": "dataset",
        "version": release.sources.version,
        **({"date-released": release.date} if release.date else {}),
        "authors": [{"name": "The tipbench developers"}],
        "keywords": list(KEYWORDS),
    }
    return _yaml(content)


def evaluation(release: Release) -> str:
    """``eval.yaml``, by which the Hub knows a benchmark.

    It has no ``evaluation_framework``: the Hub refuses names that are not on its list, and
    tipbench is not on it.
    """
    content = {
        "name": "tipbench",
        "description": f"{DESCRIPTION} Score with: tipbench evaluate SYSTEM --corpus "
        f"ORG/NAME@v{release.sources.version}",
        "tasks": [{"id": task, "config": task, "split": SPLIT} for task in TASKS],
    }
    return _yaml(content)


def _yaml(content: dict[str, Any]) -> str:
    import yaml

    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return text
