"""Systems that are Python code: ``package.module:attribute`` and ``path/file.py:attribute``."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import inspect
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from tipbench.errors import UsageError
from tipbench.model import System
from tipbench.systems.functions import as_system


def open_code(spec: str) -> System:
    """The system that ``spec`` names; modules are looked for in the current folder too.

    Raises:
        UsageError: There is no such file, module or attribute, or it is no system.
    """
    source, _, attribute = spec.rpartition(":")
    module = _load_file(spec, Path(source)) if is_file(spec) else _load_module(spec, source)
    found: object = module
    for part in attribute.split("."):
        if not hasattr(found, part):
            kind = "file" if is_file(spec) else "module"
            raise UsageError(f"system {spec!r}: {kind} {_without(source, part, found)}")
        found = getattr(found, part)
    return as_system(found, spec)


def is_file(spec: str) -> bool:
    """Whether ``spec`` names a file of Python code.

    >>> is_file("extract.py:find"), is_file("package.module:find")
    (True, False)
    """
    return spec.rpartition(":")[0].endswith(".py")


def code_version(spec: str) -> Mapping[str, str]:
    """The sha256 of the file that ``spec`` names an attribute of; empty where there is none."""
    source = spec.rpartition(":")[0]
    path = Path(source) if is_file(spec) else _origin(source)
    if path is None or not path.is_file():
        return {}
    return {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def object_version(value: object) -> Mapping[str, str]:
    """The sha256 of the source text of a function or of an object's class, where it is known."""
    try:
        source = inspect.getsource(value if inspect.isroutine(value) else type(value))
    except (OSError, TypeError):
        return {}
    return {"sha256": hashlib.sha256(source.encode()).hexdigest()}


def _origin(module: str) -> Path | None:
    _add_to_path(Path.cwd())
    try:
        found = importlib.util.find_spec(module)
    except Exception:  # a parent package that cannot be imported; opening the system tells it
        return None
    return Path(found.origin) if found is not None and found.origin else None


def _without(source: str, attribute: str, found: object) -> str:
    known = ", ".join(sorted(name for name in vars(found) if not name.startswith("_")))
    return f"{source} has no {attribute!r}; it has {known or 'nothing'}"


def _add_to_path(folder: Path) -> None:
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def _load_file(spec: str, path: Path) -> ModuleType:
    if not path.is_file():
        raise UsageError(f"system {spec!r}: no file {str(path)!r} is there")
    _add_to_path(path.resolve().parent)
    name = f"tipbench_system_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}"
    found = importlib.util.spec_from_file_location(name, path)
    if found is None or found.loader is None:
        raise UsageError(f"system {spec!r}: {str(path)!r} cannot be read as Python code")
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    try:
        found.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise _failed(spec, str(path), error) from error
    return module


def _load_module(spec: str, module: str) -> ModuleType:
    _add_to_path(Path.cwd())
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not (module + ".").startswith(error.name + "."):
            raise UsageError(f"system {spec!r}: importing {module} failed: {error}") from error
        raise UsageError(
            f"system {spec!r}: found no module {module!r} in the current folder or installed; "
            "expected module:attribute"
        ) from None
    except (Exception, SystemExit) as error:
        raise _failed(spec, module, error) from error


def _failed(spec: str, source: str, error: BaseException) -> UsageError:
    reason = f"{type(error).__name__}: {error}"
    return UsageError(f"system {spec!r}: importing {source} failed: {reason}")
