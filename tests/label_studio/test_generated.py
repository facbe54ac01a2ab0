"""Records of any kind become results and come back, in memory and through a real server."""

import json
from itertools import count

from generated import documents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipbench.label_studio.configuration import configuration
from tipbench.label_studio.decode import decode
from tipbench.label_studio.decoded import Page, check_round_trip
from tipbench.label_studio.encode import encode
from tipbench.label_studio.push import Settings, Task, push
from tipbench.label_studio.regions import read_result
from tipbench.label_studio.server import Server

FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, suppress_health_check=FIXTURES)
@given(data=st.data())
def test_in_memory(inventories, data):
    text, records = data.draw(documents(inventories))
    sent = json.loads(json.dumps(encode(records, text, inventories)))
    page = Page("d", text, "en", list(records))
    back = decode(read_result(sent), page, "ann", inventories, "here")
    assert not list(check_round_trip(records, back))
    assert back.stripped == 0
    assert {layer: len(found) for layer, found in records.items()} == {
        layer: len(found) for layer, found in back.records.items()
    }


numbers = count(1)


@settings(max_examples=4, suppress_health_check=FIXTURES, derandomize=True)
@given(data=st.data())
def test_through_a_real_server(label_studio, ann, inventories, data):
    made = data.draw(st.lists(documents(inventories), min_size=8, max_size=8))
    layers = list(made[0][1])
    tasks = [
        Task(
            f"d{number}",
            {"title": "generated", "text": text},
            lambda text=text, records=records: {"x": encode(records, text, inventories)},
        )
        for number, (text, records) in enumerate(made)
    ]
    title = f"generated {next(numbers)}"
    page = Settings(title, configuration(layers, inventories), 1, "", "x")
    with Server(label_studio.url, label_studio.lead.token) as server:
        project = push(server, page, tasks).project
        label_studio.accept_all(project.id, ann)
        back = {task["data"]["doc_id"]: task for task in server.tasks(project.id)}
    for number, (text, records) in enumerate(made):
        task = back[f"d{number}"]
        assert task["data"]["text"] == text
        result = read_result(task["annotations"][0]["result"])
        found = decode(result, Page("d", text, "en", layers), "ann", inventories, "here")
        assert not list(check_round_trip(records, found))
