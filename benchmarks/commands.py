"""The commands that are timed against one another, by name."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "benchmarks" / "peers"
OWN_PEERS = ROOT / ".venv-peers" / "bin" / "python"
"""Where ``make bench-peers`` puts what the project itself does not need."""

Command = Sequence[str]


def tipbench(*arguments: str) -> Command:
    """The console script, as users call it."""
    return (str(Path(sys.executable).parent / "tipbench"), *arguments)


def score(folder: Path, predictions: str, out: str, *more: str) -> Command:
    """``tipbench score`` of a generated data set."""
    return tipbench(
        "score", str(folder / predictions), "--corpus", str(folder / "corpus"),
        "--task", "entities", "--out", str(folder / "runs" / out), *more,
    )  # fmt: skip


def peer(script: str, *arguments: object, python: str = sys.executable) -> Command:
    """One of the scripts in ``peers/``."""
    return (python, str(PEERS / script), *map(str, arguments))


def scoring(folder: Path) -> dict[str, Command]:
    """Everything that scores or reads one data set."""
    commands = {
        "tipbench": score(folder, "predictions.parquet", "one"),
        "tipbench, two workers": score(folder, "predictions.parquet", "two", "--workers", "2"),
        "tipbench, shards": score(folder, "shards", "shards"),
        "tipbench, JSONL": score(folder, "predictions.jsonl", "jsonl"),
        "nervaluate": peer("score_nervaluate.py", folder),
        "seqeval default": peer("score_seqeval.py", folder, "default"),
        "seqeval strict": peer("score_seqeval.py", folder, "strict"),
        "pyarrow: the same columns": peer("read_columns.py", folder, "all"),
        "pyarrow: without the texts": peer("read_columns.py", folder, "spans"),
        "pyarrow.json": peer("read_json.py", folder),
    }
    if OWN_PEERS.exists():
        commands["spaCy"] = peer("score_spacy.py", folder, python=str(OWN_PEERS))
    return commands


def resampling(path: Path, *, sacrebleu: bool) -> dict[str, Command]:
    """The paired tests of two systems over the documents' statistics in ``path``."""
    commands = {
        f"tipbench {name}": peer("resample_tipbench.py", path, test)
        for name, test in {**TESTS, "compare": "both"}.items()
    }
    if sacrebleu:
        commands |= {
            f"sacrebleu {name}": peer("resample_sacrebleu.py", path, test)
            for name, test in TESTS.items()
        }
    return commands


TESTS: Mapping[str, str] = {"bootstrap": "bs", "randomisation": "ar"}


def generation(what: str, number: int, path: Path) -> Command:
    """Generates data (see ``benchmarks.generate``), unless they are there."""
    return (sys.executable, "-m", "benchmarks.generate", what, str(number), str(path))


def start_up(folder: Path) -> dict[str, Command]:
    """What takes no time but that of starting."""
    return {
        "tipbench score": score(folder, "predictions.parquet", "one"),
        "bare script": peer("bare_script.py", folder),
        "tipbench --help": tipbench("--help"),
        "bare interpreter": (sys.executable, "-c", "pass"),
    }
