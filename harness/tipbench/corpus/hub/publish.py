"""Publishing a release on the Hub: one commit, and one tag at exactly that commit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tipbench.corpus.build import build_corpus
from tipbench.corpus.diff import corpus_diff
from tipbench.corpus.find import find_corpus
from tipbench.corpus.hub.address import Address, check_repo
from tipbench.corpus.hub.client import import_hub, plain_errors
from tipbench.corpus.hub.remote import (
    Remote,
    TreeChange,
    local_files,
    read_remote,
    tree_change,
    version_key,
)
from tipbench.corpus.hub.snapshot import download
from tipbench.corpus.release.changelog import release_date
from tipbench.corpus.release.manifest import MANIFEST
from tipbench.corpus.sources import read_sources
from tipbench.errors import DataError, TipbenchError, UsageError

NEW_REPOSITORY = frozenset({"README.md"})
"""What a repository may hold that no release was published to yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing would do.

    Attributes:
        version: The version to be published.
        folder: Its files.
        remote: The repository as it was looked at.
        change: What differs from ``main``.
        step: ``commit`` and tag; only the ``tag``, where a publishing was interrupted after its
            commit; or ``nothing``, where this very release is published.
    """

    version: str
    folder: Path
    remote: Remote
    change: TreeChange
    step: Literal["commit", "tag", "nothing"]

    @property
    def tag(self) -> str:
        """The tag of the release."""
        return f"v{self.version}"

    def lines(self) -> Iterator[str]:
        """What would change, against ``main`` file by file and against the last release."""
        repo = self.remote.repo
        if self.remote.head is None:
            yield f"{repo}: there is no such dataset repository yet; it would be made, public"
        else:
            latest = self.remote.latest
            said = f"{latest} is the last release" if latest else "it has no release yet"
            yield f"{repo}: main is at {self.remote.head}; {said}"
        yield from self.change.lines()
        if self.step == "commit" and self.remote.latest is not None:
            yield from _differences(Address(repo, self.remote.latest), self.folder)
        yield {
            "commit": f"to do: one commit of {len(self.change.lines())} files, tag {self.tag}",
            "tag": f"to do: tag {self.tag} at {self.remote.head}, which has these very files",
            "nothing": f"nothing to do: {self.tag} is published with these very files",
        }[self.step]


@contextmanager
def planned(root: Path, repo: str, *, has_text: bool = True) -> Iterator[Plan]:
    """Build a release, check that it may be published, and say what publishing it would do.

    Args:
        root: The project's folder.
        repo: ``org/name`` of the dataset repository.
        has_text: Whether the release carries the texts of the articles.

    Yields:
        The plan; its files are there until the context ends.

    Raises:
        InvalidSourcesError: The sources have errors.
        DataError: The version has no entry in the changelog, is published with other content, or
            is older than one that is published.
        UsageError: The Hub is out of reach, or the repository holds something else.
    """
    check_repo(repo)
    sources = read_sources(root)
    if release_date(sources.changelog, sources.version) is None:
        raise DataError(
            "annotations/CHANGELOG.md",
            f"version {sources.version} has no entry; say what it brings under "
            f"'## {sources.version} - YYYY-MM-DD' before it is published",
        )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "corpus"
        build_corpus(root, folder, has_text=has_text)
        find_corpus(folder)
        yield _plan(repo, sources.version, folder)


def _plan(repo: str, version: str, folder: Path) -> Plan:
    remote = read_remote(repo)
    tag = f"v{version}"
    if remote.head is None:
        names = sorted(path.relative_to(folder).as_posix() for path in local_files(folder))
        return Plan(version, folder, remote, TreeChange(tuple(names), (), ()), "commit")
    change = tree_change(repo, remote.head, folder)
    if tag in remote.tags:
        published = tree_change(repo, remote.tags[tag], folder)
        if not published.is_empty:
            raise DataError(
                "annotations/VERSION",
                f"{version} is published at {repo}@{tag} with other content "
                f"({', '.join(published.lines())}); raise the version",
            )
        return Plan(version, folder, remote, published, "nothing")
    if remote.latest and version_key(remote.latest) > version_key(version):
        raise DataError(
            "annotations/VERSION",
            f"{version} is older than {remote.latest}, which is published at {repo}; "
            "raise the version",
        )
    _refuse_others(repo, change, remote)
    return Plan(version, folder, remote, change, "tag" if change.is_empty else "commit")


def _refuse_others(repo: str, change: TreeChange, remote: Remote) -> None:
    """Keep a wrong REPO from losing its files: main must be a release, or new."""
    if MANIFEST in change.added and (foreign := set(change.removed) - NEW_REPOSITORY):
        raise UsageError(
            f"repository {repo}: found a dataset of another kind there ({sorted(foreign)[0]} and "
            f"no {MANIFEST}); expected a new repository, or one with releases of this corpus"
        )


def _differences(address: Address, folder: Path) -> Iterator[str]:
    try:
        yield from corpus_diff(download(address).folder, folder).lines()
    except TipbenchError as error:
        yield f"cannot be compared with {address}: {error}"


def publish(plan: Plan) -> str:
    """Carry out a plan.

    Interrupted and planned again, it does what is left. A commit that someone else made since the
    plan is not overwritten.

    Returns:
        The commit of the release.

    Raises:
        UsageError: There is no token, the Hub refuses or is out of reach, or the repository moved
            on since the plan.
    """
    hub = import_hub()
    repo, tag = plan.remote.repo, plan.tag
    if plan.step == "nothing":
        return plan.remote.tags[tag]
    if hub.get_token() is None:
        raise UsageError("publishing needs a token; sign in with 'hf auth login', or set HF_TOKEN")
    commit = plan.remote.head if plan.step == "tag" else _commit(plan)
    with plain_errors(f"tag {tag} of {repo} at {commit}"):
        hub.HfApi().create_tag(
            repo,
            tag=tag,
            tag_message=f"Corpus {plan.version}",
            revision=commit,
            repo_type="dataset",
        )
    found = read_remote(repo).tags.get(tag)
    if commit is None or found != commit:
        raise UsageError(f"tag {tag} of {repo}: expected it at {commit}, found it at {found}")
    return commit


def _commit(plan: Plan) -> str:
    """Send the files, on top of the commit that the plan was made for and no other."""
    hub = import_hub()
    api = hub.HfApi()
    repo, head, change = plan.remote.repo, plan.remote.head, plan.change
    with plain_errors(f"repository {repo}"):
        if head is None:
            api.create_repo(repo, repo_type="dataset")
            head = api.repo_info(repo, repo_type="dataset", revision="main").sha
            if tree_change(repo, str(head), plan.folder) != change:
                raise UsageError(f"repository {repo}: someone else was faster; run again")
        sent = [
            hub.CommitOperationAdd(path, str(plan.folder / path))
            for path in (*change.added, *change.changed)
        ]
        gone = [hub.CommitOperationDelete(path) for path in change.removed]
        made = api.create_commit(
            repo,
            [*sent, *gone],
            commit_message=f"Corpus {plan.version}",
            repo_type="dataset",
            parent_commit=head,
        )
    return str(made.oid)
