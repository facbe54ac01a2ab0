"""A Label Studio server through its own SDK: a handful of calls, retried, with plain errors."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeVar

from tipbench.errors import UsageError

if TYPE_CHECKING:
    from label_studio_sdk import LabelStudio

T = TypeVar("T")

URL = "LABEL_STUDIO_URL"
API_KEY = "LABEL_STUDIO_API_KEY"

ATTEMPTS = 4
TIMEOUT_SECONDS = 120.0
SNAPSHOT_SECONDS = 600.0
_EVERYTHING: Any = {
    "predictions": {"only_id": False},
    "drafts": {"only_id": False},
    "annotations__completed_by": {"only_id": False},
    "interpolate_key_frames": False,
}
LATE = frozenset({408, 429, 500, 502, 503, 504})
"""Answers of a server that may do better in a moment."""


class ServerError(UsageError):
    """The server cannot be reached, does not let us in, or refuses what it is asked."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the server."""

    id: int
    title: str
    label_config: str


class Server:
    """A server, and the key that opens it. The key is kept in memory alone, and never shown.

    Args:
        url: Its address; by default that of the environment variable ``LABEL_STUDIO_URL``.
        api_key: A personal access token or a legacy token; by default ``LABEL_STUDIO_API_KEY``.

    Raises:
        UsageError: One of the two is missing, or the SDK is not installed.
    """

    def __init__(self, url: str | None = None, api_key: str | None = None) -> None:
        self.url = _given(url, URL, "--url", "http://localhost:8080").rstrip("/")
        key = _given(api_key, API_KEY, "--api-key", "the token of your account page")
        try:
            import httpx
            from label_studio_sdk import LabelStudio
        except ImportError:
            raise UsageError(
                "working with Label Studio needs the libraries of an extra: "
                "pip install 'tipbench[label-studio]'"
            ) from None
        self._connection = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=True)
        # The retries are ours: those of the SDK leave out a connection that breaks.
        self._client: LabelStudio = self._call(
            lambda: LabelStudio(
                base_url=self.url, api_key=key, max_retries=0, httpx_client=self._connection
            )
        )

    def __enter__(self) -> Server:
        """Nothing happens before something is asked."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._connection.close()

    def project(self, project_id: int) -> Project:
        """The project of this number."""
        found = self._call(lambda: self._client.projects.get(project_id), f"project {project_id}")
        return Project(found.id, found.title, found.label_config)

    def find_project(self, title: str) -> Project | None:
        """The project of this title, if there is one.

        Raises:
            ServerError: There are several.
        """
        every = self._call(lambda: list(self._client.projects.list(title=title)))
        found = [each for each in every if each.title == title]
        if len(found) > 1:
            numbers = ", ".join(str(each.id) for each in found)
            raise ServerError(
                f"{self.url}: found {len(found)} projects called {title!r} ({numbers}); expected "
                "one; name it by --project NUMBER"
            )
        return self.project(found[0].id) if found else None

    def create_project(self, title: str, settings: Mapping[str, Any]) -> Project:
        """Make a project; one of this title that is there by now is taken instead."""

        def create() -> Project:
            there = self.find_project(title)
            return there or self.project(self._client.projects.create(title=title, **settings).id)

        return self._call(create)

    def update_project(self, project_id: int, settings: Mapping[str, Any]) -> None:
        """Change settings of a project."""
        self._call(
            lambda: self._client.projects.update(project_id, **settings), f"project {project_id}"
        )

    def import_tasks(self, project_id: int, tasks: Sequence[Mapping[str, Any]]) -> None:
        """Add tasks, with their predictions. Tried once: what is there by then is not known."""
        with self._plain_errors(f"project {project_id}"):
            self._client.projects.import_tasks(project_id, request=tasks, return_task_ids=True)

    def import_predictions(self, project_id: int, predictions: Sequence[Mapping[str, Any]]) -> None:
        """Add predictions to tasks. Tried once, as ``import_tasks``."""
        with self._plain_errors(f"project {project_id}"):
            self._client.projects.import_predictions(project_id, request=predictions)

    def delete_prediction(self, prediction_id: int) -> None:
        """Delete a prediction."""
        self._call(lambda: self._client.predictions.delete(prediction_id))

    def tasks(
        self, project_id: int, progress: Callable[[int], None] | None = None
    ) -> Iterator[dict[str, Any]]:
        """All tasks of a project, one at a time, with annotations, drafts and predictions.

        They come from a snapshot that the server makes, so that what is read is of one moment; it
        is on disk before the first task is given, and memory holds one task. A download that
        breaks is begun again from the same snapshot.

        Args:
            project_id: The project.
            progress: Told how many bytes have come so far.

        Raises:
            ServerError: It cannot be had, or is not whole.
        """
        import ijson

        about = f"project {project_id}"
        with tempfile.TemporaryFile() as file:
            snapshot = self._snapshot(project_id)
            self._call(lambda: self._download(project_id, snapshot, file, progress), about)
            self._call(
                lambda: self._client.projects.exports.delete(id=project_id, export_pk=snapshot),
                about,
            )
            file.seek(0)
            try:
                yield from ijson.items(file, "item", use_float=True)
            except ijson.JSONError:
                raise ServerError(
                    f"{self.url}, {about}: the export is not whole; try again"
                ) from None

    def _snapshot(self, project_id: int) -> int:
        """Have the server make a snapshot of the project; its number."""
        about, exports = f"project {project_id}", self._client.projects.exports
        made = self._call(
            lambda: exports.create(project_id, title="tipbench", serialization_options=_EVERYTHING),
            about,
        )
        number, waited = int(made.id), 0.0
        while made.status in ("created", "in_progress"):
            if waited > SNAPSHOT_SECONDS:
                raise LateError(f"{self.url}, {about}: no export within {waited:.0f} seconds")
            time.sleep(0.5)
            waited += 0.5
            made = self._call(lambda: exports.get(id=project_id, export_pk=number), about)
        if made.status != "completed":
            raise ServerError(f"{self.url}, {about}: the export ended as {made.status!r}")
        return number

    def _download(
        self,
        project_id: int,
        snapshot: int,
        file: IO[bytes],
        progress: Callable[[int], None] | None,
    ) -> None:
        file.seek(0)
        file.truncate()
        for chunk in self._client.projects.exports.download(
            id=project_id, export_pk=snapshot, export_type="JSON"
        ):
            file.write(chunk)
            if progress is not None:
                progress(file.tell())

    def _call(self, ask: Callable[[], T], about: str = "") -> T:
        """Ask, and ask again where the server is late or the line breaks."""
        import tenacity

        asking = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_late),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=tenacity.wait_exponential(multiplier=0.5, max=8),
            reraise=True,
        )
        with self._plain_errors(about):
            return asking(ask)

    @contextmanager
    def _plain_errors(self, about: str = "") -> Iterator[None]:
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        place = f"{self.url}, {about}" if about else self.url
        try:
            yield
        except ApiError as error:
            kind = LateError if error.status_code in LATE else ServerError
            raise kind(f"{place}: {_refusal(error.status_code, error.body)}") from None
        except httpx.TimeoutException:
            raise LateError(
                f"{place}: no answer within {TIMEOUT_SECONDS:.0f} seconds; is the server busy? "
                "Run the command again: it goes on where it stopped"
            ) from None
        except httpx.HTTPError as error:
            raise LateError(
                f"{place}: cannot be reached ({type(error).__name__}: {error}); is the server up, "
                "and the address right? Run the command again: it goes on where it stopped"
            ) from None


class LateError(ServerError):
    """The server did not answer, or the line broke; what was asked may have been done or not."""


def _given(value: str | None, variable: str, option: str, example: str) -> str:
    found = value or os.environ.get(variable)
    if not found:
        raise UsageError(f"found neither {option} nor {variable}; expected {example}")
    return found


def _is_late(error: BaseException) -> bool:
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    if isinstance(error, ApiError):
        return error.status_code in LATE
    return isinstance(error, httpx.TransportError)


def _refusal(status: int | None, body: Any) -> str:
    said = body.get("detail", body) if isinstance(body, dict) else body
    if isinstance(body, dict) and body.get("validation_errors"):
        said = body["validation_errors"]
    said = " ".join(str(said).split())[:300]
    if status in (401, 403):
        return (
            f"the token is not accepted ({status}: {said}); it is wrong, expired, or of a user "
            "without the right; make a new one on the account page of Label Studio"
        )
    if status == 404:
        return f"there is no such thing on this server (404: {said}); check the number"
    return f"the server refuses ({status}: {said})"
