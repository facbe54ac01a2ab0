"""Judges of every form, good and bad, in whole runs."""

import json
import shlex
import subprocess
import sys
import time

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.report import as_text

VITAL, ALL = "nuggets_vital_judged", "nuggets_all_judged"


def judged(judge, system="lead", **options):
    return tipbench.evaluate(system, tasks=["summaries"], judge=judge, **options)


def recall(run, metric=ALL):
    return run.scores["summaries"][metric]["recall"]


def content(path):
    return json.loads(path.read_text(encoding="utf-8"))


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def knows_the_titles(question):
    """Says yes to what begins with a letter of the first half of the alphabet."""
    return question.statement[0].lower() < "m"


def test_recall_is_the_share_of_yes_beside_the_matchers():
    run = judged(knows_the_titles)
    scores = run.scores["summaries"]
    names = list(scores)
    assert names[names.index("nuggets_vital") :][:4] == [
        "nuggets_vital", VITAL, "nuggets_all", ALL,
    ]  # fmt: skip
    yes = [one.question.doc_id for one in run.judged.judgements if one.answer]
    assert scores[ALL]["counts"] == {"correct": len(yes), "total": 78}
    assert scores[ALL]["recall"] == len(yes) / 78
    assert 0 < scores[VITAL]["counts"]["correct"] < len(yes)
    assert scores[VITAL]["counts"]["total"] == scores["nuggets_vital"]["counts"]["total"]
    assert scores[ALL]["interval_reason"] == scores["nuggets_all"]["interval_reason"]
    documents = run.slices["summaries"][ALL]["document"]
    assert documents["tip-003"]["counts"]["correct"] == sum(i.startswith("tip-003") for i in yes)
    assert set(run.slices["summaries"][ALL]["language"]) == {"en", "fr"}


def test_a_judge_that_decides_as_the_matcher_does_tells_the_same_story(corpus):
    from tipbench.scoring.summaries.nuggets import credit
    from tipbench.scoring.summaries.propositions import propositions

    nuggets = {case.document.doc_id: case.nuggets for case in corpus.cases()}

    def matcher(question):
        found = propositions(nuggets[question.doc_id[:7]], question.language)
        (one,) = (p for p in found if p.text == question.statement)
        return credit(question.text, one) == 1.0

    told = judged(matcher).as_dict()["judge"]["agreement"]
    assert (told["observed"], told["kappa"]) == (1.0, 1.0)
    told = judged(lambda question: not matcher(question)).as_dict()["judge"]["agreement"]
    assert told["observed"] == 0.0
    assert told["kappa"] < 0


def test_what_the_run_says_of_its_judge(here):
    run = judged("words.py:decide", out=here / "r")
    told = content(here / "r" / "run.json")["judge"]
    assert list(told) == [
        "name", "sha256", "questions", "yes", "no", "unanswered", "agreement",
    ]  # fmt: skip
    assert told["name"] == "words.py:decide"
    assert (told["questions"], told["unanswered"]) == (78, 0)
    assert told["yes"] + told["no"] == 78
    assert told["agreement"]["questions"] == 78
    assert 0.5 < told["agreement"]["kappa"] < told["agreement"]["observed"] < 1
    table = told["agreement"]["matcher"]
    assert sum(sum(row.values()) for row in table.values()) == 78
    assert f"|judge:words.py:decide:{told['sha256'][:12]}|" in run.signature
    assert "judge words.py:decide: " in as_text(run)
    assert "Cohen's kappa" in as_text(run)


def test_the_folder_of_a_judged_run(here):
    assert main(["evaluate", "lead", "--judge", "words.py:decide", "--task", "summaries"]) == 0
    folder = here / "runs" / "lead"
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == [
        "judge", "judge/judgements.jsonl", "judge/system.json", "judge/timing.json",
        "predictions.jsonl", "run.json", "system.json", "timing.json",
    ]  # fmt: skip
    found = lines(folder / "judge" / "judgements.jsonl")
    summaries = {line["doc_id"]: line["summary"] for line in lines(folder / "predictions.jsonl")}
    assert len({line["doc_id"] for line in found}) == len(found) == 78
    for line in found:
        assert list(line) == [
            "judge", "doc_id", "language", "text", "statement", "answer", "said",
        ]  # fmt: skip
        assert line["text"] == summaries[line["doc_id"].partition("#")[0]]
        assert line["said"] == {True: "true", False: "false"}[line["answer"]]
    assert {line["language"] for line in found} == {"en", "fr"}
    record = content(folder / "judge" / "system.json")
    assert record["system"] == "words.py:decide"
    assert len(record["version"]["sha256"]) == 64
    assert len(content(folder / "judge" / "timing.json")["documents"]) == 78


def test_the_run_is_the_same_for_the_same_verdicts_in_whatever_words(here):
    folders = [here / name for name in ("a", "b", "c")]

    def decide(question):
        return question.language == "en"

    def other(question):
        return {"answer": "Yes." if question.language == "en" else "non", "why": time.time()}

    other.__name__ = decide.__name__
    judged(decide, out=folders[0])
    judged(other, out=folders[1])
    judged(decide).write(folders[2])
    runs = [(folder / "run.json").read_bytes() for folder in folders]
    assert runs[0] == runs[1] == runs[2]
    judged(lambda question: True, out=here / "d")
    assert content(here / "d" / "run.json")["signature"] != json.loads(runs[0])["signature"]


def test_several_workers_and_limits_change_nothing(here):
    for name, options in {"one": {}, "three": {"workers": 3}, "limited": {"timeout": 60}}.items():
        judged("words.py:decide", out=here / name, **options)
    for name in ("three", "limited"):
        for path in ("run.json", "judge/judgements.jsonl"):
            assert (here / name / path).read_bytes() == (here / "one" / path).read_bytes()


async def asynchronous(question):
    return "yes"


def of_many(questions):
    return [question.doc_id.endswith("1") for question in questions]


class Careful:
    """An object with a name, a configuration, and what it spends."""

    name = "careful"

    def __init__(self):
        self.configuration = {"threshold": 0.5}

    def predict(self, question):
        return {"answer": "Oui." if question.language == "fr" else "NO", "score": 0.7}

    def take_usage(self):
        return {"tokens": 10}


@pytest.mark.parametrize(
    ("judge", "yes"),
    [(asynchronous, 78), (of_many, 10), (Careful(), 32), (lambda question: "Yes, it does.", 78)],
)
def test_what_a_judge_may_be_in_python(judge, yes):
    assert judged(judge).as_dict()["judge"]["yes"] == yes


def test_what_a_judge_says_of_itself_and_spends_is_kept(here):
    judged(Careful(), out=here / "r")
    record = content(here / "r" / "judge" / "system.json")
    assert (record["system"], record["configuration"]) == ("careful", {"threshold": 0.5})
    assert content(here / "r" / "judge" / "timing.json")["usage"] == {"tokens": 780}
    assert "usage" not in content(here / "r" / "timing.json")


PROGRAM = """
import json, sys

for line in sys.stdin:
    question = json.loads(line)
    assert sorted(question) == ["doc_id", "language", "statement", "text", "title"], question
    number = len(question["statement"]) % 4
    print(["true", '"Oui."', '{"answer": "no"}', json.dumps({"doc_id": question["doc_id"],
          "answer": False})][number], flush=True)
"""


def test_a_program(here):
    (here / "judge.py").write_text(PROGRAM, encoding="utf-8")
    judge = f"command:{shlex.join([sys.executable, 'judge.py'])}"
    run = judged(judge, timeout=60)
    for one in run.judged.judgements:
        assert one.answer == (len(one.question.statement) % 4 < 2)


def test_a_service(served):
    address = served(lambda _, question: question["language"] == "fr")
    run = judged(f"http://{address}/judge")
    english, french = (run.slices["summaries"][ALL]["language"][name] for name in ("en", "fr"))
    assert (english["recall"], french["recall"]) == (0.0, 1.0)


# Bad judges


def silent_of(run):
    return [one for one in run.judged.judgements if one.answer is None]


BAD = """
import os, time

def fails(question):
    if question.doc_id == "tip-000#k02":
        raise ValueError("no connection")
    return True

def hangs(question):
    if question.doc_id == "tip-000#k02":
        time.sleep(60)
    return True

def crashes(question):
    if question.doc_id == "tip-000#k02":
        os._exit(3)
    return True

def babbles(question):
    return "It depends." if question.doc_id == "tip-000#k02" else True

def returns_an_object(question):
    return object() if question.doc_id == "tip-000#k02" else True

def returns_entities(question):
    return {"entities": []} if question.doc_id == "tip-000#k02" else True

def returns_too_few(questions):
    return [True] * (len(questions) - 1)
"""


@pytest.mark.parametrize(
    ("judge", "reason", "options"),
    [
        ("fails", "ValueError: no connection", {}),
        ("hangs", "no answer within 1 s", {"timeout": 1.0}),
        ("crashes", "ended with exit code 3", {"timeout": 60.0}),
        ("babbles", "said 'It depends.'; expected yes or no", {}),
        ("returns_an_object", "found a object; expected true or false, or yes or no", {}),
        ("returns_entities", "said '{\"entities\": []}'; expected yes or no", {}),
    ],
)
def test_a_question_without_an_answer_counts_as_no_and_is_told(here, judge, reason, options):
    (here / "bad.py").write_text(BAD, encoding="utf-8")
    run = judged(f"bad.py:{judge}", out=here / "r", **options)
    (silent,) = silent_of(run)
    assert silent.question.doc_id == "tip-000#k02"
    assert reason in silent.reason
    assert run.scores["summaries"][ALL]["counts"] == {"correct": 77, "total": 78}
    told = run.as_dict()["judge"]
    assert (told["yes"], told["no"], told["unanswered"]) == (77, 0, 1)
    assert told["agreement"]["questions"] == 77
    (warning,) = [line for line in run.warnings if line.startswith("judge ")]
    assert warning.startswith(
        f"judge bad.py:{judge}: 1 of 78 questions have no answer and count as no, such as "
        "tip-000#k02 ("
    )
    assert reason in warning
    line = lines(here / "r" / "judge" / "judgements.jsonl")[1]
    assert line["answer"] is None
    assert reason in line["error"]
    assert ("said" in line) == reason.startswith("said")


def test_a_judge_that_answers_nothing_is_refused(here, capsys):
    (here / "bad.py").write_text(BAD, encoding="utf-8")
    arguments = ["evaluate", "lead", "--task", "summaries", "--judge"]
    for judge, reason in (
        ("lead", "answered none of 78 questions; tip-000#k01: said '"),
        ("gold", "answered none of 78 questions; tip-000#k01: KeyError"),
        ("bad.py:returns_too_few", "found a list of 0 for a list of 1"),
        ("command:true", "answered none of 78 questions; tip-000#k01: "),
        ("http://127.0.0.1:9/", "answered none of 78 questions; tip-000#k01: "),
    ):
        assert main([*arguments, judge]) == 2
        said = capsys.readouterr().err.strip().splitlines()
        assert reason in said[-1]
        assert said[-1].startswith(f"tipbench: judge {judge}: ")
        assert said[-1].endswith("; repair the judge and go on with --resume, or leave it out")
    # What the system answered is not lost.
    assert (here / "runs" / "lead" / "predictions.jsonl").exists()
    assert not (here / "runs" / "lead" / "run.json").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--task", "entities"], "--judge: found the tasks entities; a judge is asked about"),
        (["--labels", "conll"], "--judge: found the tasks entities; a judge is asked about"),
        (["--judge", "nobody"], "system 'nobody': found no such system; expected one of gold"),
        (["--judge", "words.py:other"], "words.py has no 'other'; it has decide"),
        (["--judge", "command:no-such-program"], "found no program 'no-such-program'"),
        (["--judge", "openai:"], "openai: found no model"),
        (["--base-url", "http://127.0.0.1/v1"], "system 'lead' takes no --base-url; openai: does"),
        (["--timeout", "0"], "timeout 0.0: expected a number above 0"),
    ],
)
def test_wrong_usage_is_one_line(here, capsys, arguments, told):
    given = arguments if "--judge" in arguments else [*arguments, "--judge", "words.py:decide"]
    assert main(["evaluate", "lead", *given]) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert told in said.strip()
    assert len(said.strip().splitlines()) == 1


def test_a_system_without_summaries_has_nothing_to_be_judged(here, capsys):
    assert main(["evaluate", "rules", "--judge", "words.py:decide"]) == 2
    said = capsys.readouterr().err
    assert "judge words.py:decide: system rules has no summaries to be asked about" in said


def test_a_corpus_without_nuggets(corpus):
    from dataclasses import replace

    from tipbench.judging.ask import inquire
    from tipbench.systems.options import SystemOptions

    cases = [replace(case, nuggets=None) for case in corpus.cases()]
    with pytest.raises(UsageError, match="this corpus has no nuggets"):
        inquire(knows_the_titles, cases, options=SystemOptions())


# Summaries that are missing, empty, or written in other signs


def test_nobody_is_asked_about_what_is_not_there():
    def system(document):
        if document.doc_id == "tip-000":
            raise RuntimeError("no")
        return "" if document.doc_id == "tip-001" else "Morocco stays in Tier 2 of the report."

    asked = []

    def judge(question):
        asked.append(question.doc_id[:7])
        return True

    run = judged(judge, system)
    assert set(asked) == {"tip-002", "tip-003", "tip-004"}
    documents = run.slices["summaries"][ALL]["document"]
    assert [documents[f"tip-00{n}"]["recall"] for n in range(5)] == [0.0, 0.0, 1.0, 1.0, 1.0]
    # Of the answered documents tip-000 is none.
    assert run.scores["summaries"][ALL]["answered"]["counts"] == {"correct": 46, "total": 60}


def test_a_system_that_says_nothing_asks_nobody_anything():
    run = judged(knows_the_titles, "empty")
    told = run.as_dict()["judge"]
    assert (told["questions"], told["agreement"]["kappa"], recall(run)) == (0, None, 0.0)
    assert "agrees with the matcher on n/a of what it answered" in as_text(run)


def test_any_sign_goes_there_and_back(here):
    summary = "Le Maroc \u2028« reste » 🇲🇦 au niveau 2 — e\u0301 \x00\u202e\nمغرب."
    seen = []

    def system(document):
        return summary

    def judge(question):
        seen.append(question.text)
        return "Oui. 🇲🇦\u2028\x00" if len(seen) == 1 else "non"

    run = judged(judge, system, out=here / "r")
    assert set(seen) == {summary}
    assert run.judged.judgements[0].answer is True
    assert recall(run) == pytest.approx(1 / 78)
    again = judged(judge, system, out=here / "r", resume=True)
    assert len(seen) == 78
    assert again.judged.judgements == run.judged.judgements


# Never needed


def modules_after(code):
    program = f"{code}\nimport sys; print('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_without_a_judge_nothing_of_it_is_there(here):
    found = modules_after(
        "import tipbench\n"
        "run = tipbench.evaluate('lead', tasks=['summaries'], out='r')\n"
        "tipbench.score('r/predictions.jsonl')"
    )
    assert not {name for name in found if name.startswith("tipbench.judging")}
    assert not (here / "r" / "judge").exists()
    run = content(here / "r" / "run.json")
    assert "judge" not in run
    assert "judge" not in run["signature"]
    assert not [name for name in run["scores"]["summaries"] if "judged" in name]


def test_all_the_rest_is_what_it_is_without_a_judge(here):
    plain = tipbench.evaluate("lead", out=here / "plain").as_dict()
    told = tipbench.evaluate("lead", judge="words.py:decide", out=here / "told").as_dict()
    for metric in (VITAL, ALL):
        del told["scores"]["summaries"][metric], told["slices"]["summaries"][metric]
    del told["judge"]
    assert {**told, "signature": ""} == {**plain, "signature": ""}
    for name in ("predictions.jsonl", "system.json"):
        assert (here / "told" / name).read_bytes() == (here / "plain" / name).read_bytes()
