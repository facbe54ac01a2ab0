"""What can go wrong between here and a server: one clear line, and nothing lost."""

import http.server
import json
import shutil
import threading

import pytest

from tipbench.cli import main
from tipbench.errors import UsageError
from tipbench.label_studio import push as pushing
from tipbench.label_studio import server as serving
from tipbench.label_studio.configuration import configuration
from tipbench.label_studio.push import Settings, push
from tipbench.label_studio.server import LateError, Server
from tipbench.label_studio.tasks import tasks_of

LAYER = ("--layer", "document_stance")


def files(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def pulled(label_studio, tipbench, push, tmp_path, request):
    """A project with one user's submitted pass, pulled once: (project, user, folder)."""
    user = label_studio.invite(f"{request.node.name[5:40].strip('_').replace('_', '-')}@t.test")
    project = push(*LAYER, "--from", "gold", "--title", request.node.name[:50])
    label_studio.accept_all(project, user)
    assert tipbench("annotate", "pull", "--project", project, "--out", tmp_path)[0] == 0
    return project, user, tmp_path


def annotation_of(label_studio, project, doc_id):
    return label_studio.tasks(project)[doc_id]["annotations"][0]


def test_a_wrong_token_is_told_and_never_shown(label_studio, tmp_path, capsys, root):
    secret = "f" * 40
    arguments = ("annotate", "push", "--url", label_studio.url, "--api-key", secret)
    assert main([*arguments, "--root", str(root)]) == 2
    told = capsys.readouterr()
    assert "the token is not accepted (401" in told.err
    assert secret not in told.out + told.err


def test_without_address_or_token_it_says_which(monkeypatch, capsys, root):
    monkeypatch.delenv("LABEL_STUDIO_URL", raising=False)
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)
    assert main(["annotate", "pull", "--root", str(root)]) == 2
    assert "found neither --url nor LABEL_STUDIO_URL" in capsys.readouterr().err
    assert main(["annotate", "pull", "--url", "http://127.0.0.1:9", "--root", str(root)]) == 2
    assert "found neither --api-key nor LABEL_STUDIO_API_KEY" in capsys.readouterr().err


def test_a_server_that_is_not_there(monkeypatch, capsys, root):
    monkeypatch.setattr(serving, "ATTEMPTS", 1)
    arguments = ("annotate", "pull", "--url", "http://127.0.0.1:9", "--api-key", "x")
    assert main([*arguments, "--root", str(root)]) == 2
    assert "cannot be reached (ConnectError" in capsys.readouterr().err


def test_a_server_that_answers_late_is_asked_again():
    asked = []

    class Late(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(503 if len(asked) < 3 else 404)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Late) as late:
        thread = threading.Thread(target=late.serve_forever)
        thread.start()
        with (
            Server(f"http://127.0.0.1:{late.server_port}", "x") as server,
            pytest.raises(UsageError, match="no such thing on this server"),
        ):
            server.project(1)
        late.shutdown()
        thread.join()
    assert len(asked) == 3


def test_wrong_projects_are_told_apart(label_studio, tipbench, tmp_path):
    code, _, err = tipbench("annotate", "pull", "--project", 99999, "--out", tmp_path)
    assert (code, "there is no such thing on this server (404" in err) == (2, True)
    other = label_studio.request("POST", "/api/projects", json={"title": "not ours"})["id"]
    code, _, err = tipbench("annotate", "pull", "--project", other, "--out", tmp_path)
    assert (code, "found a page that tipbench did not make" in err) == (2, True)
    code, _, err = tipbench("annotate", "pull", "--title", "nowhere", "--out", tmp_path)
    assert (code, "found no project called 'nowhere'" in err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_an_edit_between_two_pulls_is_told_and_taken(label_studio, tipbench, pulled):
    project, user, out = pulled
    annotation = annotation_of(label_studio, project, "tip-000")
    for item in annotation["result"]:
        item["value"]["choices"] = ["neutral"]
    change = {"result": annotation["result"]}
    label_studio.request("PATCH", f"/api/annotations/{annotation['id']}/", user, json=change)
    code, _, err = tipbench("annotate", "pull", "--project", project, "--out", out)
    assert code == 0
    assert f"tip-000: annotation {annotation['id']} was changed since the last pull" in err
    assert err.count("note:") == 1
    line = next(out.glob("*/document_stance/tip-000.jsonl")).read_text()
    assert json.loads(line)["net"] == "neutral"


def test_a_deleted_annotation_is_told_and_its_files_stay(label_studio, tipbench, pulled):
    project, _, out = pulled
    before = files(out)
    annotation = annotation_of(label_studio, project, "tip-001")
    label_studio.request("DELETE", f"/api/annotations/{annotation['id']}/")
    code, _, err = tipbench("annotate", "pull", "--project", project, "--out", out)
    assert code == 0
    assert f"annotation {annotation['id']} is no longer on the server" in err
    assert files(out) == before


def test_a_broken_annotation_is_kept_apart_whole(label_studio, tipbench, pulled):
    project, user, out = pulled
    before = files(out)
    annotation = annotation_of(label_studio, project, "tip-002")
    broken = [item for item in annotation["result"] if item["from_name"] != "document_stance_net"]
    change = {"result": broken}
    label_studio.request("PATCH", f"/api/annotations/{annotation['id']}/", user, json=change)
    code, told, err = tipbench("annotate", "pull", "--project", project, "--out", out)
    assert code == 1
    assert f"annotation {annotation['id']} of" in told
    assert "net is not filled in" in told
    assert "has problems now; the files of the last pull stay" in err
    after = files(out)
    (unread,) = [path for path in after if path.parent.name == "unread"]
    assert json.loads(after.pop(unread))["result"] == broken
    assert after == before
    # Mended in Label Studio, the next pull is whole again.
    change = {"result": annotation["result"]}
    label_studio.request("PATCH", f"/api/annotations/{annotation['id']}/", user, json=change)
    assert tipbench("annotate", "pull", "--project", project, "--out", out)[0] == 0
    assert not list(out.rglob("unread"))


def test_a_label_that_is_gone_from_the_inventory_is_named(
    label_studio, ann, tipbench, push, root, tmp_path
):
    project = push("--layer", "entities", "--from", "gold", "--title", "labels change")
    label_studio.accept_all(project, ann)
    other = tmp_path / "root"
    for folder in ("seeds", "annotations"):
        shutil.copytree(root / folder, other / folder)
    labels = other / "annotations" / "labels.json"
    renamed = labels.read_text(encoding="utf-8").replace('"name": "NORP"', '"name": "GROUP"')
    labels.write_text(renamed, encoding="utf-8")
    out = tmp_path / "out"
    code, told, _ = tipbench("annotate", "pull", "--project", project, "--out", out, root=other)
    assert code == 1
    assert "label 'NORP', expected one of: PER, ORG, GPE, LOC, GROUP" in told
    assert len(list(out.rglob("unread/*.json"))) > 0


def test_tasks_of_another_project_are_named(label_studio, tipbench, push, tmp_path):
    project = push(*LAYER, "--title", "strangers among them")
    strangers = [{"data": {"doc_id": "other-001", "text": "x"}}, {"data": {"text": "y"}}]
    label_studio.request("POST", f"/api/projects/{project}/import", json=strangers)
    task = label_studio.tasks(project)["tip-004"]["id"]
    label_studio.request(
        "PATCH", f"/api/tasks/{task}/", json={"data": {"doc_id": "tip-004", "text": "z"}}
    )
    code, told, _ = tipbench("annotate", "pull", "--project", project, "--out", tmp_path)
    assert code == 1
    assert "found the document 'other-001'; expected one of this corpus" in told
    assert "found the document None" in told
    assert "the text of tip-004 is another one on the server" in told
    code, _, err = tipbench("annotate", "push", *LAYER, "--title", "strangers among them")
    assert (code, "tip-004 has another text there than here" in err) == (2, True)


def test_two_annotations_of_one_annotator_are_named(label_studio, ann, tipbench, push, tmp_path):
    project = push(*LAYER, "--from", "gold", "--title", "twice by one")
    label_studio.accept_all(project, ann)
    label_studio.accept_all(project, ann)
    code, told, _ = tipbench("annotate", "pull", "--project", project, "--out", tmp_path)
    assert (code, told.count("has another annotation of this document")) == (1, 5)


def test_a_pass_that_was_not_pulled_is_left_alone(label_studio, tipbench, push, root, tmp_path):
    a = label_studio.invite("A.Long.Name@tipbench.test")
    project = push(*LAYER, "--from", "gold", "--title", "left alone")
    label_studio.accept_all(project, a)
    shutil.copytree(root / "annotations" / "passes" / "a", tmp_path / "a")
    before = files(tmp_path)
    name = ("--annotator", "a.long.name@tipbench.test=a")
    pull = ("annotate", "pull", "--project", project, "--out", tmp_path)
    code, _, err = tipbench(*pull, *name)
    assert (code, "found a pass that was not pulled from Label Studio" in err) == (2, True)
    assert files(tmp_path) == before
    assert tipbench(*pull)[0] == 0
    assert (tmp_path / "a-long-name" / "provenance.json").is_file()


def test_a_skipped_task_is_told(label_studio, ann, tipbench, push, tmp_path):
    project = push(*LAYER, "--title", "skipped")
    task = label_studio.tasks(project)["tip-000"]["id"]
    label_studio.submit(task, [], ann, was_cancelled=True)
    label_studio.request(
        "POST", f"/api/tasks/{task}/drafts", ann, json={"result": [], "lead_time": 1}
    )
    code, _, err = tipbench("annotate", "pull", "--project", project, "--out", tmp_path)
    assert (code, "skipped by the annotator" in err) == (0, True)
    assert "a draft of ann@tipbench.test" in err


def test_a_server_that_goes_away(label_studio, ann, sources, inventories, tmp_path, monkeypatch):
    """In the middle of a push, and between the two steps of a pull."""
    monkeypatch.setattr(pushing, "BATCH", 2)
    monkeypatch.setattr(pushing, "ATTEMPTS", 1)
    monkeypatch.setattr(serving, "ATTEMPTS", 1)
    tasks, shown, _ = tasks_of(sources, ["document_stance"], "gold")
    page = Settings("goes away", configuration(["document_stance"], inventories), 2, "", shown)

    def stop(done, *_):
        if done == 2:
            label_studio.stop()

    try:
        with (
            Server(label_studio.url, label_studio.lead.token) as server,
            pytest.raises(LateError, match="it goes on where it stopped"),
        ):
            push(server, page, tasks, progress=stop)
        label_studio.start()
        with Server(label_studio.url, label_studio.lead.token) as server:
            pushed = push(server, page, tasks)
            assert (pushed.created, pushed.kept, pushed.added) == (False, 2, 3)
            assert sorted(label_studio.tasks(pushed.project.id)) == list(sources.texts)

            snapshot = server._snapshot
            monkeypatch.setattr(
                server, "_snapshot", lambda n: (snapshot(n), label_studio.stop())[0]
            )
            with pytest.raises(LateError, match="cannot be reached"):
                list(server.tasks(pushed.project.id))
    finally:
        label_studio.stop()
        label_studio.start()
