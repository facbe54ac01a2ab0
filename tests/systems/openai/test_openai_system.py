import json
import re
import threading
import time

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document
from tipbench.systems.openai.system import open_openai
from tipbench.systems.options import SystemOptions

from .server import (
    ANSWERS,
    answer,
    completion,
    cut_at_once,
    cut_within,
    piece,
    says,
    status,
    stream,
)

DOCUMENT = Document("d", "en", None, "Morocco made efforts and kept Tier 2.")
KEY = "sk-secret-1234567890"


@pytest.fixture
def ask(server):
    """Asks for the entities of a document; returns the prediction and the usage."""
    opened = []

    def ask(*script, tasks=("entities",), document=DOCUMENT, **options):
        server.script[:] = script
        system = open_openai(
            "tiny", options=SystemOptions(tasks=tasks, base_url=server.url, **options)
        )
        opened.append(system)
        return system.predict(document), dict(system.take_usage())

    yield ask
    for system in opened:
        system.close()


def test_every_task_is_asked_with_its_strict_schema(ask, server):
    prediction, usage = ask(tasks=tuple(ANSWERS))
    assert prediction == {
        key: value for answer in ANSWERS.values() for key, value in answer.items()
    }
    formats = [request["response_format"] for request in server.requests]
    assert [found["json_schema"]["name"] for found in formats] == list(ANSWERS)
    assert all(found["json_schema"]["strict"] for found in formats)
    assert {request["path"] for request in server.requests} == {"/v1/chat/completions"}
    assert usage == {
        "requests": 4, "prompt_tokens": 400, "completion_tokens": 40, "asked_for_json_schema": 4,
        "schema_honoured": 4, "answers_of_tiny-2026-11": 4,
    }  # fmt: skip


def test_the_instructions_are_in_the_language_of_the_document(ask, server):
    ask(document=Document("d", "fr", None, "Le Maroc"))
    system, user = server.requests[0]["messages"]
    assert system["content"].startswith("Vous relevez les entités")
    assert user == {"role": "user", "content": "Le Maroc"}


def test_429_is_waited_for_as_long_as_the_server_asks(ask, server):
    started = time.monotonic()
    prediction, usage = ask(status(429, retry_after="0.4"), status(429, retry_after="0.2"))
    assert time.monotonic() - started > 0.6
    assert prediction == ANSWERS["entities"]
    assert usage["retries"] == 2
    assert usage["requests"] == 3


@pytest.mark.parametrize(
    "fault",
    [
        status(500),
        status(503),
        status(529),
        cut_at_once,
        cut_within,
        stream(piece('{"entities": ['), {"error": {"message": "overloaded", "code": 502}}),
        stream(piece('{"entities": ['), ends=False),
        lambda handler, body: handler.reply(200, b"<html>Bad gateway</html>"),
        lambda handler, body: handler.reply(200, {"error": {"message": "upstream", "code": 502}}),
        lambda handler, body: handler.reply(200, {"choices": []}),
    ],
    ids=[
        "500", "503", "529", "cut", "cut-within", "stream-error", "stream-broken",
        "html", "error-in-200", "no-choice",
    ],
)  # fmt: skip
def test_what_may_pass_is_tried_again(ask, fault):
    prediction, usage = ask(fault)
    assert prediction == ANSWERS["entities"]
    assert usage["retries"] == 1


def test_a_fault_that_stays_is_a_miss_after_six_attempts(ask, server):
    with pytest.raises(NoAnswer, match=r"entities: HTTP 500: .* \(tried 6 times\)"):
        ask(*[status(500)] * 10)
    assert len(server.requests) == 6


def test_a_stream_that_nobody_asked_for_is_read(ask):
    text = json.dumps(ANSWERS["entities"])
    usage_event = {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}
    prediction, usage = ask(stream(piece(text[:9]), piece(text[9:], "stop"), usage_event))
    assert prediction == ANSWERS["entities"]
    assert usage["prompt_tokens"] == 7


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (status(401), "HTTP 401"),
        (status(404), "HTTP 404"),
        (status(429, {"error": {"code": "insufficient_quota"}}), "HTTP 429"),
        (says('{"entities": [', finish_reason="length"), "cut off at the limit of tokens"),
        (says("", finish_reason="content_filter"), "content filter"),
        (
            says("", message={"role": "assistant", "content": None, "refusal": "I can't"}),
            "the model refused: I can't",
        ),
        (says(""), "the model wrote nothing"),
        (says("I cannot find any."), "no JSON"),
        (says('{"entities": []} or {"entities": [1]}'), "2 JSON values"),
        (says("[1, 2"), "not JSON"),
        (
            lambda handler, body: handler.reply(200, {"error": {"message": "bad", "code": 403}}),
            "error in the reply: bad",
        ),
    ],
)
def test_what_stays_is_not_tried_again(ask, server, fault, reason):
    with pytest.raises(NoAnswer, match=re.escape(reason)):
        ask(fault)
    assert len(server.requests) == 1


def test_a_wait_past_the_timeout_is_not_begun(ask):
    started = time.monotonic()
    with pytest.raises(NoAnswer, match="the next attempt in 60 s would come too late"):
        ask(status(429, retry_after="60"), timeout=5)
    assert time.monotonic() - started < 4


def test_a_silent_server_is_left_at_the_timeout(ask):
    def silent(handler, body):
        time.sleep(3)
        handler.cut()

    started = time.monotonic()
    with pytest.raises(NoAnswer, match=r"no answer within 0.5 s"):
        ask(silent, timeout=0.5)
    assert time.monotonic() - started < 2


def test_a_server_without_structured_output_is_asked_more_loosely(ask, server):
    def refuses(handler, body):
        kind = body.get("response_format", {}).get("type")
        if "temperature" in body:
            handler.reply(400, {"error": {"message": "Unsupported value: 'temperature'"}})
        elif kind is not None:
            handler.reply(400, {"error": {"message": f"response_format {kind} is not supported"}})
        else:
            handler.reply(200, completion(json.dumps(ANSWERS["entities"])))

    server.always = refuses
    prediction, usage = ask()
    assert prediction == ANSWERS["entities"]
    assert usage["asked_for_text"] == usage["refused_json_schema"] == 1
    assert usage["refused_json_object"] == usage["refused_temperature"] == 1
    assert usage["schema_honoured"] == 1
    server.always = None


def test_an_ignored_schema_is_repaired_where_it_is_clear_and_counted(ask):
    content = 'Here:\n```json\n[{"text": "Morocco", "type": "gpe", "why": "a state"},]\n```'
    prediction, usage = ask(says(content))
    assert prediction == ANSWERS["entities"]
    assert usage["asked_for_json_schema"] == 1
    assert usage["schema_honoured"] == 0
    assert usage["repaired_answers"] == 1
    assert {name for name in usage if name.startswith("repaired_")} == {
        "repaired_answers", "repaired_words_around", "repaired_trailing_comma",
        "repaired_bare_list", "repaired_label_case", "repaired_unknown_field",
    }  # fmt: skip


def test_costs_are_those_of_the_server_or_of_the_prices(ask):
    costly = {**completion(json.dumps(ANSWERS["entities"]))}
    costly["usage"] = {"prompt_tokens": 1000, "completion_tokens": 100, "cost": 0.25}
    reply = [lambda handler, body: handler.reply(200, costly)]
    assert ask(*reply)[1]["cost"] == 0.25
    # 1000 tokens at 2 a million and 100 at 10 a million: 0.002 + 0.001.
    assert ask(*reply, prices=(2.0, 10.0))[1]["cost"] == pytest.approx(0.003)


def test_the_key_is_sent_and_never_written(server, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    server.script[:] = [status(401, {"error": {"message": f"Incorrect API key: {KEY}"}})]
    command = ["evaluate", "openai:tiny", "--base-url", server.url, "--task", "entities"]
    assert main(command) == 0
    printed = "".join(capsys.readouterr())
    assert {headers["authorization"] for headers in server.headers} == {f"Bearer {KEY}"}
    folder = tmp_path / "runs" / "openai-tiny"
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert "HTTP 401" in written["predictions.jsonl"]
    assert "Incorrect API key: [key]" in written["run.json"]
    for name, content in {**written, "printed": printed}.items():
        assert KEY not in content, name


def test_a_run_records_prompts_tokens_and_cost(server, tmp_path):
    run = tipbench.evaluate(
        "openai:tiny", base_url=server.url, prices=(1.0, 2.0), out=tmp_path / "r", workers=3
    )
    assert not run.failures
    assert sum(run.alignment["entities"].values()) == 5
    assert run.alignment["entities"]["given"] == 0
    usage = json.loads((tmp_path / "r" / "timing.json").read_text(encoding="utf-8"))["usage"]
    assert usage["requests"] == 20
    assert usage["cost"] == pytest.approx((20 * 100 * 1.0 + 20 * 10 * 2.0) / 1e6)
    record = json.loads((tmp_path / "r" / "system.json").read_text(encoding="utf-8"))
    configuration = record["configuration"]
    assert configuration["prompts"]["stance.fr"].startswith("1:")
    assert re.fullmatch(
        r"openai:tiny\|url:http://127\.0\.0\.1:\d+/v1\|prompts:\w{12}\|schemas:\w{12}"
        r"\|temperature:0\|format:json_schema:strict",
        configuration["signature"],
    )


def test_several_workers_ask_at_once_and_agree_with_one(server, tmp_path):
    everyone = threading.Barrier(4)

    def together(handler, body):
        everyone.wait(10)
        answer(handler, body)

    for workers in (1, 4):
        server.script[:] = [together] * 4 if workers == 4 else []
        tipbench.evaluate(
            "openai:tiny", base_url=server.url, tasks=["entities"], workers=workers,
            out=tmp_path / str(workers),
        )  # fmt: skip
    for name in ("predictions.jsonl", "run.json", "system.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "4" / name).read_bytes()


@pytest.mark.parametrize(
    ("model", "options", "message"),
    [
        ("", {"base_url": "http://x"}, "found no model"),
        ("tiny", {"base_url": "localhost:8000"}, "expected an address such as"),
        ("tiny", {}, "found no key in OPENAI_API_KEY"),
    ],
)
def test_what_cannot_be_asked(server, model, options, message):
    with pytest.raises(UsageError, match=message):
        open_openai(model, options=SystemOptions(**options))
