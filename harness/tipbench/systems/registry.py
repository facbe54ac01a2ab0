"""From the SYSTEM of a command line to something that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from tipbench.errors import UsageError
from tipbench.model import Case, System
from tipbench.systems.code import code_version, object_version, open_code
from tipbench.systems.forms import FORMS
from tipbench.systems.functions import as_system as as_system
from tipbench.systems.options import SystemOptions
from tipbench.systems.plugins import open_plugin, origin, plugin_version, plugins
from tipbench.systems.secrets import without_secrets
from tipbench.version import __version__

__all__ = [
    "BUILTIN",
    "Source",
    "as_source",
    "as_system",
    "find_source",
    "listing",
    "resolve_system",
    "share_options",
]


@dataclass(frozen=True, slots=True)
class Builtin:
    """A system that is always there.

    Attributes:
        description: One line for ``tipbench systems``.
        make: Makes it, given the cases of the corpus (which ``gold`` alone looks into).
    """

    description: str
    make: Callable[[Sequence[Case]], System]


def _gold(cases: Sequence[Case]) -> System:
    from tipbench.systems.baselines import Gold

    return Gold(cases)


def _empty(_: Sequence[Case]) -> System:
    from tipbench.systems.baselines import Empty

    return Empty()


def _lead(_: Sequence[Case]) -> System:
    from tipbench.systems.baselines import Lead

    return Lead()


def _rules(_: Sequence[Case]) -> System:
    from tipbench.systems.rules import Rules

    return Rules()


BUILTIN: dict[str, Builtin] = {
    "gold": Builtin("the gold itself: every score is 1", _gold),
    "empty": Builtin("finds nothing: every recall is 0", _empty),
    "rules": Builtin("entities, numeric facts and stance by rules, English and French", _rules),
    "lead": Builtin("summary: the first three sentences", _lead),
}
"""The systems that are always there, by name."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a system comes from; it is opened once for every worker.

    Attributes:
        name: The name under which its runs are kept.
        open: Opens it; can be sent to another process.
        version: What its answers depend on and the open system does not say itself: the hash of
            its code, or the version of its package.
        apart: Whether it answers in a process that is not this one (see ``Form.apart``).
    """

    name: str
    open: Callable[[], System]
    version: Mapping[str, str] = field(default_factory=dict)
    apart: bool = False


def find_source(spec: str, cases: Sequence[Case], options: SystemOptions) -> Source:
    """The source that a SYSTEM of the command line names; nothing is imported or opened.

    Args:
        spec: A name of ``tipbench systems``, a form such as ``command:…``,
            ``path/file.py:attribute`` or ``package.module:attribute``.
        cases: The cases of the corpus, for ``gold``.
        options: What the system is opened with.

    Raises:
        UsageError: There is no such system, or two of that name, or it does not take an option.
    """
    _check_taken(spec, options)
    installed = plugins().get(spec, [])
    candidates = ["the built-in one"] * (spec in BUILTIN) + [origin(point) for point in installed]
    if len(candidates) > 1:
        raise _clash(spec, candidates)
    if spec in BUILTIN:
        version = {"tipbench": __version__}
        return Source(spec, partial(BUILTIN[spec].make, _needed(spec, cases)), version)
    if installed:
        return Source(spec, partial(open_plugin, spec), plugin_version(installed[0]))
    prefix, colon, rest = spec.partition(":")
    if colon and prefix in FORMS:
        opened = partial(_open_form, prefix, rest, options)
        return Source(without_secrets(spec), opened, apart=FORMS[prefix].apart)
    module, colon, attribute = spec.rpartition(":")
    if not module or not attribute:
        known = ", ".join([*BUILTIN, *plugins()])
        forms = ", ".join(form.usage for form in FORMS.values())
        raise UsageError(
            f"system {spec!r}: found no such system; expected one of {known}, "
            f"module:attribute, file.py:attribute{', ' if forms else ''}{forms}"
        )
    return Source(spec, partial(open_code, spec), code_version(spec))


def as_source(
    system: System | Callable[..., object] | str, cases: Sequence[Case], options: SystemOptions
) -> Source:
    """The source of a SYSTEM of the command line, or of a user's function or object itself.

    Raises:
        UsageError: There is no such system, or the object is none.
    """
    if isinstance(system, str):
        return find_source(system, cases, options)
    own = getattr(system, "name", None)
    name = own if isinstance(own, str) else getattr(system, "__name__", type(system).__name__)
    as_system(system, name)  # what is none is told before anything is started
    return Source(name, partial(as_system, system, name), object_version(system))


def share_options(
    options: SystemOptions, system: object, judge: object
) -> tuple[SystemOptions, SystemOptions]:
    """The options of a system and of the judge of its answers.

    Of what only some forms of SYSTEM take, each is given what it takes itself.
    """
    own = {name for form in FORMS.values() for name in form.takes}
    of_judge = {name for name in own if _takes(judge, name)}
    of_system = {name for name in own if _takes(system, name)} | (own - of_judge)
    not_systems: dict[str, Any] = dict.fromkeys(own - of_system)
    not_judges: dict[str, Any] = dict.fromkeys(own - of_judge)
    return replace(options, **not_systems), replace(options, **not_judges)


def resolve_system(
    spec: str, cases: Sequence[Case], options: SystemOptions | None = None
) -> System:
    """The system that ``spec`` names, opened.

    Args:
        spec: As for ``find_source``.
        cases: The cases of the corpus, for ``gold``.
        options: What the system is opened with.

    Raises:
        UsageError: There is no such system, module or attribute, or it cannot be called.

    >>> resolve_system("empty", []).name
    'empty'
    """
    return find_source(spec, cases, options or SystemOptions()).open()


def listing() -> list[tuple[str, str]]:
    """Every system that can be named, then every form, each with its description.

    Raises:
        UsageError: Two systems have one name.
    """
    rows = [(name, builtin.description) for name, builtin in BUILTIN.items()]
    for name, points in plugins().items():
        origins = ["the built-in one"] * (name in BUILTIN) + [origin(point) for point in points]
        if len(origins) > 1:
            raise _clash(name, origins)
        rows.append((name, origins[0]))
    return rows + [(form.usage, form.description) for form in FORMS.values()]


def _check_taken(spec: str, options: SystemOptions) -> None:
    """Refuse an option that another form of SYSTEM takes."""
    for prefix, form in FORMS.items():
        for name in form.takes:
            if getattr(options, name) is not None and not _takes(spec, name):
                shown = name.replace("_", "-")
                raise UsageError(f"system {spec!r} takes no --{shown}; {prefix}: does")


def _takes(spec: object, option: str) -> bool:
    """Whether a SYSTEM takes an option that not all of them do."""
    form = FORMS.get(spec.partition(":")[0]) if isinstance(spec, str) else None
    return form is not None and option in form.takes


def _needed(name: str, cases: Sequence[Case]) -> Sequence[Case]:
    """The gold is handed to the one system that may know it."""
    return cases if name == "gold" else ()


def _open_form(prefix: str, argument: str, options: SystemOptions) -> System:
    return FORMS[prefix].load()(argument, options=options)


def _clash(name: str, origins: Sequence[str]) -> UsageError:
    return UsageError(
        f"{len(origins)} systems are called {name!r}: {' and '.join(origins)}; "
        "uninstall one or have it renamed"
    )
