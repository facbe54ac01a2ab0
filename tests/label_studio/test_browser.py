"""An annotator at a real page, with mouse and keyboard; what is pulled is what was done."""

import json
import os
from pathlib import Path

import pytest
from browser import (
    CHROMIUM,
    choose,
    click_on,
    fill,
    log_in,
    mark,
    open_browser,
    open_task,
    submit,
    unselect,
    warning,
)
from shared_by_tests import keys_of, skip

DOC = "tip-002"


@pytest.fixture
def page(label_studio):
    if not Path(CHROMIUM).exists():
        skip(f"no browser at {CHROMIUM}; .ci/run installs one")
    with open_browser() as page:
        yield page


@pytest.fixture
def picture(page):
    """Takes a picture where TIPBENCH_PICTURES names a folder, for the handbook."""

    def take(name):
        folder = os.environ.get("TIPBENCH_PICTURES")
        if folder:
            page.screenshot(path=str(Path(folder) / f"{name}.png"))

    return take


def span(text, words, after=0):
    start = text.index(words, after)
    return start, start + len(words)


def test_an_annotator_works_with_mouse_and_keyboard(
    label_studio, tipbench, push, page, picture, documents, tmp_path
):
    carol = label_studio.invite("carol@tipbench.test")
    project = push("--title", "by hand")
    task = label_studio.tasks(project)[DOC]["id"]
    text = documents.texts[DOC]
    key = keys_of(label_studio.get(f"/api/projects/{project}")["label_config"])
    log_in(page, label_studio.url, carol.email, carol.password)
    open_task(page, label_studio.url, project, task)
    picture("empty")

    morocco = span(text, "Maroc")
    assert mark(page, key["GPE"], *morocco) == "Maroc"
    click_on(page, *morocco)
    picture("entity")
    choose(page, "Which entity?", "morocco · maroc · kingdom")
    page.keyboard.press(key["name"])
    submit(page)
    assert "role" in warning(page)  # The page selects what lacks something.
    page.keyboard.press(key["literal"])
    unselect(page)

    year = span(text, "2024")
    assert mark(page, key["number"], *year) == "2024"
    click_on(page, *year)
    submit(page)
    assert "kind" in warning(page)
    page.keyboard.press(key["date"])
    page.keyboard.press(key["="])
    fill(page, "numeric_facts_value", "2024")
    fill(page, "numeric_facts_unit", "year")
    choose(page, "What is measured?", "not in this list")
    fill(page, "numeric_facts_property_new", "new:report-year")
    choose(page, "Who says it?", "writer")
    picture("number")
    unselect(page)

    evidence = span(text, "Le Maroc ne respecte pas pleinement les normes minimales")
    cue = span(text, "ne respecte pas")
    mark(page, key["negative"], *evidence)
    mark(page, key["cue"], *cue)
    click_on(page, *span(text, "normes minimales"))
    choose(page, "Who holds it?", "writer")
    choose(page, "About whom?", "morocco · maroc · kingdom")
    page.keyboard.press(key["overall"])
    page.keyboard.press(key["none"])
    picture("stance")
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.keyboard.press("Alt+r")
    click_on(page, *cue)
    picture("relation")
    unselect(page)

    submit(page)
    assert "net" in warning(page)
    page.keyboard.press(key["document_stance_net", "critique"])
    page.keyboard.press(key["document_stance_own_voice", "critique"])
    picture("submit")
    submit(page)
    assert warning(page) is None

    code, out, _ = tipbench("annotate", "pull", "--project", project, "--out", tmp_path)
    assert code == 0, out

    def pulled(layer):
        path = tmp_path / "carol" / layer / f"{DOC}.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    common = {"doc_id": DOC, "annotator": "carol"}
    assert pulled("entities") == [
        common
        | {"id": f"{DOC}.e001", "start": morocco[0], "end": morocco[1], "text": "Maroc"}
        | {"type": "GPE", "subtype": None, "entity_id": "morocco", "mention": "name"}
        | {"role": "literal", "truncated": False}
    ]
    assert pulled("numeric_facts") == [
        common
        | {"id": f"{DOC}.n01", "start": year[0], "end": year[1], "text": "2024"}
        | {"kind": "date", "value": "2024", "value2": None, "unit": "year", "comparator": "="}
        | {"property": "new:report-year", "subject": None, "place": None, "time": None}
        | {"qualifier": None, "source": "writer", "fact_id": f"f-{DOC}-n01"}
    ]
    quote = {"start": evidence[0], "end": evidence[1], "text": text[slice(*evidence)]}
    assert pulled("stance") == [
        common
        | {"id": f"{DOC}.s01", "chain": ["writer"], "holder": "writer", "target": "morocco"}
        | {"polarity": "negative", "aspect": "overall", "quoted": "none", "evidence": quote}
        | {"cue": {"start": cue[0], "end": cue[1], "text": "ne respecte pas"}}
    ]
    assert pulled("document_stance") == [
        common | {"id": f"{DOC}.ds", "net": "critique", "own_voice": "critique"}
    ]
    told = json.loads((tmp_path / "carol" / "label_studio.jsonl").read_text(encoding="utf-8"))
    assert {each["origin"] for each in told["records"].values()} == {"made"}
    assert told["pre_annotation"] is None
    assert told["lead_time"] > 0


COLOURS = """
() => [...document.querySelectorAll('.tb-text [class*="htx-highlight-"]')]
  .map(region => getComputedStyle(region).backgroundColor)
"""


@pytest.mark.parametrize("doc_id", ["tip-002", "tip-004"])
def test_the_page_itself_loses_nothing(
    label_studio, tipbench, push, page, picture, root, tmp_path, doc_id
):
    """Gold that is shown, coloured, and submitted by the page comes back byte for byte."""
    user = label_studio.invite(f"{doc_id}@tipbench.test")
    project = push("--from", "gold", "--title", f"gold in the page, {doc_id}")
    log_in(page, label_studio.url, user.email, user.password)
    open_task(page, label_studio.url, project, label_studio.tasks(project)[doc_id]["id"])
    colours = page.evaluate(COLOURS)
    assert len(colours) > 50
    assert "rgba(0, 0, 0, 0)" not in colours
    picture(f"gold-{doc_id}")
    submit(page)
    assert warning(page) is None
    code, out, _ = tipbench(
        *("annotate", "pull", "--project", project, "--out", tmp_path),
        *("--annotator", f"{user.email}=gold"),
    )
    assert code == 0, out
    for layer in ("entities", "numeric_facts", "stance", "document_stance"):
        gold, pulled = (
            sorted((folder / layer / f"{doc_id}.jsonl").read_text(encoding="utf-8").splitlines())
            for folder in (root / "annotations" / "gold", tmp_path / "gold")
        )
        assert pulled == gold
    told = json.loads((tmp_path / "gold" / "label_studio.jsonl").read_text(encoding="utf-8"))
    assert told["pre_annotation"] == "gold"
    assert {each["origin"] for each in told["records"].values()} == {"accepted"}
