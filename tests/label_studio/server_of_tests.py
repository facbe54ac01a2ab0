"""A real Label Studio server on loopback, and real users of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

VARIABLE = "TIPBENCH_LABEL_STUDIO"
"""Names the environment that the server is installed in, if it is not that of the repository."""
INSTALLED = Path(__file__).resolve().parents[2] / ".environments" / "label-studio"

LEAD = "lead@tipbench.test"
PASSWORD = "a-password-of-tests-1"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
TEMPLATE = "tipbench-template"


@dataclass(frozen=True)
class User:
    """Somebody with an account."""

    email: str
    token: str
    password: str = PASSWORD


class RunningServer:
    """A server, which can be stopped and started again with the same data."""

    def __init__(self, environment, data):
        self.environment, self.data = environment, data
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.lead = User(LEAD, TOKEN)
        self._process = None

    def start(self):
        command = [
            *(self.environment / "bin" / "label-studio", "start", "--no-browser"),
            *("--internal-host", "127.0.0.1", "--port", str(self.port)),
        ]
        with (self.data / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=_settings(self.data), stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(240):
            try:
                if httpx.get(f"{self.url}/health", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            if self._process.poll() is not None:
                break
            time.sleep(0.5)
        self.stop()
        raise RuntimeError((self.data / "server.log").read_text(errors="replace")[-2000:])

    def stop(self):
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(20)
        self._process = None

    def invite(self, email):
        """A new annotator, as they come to a server: by the lead's invitation."""
        link = self.get("/api/invite")["invite_url"]
        with httpx.Client(base_url=self.url, follow_redirects=True, timeout=60) as client:
            page = client.get(link).text
            csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
            form = {"email": email, "password": PASSWORD, "csrfmiddlewaretoken": csrf}
            client.post(link, data=form, headers={"Referer": self.url}).raise_for_status()
            token = client.get("/api/current-user/token").json()["token"]
        return User(email, token)

    def request(self, method, path, user=None, **more):
        token = (user or self.lead).token
        answer = httpx.request(
            method,
            f"{self.url}{path}",
            headers={"Authorization": f"Token {token}"},
            timeout=120,
            **more,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def get(self, path, user=None):
        return self.request("GET", path, user)

    def submit(self, task, result, user, **more):
        """Submit an annotation as the page does."""
        json = {"result": result, "lead_time": 12.5, **more}
        return self.request("POST", f"/api/tasks/{task}/annotations/", user, json=json)

    def tasks(self, project):
        """The tasks of a project, with their predictions."""
        tasks = self.get(f"/api/tasks?project={project}&page_size=1000&fields=all")["tasks"]
        return {task["data"].get("doc_id"): task for task in tasks}

    def accept_all(self, project, user):
        """Submit every pre-annotation as it is, as an annotator does who agrees with it."""
        for task in self.tasks(project).values():
            for prediction in task["predictions"]:
                self.submit(
                    task["id"], prediction["result"], user, parent_prediction=prediction["id"]
                )


def _settings(data):
    return os.environ | {
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "LABEL_STUDIO_USERNAME": LEAD,
        "LABEL_STUDIO_PASSWORD": PASSWORD,
        "LABEL_STUDIO_USER_TOKEN": TOKEN,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_COLLECT_ANALYTICS": "false",
        "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
        "LABEL_STUDIO_SENTRY_DSN": "",
        "LABEL_STUDIO_FRONTEND_SENTRY_DSN": "",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    }


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def environment():
    """Where the server is installed, or ``None``."""
    folder = Path(os.environ.get(VARIABLE) or INSTALLED)
    return folder if (folder / "bin" / "label-studio").is_file() else None


@contextmanager
def running_server(folder):
    """A server with data of its own, copied from a migrated template that is made once."""
    installed = environment()
    template = installed / TEMPLATE
    if not template.exists():
        fresh = folder / "template"
        fresh.mkdir()
        first = RunningServer(installed, fresh)
        first.start()
        first.stop()
        shutil.copytree(fresh, template)
    data = folder / "data"
    shutil.copytree(template, data)
    server = RunningServer(installed, data)
    server.start()
    try:
        yield server
    finally:
        server.stop()
