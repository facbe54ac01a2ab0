"""Tasks for lm-evaluation-harness, as the YAML files that its ``--include_path`` reads.

``lm_eval --include_path "$(tipbench lm-eval-path)" --tasks tipbench_entities --model …``
"""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The folder to give as ``--include_path``.

    >>> sorted(path.stem for path in folder().glob("*.yaml"))[0]
    'tipbench_entities'
    """
    return Path(__file__).parent
