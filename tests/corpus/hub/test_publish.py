import json

import pytest

from .client import COMMAND, REPO, Client
from .projects import change_label, set_version
from .server import READ_TOKEN, TOKEN, Blob, Refusal, Repo


def publish(client, project, *options, **environment):
    return client.tipbench("corpus", "publish", REPO, "--root", project, *options, **environment)


def files_of(commit):
    return {path: blob.data for path, blob in commit.files.items() if path != ".gitattributes"}


def test_a_dry_run_says_what_would_be_done_and_sends_nothing(hub, client, project):
    done = publish(client, project)
    assert done.returncode == 0, done.stderr
    assert "there is no such dataset repository yet" in done.stdout
    assert "+ data/documents/test-00000-of-00001.parquet" in done.stdout
    assert "tag v1.0.0" in done.stdout
    assert "dry run: nothing was sent" in done.stderr
    assert not hub.repos
    assert {method for method, _ in hub.requests} <= {"GET", "HEAD"}


def test_publishing_makes_one_commit_and_one_tag_at_it(contents, root, hub, client, project):
    done = publish(client, project, "--yes")
    assert done.returncode == 0, done.stderr
    repo = hub.repos[REPO]
    assert len(repo.commits) == 2  # the Hub's own first one, and the release
    assert repo.tags == {"v1.0.0": repo.head.oid}
    assert f"published: {REPO}@v1.0.0, commit {repo.head.oid}" in done.stdout
    assert files_of(repo.head) == contents(root / "corpus")
    assert all(blob.is_large == path.endswith(".parquet") for path, blob in repo.head.files.items())


def test_publishing_again_changes_nothing(hub, client, project):
    publish(client, project, "--yes")
    before = (dict(hub.repos[REPO].commits), dict(hub.repos[REPO].tags))
    done = publish(client, project, "--yes")
    assert done.returncode == 0, done.stderr
    assert "nothing to do: v1.0.0 is published with these very files" in done.stdout
    assert (hub.repos[REPO].commits, hub.repos[REPO].tags) == before


def test_a_new_version_shows_what_differs_from_the_last_one(hub, client, project):
    publish(client, project, "--yes")
    first = hub.repos[REPO].head.oid
    change_label(project)
    set_version(project, "1.0.1")
    shown = publish(client, project).stdout
    assert "v1.0.0 is the last release" in shown
    assert "~ data/entities/test-00000-of-00001.parquet" in shown
    assert "data/stance/" not in shown
    assert "old: version 1.0.0; new: version 1.0.1" in shown
    assert 'role "literal" → "government"' in shown
    assert publish(client, project, "--yes").returncode == 0
    repo = hub.repos[REPO]
    assert repo.tags == {"v1.0.0": first, "v1.0.1": repo.head.oid}
    assert repo.head.parent == first


def test_a_version_with_other_content_than_the_published_one_is_refused(hub, client, project):
    publish(client, project, "--yes")
    change_label(project)
    done = publish(client, project, "--yes")
    assert done.returncode == 2
    assert "annotations/VERSION: 1.0.0 is published" in done.stderr
    assert "~ data/entities/" in done.stderr
    assert "raise the version" in done.stderr
    assert len(hub.repos[REPO].commits) == 2


def test_an_older_version_is_refused(hub, client, project):
    set_version(project, "1.0.1")
    publish(client, project, "--yes")
    (project / "annotations" / "VERSION").write_text("1.0.0\n", encoding="utf-8")
    done = publish(client, project, "--yes")
    assert done.returncode == 2
    assert "1.0.0 is older than v1.0.1" in done.stderr


def test_a_version_without_a_changelog_entry_is_refused(hub, client, project):
    set_version(project, "1.1.0", entry=False)
    done = publish(client, project, "--yes")
    assert done.returncode == 2
    assert "annotations/CHANGELOG.md: version 1.1.0 has no entry" in done.stderr
    assert not hub.requests


def test_sources_with_errors_are_refused(hub, client, project):
    path = project / "annotations" / "gold" / "entities" / "tip-004.jsonl"
    path.write_text(path.read_text("utf-8").replace('"GPE"', '"COUNTRY"'), "utf-8")
    done = publish(client, project, "--yes")
    assert done.returncode == 1
    assert "L401" in done.stderr
    assert not hub.requests


def test_without_a_token_nothing_is_sent(hub, tmp_path, project):
    stranger = Client(tmp_path / "stranger", hub.endpoint)
    done = publish(stranger, project, "--yes")
    assert done.returncode == 2
    assert "publishing needs a token; sign in with 'hf auth login'" in done.stderr
    assert not hub.repos


@pytest.mark.parametrize("token", [READ_TOKEN, "hf_wrong"])
def test_a_token_that_may_not_write_is_refused_and_never_shown(hub, tmp_path, project, token):
    reader = Client(tmp_path / "reader", hub.endpoint).sign_in(token)
    done = publish(reader, project, "--yes")
    assert done.returncode == 2
    assert "the Hub refused (40" in done.stderr
    assert token not in done.stdout + done.stderr


def test_the_token_is_never_shown(hub, client, project):
    shown = [publish(client, project, *options) for options in ([], ["--yes"], ["--yes"])]
    assert all(TOKEN not in done.stdout + done.stderr for done in shown)


@pytest.mark.parametrize(
    ("method", "part"),
    [("PUT", "/lfs/"), ("POST", "/commit/"), ("POST", "/tag/")],
    ids=["while it uploads", "before its commit", "between commit and tag"],
)
def test_a_killed_publish_leaves_no_tag_and_the_next_completes(
    contents, root, hub, client, project, method, part
):
    hold = hub.hold(method, part)
    process = client.start(COMMAND, "corpus", "publish", REPO, "--root", project, "--yes")
    assert hold.reached.wait(120)
    process.kill()
    process.communicate()
    hold.released.set()
    assert hub.repos[REPO].tags == {}
    commits = len(hub.repos[REPO].commits)
    assert commits == (2 if part == "/tag/" else 1)
    done = publish(client, project, "--yes")
    assert done.returncode == 0, done.stderr
    repo = hub.repos[REPO]
    assert len(repo.commits) == 2
    assert repo.tags == {"v1.0.0": repo.head.oid}
    assert files_of(repo.head) == contents(root / "corpus")


@pytest.mark.parametrize(
    ("request_name", "status", "said"),
    [
        ("lfs_put", 400, ".parquet' to the Hub. Run the command again"),
        ("commit", 500, "the Hub answered 500: out of order; run the command again later"),
        ("tag", 500, "the Hub answered 500: out of order; run the command again later"),
    ],
)
def test_what_the_hub_refuses_is_one_line_and_the_next_publish_completes(
    hub, client, project, request_name, status, said
):
    hub.refusals[request_name] = Refusal(status, "out of order")
    done = publish(client, project, "--yes")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert hub.repos[REPO].tags == {}
    hub.refusals.clear()
    assert publish(client, project, "--yes").returncode == 0
    assert hub.repos[REPO].tags == {"v1.0.0": hub.repos[REPO].head.oid}
    assert len(hub.repos[REPO].commits) == 2


def test_a_faster_publisher_is_not_overwritten(hub, client, project):
    publish(client, project, "--yes")
    repo = hub.repos[REPO]

    def someone_else():
        files = {**repo.head.files, "CHANGELOG.md": Blob(b"theirs\n")}
        repo.tags["v1.0.1"] = repo.add("Corpus 1.0.1", files).oid

    hub.before["commit"] = someone_else
    change_label(project)
    set_version(project, "1.0.1")
    done = publish(client, project, "--yes")
    assert done.returncode == 2
    assert "it has moved on since it was looked at: someone else published" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert repo.head.files["CHANGELOG.md"].data == b"theirs\n"
    assert repo.tags["v1.0.1"] == repo.head.oid


@pytest.mark.parametrize("request_name", ["create", "commit"])
def test_a_faster_publisher_in_a_new_repository_is_not_overwritten(
    hub, client, project, request_name
):
    def someone_else():
        repo = hub.repos.setdefault(REPO, Repo())
        repo.tags["v1.0.0"] = repo.add("Corpus 1.0.0", {"README.md": Blob(b"theirs\n")}).oid

    hub.before[request_name] = someone_else
    done = publish(client, project, "--yes")
    assert done.returncode == 2
    assert "someone else" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    repo = hub.repos[REPO]
    assert set(repo.head.files) == {"README.md"}
    assert repo.tags["v1.0.0"] == repo.head.oid


def test_a_repository_with_another_dataset_is_left_alone(hub, client, project):
    publish(client, project, "--yes")
    repo = hub.repos[REPO]
    repo.tags.clear()
    repo.add("mine", {"data/precious.parquet": Blob(b"mine", is_large=True)})
    done = publish(client, project, "--yes")
    assert done.returncode == 2
    assert "found a dataset of another kind there (data/precious.parquet" in done.stderr
    assert set(repo.head.files) == {"data/precious.parquet"}


def test_a_hub_out_of_reach_is_one_line(tmp_path, project):
    lost = Client(tmp_path / "lost", "http://127.0.0.1:9").sign_in()
    done = publish(lost, project, "--yes")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "the Hub is out of reach" in done.stderr
    done = publish(lost, project, "--yes", HF_HUB_OFFLINE="1")
    assert done.returncode == 2
    assert "HF_HUB_OFFLINE is set" in done.stderr


def test_a_name_that_is_none_is_refused(hub, client, project):
    done = client.tipbench("corpus", "publish", "tipbench", "--root", project)
    assert done.returncode == 2
    assert "expected ORG/NAME" in done.stderr


def test_without_text_no_word_of_an_article_is_sent(contents, hub, client, project):
    publish(client, project, "--yes")
    set_version(project, "1.0.1")
    done = publish(client, project, "--without-text", "--yes")
    assert done.returncode == 0, done.stderr
    head = hub.repos[REPO].head
    assert json.loads(head.files["manifest.json"].data)["texts"] == "withheld"
    refused = client.tipbench("evaluate", "gold", "--corpus", f"{REPO}@v1.0.1")
    assert refused.returncode == 2
    assert "this release withholds the texts" in refused.stderr
    rebuilt = client.tipbench(
        "corpus", "rebuild", "--seeds", project / "seeds", "--corpus", f"{REPO}@v1.0.1",
        "--out", project / "whole",
    )  # fmt: skip
    assert rebuilt.returncode == 0, rebuilt.stderr
    whole = client.tipbench("corpus", "build", "--root", project)
    assert whole.returncode == 0, whole.stderr
    assert contents(project / "whole") == contents(project / "corpus")
