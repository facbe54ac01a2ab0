"""lm-evaluation-harness runs our YAML files, with its dummy model and with one that answers."""

import math
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tipbench.cli import main
from tipbench.harnesses.lm_eval_tasks import folder
from tipbench.harnesses.replies import score_names

# What lm-eval and those below it warn of is not ours.
needs_lm_eval = [pytest.mark.extra("lm_eval"), pytest.mark.filterwarnings("ignore")]


def with_marks(test):
    for mark in needs_lm_eval:
        test = mark(test)
    return test


def test_the_command_prints_the_folder(capsys):
    assert main(["lm-eval-path"]) == 0
    printed = Path(capsys.readouterr().out.strip())
    assert printed == folder()
    assert len(list(printed.glob("*.yaml"))) == 4


def test_every_score_has_its_lines(task):
    """A metric that is added to tipbench is added to the file of its task."""
    text = (folder() / f"tipbench_{task}.yaml").read_text(encoding="utf-8")
    for name in score_names(task):
        key = name.replace(".", "_")
        assert f"  - metric: {key}\n    aggregation: !function functions.{task}_{key}\n" in text
    assert text.count("- metric:") == len(score_names(task))


def test_a_name_that_no_file_has_a_right_to():
    spec = spec_from_file_location("functions", folder() / "functions.py")
    functions = module_from_spec(spec)
    spec.loader.exec_module(functions)
    with pytest.raises(AttributeError, match="entities_strict_accuracy"):
        functions.entities_strict_accuracy  # noqa: B018


@pytest.fixture
def run_eval():
    def run(task, write, **options):
        from lm_eval import simple_evaluate
        from lm_eval.api.model import LM
        from lm_eval.tasks import TaskManager

        asked = []

        class Scripted(LM):
            def generate_until(self, requests, disable_tqdm=False):
                asked.extend(request.args for request in requests)
                return [write(request.args[0]) for request in requests]

            def loglikelihood(self, requests):
                raise NotImplementedError

            def loglikelihood_rolling(self, requests):
                raise NotImplementedError

        found = simple_evaluate(
            model=Scripted(),
            tasks=[f"tipbench_{task}"],
            task_manager=TaskManager(include_path=str(folder())),
            **options,
        )["results"][f"tipbench_{task}"]
        scores = {
            name.removesuffix(",none"): value
            for name, value in found.items()
            if name.endswith(",none") and "_stderr" not in name
        }
        return scores, asked

    return run


def same(found, expected):
    assert found.keys() == {name.replace(".", "_") for name in expected}
    for name, value in expected.items():
        seen = found[name.replace(".", "_")]
        assert seen == value or (value is None and math.isnan(seen)), name


@with_marks
def test_the_scores_are_those_of_tipbench(task, replies, run_eval, corpus, own_scores):
    by_text = {d.text: replies[d.doc_id] for d in corpus.documents()}

    def write(prompt):
        return next(reply for text, reply in by_text.items() if prompt.endswith(text))

    found, asked = run_eval(task, write)
    same(found, own_scores(replies, task))
    assert any(value not in (0.0, 1.0) for value in found.values())
    assert len(asked) == 5
    assert all(arguments["until"] == [] for _, arguments in asked)


@with_marks
def test_the_prompt_is_that_of_openai(run_eval, corpus):
    from tipbench.systems.openai.prompts import prompt

    _, asked = run_eval("entities", lambda text: "{}")
    expected = {f"{prompt('entities', d.language).text}\n\n{d.text}" for d in corpus.documents()}
    assert {text for text, _ in asked} == expected


@with_marks
def test_what_cannot_be_read_or_is_not_run_is_a_miss(run_eval, corpus, own_scores):
    good = '{"entities": [{"text": "Morocco", "type": "GPE"}]}'
    first = corpus.documents()[0]

    def write(prompt):
        return good if prompt.endswith(first.text) else "lol"

    expected = own_scores({first.doc_id: good}, "entities")
    same(run_eval("entities", write)[0], expected)
    same(run_eval("entities", write, limit=1)[0], expected)


@with_marks
def test_the_command_line_with_the_dummy_model(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "lm_eval", "run", "--include_path", str(folder()),
         "--tasks", "tipbench", "--model", "dummy"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if "tipbench_" in line]
    assert len(rows) == 4
    assert "strict_recall" in done.stdout
