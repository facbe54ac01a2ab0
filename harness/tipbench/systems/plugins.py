"""Systems of installed packages.

A package adds a system by an entry point in the group ``tipbench.systems``, whose name is the
system's; it names whatever ``package.module:attribute`` may name::

    [project.entry-points."tipbench.systems"]
    capitals = "tipbench_capitals:find"
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from tipbench.errors import UsageError
from tipbench.model import System
from tipbench.systems.functions import as_system

GROUP = "tipbench.systems"


def plugins() -> dict[str, list[EntryPoint]]:
    """The entry points of installed packages, by name; none of them is imported."""
    found: dict[str, list[EntryPoint]] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, origin(point))):
        found.setdefault(point.name, []).append(point)
    return found


def origin(point: EntryPoint) -> str:
    """Where a system comes from, for a reader."""
    package = f" of {point.dist.name} {point.dist.version}" if point.dist is not None else ""
    return f"{point.value}{package}"


def plugin_version(point: EntryPoint) -> Mapping[str, str]:
    """What of a plug-in its answers depend on."""
    if point.dist is None:
        return {"entry_point": point.value}
    return {"entry_point": point.value, "package": point.dist.name, "version": point.dist.version}


def open_plugin(name: str) -> System:
    """The system that an installed package registers as ``name``.

    Raises:
        UsageError: It cannot be loaded, or is no system.
    """
    (point,) = plugins()[name]
    try:
        found = point.load()
    except (Exception, SystemExit) as error:
        raise UsageError(
            f"system {name!r}: loading {origin(point)} failed: {type(error).__name__}: {error}; "
            "repair or remove it"
        ) from error
    return as_system(found, name)
