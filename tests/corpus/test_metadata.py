"""croissant.json, CITATION.cff and eval.yaml as others read them."""

import json
import subprocess

import pyarrow.parquet as pq
import pytest
import yaml

from tipbench.corpus.build import build_corpus
from tipbench.model import TASKS


def read_croissant(root, environment, folder, home):
    """What mlcroissant says of the croissant.json of a release, and the records that it loads."""
    reader = root / "tests" / "environments" / "read_croissant.py"
    done = subprocess.run(
        [environment("metadata"), reader, folder / "croissant.json"],
        env={"HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
        cwd=home,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def read(root, environment, tmp_path_factory):
    return read_croissant(root, environment, root / "corpus", tmp_path_factory.mktemp("home"))


def columns_of(record, config):
    """A record of mlcroissant by the names of the columns; lists of records by their leaves."""

    def shorten(name, prefix):
        return name.removeprefix(f"{prefix}/")

    found = {}
    for name, value in record.items():
        column = shorten(name, config)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = [
                {shorten(leaf, name).replace("/", "."): v for leaf, v in item.items()}
                for item in value
            ]
        found[column] = value
    return found


def flat(value):
    """A row as Croissant has it: the fields of records within records by dotted name."""
    if not isinstance(value, dict):
        return value
    found = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            found |= {f"{name}.{leaf}": v for leaf, v in flat(inner).items()}
        else:
            found[name] = inner
    return found


def test_mlcroissant_finds_nothing_wrong(read):
    assert (read["errors"], read["warnings"]) == ([], [])


def test_mlcroissant_loads_the_records_of_every_configuration(root, read):
    tables = {path.name: pq.read_table(path) for path in (root / "corpus" / "data").iterdir()}
    assert set(read["records"]) == set(tables)
    for config, records in read["records"].items():
        rows = tables[config].to_pylist()
        assert records["count"] == len(rows)
        expected = {
            column: [flat(item) for item in value] if isinstance(value, list) else value
            for column, value in rows[0].items()
        }
        assert columns_of(records["first"], config) == expected, config


def test_mlcroissant_reads_a_release_without_texts(root, environment, read, tmp_path):
    build_corpus(root, tmp_path / "mute", has_text=False)
    mute = read_croissant(root, environment, tmp_path / "mute", tmp_path)
    assert (mute["errors"], mute["warnings"]) == ([], [])
    for config, records in mute["records"].items():
        assert records["count"] == read["records"][config]["count"]
    assert mute["records"]["documents"]["first"]["documents/text"] is None


def test_croissant_says_where_and_what(root):
    content = json.loads((root / "corpus" / "croissant.json").read_text(encoding="utf-8"))
    assert "http://mlcommons.org/croissant/1.1" in content["conformsTo"]
    assert (content["version"], content["datePublished"]) == ("1.0.0", "2026-11-21")
    rai = {name for name in content if name.startswith("rai:")}
    assert {
        "rai:dataAnnotationProtocol", "rai:annotationsPerItem", "rai:machineAnnotationTools",
        "rai:dataLimitations", "rai:personalSensitiveInformation",
    } <= rai  # fmt: skip
    assert any("tipbench canary GUID" in keyword for keyword in content["keywords"])
    manifest = json.loads((root / "corpus" / "manifest.json").read_text(encoding="utf-8"))
    hashes = {record["path"]: record["sha256"] for record in manifest["files"]}
    assert len(content["distribution"]) == 10
    for file in content["distribution"]:
        assert hashes[file["contentUrl"]] == file["sha256"]


@pytest.mark.parametrize("path", ["corpus/CITATION.cff", "CITATION.cff"])
def test_cffconvert_finds_the_citation_valid(root, environment, path):
    done = subprocess.run(
        [environment("metadata").with_name("cffconvert"), "--validate", "-i", root / path],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "valid according to schema version 1.2.0" in done.stdout


def test_the_citation_is_of_this_version(root):
    citation = yaml.safe_load((root / "corpus" / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == "1.0.0"
    assert citation["type"] == "dataset"
    assert citation["date-released"] == "2026-11-21"


def test_the_benchmark_names_configurations_that_are_there(root):
    content = yaml.safe_load((root / "corpus" / "eval.yaml").read_text(encoding="utf-8"))
    assert [task["id"] for task in content["tasks"]] == list(TASKS)
    for task in content["tasks"]:
        assert (root / "corpus" / "data" / task["config"] / "test-00000-of-00001.parquet").exists()
        assert task["split"] == "test"


def test_the_canary_is_in_card_and_file(root):
    canary = (root / "annotations" / "CANARY").read_text(encoding="utf-8").strip()
    for name in ("CANARY", "README.md", "croissant.json", "manifest.json"):
        assert canary in (root / "corpus" / name).read_text(encoding="utf-8")
