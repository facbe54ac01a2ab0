"""A project's folder from which tests publish, and the changes that they make to it."""

import shutil
from pathlib import Path

ENTITY = '"mention": "name", "role": "literal"'


def make_sources(root: Path, folder: Path) -> Path:
    """A project's folder that a test may change."""
    shutil.copytree(root / "seeds", folder / "seeds")
    ignored = shutil.ignore_patterns("passes", "adjudication")
    shutil.copytree(root / "annotations", folder / "annotations", ignore=ignored)
    return folder


def change_label(folder: Path) -> None:
    """Change one label of the gold: the role of one mention."""
    path = folder / "annotations" / "gold" / "entities" / "tip-004.jsonl"
    text = path.read_text(encoding="utf-8")
    assert ENTITY in text
    path.write_text(text.replace(ENTITY, ENTITY.replace("literal", "government"), 1), "utf-8")


def set_version(folder: Path, version: str, *, entry: bool = True) -> None:
    """Give the corpus another version, with an entry in its changelog."""
    (folder / "annotations" / "VERSION").write_text(version + "\n", encoding="utf-8")
    if entry:
        path = folder / "annotations" / "CHANGELOG.md"
        text = path.read_text(encoding="utf-8")
        added = f"## {version} - 2026-11-22\n\n### Changed\n- One label.\n\n"
        path.write_text(text.replace("## 1.0.0", added + "## 1.0.0", 1), encoding="utf-8")
