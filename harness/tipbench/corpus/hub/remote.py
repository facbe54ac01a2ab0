"""What is on the Hub: the state of a repository, and how a folder differs from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipbench.corpus.hub.address import Address
from tipbench.corpus.hub.client import import_hub, plain_errors

HUB_OWN = frozenset({".gitattributes"})
"""Files that the Hub makes and that no release has."""


@dataclass(frozen=True, slots=True)
class Remote:
    """The state of a dataset repository.

    Attributes:
        repo: ``org/name``.
        head: The commit of ``main``; ``None`` where there is no repository yet.
        tags: The commit of every tag.
    """

    repo: str
    head: str | None
    tags: Mapping[str, str]

    @property
    def latest(self) -> str | None:
        """The tag of the highest version."""
        versions = [tag for tag in self.tags if Address(self.repo, tag).version is not None]
        return max(versions, key=version_key, default=None)


@dataclass(frozen=True, slots=True)
class TreeChange:
    """What a folder would change in a tree."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two hold the same files."""
        return not (self.added or self.changed or self.removed)

    def lines(self) -> list[str]:
        """One line a file, marked ``+``, ``~`` or ``-``."""
        marked = (("+", self.added), ("~", self.changed), ("-", self.removed))
        return [f"{mark} {path}" for mark, paths in marked for path in paths]


def version_key(version: str) -> tuple[int, ...]:
    """What versions, or their tags, are ordered by.

    >>> version_key("v1.10.0") > version_key("1.9.0")
    True
    """
    return tuple(int(part) for part in version.removeprefix("v").split("."))


def read_remote(repo: str) -> Remote:
    """Look at a repository.

    Raises:
        UsageError: The Hub is out of reach or refuses.
    """
    hub = import_hub()
    api = hub.HfApi()
    with plain_errors(f"repository {repo}"):
        try:
            head = api.repo_info(repo, repo_type="dataset", revision="main").sha
        except hub.errors.RepositoryNotFoundError as error:
            if isinstance(error, hub.errors.GatedRepoError):
                raise
            return Remote(repo, None, {})
        refs = api.list_repo_refs(repo, repo_type="dataset")
        # A tag's ref may name a tag object; what it stands for is its commit.
        tags = {
            ref.name: api.repo_info(repo, repo_type="dataset", revision=ref.name).sha
            for ref in refs.tags
        }
    return Remote(repo, head, tags)


def tree_change(repo: str, revision: str, folder: Path) -> TreeChange:
    """What ``folder`` would change in the tree of ``revision``; compares hashes, loads nothing."""
    hub = import_hub()
    with plain_errors(f"repository {repo}"):
        tree = hub.HfApi().list_repo_tree(
            repo, recursive=True, revision=revision, repo_type="dataset"
        )
        there = {
            entry.path: entry
            for entry in tree
            if isinstance(entry, hub.hf_api.RepoFile) and entry.path not in HUB_OWN
        }
    here = {path.relative_to(folder).as_posix(): path for path in local_files(folder)}
    return TreeChange(
        added=tuple(sorted(here.keys() - there.keys())),
        changed=tuple(
            sorted(name for name in here.keys() & there.keys() if _differs(there[name], here[name]))
        ),
        removed=tuple(sorted(there.keys() - here.keys())),
    )


def local_files(folder: Path) -> list[Path]:
    """Every file of a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _differs(entry: Any, path: Path) -> bool:
    raw = path.read_bytes()
    if entry.lfs is not None:
        return bool(entry.lfs.sha256 != hashlib.sha256(raw).hexdigest())
    # git's name of the bytes, not a safeguard of ours.
    blob = hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
    return bool(entry.blob_id != blob)
