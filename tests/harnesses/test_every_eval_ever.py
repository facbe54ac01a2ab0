import json
import shutil

import pytest

import tipbench
from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.harnesses.every_eval_ever import as_record, export


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "rules"
    tipbench.evaluate("rules").write(folder)
    return folder


def results(record):
    return {r["metric_config"]["metric_name"]: r for r in record["evaluation_results"]}


def test_every_score_with_its_interval(run):
    written = json.loads((run / "run.json").read_text(encoding="utf-8"))
    found = results(as_record(written, retrieved=0.0))
    for task, scores in written["scores"].items():
        for name, score in scores.items():
            for field in ("precision", "recall", "f1", "value"):
                key = f"{task}.{name}.{field}"
                assert (key in found) == (score.get(field) is not None)
                if key in found:
                    assert found[key]["score_details"]["score"] == score[field]
    strict = found["entities.strict.f1"]["score_details"]
    interval = strict["uncertainty"]["confidence_interval"]
    assert [interval["lower"], interval["upper"]] == written["scores"]["entities"]["strict"][
        "interval"
    ]["f1"]
    assert interval["method"] == "resampling:bootstrap:10000:seed:12345|units:sentences"
    # Scores of whole documents have no interval.
    assert "uncertainty" not in found["stance.document_net.value"]["score_details"]


def test_what_is_nothing_by_nothing_is_left_out():
    empty = tipbench.evaluate("empty", tasks=["entities"]).as_dict()
    found = results(as_record(empty, retrieved=0.0))
    assert "entities.strict.recall" in found
    assert "entities.strict.precision" not in found


@pytest.mark.parametrize(
    ("system", "model", "identity"),
    [
        ("rules", None, "tipbench/rules"),
        ("transformers:dslim/bert-base-NER", None, "dslim/bert-base-NER"),
        ("spacy:en_core_web_sm", "explosion/en_core_web_sm", "explosion/en_core_web_sm"),
    ],
)
def test_which_model_it_is(run, system, model, identity):
    written = json.loads((run / "run.json").read_text(encoding="utf-8")) | {"system": system}
    assert as_record(written, retrieved=0.0, model=model)["model_info"]["id"] == identity


@pytest.mark.parametrize("system", ["mine:find", "spacy:models/en", "transformers:./models/x"])
def test_a_model_that_is_not_said(run, system):
    written = json.loads((run / "run.json").read_text(encoding="utf-8"))
    with pytest.raises(UsageError, match=r"does not say which .* --model ORGANISATION/NAME"):
        as_record(written | {"system": system}, retrieved=0.0)


def test_a_model_of_another_form(run):
    written = json.loads((run / "run.json").read_text(encoding="utf-8"))
    with pytest.raises(UsageError, match="found 'gpt'; expected --model ORGANISATION/NAME"):
        as_record(written, retrieved=0.0, model="gpt")


def test_the_command_writes_one_record_of_a_run(run, tmp_path, capsys):
    arguments = ["export", str(run), "--format", "every-eval-ever", "--out", str(tmp_path)]
    assert main(arguments) == 0
    first = capsys.readouterr().out.strip()
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip() == first
    assert first.startswith(f"{tmp_path}/data/tipbench/tipbench/rules/")
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_no_run(tmp_path, capsys):
    assert main(["export", str(tmp_path), "--format", "every-eval-ever"]) == 2
    assert "found no run there" in capsys.readouterr().err


@pytest.mark.extra("every_eval_ever")
@pytest.mark.parametrize("system", ["rules", "lead", "empty"])
def test_their_own_validator_accepts_it_without_a_warning(system, tmp_path):
    from every_eval_ever.validator import validate_file

    tipbench.evaluate(system).write(tmp_path / "run")
    path = export(tmp_path / "run", tmp_path, retrieved=1_790_000_000.5)
    report = validate_file(path)
    assert (report.valid, report.errors, report.warnings) == (True, [], [])
    # It is a validator that refuses: the same record in another place, or without its scores.
    broken = json.loads(path.read_text(encoding="utf-8"))
    del broken["evaluation_results"][0]["score_details"]
    path.write_text(json.dumps(broken), encoding="utf-8")
    assert not validate_file(path).valid
    shutil.rmtree(tmp_path / "run")
