"""One revision of a corpus on the Hub as a folder: that revision, or an error.

``datasets.load_dataset`` gives another cached revision when the Hub is out of reach; here the
revision is what was asked for, online and offline, or nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tipbench.corpus.hub.address import Address
from tipbench.corpus.hub.client import import_hub, plain_errors
from tipbench.corpus.release.manifest import MANIFEST, Manifest, check_folder, read_manifest
from tipbench.errors import DataError, UsageError


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One revision, downloaded and checked.

    Attributes:
        folder: Where it lies in the cache.
        commit: The commit that the revision was when it was loaded.
        manifest: Its manifest.
    """

    folder: Path
    commit: str
    manifest: Manifest


def download(address: Address) -> Snapshot:
    """The revision at ``address``, from the Hub or from the cache of its client.

    Raises:
        UsageError: It is neither on the Hub nor in the cache, or the Hub refuses.
        DataError: It has no manifest, is another version than its tag says, or a file was changed.
    """
    hub = import_hub()
    with plain_errors(f"corpus {address}"):
        folder = Path(
            hub.snapshot_download(address.repo, repo_type="dataset", revision=address.revision)
        )
        path = folder / MANIFEST
        if not path.is_file():
            _fetch_manifest(address, folder.name)
    manifest = read_manifest(path, f"{address}/{MANIFEST}")
    _check_cached(path, address)
    remedy = f"Delete {folder} and load the corpus again"
    try:
        check_folder(folder, manifest, remedy)
    except DataError as error:
        raise DataError(f"{address}/{error.place}", error.problem) from None
    if address.version not in (None, manifest.version):
        raise DataError(
            f"{address}/{MANIFEST}",
            f"found version {manifest.version} under the tag {address.revision}; the tag was "
            "moved: do not use this revision",
        )
    return Snapshot(folder, folder.name, manifest)


def _fetch_manifest(address: Address, commit: str) -> None:
    """Tell a revision without a manifest from one that lies in the cache only in part."""
    hub = import_hub()
    try:
        hub.hf_hub_download(address.repo, MANIFEST, repo_type="dataset", revision=commit)
    except hub.errors.RemoteEntryNotFoundError:
        raise UsageError(
            f"corpus {address}: this revision has no {MANIFEST}, so nothing says whether its files "
            "are right; download it and give the folder"
        ) from None


def _check_cached(path: Path, address: Address) -> None:
    """Check the manifest itself by its name in the cache, which is git's hash of its bytes.

    All other files are checked against the manifest; this keeps the two from being changed
    together. Where the cache has no links (Windows without the right to make them), the seal
    within the manifest has to do.
    """
    if not path.is_symlink():
        return
    raw = path.read_bytes()
    name = path.resolve().name
    # The hash is git's name of the bytes, not a safeguard of ours.
    found = hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
    if name not in (found, hashlib.sha256(raw).hexdigest()):
        raise DataError(
            f"{address}/{MANIFEST}",
            f"the manifest was edited in the cache: it is not what the Hub gave. "
            f"Delete {path.parent} and {path.resolve()} and load the corpus again",
        )
