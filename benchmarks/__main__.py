"""``make bench``: measure tipbench beside its peers and say which bars are met."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.bars import bars, judge
from benchmarks.commands import OWN_PEERS, ROOT
from benchmarks.report import as_dict, as_markdown
from benchmarks.suite import agreement, measure


def main() -> None:
    """Generate data, measure, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="documents (default: 10000)")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "benchmarks" / "data", help="for data and report"
    )
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    measured = measure(folder, arguments.size, arguments.rounds)
    agreed = agreement(folder, measured)
    verdicts = [judge(bar, measured) for bar in bars(arguments.size)]
    report = as_markdown(verdicts, measured, agreed)
    (folder / "report.md").write_text(report, encoding="utf-8")
    content = json.dumps(as_dict(verdicts, measured, agreed), indent=2)
    (folder / "report.json").write_text(content + "\n", encoding="utf-8")
    print(report)
    if not OWN_PEERS.exists():
        print("spaCy is not installed; `make bench-peers` installs it into .venv-peers")
    print(f"written: {folder / 'report.md'}, {folder / 'report.json'}")


if __name__ == "__main__":
    main()
