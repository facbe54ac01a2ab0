import json
import shutil
import subprocess
import sys

import pytest

from tipbench.cli import main


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Runs are written into a folder of their own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def usage_error(arguments, capsys):
    """The one line that wrong usage ends with, exit code 2."""
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    return err.strip().splitlines()[-1]


def test_evaluate_prints_a_table_and_writes_a_run(here, capsys):
    assert main(["evaluate", "rules"]) == 0
    out, err = capsys.readouterr()
    assert "rules · entities" in out
    assert "tipbench:0.1.0|corpus:tipbench:1.0.0:" in out
    assert "written: runs/rules" in err
    assert sorted(path.name for path in (here / "runs" / "rules").iterdir()) == [
        "predictions.jsonl", "run.json", "system.json", "timing.json",
    ]  # fmt: skip


def test_json_on_stdout_is_the_run(here, capsys):
    assert main(["evaluate", "gold", "--task", "stance", "--format", "json", "--out", "r"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((here / "r" / "run.json").read_text(encoding="utf-8"))
    assert list(printed["scores"]) == ["stance"]


def test_markdown_has_the_same_numbers(capsys):
    assert main(["evaluate", "gold", "--task", "numeric_facts", "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert "| fact | 44 | 44 | 44 | 1.000 | 1.000 | 1.000 | 1.000–1.000 | n/a |" in out


def test_a_function_of_the_current_folder(here, capsys):
    (here / "mymodule.py").write_text(
        "import re\n\n\n"
        "def myfunction(document):\n"
        '    found = re.finditer("Morocco|Maroc", document.text)\n'
        '    return [{"start": m.start(), "end": m.end(), "type": "GPE"} for m in found]\n',
        encoding="utf-8",
    )
    assert main(["evaluate", "mymodule:myfunction", "--task", "entities"]) == 0
    assert (here / "runs" / "mymodule-myfunction" / "run.json").exists()
    assert "mymodule:myfunction · entities" in capsys.readouterr().out


def test_score_reads_what_evaluate_wrote(here, capsys):
    main(["evaluate", "lead"])
    capsys.readouterr()
    assert main(["score", "runs/lead/predictions.jsonl", "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["system"] == "lead"


def test_fail_under(capsys):
    arguments = ["evaluate", "empty", "--task", "entities"]
    assert main([*arguments, "--fail-under", "entities.strict.f1=0"]) == 0
    capsys.readouterr()
    assert main([*arguments, "--fail-under", "entities.strict.f1=0.5"]) == 1
    assert "entities.strict.f1 is 0.0000, below 0.5" in capsys.readouterr().err
    # Where nothing is predicted precision is 0/0, and that is no bar met.
    assert main([*arguments, "--fail-under", "entities.strict.precision=0"]) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["evaluate", "rulez"], "expected one of gold, empty, rules, lead"),
        (["evaluate", "gold", "--corpus", "nowhere"], "expected a folder in the layout of corpus/"),
        (["evaluate", "gold", "--fail-under", "f1=0.5"], "expected TASK.METRIC.FIELD=X"),
        (["evaluate", "gold", "--fail-under", "entities.strict.f1=high"], "expected TASK.METRIC"),
        (["evaluate", "gold", "--fail-under", "entities.loose.f1=0.5"], "no such score"),
        (["evaluate", "gold", "--task", "sentiment"], "invalid choice: 'sentiment'"),
        (["score", "none.jsonl"], "there is no such file"),
        (["corpus", "validate"], "run in the project's folder"),
        (["corpus", "build"], "run in the project's folder"),
    ],
)
def test_wrong_usage_ends_with_one_line_and_exit_2(arguments, message, capsys):
    assert message in usage_error(arguments, capsys)


def test_a_bad_predictions_file_is_named_by_file_and_line(here, capsys):
    (here / "p.jsonl").write_text('{"doc_id": "tip-000"}\n{"doc_id": "tip-9"}\n', encoding="utf-8")
    assert "p.jsonl:2: doc_id 'tip-9' is not in the corpus" in usage_error(
        ["score", "p.jsonl"], capsys
    )


def test_many_problems_are_cut_short(here, capsys):
    (here / "p.jsonl").write_text("nonsense\n" * 50, encoding="utf-8")
    assert usage_error(["score", "p.jsonl"], capsys) == "tipbench: … and 30 more"


def test_misses_are_named(here, capsys):
    (here / "p.jsonl").write_text('{"doc_id": "tip-000", "summary": "s"}\n', encoding="utf-8")
    assert main(["score", "p.jsonl"]) == 0
    out, err = capsys.readouterr()
    assert "miss: tip-004: no prediction for this document" in out
    assert "4 documents count as misses" in err


def test_systems_and_metrics_have_a_line_each(capsys):
    assert main(["systems"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert [name for name in names if ":" not in name] == ["gold", "empty", "rules", "lead"]
    assert "command:PROGRAM" in names
    assert main(["metrics"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 29


def test_validate_and_build_the_repository(root, here, capsys):
    assert main(["corpus", "validate", "--root", str(root)]) == 0
    assert "level 5 (links between layers): 0 errors" in capsys.readouterr().out
    assert main(["corpus", "build", "--root", str(root), "--out", "made"]) == 0
    assert "tokens" in capsys.readouterr().out
    assert (here / "made" / "data" / "tokens" / "test-00000-of-00001.parquet").exists()


def test_the_version(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == "tipbench 0.1.0\n"


def test_stats_of_the_builtin_corpus_and_of_a_folder(root, capsys):
    assert main(["corpus", "stats"]) == 0
    assert "version 1.0.0" in capsys.readouterr().out
    assert main(["corpus", "stats", str(root / "corpus"), "--format", "json"]) == 0
    counted = json.loads(capsys.readouterr().out)
    assert counted["layers"]["documents"]["total"]["documents"] == 5


def test_diff_says_which_scores_of_a_run_change(root, here, capsys):
    import pyarrow.parquet as pq

    changed = here / "changed"
    shutil.copytree(root / "corpus", changed)
    (changed / "manifest.json").unlink()
    path = changed / "data" / "entities" / "test-00000-of-00001.parquet"
    table = pq.ParquetFile(path).read()
    rows = table.to_pylist()
    first = next(e for e in rows[4]["entities"] if e["text"] == "Puneet Talwar")
    first["type"] = 1
    pq.write_table(table.from_pylist(rows, schema=table.schema), path)
    main(["evaluate", "gold", "--view", "page", "--task", "entities"])
    capsys.readouterr()
    assert main(["corpus", "diff", str(root / "corpus"), str(changed), "--run", "runs/gold"]) == 0
    out = capsys.readouterr().out
    assert "entities: 1 changed" in out
    assert "score entities.strict.f1: 1 → 0.9919" in out
    same = [str(root / "corpus")] * 2
    assert main(["corpus", "diff", *same, "--run", "runs/gold", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"] == []


def test_a_folder_without_a_run_is_refused(root, capsys):
    corpora = [str(root / "corpus")] * 2
    assert "found no run there" in usage_error(["corpus", "diff", *corpora, "--run", "x"], capsys)


def test_compare_runs_in_every_format(here, capsys):
    for system in ("gold", "rules"):
        main(["evaluate", system, "--task", "entities"])
    capsys.readouterr()
    runs = ["runs/gold", "runs/rules"]
    assert main(["compare", *runs]) == 0
    assert "B against A · entities" in capsys.readouterr().out
    assert main(["compare", *runs, "--format", "markdown", "--items", "3"]) == 0
    assert "items on which they differ (3 of 14)" in capsys.readouterr().out
    assert main(["compare", *runs, "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["items"]) == 14


def test_compare_refuses_what_is_no_run(here, capsys):
    assert "found no run there" in usage_error(["compare", "a", "b"], capsys)
    assert "expected two or more" in usage_error(["compare", "a"], capsys)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--timeout", "0"], "timeout 0.0: expected a number above 0"),
        (["--timeout", "soon"], "argument --timeout: invalid float value: 'soon'"),
        (["--workers", "0"], "found 0 workers; expected at least 1"),
        (["--memory", "-5"], "expected a number above 0"),
        (["--prices", "1"], "found '1'; expected two numbers, such as 0.15,0.60"),
        (["--base-url", "http://h/v1"], "system 'empty' takes no --base-url; openai: does"),
    ],
)
def test_limits_that_make_no_sense(options, message, capsys):
    assert message in usage_error(["evaluate", "empty", *options], capsys)


def test_the_forms_of_a_system_are_listed(capsys):
    assert main(["systems"]) == 0
    out = capsys.readouterr().out
    for usage in ("command:PROGRAM …", "http://…", "openai:MODEL"):
        assert usage in out


def test_resume_from_the_command_line(here, capsys):
    assert main(["evaluate", "lead"]) == 0
    first = (here / "runs/lead/run.json").read_bytes()
    assert main(["evaluate", "lead", "--resume"]) == 0
    assert (here / "runs/lead/run.json").read_bytes() == first
    capsys.readouterr()
    assert "--resume: runs/lead was made otherwise: view was" in usage_error(
        ["evaluate", "lead", "--resume", "--view", "page"], capsys
    )


RUN = "from tipbench.cli import run; run()"


def command(*arguments, before="", **options):
    """The command as a process of its own."""
    code = f"{before}\nimport sys; sys.argv[1:] = {list(arguments)!r}\n{RUN}"
    return subprocess.run([sys.executable, "-c", code], text=True, check=False, **options)


@pytest.mark.parametrize(
    ("arguments", "code"), [(["metrics"], 0), (["score", "missing.jsonl"], 2), (["--help"], 0)]
)
def test_the_process_ends_with_the_exit_code_and_says_all(arguments, code):
    done = command(*arguments, capture_output=True)
    assert done.returncode == code
    assert bool(done.stdout) == (code == 0)
    assert bool(done.stderr) == (code != 0)


@pytest.mark.parametrize("when", ["", "import tipbench.cli; tipbench.cli.main = lambda: "])
def test_what_libraries_do_in_the_end_is_done(when):
    before = f"import atexit\n{when}atexit.register(print, 'saved') and 0"
    assert "saved" in command("metrics", before=before, capture_output=True).stdout


def test_a_failure_of_the_program_is_not_hidden():
    before = "import tipbench.cli; tipbench.cli.main = lambda: 1 / 0"
    done = command("metrics", before=before, capture_output=True)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        "ZeroDivisionError: division by zero",
    )


def test_a_reader_that_has_gone_is_no_failure():
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "metrics"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")


def test_the_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "tipbench", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("tipbench ")
