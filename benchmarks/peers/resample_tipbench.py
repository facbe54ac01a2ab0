"""Compares two systems with tipbench's draws: ``… FILE.npy bs|ar|both``; see resample_sacrebleu.

``bs`` and ``ar`` do one test, as sacrebleu does; ``both`` is ``tipbench.scoring.statistics.paired``
with all that ``tipbench compare`` says of a difference.
"""

import json
import sys
import time
from typing import Any

import numpy as np

from tipbench.scoring.counts import Counts
from tipbench.scoring.statistics.draws import resampled_sums, swapped_sums
from tipbench.scoring.statistics.shapes import shape_of


def bootstrap(one: Any, other: Any) -> Any:
    """The interval of the difference in F1."""
    shape = shape_of(Counts())
    assert shape is not None
    sums = resampled_sums(np.concatenate([one, other], axis=1))
    drawn = shape.values(sums[:, 4:])["f1"] - shape.values(sums[:, :4])["f1"]
    return {"interval": np.quantile(drawn, (0.025, 0.975)).tolist()}


def randomise(one: Any, other: Any) -> Any:
    """The p-value of the difference in F1."""
    shape = shape_of(Counts())
    assert shape is not None
    moved = swapped_sums(one - other)
    ours = shape.values(other.sum(axis=0) + moved)["f1"]
    theirs = shape.values(one.sum(axis=0) - moved)["f1"]
    seen = shape.values(other.sum(axis=0)[None])["f1"] - shape.values(one.sum(axis=0)[None])["f1"]
    reached = int((np.abs(ours - theirs) >= abs(seen[0]) - 1e-9).sum())
    return {"p": (reached + 1) / (len(moved) + 1)}


def both(one: Any, other: Any) -> Any:
    """Interval and p-value as ``tipbench compare`` has them."""
    from tipbench.scoring.statistics.paired import Pair, differences
    from tipbench.scoring.statistics.units import BlockSample, Units

    ids = [f"{index:07d}" for index in range(len(one))]
    cluster = {doc_id: index for index, doc_id in enumerate(ids)}
    units = Units("documents", len(ids), {}, cluster, range(len(ids) + 1))
    samples = [
        BlockSample(
            units,
            Counts(),
            {(i, None): Counts(*row) for i, row in zip(ids, side.tolist(), strict=True)},
        )
        for side in (one, other)
    ]
    (found,) = differences([Pair(samples[0], samples[1], "f1")])
    return {"p": found.p, "interval": found.interval}


def main(path: str, test: str) -> None:
    """Print what the test found."""
    rows = np.load(path).astype(np.float64)
    one, other = rows[:, [0, 1, 2, 2]], rows[:, [0, 3, 4, 4]]
    started = time.perf_counter()
    found = {"bs": bootstrap, "ar": randomise, "both": both}[test](one, other)
    print(json.dumps(found | {"seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main(*sys.argv[1:])
