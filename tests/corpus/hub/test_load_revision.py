import json
from pathlib import Path

import pytest

from .client import REPO, Client
from .server import Blob, Repo

LOAD = """
import json, sys, tipbench
corpus = tipbench.load_corpus(sys.argv[1])
gold = {case.document.doc_id: case.gold for case in corpus.cases("page")}
roles = [entity.role for entity in gold["tip-004"].entities]
print(json.dumps({
    "name": corpus.name, "version": corpus.version, "revision": corpus.revision,
    "manifest": corpus.manifest, "digest": corpus.digest, "gold": repr(gold), "roles": roles,
}))
"""
FAIL = """
import json, sys, tipbench
try:
    tipbench.load_corpus(sys.argv[1])
except tipbench.TipbenchError as error:
    print(json.dumps(str(error)))
"""
OFFLINE = {"HF_HUB_OFFLINE": "1"}
UNREACHABLE = {"HF_ENDPOINT": "http://127.0.0.1:9"}


@pytest.fixture
def reader(two_releases, tmp_path):
    """A user without a token and with an empty cache."""
    return Client(tmp_path / "reader", two_releases.endpoint)


def commit_of(server, tag):
    return server.repos[REPO].tags[tag]


def test_each_version_gives_its_own_rows_and_is_the_corpus_of_the_folder(
    root, reader, two_releases, corpus
):
    old = reader.python(LOAD, f"{REPO}@v1.0.0")
    new = reader.python(LOAD, f"{REPO}@v1.0.1")
    assert (old["version"], new["version"]) == ("1.0.0", "1.0.1")
    assert old["revision"] == f"v1.0.0@{commit_of(two_releases, 'v1.0.0')}"
    assert new["revision"] == f"v1.0.1@{commit_of(two_releases, 'v1.0.1')}"
    assert sum(a != b for a, b in zip(old["roles"], new["roles"], strict=True)) == 1
    gold = {case.document.doc_id: case.gold for case in corpus.cases("page")}
    assert old["gold"] == repr(gold)
    assert (old["name"], old["digest"]) == (REPO, corpus.digest)
    assert old["manifest"] == corpus.manifest


def test_a_commit_and_a_branch_are_revisions_too(reader, two_releases):
    commit = commit_of(two_releases, "v1.0.0")
    assert reader.python(LOAD, f"{REPO}@{commit}")["version"] == "1.0.0"
    main = reader.python(LOAD, f"{REPO}@main")
    assert main["revision"] == f"main@{commit_of(two_releases, 'v1.0.1')}"


@pytest.mark.parametrize(
    ("lost", "others"),
    [(OFFLINE, ("v1.0.1", "main", "v9.9.9", "0" * 40)), (UNREACHABLE, ("v1.0.1", "main"))],
    ids=["offline", "unreachable"],
)
def test_offline_it_is_the_right_revision_or_an_error(reader, lost, others):
    online = reader.python(LOAD, f"{REPO}@v1.0.0")
    assert reader.python(LOAD, f"{REPO}@v1.0.0", **lost) == online
    for other in others:
        said = reader.python(FAIL, f"{REPO}@{other}", **lost)
        assert said.startswith(f"corpus {REPO}@{other}: this revision is not in the cache")


def test_a_half_filled_cache_is_no_corpus(reader):
    one = (
        "import json, sys; from huggingface_hub import hf_hub_download as get; "
        "print(json.dumps(get(sys.argv[1], 'README.md', repo_type='dataset', revision='v1.0.0')))"
    )
    reader.python(one, REPO)
    said = reader.python(FAIL, f"{REPO}@v1.0.0", **OFFLINE)
    assert said.startswith(f"corpus {REPO}@v1.0.0: ")
    assert "the Hub is out of reach" in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{REPO}@v9.9.9", "there is no such revision"),
        ("test-org/nothing@v1.0.0", "found no such dataset repository, or it is private"),
        (REPO, "or ORG/NAME@REVISION on the Hub"),
    ],
)
def test_what_is_not_there_is_one_line(reader, address, said):
    done = reader.tipbench("evaluate", "gold", "--corpus", address)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_a_run_names_revision_and_manifest(reader, two_releases, tmp_path):
    done = reader.tipbench(
        "evaluate", "gold", "--corpus", f"{REPO}@v1.0.1", "--task", "entities",
        "--out", tmp_path / "run",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    run = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    commit = commit_of(two_releases, "v1.0.1")
    assert run["corpus"]["revision"] == f"v1.0.1@{commit}"
    assert len(run["corpus"]["manifest"]) == 64
    assert (
        f"|manifest:{run['corpus']['manifest'][:12]}|revision:v1.0.1@{commit}|"
        in (run["signature"])
    )
    assert run["scores"]["entities"]["strict"]["f1"] == 1.0


def test_other_commands_take_a_revision_as_well(reader):
    done = reader.tipbench("corpus", "diff", f"{REPO}@v1.0.0", f"{REPO}@v1.0.1")
    assert 'role "literal" → "government"' in done.stdout
    done = reader.tipbench("corpus", "stats", f"{REPO}@v1.0.1")
    assert "version 1.0.1" in done.stdout


def cached(reader, path):
    return next((reader.home / "hub").glob(f"datasets--*/snapshots/*/{path}"))


def rewrite(path: Path, content: bytes) -> None:
    """Change a file of the cache in place, as a user or a failing disk does."""
    path.resolve().write_bytes(content)


def test_a_flipped_byte_in_the_cache_is_named_and_refused(reader):
    reader.python(LOAD, f"{REPO}@v1.0.0")
    path = cached(reader, "data/stance/test-00000-of-00001.parquet")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    rewrite(path, bytes(raw))
    said = reader.python(FAIL, f"{REPO}@v1.0.0", **OFFLINE)
    assert said.startswith(f"{REPO}@v1.0.0/data/stance/test-00000-of-00001.parquet: sha256 is ")
    assert "Delete" in said


def test_a_manifest_and_a_file_that_are_changed_together_are_refused(reader, project):
    reader.python(LOAD, f"{REPO}@v1.0.0")
    seal = (
        "import json, sys; from pathlib import Path; "
        "from tipbench.corpus.release.manifest import write_manifest as w; "
        "w(Path(sys.argv[1]), version='1.0.0', canary='c', has_text=True, withdrawn=[]); "
        "print(json.dumps(None))"
    )
    export = project / "mine"
    reader.tipbench("corpus", "export", export, "--corpus", f"{REPO}@v1.0.0")
    (export / "VERSION").write_bytes(b"1.0.0 \n")
    reader.python(seal, export)
    for name in ("VERSION", "manifest.json"):
        rewrite(cached(reader, name), (export / name).read_bytes())
    said = reader.python(FAIL, f"{REPO}@v1.0.0", **OFFLINE)
    assert "the manifest was edited in the cache: it is not what the Hub gave" in said


def test_a_tag_that_was_moved_to_another_version_is_refused(hub, two_releases, tmp_path):
    source = two_releases.repos[REPO]
    hub.objects.update(two_releases.objects)
    moved = hub.repos[REPO] = Repo(source.commits, source.branches, dict(source.tags))
    moved.tags["v1.0.0"] = moved.tags["v1.0.1"]
    said = Client(tmp_path / "home", hub.endpoint).python(FAIL, f"{REPO}@v1.0.0")
    assert "found version 1.0.1 under the tag v1.0.0" in said


def test_a_dataset_without_a_manifest_is_refused(hub, tmp_path):
    repo = hub.repos[REPO] = Repo()
    repo.tags["v1.0.0"] = repo.add("mine", {"README.md": Blob(b"mine\n")}).oid
    said = Client(tmp_path / "home", hub.endpoint).python(FAIL, f"{REPO}@v1.0.0")
    assert "this revision has no manifest.json" in said


def test_export_writes_the_revision_byte_for_byte(contents, root, reader, tmp_path):
    done = reader.tipbench("corpus", "export", tmp_path / "out", "--corpus", f"{REPO}@v1.0.0")
    assert done.returncode == 0, done.stderr

    assert contents(tmp_path / "out") == contents(root / "corpus")
