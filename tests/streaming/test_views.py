"""Views of many pages at once against the view of one page."""

import random
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from tipbench.corpus.load import CONTENT_ZONES
from tipbench.corpus.view import View
from tipbench.model import Span, Zone
from tipbench.streaming.views import views

STRUCT = pa.list_(pa.struct([("zone", pa.string()), ("start", pa.int32()), ("end", pa.int32())]))


def arrow(*zones):
    names = ("zone", "start", "end")
    rows = [None if z is None else [dict(zip(names, one, strict=True)) for one in z] for z in zones]
    return pa.array(rows, STRUCT)


def texts(found):
    return [found.texts.text(number) for number in range(len(found.texts))]


def test_pages_without_zones_are_shown_whole():
    for zones in (None, arrow(None, [])):
        assert texts(views(["ab", "cd"], zones, None, "clean")) == ["ab", "cd"]


def test_clean_shows_content_and_page_shows_zones():
    zones = arrow([("title", 0, 2), ("nav", 2, 4), ("body", 4, 6)], None)
    assert texts(views(["abcdef..", "x"], zones, None, "clean")) == ["abef", "x"]
    assert texts(views(["abcdef..", "x"], zones, None, "page")) == ["abcdef", "x"]


def test_a_span_across_adjacent_zones_is_shown_and_one_across_a_gap_is_not():
    zones = arrow([("title", 1, 3), ("body", 3, 5), ("body", 6, 8)])
    pieces = views(["abcdefgh"], zones, None, "clean").pieces
    where = np.zeros(4, np.int64)
    start, end = np.array([2, 4, 6, 0]), np.array([4, 7, 8, 2])
    shift, shown = pieces.place(where, start, end)
    assert shown.tolist() == [True, False, True, False]
    assert (start + shift)[shown].tolist() == [1, 4]


@pytest.mark.parametrize(
    "zones",
    [
        [("body", 4, 6), ("title", 0, 2)], [("title", 0, 3), ("body", 2, 6)], [("body", 0, 9)],
        [("body", -1, 3)], [("body", 3, 3)], [("body", 4, 3)], [("body", None, 3)],
        [(None, 0, 3)],
    ],
    ids=["unsorted", "overlapping", "out of page", "before it", "empty", "backwards", "no start",
         "no name"],
)  # fmt: skip
def test_a_page_of_strange_zones_is_odd_and_its_neighbours_are_not(zones):
    found = views(["uvwxyz", "abcdef", "ghi"], arrow(None, zones, [("body", 0, 3)]), None, "clean")
    assert found.odd.tolist() == [False, True, False]
    assert texts(found) == ["uvwxyz", "", "ghi"]


@pytest.mark.parametrize("name", ["clean", "page"])
@pytest.mark.parametrize("numbered", [False, True])
def test_generated_pages_are_shown_as_one_page_is(name, numbered):
    rng = random.Random(name)
    kinds = ["body", "title", "nav", "footer"]
    for _ in range(60):
        pages, rows = [], []
        for _ in range(rng.choice((1, 7))):
            pages.append("".join(rng.choices("ab😀 ", k=rng.choice((0, 9, 20)))))
            cuts = sorted(rng.sample(range(len(pages[-1]) + 1), min(len(pages[-1]), 6)))
            pairs = [p for p in pairwise(cuts) if rng.random() < 0.7]
            rows.append([(rng.choice(kinds), *pair) for pair in pairs])
        zones = arrow(*rows)
        if numbered:
            coded = [
                [{"zone": kinds.index(z), "start": s, "end": e} for z, s, e in r] for r in rows
            ]
            fields = [("zone", pa.int64()), ("start", pa.int32()), ("end", pa.int32())]
            zones = pa.array(coded, pa.list_(pa.struct(fields)))
        found = views(pages, zones, kinds if numbered else None, name)
        assert not found.odd.any()
        for number, (page, row) in enumerate(zip(pages, rows, strict=True)):
            listed = [Zone(Span(s, e), z, z in CONTENT_ZONES) for z, s, e in row]
            one = View.of(page, listed, name)
            assert found.texts.text(number) == one.text
            base = int(found.texts.starts[number])
            spans = [Span(s, e) for s in range(len(page)) for e in range(s + 1, len(page) + 1)]
            if not spans:
                continue
            start = np.array([span.start for span in spans])
            end = np.array([span.end for span in spans])
            shift, shown = found.pieces.place(np.full(len(spans), number), start, end)
            assert shown.tolist() == [one.shows(span) for span in spans]
            for span, by, seen in zip(spans, shift.tolist(), shown.tolist(), strict=True):
                if seen:
                    assert span.start + by - base == one.from_page(span).start
