"""The packages that pipelines need and tipbench does not: what to do where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tipbench.errors import UsageError


def require(package: str, *, system: str, extra: str) -> Any:
    """Import ``package``.

    Args:
        package: The package.
        system: What needs it, as the user wrote it.
        extra: The extra of tipbench that brings it.

    Raises:
        UsageError: It is not installed, or cannot be imported.

    >>> require("json", system="json:x", extra="none").dumps([])
    '[]'
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise UsageError(f"system {system!r}: importing {package} failed: {error}") from error
        raise UsageError(
            f"system {system!r}: {package} is not installed; "
            f"expected it beside tipbench: pip install 'tipbench[{extra}]'"
        ) from None
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise UsageError(f"system {system!r}: importing {package} failed: {reason}") from error
