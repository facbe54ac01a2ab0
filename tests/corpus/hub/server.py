"""A small server that the unmodified client of the Hugging Face Hub takes for the Hub.

It keeps dataset repositories in memory: commits, branches, tags, and large files by Git LFS (the
client has to run with ``HF_HUB_DISABLE_XET=1``). It checks what the Hub checks: tokens, parents of
commits, hashes of uploads, names that are taken. It listens on loopback only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

TOKEN = "hf_loopbackWriteToken"
READ_TOKEN = "hf_loopbackReadToken"
LARGE = (".parquet", ".bin")
NOW = "2026-11-21T12:00:00.000Z"
GITATTRIBUTES = b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"


@dataclass(frozen=True)
class Blob:
    data: bytes
    is_large: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def pointer(self) -> bytes:
        lines = (
            "version https://git-lfs.github.com/spec/v1",
            f"oid sha256:{self.sha256}",
            f"size {len(self.data)}",
        )
        return ("\n".join(lines) + "\n").encode()

    @property
    def oid(self) -> str:
        """git's name of what is in the tree: the bytes, or the pointer to them."""
        raw = self.pointer if self.is_large else self.data
        return hashlib.sha1(b"blob %d\0" % len(raw) + raw).hexdigest()

    @property
    def etag(self) -> str:
        return self.sha256 if self.is_large else self.oid


@dataclass
class Commit:
    oid: str
    parent: str | None
    title: str
    files: dict[str, Blob]


@dataclass
class Repo:
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> Commit:
        return self.commits[self.branches["main"]]

    def add(self, title: str, files: dict[str, Blob]) -> Commit:
        parent = self.branches.get("main")
        listed = sorted((path, blob.oid) for path, blob in files.items())
        oid = hashlib.sha1(json.dumps([parent, title, listed]).encode()).hexdigest()
        self.commits[oid] = Commit(oid, parent, title, files)
        self.branches["main"] = oid
        return self.commits[oid]

    def find(self, revision: str) -> Commit | None:
        oid = self.branches.get(revision) or self.tags.get(revision) or revision
        return self.commits.get(oid)


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code


@dataclass
class Hold:
    """A request that waits before it is answered, so that a client can be killed in it."""

    method: str
    part: str
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)


class LoopbackHub:
    """The server.

    Attributes:
        repos: What it holds.
        objects: The large files, by sha256.
        requests: What it was asked, method and path.
        refusals: What it answers, by the name of the request, instead of what it should.
        before: What happens, once, before a request of that name is answered.
    """

    def __init__(self) -> None:
        self.repos: dict[str, Repo] = {}
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        self.holds: list[Hold] = []
        self.refusals: dict[str, Refusal] = {}
        self.before: dict[str, Callable[[], None]] = {}
        self.lock = threading.RLock()
        hub = self

        class Handler(_Handler):
            pass

        Handler.hub = hub
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        # Large files lie on another host, where the client looks without asking for its headers.
        self.elsewhere = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        for hold in self.holds:
            hold.released.set()
        self.server.shutdown()
        self.server.server_close()

    def hold(self, method: str, part: str) -> Hold:
        """Let the next requests of ``method`` with ``part`` in their path wait."""
        hold = Hold(method, part)
        self.holds.append(hold)
        return hold

    def wait(self, method: str, path: str) -> None:
        for hold in self.holds:
            if hold.method == method and hold.part in path and not hold.released.is_set():
                hold.reached.set()
                hold.released.wait(60)
                raise Refusal(503, "held")


Answer = tuple[int, dict[str, str], bytes]


class _Handler(BaseHTTPRequestHandler):
    hub: LoopbackHub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._serve("GET")

    def do_HEAD(self) -> None:
        self._serve("HEAD")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_PUT(self) -> None:
        self._serve("PUT")

    def _serve(self, method: str) -> None:
        split = urlsplit(self.path)
        path = unquote(split.path)
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.query = parse_qs(split.query)
        self.hub.requests.append((method, path))
        try:
            self.hub.wait(method, path)
            with self.hub.lock:
                status, headers, content = self._route(method, split.path, path)
        except Refusal as refusal:
            status = refusal.status
            headers = {"X-Error-Message": refusal.message, "Content-Type": "application/json"}
            if refusal.code:
                headers["X-Error-Code"] = refusal.code
            content = json.dumps({"error": refusal.message}).encode()
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if method != "HEAD":
                self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _route(self, method: str, raw: str, path: str) -> Answer:
        asked = "GET" if method == "HEAD" else method
        for verb, pattern, name in ROUTES:
            # Revisions are quoted in paths, so that they are split before they are unquoted.
            if verb == asked and (found := re.fullmatch(pattern, raw)):
                parts = {key: unquote(value or "") for key, value in found.groupdict().items()}
                if hook := self.hub.before.pop(name, None):
                    hook()
                if name in self.hub.refusals:
                    raise self.hub.refusals[name]
                answer: Answer = getattr(self, name)(**parts)
                return answer
        raise Refusal(404, f"no such page: {path}")

    def _json(self, content: object, status: int = 200) -> Answer:
        return status, {"Content-Type": "application/json"}, json.dumps(content).encode()

    def _may_write(self) -> None:
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if not token:
            raise Refusal(401, "Invalid username or password.")
        if token == READ_TOKEN:
            raise Refusal(403, "Forbidden: your token may not write")
        if token != TOKEN:
            raise Refusal(401, "Invalid credentials in Authorization header")

    def _repo(self, repo: str) -> Repo:
        if repo not in self.hub.repos:
            raise Refusal(404, "Repository not found", "RepoNotFound")
        return self.hub.repos[repo]

    def _commit(self, repo: str, revision: str) -> Commit:
        commit = self._repo(repo).find(revision)
        if commit is None:
            raise Refusal(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return commit

    # Repositories

    def create(self) -> Answer:
        self._may_write()
        asked = json.loads(self.body)
        assert asked["type"] == "dataset"
        repo = f"{asked['organization']}/{asked['name']}"
        if repo in self.hub.repos:
            raise Refusal(409, "You already created this dataset repo")
        self.hub.repos[repo] = Repo()
        self.hub.repos[repo].add("initial commit", {".gitattributes": Blob(GITATTRIBUTES)})
        url = f"{self.hub.endpoint}/datasets/{repo}"
        return self._json({"url": url, "name": repo, "id": repo})

    def info(self, repo: str, revision: str = "main") -> Answer:
        commit = self._commit(repo, revision)
        content = {
            "_id": "0", "id": repo, "sha": commit.oid, "author": repo.partition("/")[0],
            "private": False, "gated": False, "disabled": False, "downloads": 0, "likes": 0,
            "tags": [], "lastModified": NOW, "createdAt": NOW,
            "siblings": [{"rfilename": path} for path in sorted(commit.files)],
        }  # fmt: skip
        return self._json(content)

    def refs(self, repo: str) -> Answer:
        found = self._repo(repo)

        def listed(kind: str, refs: dict[str, str]) -> list[dict[str, str]]:
            return [
                {"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": oid}
                for name, oid in refs.items()
            ]

        return self._json(
            {
                "branches": listed("heads", found.branches),
                "tags": listed("tags", found.tags),
                "converts": [],
            }
        )

    def _entry(self, path: str, blob: Blob) -> dict[str, object]:
        entry: dict[str, object] = {
            "type": "file", "oid": blob.oid, "size": len(blob.data), "path": path,
        }  # fmt: skip
        if blob.is_large:
            entry["lfs"] = {
                "oid": blob.sha256, "size": len(blob.data), "pointerSize": len(blob.pointer),
            }  # fmt: skip
        if "expand" in self.query and self.query["expand"][0].lower() == "true":
            entry["lastCommit"] = {"id": "0" * 40, "title": "a commit", "date": NOW}
        return entry

    def _folder(self, path: str) -> dict[str, object]:
        oid = hashlib.sha1(path.encode()).hexdigest()
        return {"type": "directory", "oid": oid, "size": 0, "path": path}

    def tree(self, repo: str, revision: str, folder: str = "") -> Answer:
        files = self._commit(repo, revision).files
        prefix = f"{folder}/" if folder else ""
        inside = {path: blob for path, blob in files.items() if path.startswith(prefix)}
        if folder and not inside:
            raise Refusal(404, f"{folder} does not exist on {revision}", "EntryNotFound")
        recursive = self.query.get("recursive", ["false"])[0].lower() in ("true", "1")
        folders = {
            "/".join(parts[:depth])
            for parts in (path.split("/") for path in inside)
            for depth in range(prefix.count("/") + 1, len(parts))
        }
        if not recursive:
            folders = {path for path in folders if path.count("/") == prefix.count("/")}
            inside = {path: b for path, b in inside.items() if path.count("/") == prefix.count("/")}
        entries = [self._folder(path) for path in sorted(folders)]
        entries += [self._entry(path, blob) for path, blob in sorted(inside.items())]
        return self._json(entries)

    def paths_info(self, repo: str, revision: str) -> Answer:
        files = self._commit(repo, revision).files
        if "json" in (self.headers.get("Content-Type") or ""):
            paths = json.loads(self.body)["paths"]
        else:
            paths = parse_qs(self.body.decode())["paths"]
        found = []
        for path in paths:
            if path in files:
                found.append(self._entry(path, files[path]))
            elif any(each.startswith(f"{path}/") for each in files):
                found.append(self._folder(path))
        return self._json(found)

    # Files

    def resolve(self, repo: str, revision: str, path: str) -> Answer:
        commit = self._commit(repo, revision)
        if path not in commit.files:
            raise Refusal(404, f"{path} does not exist on {revision}", "EntryNotFound")
        blob = commit.files[path]
        headers = {"X-Repo-Commit": commit.oid, "ETag": f'"{blob.etag}"'}
        if blob.is_large:
            headers |= {
                "X-Linked-ETag": f'"{blob.sha256}"',
                "X-Linked-Size": str(len(blob.data)),
                "Location": f"{self.hub.elsewhere}/cdn/{blob.sha256}",
            }
            return 302, headers, b""
        return self._ranged(blob.data, headers)

    def cdn(self, sha256: str) -> Answer:
        if sha256 not in self.hub.objects:
            raise Refusal(404, "no such object")
        return self._ranged(self.hub.objects[sha256], {"ETag": f'"{sha256}"'})

    def _ranged(self, data: bytes, headers: dict[str, str]) -> Answer:
        headers |= {"Accept-Ranges": "bytes", "Content-Type": "application/octet-stream"}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if asked is None:
            return 200, {**headers, "Content-Length": str(len(data))}, data
        start, end = int(asked[1]), min(int(asked[2] or len(data) - 1), len(data) - 1)
        part = data[start : end + 1]
        described = {"Content-Range": f"bytes {start}-{end}/{len(data)}"}
        return 206, {**headers, **described, "Content-Length": str(len(part))}, part

    # Commits

    def validate_yaml(self) -> Answer:
        content = json.loads(self.body)["content"]
        found = re.match(r"---\n(.*?)\n---\n", content, re.DOTALL)
        try:
            metadata = yaml.safe_load(found[1]) if found else None
        except yaml.YAMLError as error:
            return self._json({"errors": [{"message": str(error)}], "warnings": []}, 400)
        if not isinstance(metadata, dict):
            return self._json({"errors": [], "warnings": [{"message": "empty metadata"}]})
        errors = [
            {"message": f'"{key}" is required'}
            for key in ("license_name", "license_link")
            if metadata.get("license") == "other" and key not in metadata
        ]
        return self._json({"errors": errors, "warnings": []}, 400 if errors else 200)

    def preupload(self, repo: str, revision: str) -> Answer:
        self._may_write()
        files = self._commit(repo, revision).files
        answer = []
        for asked in json.loads(self.body)["files"]:
            path = asked["path"]
            mode = "lfs" if path.endswith(LARGE) else "regular"
            known = {"oid": files[path].etag} if path in files else {}
            answer.append({"path": path, "uploadMode": mode, "shouldIgnore": False, **known})
        return self._json({"files": answer})

    def lfs_batch(self, repo: str) -> Answer:
        self._may_write()
        self._repo(repo)
        objects = []
        for asked in json.loads(self.body)["objects"]:
            oid, size = asked["oid"], asked["size"]
            entry: dict[str, object] = {"oid": oid, "size": size}
            if oid not in self.hub.objects:
                entry["actions"] = {
                    "upload": {"href": f"{self.hub.endpoint}/lfs/{oid}", "header": {}},
                    "verify": {"href": f"{self.hub.endpoint}/lfs/verify", "header": {}},
                }
            objects.append(entry)
        return self._json({"transfer": "basic", "objects": objects})

    def lfs_put(self, oid: str) -> Answer:
        if hashlib.sha256(self.body).hexdigest() != oid:
            raise Refusal(400, "the upload does not have the hash that was announced")
        self.hub.objects[oid] = self.body
        return 200, {}, b""

    def lfs_verify(self) -> Answer:
        asked = json.loads(self.body)
        if len(self.hub.objects.get(asked["oid"], b"")) != asked["size"]:
            raise Refusal(404, "no such object")
        return self._json({})

    def commit(self, repo: str, revision: str) -> Answer:
        self._may_write()
        found = self._repo(repo)
        lines = [json.loads(line) for line in self.body.splitlines()]
        header = lines[0]["value"]
        parent = header.get("parentCommit")
        if parent is not None and parent != found.branches[revision]:
            raise Refusal(412, "A commit has happened since. Please refresh and try again.")
        files = dict(found.head.files)
        for line in lines[1:]:
            value = line["value"]
            path = value["path"]
            if line["key"] == "file":
                files[path] = Blob(base64.b64decode(value["content"]))
            elif line["key"] == "lfsFile":
                if value["oid"] not in self.hub.objects:
                    raise Refusal(400, f"the large file of {path} was not uploaded")
                files[path] = Blob(self.hub.objects[value["oid"]], is_large=True)
            elif line["key"] == "deletedFile":
                if files.pop(path, None) is None:
                    raise Refusal(404, "A file with this name doesn't exist", "EntryNotFound")
            else:
                raise Refusal(400, f"not supported: {line['key']}")
        made = found.add(header["summary"], files)
        url = f"{self.hub.endpoint}/datasets/{repo}/commit/{made.oid}"
        return self._json({"success": True, "commitOid": made.oid, "commitUrl": url})

    def tag(self, repo: str, revision: str) -> Answer:
        self._may_write()
        name = json.loads(self.body)["tag"]
        commit = self._commit(repo, revision)
        tags = self._repo(repo).tags
        if name in tags:
            raise Refusal(409, f"Tag {name} already exists")
        tags[name] = commit.oid
        return self._json({})


_ID = r"(?P<repo>[^/]+/[^/]+)"
ROUTES = (
    ("POST", r"/api/repos/create", "create"),
    ("POST", r"/api/validate-yaml", "validate_yaml"),
    ("GET", rf"/api/datasets/{_ID}", "info"),
    ("GET", rf"/api/datasets/{_ID}/revision/(?P<revision>[^/]+)", "info"),
    ("GET", rf"/api/datasets/{_ID}/refs", "refs"),
    ("GET", rf"/api/datasets/{_ID}/tree/(?P<revision>[^/]+)(?:/(?P<folder>.+))?", "tree"),
    ("POST", rf"/api/datasets/{_ID}/paths-info/(?P<revision>[^/]+)", "paths_info"),
    ("POST", rf"/api/datasets/{_ID}/preupload/(?P<revision>[^/]+)", "preupload"),
    ("POST", rf"/api/datasets/{_ID}/commit/(?P<revision>[^/]+)", "commit"),
    ("POST", rf"/api/datasets/{_ID}/tag/(?P<revision>[^/]+)", "tag"),
    ("POST", rf"/datasets/{_ID}\.git/info/lfs/objects/batch", "lfs_batch"),
    ("PUT", r"/lfs/(?P<oid>[0-9a-f]{64})", "lfs_put"),
    ("POST", r"/lfs/verify", "lfs_verify"),
    ("GET", rf"/datasets/{_ID}/resolve/(?P<revision>[^/]+)/(?P<path>.+)", "resolve"),
    ("GET", r"/cdn/(?P<sha256>[0-9a-f]{64})", "cdn"),
)
