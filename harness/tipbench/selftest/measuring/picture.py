"""The self-test as a picture; needs matplotlib (``pip install "tipbench[picture]"``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipbench.errors import UsageError
from tipbench.model import TASKS
from tipbench.selftest.generation.edits import Effect
from tipbench.selftest.generation.library import LANGUAGES
from tipbench.selftest.measuring.dose import Curve
from tipbench.selftest.measuring.expectations import FALSE_ALARMS, MEANT, WORD_OVERLAP
from tipbench.selftest.measuring.rates import Rate
from tipbench.selftest.measuring.result import SelfTest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "svg", "pdf")
"""Kinds of pictures, by the ending of the file."""
_MEANT = "the metric meant"
_NAMES = {"en": "English", "fr": "French"}
_DARK = 0.55
"""From this share on, a cell is so dark that its figure is white."""


def check_picture(path: Path) -> None:
    """Fail at once where a picture could not be written at the end.

    Raises:
        UsageError: The file's ending is no known one, its folder does not exist, or matplotlib is
            not installed.
    """
    if path.suffix.lstrip(".") not in FORMATS:
        raise UsageError(f"--picture {path}: expected a file that ends in .{', .'.join(FORMATS)}")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"--picture {path}: there is no folder {path.parent}; make it first")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise UsageError(
            '--picture needs matplotlib, which is not installed: pip install "tipbench[picture]"'
        ) from None


def draw_picture(test: SelfTest, path: Path) -> None:
    """Write the picture of a self-test.

    Args:
        test: What was measured.
        path: The file; its ending decides the format.
    """
    # Imported here because it is an extra and takes half a second.
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights = [5.4, 3.2] if test.rates else []
    heights += [3.6] if test.curves else []
    with rc_context({"font.size": 9, "svg.hashsalt": "tipbench", "axes.titlesize": 10}):
        figure = Figure(figsize=(13, sum(heights) + 0.8), layout="constrained")
        FigureCanvasAgg(figure)
        rows = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
        if test.rates:
            _heatmaps(rows[0], "corruption", test.rates)
            _heatmaps(rows[1], "harmless", test.rates)
        if test.curves:
            _curves(rows[-1], test.curves)
        # Without a date, the same test gives the same file.
        dateless = {"png": "Software", "svg": "Date", "pdf": "CreationDate"}
        figure.savefig(path, dpi=150, metadata={dateless[path.suffix.lstrip(".")]: None})


def _heatmaps(part: Any, effect: Effect, rates: Sequence[Rate]) -> None:
    """One map for each language: types of changes by metrics."""
    corrupt = effect == "corruption"
    part.suptitle(
        "Corrupted summaries: share that the metric detects (any fall counts; bold: bar missed)"
        if corrupt
        else "Harmless edits: share at which the metric gives a false alarm (bold: bar missed)",
        fontweight="bold",
    )
    types = list(dict.fromkeys(rate.type for rate in rates if rate.effect == effect))
    columns = (_MEANT, *WORD_OVERLAP) if corrupt else (*FALSE_ALARMS, *WORD_OVERLAP)
    for axes, language in zip(part.subplots(1, 2, sharey=True), LANGUAGES, strict=True):
        by_name = {(r.type, r.metric): r for r in rates if r.language == language}
        cells = [
            [by_name.get((t, MEANT[t].metric if c == _MEANT else c)) for c in columns]
            for t in types
        ]
        _heatmap(axes, cells, "Blues" if corrupt else "Oranges")
        axes.set_title(_NAMES[language])
        axes.set_xticks(range(len(columns)), columns, rotation=25, ha="right")
        labels = [f"{t}  [{MEANT[t].metric}]" if corrupt else t for t in types]
        axes.set_yticks(range(len(types)), labels)


def _heatmap(axes: Axes, cells: Sequence[Sequence[Rate | None]], colours: str) -> None:
    values = [[(r.rate or 0.0) if r is not None else 0.0 for r in row] for row in cells]
    axes.imshow(values, cmap=colours, vmin=0, vmax=1, aspect="auto")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for y, row in enumerate(cells):
        for x, rate in enumerate(row):
            known = rate is not None and rate.rate is not None
            text = f"{values[y][x]:.2f}" if known else "absent"
            colour = "white" if values[y][x] > _DARK else "black" if known else "grey"
            weight = "bold" if rate is not None and rate.verdict == "missed" else "normal"
            axes.text(x, y, text, ha="center", va="center", color=colour, fontweight=weight)


def _curves(part: Any, curves: Sequence[Curve]) -> None:
    """One plot for each task: how the metrics that look at a slot fall with the dose."""
    part.suptitle(
        "Gold made wrong: mean score of the metrics that look at the slot, by share of items",
        fontweight="bold",
    )
    tasks = [task for task in TASKS if any(curve.task == task for curve in curves)]
    for axes, task in zip(part.subplots(1, len(tasks), squeeze=False)[0], tasks, strict=True):
        types = dict.fromkeys(curve.type for curve in curves if curve.task == task)
        markers = "osv^D<>pPX*hd"
        for marker, type in zip(markers, types, strict=False):
            own = [c for c in curves if (c.task, c.type) == (task, type) and c.meant]
            if own:
                means = [
                    sum(column) / len(own) for column in zip(*(c.means for c in own), strict=True)
                ]
                axes.plot(own[0].doses, means, marker=marker, markersize=4, label=type)
        axes.set_title(task)
        axes.set_xlabel("share of the items that are wrong")
        axes.set_ylim(-0.03, 1.05)
        axes.grid(alpha=0.3)
        axes.legend(fontsize=7, loc="lower left", framealpha=0.8, ncols=2)
