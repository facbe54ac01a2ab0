"""A user's own function or object as a system."""

from __future__ import annotations

import asyncio
import inspect
import re
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tipbench.errors import NoAnswer, UsageError
from tipbench.model import Document, System

_LISTS = re.compile(r"(?:[\w.]+\.)?(?:list|List|tuple|Sequence|Iterable|Collection)\b")
_LIST_NAMES = frozenset({"documents", "docs", "batch", "questions"})
_TAKEN_OVER = frozenset({"configuration", "predict_batch", "take_usage", "interrupt", "close"})


class _Owned:
    """What an object has besides ``predict`` is its system's too."""

    __slots__ = ()
    owner: object

    def __getattr__(self, name: str) -> Any:
        if name in _TAKEN_OVER and hasattr(self.owner, name):
            return getattr(self.owner, name)
        raise AttributeError(name)


@dataclass(frozen=True, slots=True)
class FunctionSystem(_Owned):
    """A function (document → answer) as a system."""

    name: str
    function: Callable[[Document], object]
    owner: object = None

    def predict(self, document: Document) -> object:
        """What the function returns."""
        return self.function(document)


@dataclass(frozen=True, slots=True)
class BatchFunctionSystem(_Owned):
    """A function (documents → their answers, in the same order) as a system."""

    name: str
    function: Callable[[list[Document]], object]
    owner: object = None

    def predict(self, document: Document) -> object:
        """The answer for ``document`` alone."""
        return self.predict_batch([document])[0]

    def predict_batch(self, documents: Sequence[Document]) -> Sequence[object]:
        """What the function returns, one answer for each document.

        Raises:
            NoAnswer: It returned something else.
        """
        returned = self.function(list(documents))
        if not isinstance(returned, (list, tuple)) or len(returned) != len(documents):
            size = f" of {len(returned)}" if isinstance(returned, (list, tuple)) else ""
            raise NoAnswer(
                f"found a {type(returned).__name__}{size} for a list of {len(documents)} "
                "documents; expected a list with one answer for each"
            )
        return returned


class _Loop:
    """An event loop in a thread of its own, so that clients which belong to a loop live on."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="tipbench-async", daemon=True).start()

    def result(self, awaitable: Awaitable[object]) -> object:
        async def wait() -> object:
            return await awaitable

        return asyncio.run_coroutine_threadsafe(wait(), self._loop).result()


class _Awaited:
    """A function that awaits what ``function`` returns; its loop starts with the first call."""

    def __init__(self, function: Callable[[Any], Awaitable[object]]) -> None:
        self._function = function
        self._loop: _Loop | None = None

    def __call__(self, argument: object) -> object:
        if self._loop is None:
            self._loop = _Loop()
        return self._loop.result(self._function(argument))


def as_system(value: object, name: str) -> System:
    """``value`` as a system.

    Args:
        value: A function of a document; a function of a list of documents (its parameter is called
            ``documents`` or annotated as a list), which returns a list of answers; either of them
            async; an object with such a ``predict``; or a class of such objects that needs no
            arguments.
        name: Its name, where it has none of its own.

    Raises:
        UsageError: It is none of these.

    >>> as_system(lambda document: document.title, "title").predict(Document("d", "en", "T", "t"))
    'T'
    """
    if isinstance(value, type) and hasattr(value, "predict"):
        value = _instance(value, name)
    predict = getattr(value, "predict", value)
    if isinstance(value, type) or not callable(predict):
        raise UsageError(
            f"system {name!r}: found a {type(value).__name__}; expected a function that takes a "
            "document or a list of documents, or an object with predict(document)"
        )
    takes_list = _takes_list(predict, name)
    is_async = inspect.iscoroutinefunction(predict) or inspect.iscoroutinefunction(
        getattr(predict, "__call__", None)  # noqa: B004 - an object whose __call__ is async
    )
    if isinstance(value, System) and not (takes_list or is_async):
        return value
    function = _Awaited(predict) if is_async else predict
    own = getattr(value, "name", name)
    return (BatchFunctionSystem if takes_list else FunctionSystem)(
        own if isinstance(own, str) else name, function, value
    )


def _instance(made: type, name: str) -> object:
    try:
        return made()
    except Exception as error:
        raise UsageError(
            f"system {name!r}: making a {made.__name__} without arguments failed: "
            f"{type(error).__name__}: {error}"
        ) from error


def _takes_list(predict: Callable[..., object], name: str) -> bool:
    try:
        parameters = list(inspect.signature(predict).parameters.values())
    except (TypeError, ValueError):  # a built-in function without a signature
        return False
    needed = [
        parameter
        for parameter in parameters
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    takes_one = parameters and parameters[0].kind is not inspect.Parameter.KEYWORD_ONLY
    if len(needed) > 1 or not takes_one:
        found = ", ".join(parameter.name for parameter in parameters) or "none"
        raise UsageError(
            f"system {name!r}: found a function with the parameters {found}; "
            "expected one of a single parameter, the document"
        )
    first = parameters[0]
    if first.annotation is first.empty:
        return first.name in _LIST_NAMES
    annotation = first.annotation
    shown = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return _LISTS.match(shown) is not None
