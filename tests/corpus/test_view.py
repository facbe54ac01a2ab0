import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tipbench.corpus.view import View
from tipbench.errors import UsageError
from tipbench.model import Span, Zone

PAGE = "menu|Title|ad|Body text|end"
ZONES = [
    Zone(Span(0, 5), "nav", False),
    Zone(Span(5, 11), "title", True),
    Zone(Span(11, 14), "widget", False),
    Zone(Span(14, 24), "body", True),
    Zone(Span(24, 27), "footer", False),
]


@st.composite
def pages(draw):
    """A page of random text cut into random zones, and whether each is content."""
    parts = draw(st.lists(st.tuples(st.text(min_size=1, max_size=9), st.booleans()), min_size=1))
    zones, at = [], 0
    for part, content in parts:
        name = "body" if content else "nav"
        zones.append(Zone(Span(at, at + len(part)), name, content))
        at += len(part)
    return "".join(part for part, _ in parts), zones


@st.composite
def pages_and_spans(draw):
    page, zones = draw(pages())
    start = draw(st.integers(0, len(page) - 1))
    return page, zones, Span(start, draw(st.integers(start + 1, len(page))))


def test_the_clean_view_is_the_content_one_after_the_other():
    view = View.of(PAGE, ZONES, "clean")
    assert view.text == "Title|Body text|"
    assert [(zone.name, zone.span) for zone in view.zones] == [
        ("title", Span(0, 6)),
        ("body", Span(6, 16)),
    ]


def test_the_page_view_is_the_whole_page():
    view = View.of(PAGE, ZONES, "page")
    assert view.text == PAGE
    assert view.to_page(Span(0, 27)) == view.from_page(Span(0, 27)) == Span(0, 27)


def test_a_page_without_zones_is_all_content():
    view = View.of("text", [], "clean")
    assert view.text == "text"
    assert view.to_page(Span(0, 4)) == Span(0, 4)


@pytest.mark.parametrize("span", [Span(0, 4), Span(3, 8), Span(9, 16), Span(8, 8), Span(20, 40)])
def test_a_span_that_the_view_does_not_show_is_refused(span):
    view = View.of(PAGE, ZONES, "clean")
    assert not view.shows(span)
    with pytest.raises(UsageError, match="clean view"):
        view.from_page(span)


@pytest.mark.parametrize("span", [Span(4, 8), Span(0, 16), Span(3, 3), Span(10, 17), Span(-1, 2)])
def test_a_span_across_a_removed_zone_is_refused(span):
    with pytest.raises(UsageError, match="across a zone"):
        View.of(PAGE, ZONES, "clean").to_page(span)


@given(pages_and_spans())
def test_every_shown_span_goes_to_the_view_and_back(case):
    page, zones, span = case
    view = View.of(page, zones, "clean")
    assume(view.shows(span))
    shown = view.from_page(span)
    assert view.text[shown.start : shown.end] == page[span.start : span.end]
    assert view.to_page(shown) == span


@given(pages_and_spans())
def test_a_span_is_shown_exactly_when_all_its_zones_are_content(case):
    page, zones, span = case
    touched = [zone.content for zone in zones if zone.span.overlaps(span)]
    assert View.of(page, zones, "clean").shows(span) == all(touched)


@given(pages(), st.data())
def test_every_span_of_the_view_goes_to_the_page_and_back_or_is_refused(case, data):
    page, zones = case
    view = View.of(page, zones, "clean")
    assume(view.text)
    start = data.draw(st.integers(0, len(view.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(view.text))))
    try:
        there = view.to_page(span)
    except UsageError:
        assert not view.shows(Span(0, len(page)))
    else:
        assert page[there.start : there.end] == view.text[span.start : span.end]
        assert view.from_page(there) == span
