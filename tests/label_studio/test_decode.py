"""What is odd in a result is named, with its region; and nothing of it becomes a record."""

import copy

import pytest

from tipbench.label_studio.decode import decode
from tipbench.label_studio.decoded import Page
from tipbench.label_studio.encode import encode
from tipbench.label_studio.regions import read_result

DOC = "tip-002"
LAYERS = ["entities", "numeric_facts", "stance", "document_stance"]


@pytest.fixture(scope="module")
def gold(sources, inventories):
    """The result that says what the gold says of one document."""
    records = {layer: [item.record for item in sources.layers[layer][DOC]] for layer in LAYERS}
    return encode(records, sources.texts[DOC], inventories)


@pytest.fixture
def items(gold):
    return copy.deepcopy(gold)


@pytest.fixture
def read(sources, inventories):
    def read(items, layers=LAYERS):
        page = Page(DOC, sources.texts[DOC], "fr", layers)
        return decode(read_result(items), page, "ann", inventories, "task 7 (tip-002)")

    return read


def of(items, region, name="span"):
    return next(item for item in items if item.get("id") == region and item["from_name"] == name)


def drop(items, region, name):
    items.remove(of(items, region, name))


def entity(items, name="span"):
    return of(items, "e001", name)


def label(items, *labels):
    entity(items)["value"]["labels"] = list(labels)


def move(items, start, end):
    for item in items:
        if item.get("id") == "e001":
            item["value"] |= {"start": start, "end": end}


def say(items, region, name, kind, **value):
    span = {key: of(items, region)["value"][key] for key in ("start", "end")}
    item = {"id": region, "from_name": name, "to_name": "text", "type": kind}
    items.append(item | {"value": span | value})


FAULTS = {
    "two labels": (lambda i: label(i, "GPE", "ORG"), "R401", "found 2 labels (GPE, ORG)"),
    "an unknown label": (lambda i: label(i, "COUNTRY"), "R402", "label 'COUNTRY', expected one"),
    "past the end": (lambda i: move(i, 0, 10**6), "R301", "not within the 3474 characters"),
    "backwards": (lambda i: move(i, 9, 3), "R301", "[9, 3) is empty"),
    "no whole number": (lambda i: move(i, 0.5, 3), "R201", "no whole numbers"),
    "true as an offset": (lambda i: move(i, True, 3), "R201", "no whole numbers"),
    "items apart": (
        lambda i: entity(i)["value"].update(start=0),
        "R201",
        "its items lie at different places",
    ),
    "a required field is empty": (
        lambda i: drop(i, "e001", "entities_mention"),
        "R404",
        "mention is not filled in",
    ),
    "a field of another layer": (
        lambda i: say(i, "e001", "stance_aspect", "choices", choices=["legal"]),
        "R403",
        "has no 'stance_aspect'",
    ),
    "a field twice": (
        lambda i: say(i, "e001", "entities_mention", "choices", choices=["name"]),
        "R201",
        "filled in twice",
    ),
    "two values": (
        lambda i: entity(i, "entities_mention")["value"].update(choices=["name", "nominal"]),
        "R406",
        "mention has 2 values",
    ),
    "an unknown choice": (
        lambda i: entity(i, "entities_mention")["value"].update(choices=["pronoun"]),
        "L401",
        "mention is 'pronoun', expected one of: name, nominal",
    ),
    "an unknown entity": (
        lambda i: entity(i, "entities_entity_id")["value"].update(taxonomy=[["atlantis"]]),
        "R504",
        "'atlantis' is not in the inventory",
    ),
    "not in the list, and no name": (
        lambda i: entity(i, "entities_entity_id")["value"].update(taxonomy=[["new"]]),
        "R405",
        "no name is given",
    ),
    "a stance without its cue": (
        lambda i: i.remove(next(each for each in i if each["type"] == "relation")),
        "R503",
        "found 0 arrows to a cue, expected 1",
    ),
    "a cue of nothing": (
        lambda i: i.remove(next(each for each in i if each["type"] == "relation")),
        "R501",
        "a cue that no arrow joins to its stance",
    ),
    "an arrow between entities": (
        lambda i: i.append({"type": "relation", "from_id": "e001", "to_id": "e002"}),
        "R502",
        "an arrow joins it to region",
    ),
    "an arrow to nothing": (
        lambda i: i.append({"type": "relation", "from_id": "e001", "to_id": "gone"}),
        "R201",
        "the arrow ends at no region: gone",
    ),
    "an arrow with a label": (
        lambda i: next(e for e in i if e["type"] == "relation").update(labels=["positive"]),
        "R201",
        "arrows of tipbench have none",
    ),
    "the same twice": (
        lambda i: i.extend([{**e, "id": "twin"} for e in i if e.get("id") == "e001"]),
        "R304",
        "says the same as region",
    ),
    "a value without a comparator": (
        lambda i: drop(i, "n01", "numeric_facts_comparator"),
        "L405",
        "comparator None",
    ),
    "a page field twice": (
        lambda i: i.append({**of(i, "ds_net", "document_stance_net"), "id": "again"}),
        "R201",
        "filled in twice",
    ),
    "a page field is empty": (
        lambda i: drop(i, "ds_net", "document_stance_net"),
        "R404",
        "net is not filled in",
    ),
    "a control of another page": (
        lambda i: i.append(
            {"id": "k", "from_name": "colour", "type": "choices", "value": {"choices": ["red"]}}
        ),
        "R403",
        "no field 'colour'",
    ),
    "another tool's item": (
        lambda i: i.append({"id": "k", "from_name": "box", "type": "rectangle", "value": {}}),
        "R201",
        "is none that tipbench makes",
    ),
    "no item at all": (lambda i: i.append("x"), "R201", "is no item of a result"),
}


def test_the_gold_has_no_fault(read, items):
    assert read(items).problems == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place(read, items, name):
    break_it, code, message = FAULTS[name]
    break_it(items)
    told = [problem for problem in read(items).problems if problem.code == code]
    assert any(message in problem.message for problem in told), told
    assert all(problem.place.startswith("task 7 (tip-002)") for problem in told)
    assert all(problem.remedy for problem in told)


def test_white_space_at_the_edges_is_left_out(read, items, sources):
    value = entity(items)["value"]
    start, end = value["start"], value["end"]
    text = sources.texts[DOC]
    wider = (start - text[:start].endswith(" "), end + text[end:].startswith(" "))
    assert wider != (start, end)
    move(items, *wider)
    found = read(items)
    assert (found.stripped, found.problems) == (1, [])
    first = found.records["entities"][0]
    assert (first.start, first.end, first.text) == (start, end, text[start:end])


def test_regions_made_by_hand_are_numbered_after_those_that_were_there(read, items):
    entity(items)
    for item in items:
        if item.get("id") == "e001":
            item["id"] = "Xy12"
    found = read(items)
    assert found.problems == []
    last = max(record.id for record in found.records["entities"])
    assert found.regions[last] == "Xy12"
