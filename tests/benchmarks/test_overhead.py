import re
import subprocess
import sys


def test_the_overhead_is_measured_in_every_way(root):
    done = subprocess.run(
        [sys.executable, str(root / "benchmarks" / "overhead.py"), "--documents", "20"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    rows = re.findall(r"^\| (.*?) \| \d+ \| \d+ \| -?\d+ \|$", done.stdout, re.MULTILINE)
    assert rows == [
        "function", "function, --timeout", "function, --workers 2",
        "command:", "command:, --timeout", "command:, --workers 2",
    ]  # fmt: skip
