"""A model behind an OpenAI-compatible server as a judge."""

import json

import pytest

import tipbench
from tipbench.errors import UsageError
from tipbench.model import Question
from tipbench.systems.openai.prompts import prompt
from tipbench.systems.openai.system import open_openai
from tipbench.systems.options import SystemOptions

from .server import answer, completion, says, status

ALL = "nuggets_all_judged"


def judged(server, system="lead", **options):
    options = {"base_url": server.url, **options}
    return tipbench.evaluate(system, tasks=["summaries"], judge="openai:tiny", **options)


def yes_to_french(handler, body):
    """Decides by the language of the instructions."""
    is_french = "Vous" in body["messages"][0]["content"]
    handler.reply(200, completion(json.dumps({"answer": is_french})))


def test_a_question_is_asked_with_its_own_prompt_and_schema(server):
    server.script[:] = [says('{"answer": false}')]
    system = open_openai("tiny", options=SystemOptions(tasks=("judge",), base_url=server.url))
    question = Question("d#k01", "fr", None, "« Un résumé »", "Un énoncé")
    assert system.predict(question) == {"answer": False}
    system.close()
    (request,) = server.requests
    assert request["temperature"] == 0
    instructions, asked = request["messages"]
    assert instructions["content"] == prompt("judge", "fr").text
    assert json.loads(asked["content"]) == {"statement": "Un énoncé", "summary": "« Un résumé »"}
    strict = request["response_format"]["json_schema"]
    assert (strict["name"], strict["strict"]) == ("judge", True)
    assert strict["schema"]["properties"] == {"answer": {"type": "boolean"}}


def test_a_run_is_judged_and_what_it_cost_is_told(server, tmp_path):
    server.always = yes_to_french
    run = judged(server, out=tmp_path, prices=(1.0, 2.0), workers=3)
    english, french = (run.slices["summaries"][ALL]["language"][name] for name in ("en", "fr"))
    assert (english["recall"], french["recall"]) == (0.0, 1.0)
    usage = json.loads((tmp_path / "judge" / "timing.json").read_text("utf-8"))["usage"]
    assert usage["requests"] == usage["schema_honoured"] == 78
    assert usage["cost"] == pytest.approx(78 * (100 * 1.0 + 10 * 2.0) / 1e6)
    record = json.loads((tmp_path / "judge" / "system.json").read_text("utf-8"))
    assert list(record["configuration"]["prompts"]) == ["judge.en", "judge.fr"]
    assert "usage" not in json.loads((tmp_path / "timing.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("content", "yes"),
    [
        ('{"answer": "yes"}', True),
        ('```json\n{"answer": true}\n```', True),
        ("<think>No, or yes?</think>{\"answer\": false,}", False),
        ("Yes.", True),
        ("true", True),
        ("**No**, the number is missing.", False),
        ('My answer: {"answer": "NON"}', False),
    ],
)  # fmt: skip
def test_what_can_be_meant_in_one_way_is_an_answer(server, content, yes):
    server.always = says(content)
    assert judged(server).as_dict()["judge"]["yes"] == (78 if yes else 0)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (says("I cannot tell."), 'said \'{"answer": "I cannot tell."}\'; expected yes or no'),
        (says('{"answer": "perhaps"}'), "expected yes or no"),
        (says('{"answer": null}'), "expected yes or no"),
        (says('{"verdict": true}'), "expected the object it was shown"),
        (says('{"answer": true} {"answer": false}'), "judge: the model wrote"),
        (says(""), "judge: the model wrote nothing"),
        (says("{}", finish_reason="length"), "judge: the answer was cut off"),
        (status(400), "judge: HTTP 400"),
    ],
)
def test_anything_else_is_no_answer(server, step, reason):
    def sometimes(handler, body):
        (says('{"answer": true}') if "Tier 2" in body["messages"][1]["content"] else step)(
            handler, body
        )

    server.always = sometimes
    run = judged(server)
    silent = [one for one in run.judged.judgements if one.answer is None]
    assert silent
    assert all(reason in one.reason for one in silent)
    counts = run.scores["summaries"][ALL]["counts"]
    assert counts == {"correct": 78 - len(silent), "total": 78}


def test_a_server_that_refuses_schemas_is_asked_without(server):
    def step(handler, body):
        if "response_format" in body:
            status(400, {"error": {"message": "response_format is not supported"}})(handler, body)
        else:
            says("No.")(handler, body)

    server.always = step
    assert judged(server).as_dict()["judge"]["no"] == 78


def test_the_key_stands_nowhere(server, tmp_path, monkeypatch, contents):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-1234567890")
    server.always = yes_to_french
    judged(server, out=tmp_path)
    assert {headers["authorization"] for headers in map(dict, lower(server.headers))} == {
        "Bearer sk-secret-1234567890"
    }
    assert not [name for name, data in contents(tmp_path).items() if b"sk-secret" in data]


def lower(headers):
    return ({name.lower(): value for name, value in one.items()} for one in headers)


def test_one_server_for_system_and_judge(server):
    server.always = lambda handler, body: (
        yes_to_french(handler, body)
        if body["response_format"]["json_schema"]["name"] == "judge"
        else answer(handler, body)
    )
    run = judged(server, "openai:tiny")
    # Its summaries are English, and so are the questions.
    assert run.scores["summaries"][ALL]["recall"] == 0.0
    assert len(server.requests) == 5 + 78


def test_an_address_that_neither_takes(server, tmp_path):
    with pytest.raises(UsageError, match="system 'lead' takes no --base-url; openai: does"):
        tipbench.evaluate("lead", judge=lambda question: True, base_url=server.url)
