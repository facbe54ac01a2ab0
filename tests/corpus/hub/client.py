"""The unmodified client of the Hub in processes of its own, and the command line beside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from .server import TOKEN

REPO = "test-org/tipbench"


class Client:
    """The unmodified client in processes of its own, which read where the Hub is at their start."""

    def __init__(self, home: Path, endpoint: str) -> None:
        self.home = home
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "HUGGING"))}
        self.environment = {
            **kept,
            "HF_HOME": str(home),
            "HF_ENDPOINT": endpoint,
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }

    def sign_in(self, token: str = TOKEN) -> "Client":
        """Keep a token where the Hub's own tools keep it."""
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "token").write_text(token, encoding="utf-8")
        return self

    def start(self, code: str, *arguments: object, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home.parent,
        )

    def python(self, code: str, *arguments: object, **environment: str):
        """What ``code`` prints, as JSON."""
        process = self.start(code, *arguments, **environment)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        return json.loads(out.splitlines()[-1])

    def tipbench(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        process = self.start(COMMAND, *arguments, **environment)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


COMMAND = "import sys; from tipbench.cli import main; sys.exit(main(sys.argv[1:]))"
