from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tipbench.errors import UsageError
from tipbench.scoring.metric import Metric
from tipbench.scoring.registry import metrics

PLUGIN = """
from dataclasses import replace
from tipbench.scoring.entities import STRICT
from tipbench.scoring.numeric_facts import SPAN

mine = replace(STRICT, name="mine", description="a metric of another package")
taken = STRICT
elsewhere = replace(SPAN, task="poems")
layerless = replace(SPAN, name="other", layer="poems")
nothing = object()
cls = type(STRICT)
"""


def test_the_built_in_metrics_in_the_order_of_the_contract() -> None:
    assert {task: list(named) for task, named in metrics().items()} == {
        "entities": ["strict", "exact", "partial", "type", "conll", "document"],
        "numeric_facts": ["span", "value", "fact", "source", "distinct"],
        "stance": ["tuple", "full", "evidence", "document_net", "document_own_voice"],
        "summaries": [
            "rouge1",
            "rouge2",
            "rougeLsum",
            "chrf",
            "nuggets_vital",
            "nuggets_all",
            "numbers",
            "names",
            "sources",
            "stance_kept",
            "stance_pairs",
            "leakage",
            "extent",
        ],
    }


def test_every_metric_describes_itself() -> None:
    for task, named in metrics().items():
        for name, metric in named.items():
            assert isinstance(metric, Metric)
            assert (metric.task, metric.name) == (task, name)
            assert metric.higher_is_better is (name not in ("leakage", "extent"))
            assert metric.description
            assert "\n" not in metric.description
            assert tuple(metric.zero.values) == metric.fields
            assert set(metric.zero.values.values()) == {None}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Installs a package ``plug`` with the entry points given."""

    def write(**points: str) -> None:
        (tmp_path / "plug_in.py").write_text(PLUGIN, encoding="utf-8")
        folder = tmp_path / "plug-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: plug\nVersion: 1.0\n")
        rows = [f"{name} = {value}" for name, value in points.items()]
        (folder / "entry_points.txt").write_text("\n".join(["[tipbench.metrics]", *rows]))
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "plug_in", raising=False)

    return write


def test_an_installed_package_adds_a_metric(install) -> None:
    install(mine="plug_in:mine")
    assert list(metrics()["entities"])[-1] == "mine"


@pytest.mark.parametrize(
    ("points", "message"),
    [
        (
            {"x": "plug_in:taken"},
            r"two metrics are called entities\.strict: the built-in one and the entry point "
            r"x = plug_in:taken of plug",
        ),
        (
            {"x": "plug_in:mine", "y": "plug_in:mine"},
            r"entities\.mine: the entry point x = .* and the entry point y = ",
        ),
        ({"x": "plug_in:elsewhere"}, r"task 'poems', expected one of entities"),
        ({"x": "plug_in:layerless"}, r"layer 'poems', expected one of .*entities"),
        ({"x": "plug_in:nothing"}, r"x = plug_in:nothing of plug is no object with"),
        ({"x": "plug_in:cls"}, r"x = plug_in:cls of plug is no object with"),
        ({"x": "plug_in:absent"}, r"x = plug_in:absent of plug cannot be loaded"),
        ({"x": "no_such_module:a"}, r"cannot be loaded: ModuleNotFoundError"),
    ],
)
def test_what_cannot_be_used_is_named(install, points: dict[str, str], message: str) -> None:
    install(**points)
    with pytest.raises(UsageError, match=message):
        metrics()


def test_importing_the_scoring_room_is_cheap() -> None:
    heavy = ["rouge_score", "sacrebleu", "numpy", "pyarrow", "sklearn", "nltk"]
    code = (
        "import sys, tipbench.scoring.score, tipbench.scoring.alignment.align; "
        "from tipbench.scoring.registry import metrics; metrics(); "
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
