"""What depends on a document alone is made once, however many summaries are held against it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, TypeVarTuple

from tipbench.model import Case

T = TypeVar("T")
More = TypeVarTuple("More")

_DOCUMENTS = 256
"""The number of documents whose readings are kept."""


class _Made:
    """A document and what else something is made of, told from others by the objects it holds.

    Comparing the gold of a document item by item, for each of its summaries, takes longer than
    judging one.
    """

    __slots__ = ("_ids", "case", "more")

    def __init__(self, case: Case, more: Any) -> None:
        self.case = case
        self.more = more
        document = case.document
        parts = (document.text, document.title, document.language, case.zones, case.gold,
                 case.nuggets, case.boilerplate, *more)  # fmt: skip
        self._ids = tuple(map(id, parts))

    def __hash__(self) -> int:
        return hash(self._ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Made) and other._ids == self._ids


def once_per_document(
    make: Callable[[Case, *More], T],
) -> Callable[[Case, *More], T]:
    """Remember what a function makes of a document; its further arguments must not change.

    Documents are the same where text, zones, gold, nuggets and boilerplate are the same objects,
    whatever the ``doc_id``. What is remembered is not changed by who gets it.

    >>> from tipbench.model import Answer, Document
    >>> @once_per_document
    ... def words(case):
    ...     return [case.article.split()]
    >>> case = Case(Document("d", "en", None, "Rabat acted"), Answer("d"))
    >>> words(case) is words(case)
    True
    """

    @lru_cache(maxsize=_DOCUMENTS)
    def made(of: _Made) -> Any:
        return make(of.case, *of.more)

    @wraps(make)
    def found(case: Case, *more: *More) -> T:
        result: T = made(_Made(case, more))
        return result

    return found
