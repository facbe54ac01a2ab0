"""Where a corpus lies: in the package, in a folder, or on the Hub; its files are checked first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tipbench.corpus.release.manifest import MANIFEST, Manifest, check_folder, read_manifest
from tipbench.errors import DataError


@dataclass(frozen=True, slots=True)
class FoundCorpus:
    """Where a corpus lies, once its files are checked.

    Attributes:
        name: What it is called.
        folder: The folder.
        manifest: Its manifest, where it has one.
        revision: Of a corpus from the Hub: ``revision@commit``.
    """

    name: str
    folder: Path
    manifest: Manifest | None = None
    revision: str | None = None


def builtin_folder() -> Path:
    """Where the built-in corpus lies: inside the installed package, or in the checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "_corpus"
    return packaged if packaged.is_dir() else package.parents[1] / "corpus"


def find_corpus(source: str | Path | None = None) -> FoundCorpus:
    """Find a corpus and check its files against its manifest, where it has one.

    Args:
        source: As of ``load_corpus``.

    Raises:
        UsageError: It cannot be had from the Hub.
        DataError: A file is not what the manifest says.
    """
    folder = builtin_folder() if source is None else Path(source)
    if isinstance(source, str) and not folder.exists() and (found := _on_the_hub(source)):
        return found
    is_builtin = folder.resolve() == builtin_folder().resolve()
    name = "tipbench" if is_builtin else folder.resolve().name
    if not (folder / MANIFEST).is_file():
        return FoundCorpus(name, folder)
    manifest = read_manifest(folder / MANIFEST, str(folder / MANIFEST))
    remedy = f"Restore it; if {folder} is a corpus of your own, delete its {MANIFEST}"
    try:
        check_folder(folder, manifest, remedy)
    except DataError as error:
        raise DataError(str(folder / error.place), error.problem) from None
    return FoundCorpus(name, folder, manifest)


def _on_the_hub(source: str) -> FoundCorpus | None:
    """The revision on the Hub that ``source`` is the address of, if it is one."""
    # Imported here because only a corpus on the Hub needs it.
    from tipbench.corpus.hub.address import parse_address

    address = parse_address(source)
    if address is None:
        return None
    from tipbench.corpus.hub.snapshot import download

    found = download(address)
    revision = f"{address.revision}@{found.commit}"
    return FoundCorpus(address.repo, found.folder, found.manifest, revision)
