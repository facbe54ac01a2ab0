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


@contextmanager
def plain_errors(what: str) -> Iterator[None]:
    """Turn what the client raises into one line.

    Args:
        what: What was tried, as the beginning of the line.

    Raises:
        UsageError: The client raised something that a user can act on.
    """
    errors = import_hub().errors
    try:
        yield
    except TipbenchError:
        raise
    except errors.RevisionNotFoundError:
        raise UsageError(f"{what}: there is no such revision; expected a tag or a commit") from None
    except errors.GatedRepoError:
        raise UsageError(f"{what}: the repository is gated; ask for access on its page") from None
    except errors.RepositoryNotFoundError:
        raise UsageError(
            f"{what}: found no such dataset repository, or it is private; "
            "check the name, and sign in with 'hf auth login'"
        ) from None
    except errors.IncompleteSnapshotError:
        raise UsageError(
            f"{what}: the cache holds only a part of this revision and the Hub is out of reach; "
            "load it once with the Hub in reach"
        ) from None
    except errors.LocalEntryNotFoundError:
        raise UsageError(
            f"{what}: this revision is not in the cache and the Hub is out of reach; "
            "load it once with the Hub in reach"
        ) from None
    except errors.OfflineModeIsEnabled:
        raise UsageError(f"{what}: HF_HUB_OFFLINE is set; unset it to reach the Hub") from None
    except errors.HfHubHTTPError as error:
        raise UsageError(f"{what}: {_refusal(error)}") from None
    except Exception as error:
        # The client's library for HTTP changes with its version, and its errors share no base.
        if type(error).__module__.partition(".")[0] in ("httpx", "httpx2", "requests", "builtins"):
            raise UsageError(f"{what}: {_interruption(error)}") from None
        raise


def _interruption(error: Exception) -> str:
    said = " ".join(str(error).split())
    if isinstance(error, ValueError):
        return said  # what is wrong with the card
    if isinstance(error, RuntimeError):
        return f"{said} Run the command again"  # which upload broke off
    return f"the Hub is out of reach ({type(error).__name__})"


def _refusal(error: Any) -> str:
    status = error.response.status_code
    if status == 412:
        return (
            "it has moved on since it was looked at: someone else published. Nothing was "
            "overwritten; run the command again to see what is there now"
        )
    if status in (401, 403):
        return (
            f"the Hub refused ({status}); sign in with 'hf auth login' and a token that may "
            "write to the repository"
        )
    said = f"the Hub answered {status}: {error.server_message or 'without a reason'}"
    return f"{said}; run the command again later" if status >= 500 else said
