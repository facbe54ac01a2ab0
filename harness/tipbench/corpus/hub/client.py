"""The Hub's own client, and its errors as lines that a user can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tipbench.errors import TipbenchError, UsageError


def import_hub() -> Any:
    """The ``huggingface_hub`` library, without its progress bars.

    Raises:
        UsageError: It is not installed.
    """
    try:
        import huggingface_hub
        import huggingface_hub.errors
        import huggingface_hub.hf_api
        from huggingface_hub.utils.tqdm import disable_progress_bars
    except ImportError:
        raise UsageError(
            "the Hub needs the library of an extra: pip install 'tipbench[hub]'"
        ) from None
    disable_progress_bars()
    return huggingface_hub


_LINES = {
    "RevisionNotFoundError": "there is no such revision; expected a tag or a commit",
    "GatedRepoError": "the repository is gated; ask for access on its page",
    "RepositoryNotFoundError": "found no such dataset repository, or it is private; "
    "check the name, and sign in with 'hf auth login'",
    "IncompleteSnapshotError": "the cache holds only a part of this revision and the Hub is out of "
    "reach; load it once with the Hub in reach",
    "LocalEntryNotFoundError": "this revision is not in the cache and the Hub is out of reach; "
    "load it once with the Hub in reach",
    "OfflineModeIsEnabled": "HF_HUB_OFFLINE is set; unset it to reach the Hub",
}
"""What the client's errors mean, those that are a kind of another first."""

_REFUSALS = {
    401: "the Hub refused (401); sign in with 'hf auth login'",
    403: "the Hub refused (403); sign in with a token that may write to the repository",
    409: "someone else made it since it was looked at. Nothing was overwritten; run the command "
    "again to see what is there now",
    412: "it has moved on since it was looked at: someone else published. Nothing was "
    "overwritten; run the command again to see what is there now",
}
"""What the Hub means by a status."""


@contextmanager
def plain_errors(what: str) -> Iterator[None]:
    """Turn what the client raises into one line.

    Args:
        what: What was tried, as the beginning of the line.

    Raises:
        UsageError: The client raised something that a user can act on.
    """
    try:
        yield
    except TipbenchError:
        raise
    except Exception as error:
        line = _line(error)
        if line is None:
            raise
        raise UsageError(f"{what}: {line}") from None


def _line(error: Exception) -> str | None:
    """What an error of the client means, or ``None`` of an error that is not its own."""
    errors = import_hub().errors
    for name, line in _LINES.items():
        kind = getattr(errors, name, None)  # Not every version of the client has every error.
        if kind is not None and isinstance(error, kind):
            return line
    if isinstance(error, errors.HfHubHTTPError):
        return _refusal(error)
    # The client's library for HTTP changes with its version, and its errors share no base.
    if type(error).__module__.partition(".")[0] in ("httpx", "httpx2", "requests", "builtins"):
        return _interruption(error)
    return None


def _interruption(error: Exception) -> str:
    said = " ".join(str(error).split())
    if isinstance(error, ValueError):
        return said  # what is wrong with the card
    if isinstance(error, RuntimeError):
        return f"{said} Run the command again"  # which upload broke off
    return f"the Hub is out of reach ({type(error).__name__})"


def _refusal(error: Any) -> str:
    status = error.response.status_code
    said = f"the Hub answered {status}: {error.server_message or 'without a reason'}"
    if status >= 500:
        return f"{said}; run the command again later"
    return _REFUSALS.get(status, said)
