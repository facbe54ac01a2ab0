"""From the SYSTEM of a command line to something that answers."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipbench.errors import UsageError
from tipbench.model import Case, Document, System


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
"""The systems of ``tipbench systems``, by name."""


@dataclass(frozen=True, slots=True)
class FunctionSystem:
    """A user's own function (document → answer) as a system."""

    name: str
    function: Callable[[Document], object]

    def predict(self, document: Document) -> object:
        """What the function returns."""
        return self.function(document)


def resolve_system(spec: str, cases: Sequence[Case]) -> System:
    """The system that ``spec`` names.

    Args:
        spec: A name of ``tipbench systems``, or ``package.module:attribute``; modules are looked
            for in the current folder too.
        cases: The cases of the corpus, for ``gold``.

    Raises:
        UsageError: There is no such system, module or attribute, or it cannot be called.

    >>> resolve_system("empty", []).name
    'empty'
    """
    if spec in BUILTIN:
        return BUILTIN[spec].make(cases)
    module, colon, attribute = spec.partition(":")
    if not colon or not module or not attribute:
        raise UsageError(
            f"system {spec!r}: found no such system; expected one of {', '.join(BUILTIN)}, "
            "or module:attribute"
        )
    return as_system(_import(spec, module, attribute), spec)


def as_system(value: object, name: str) -> System:
    """``value`` as a system: it has ``predict``, or is a function of one document.

    Raises:
        UsageError: It is neither.
    """
    if isinstance(value, System) and not isinstance(value, type):
        return value
    predict = getattr(value, "predict", value)
    if isinstance(value, type) or not callable(predict):
        raise UsageError(
            f"system {name!r}: found a {type(value).__name__}; expected a function that takes a "
            "document, or an object with predict(document)"
        )
    return FunctionSystem(name, predict)


def _import(spec: str, module: str, attribute: str) -> object:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not (module + ".").startswith(error.name + "."):
            raise UsageError(f"system {spec!r}: importing {module} failed: {error}") from error
        raise UsageError(
            f"system {spec!r}: found no module {module!r} in the current folder or installed; "
            "expected module:attribute"
        ) from None
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise UsageError(f"system {spec!r}: importing {module} failed: {reason}") from error
    if not hasattr(found, attribute):
        known = ", ".join(sorted(name for name in vars(found) if not name.startswith("_")))
        raise UsageError(
            f"system {spec!r}: module {module} has no {attribute!r}; it has {known or 'nothing'}"
        )
    return getattr(found, attribute)
