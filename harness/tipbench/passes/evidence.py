"""What figures of agreement are made from: credits, units and the items on which passes differ."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from tipbench.passes.coefficients import (
    Bootstrap,
    Estimate,
    Share,
    estimate_alpha,
    estimate_ratio,
    mean_ratio,
)
from tipbench.passes.pages import Place


@dataclass(frozen=True, slots=True)
class Item:
    """Something on which passes differ.

    Attributes:
        doc_id: The document.
        start: Where it starts on the page.
        end: Where it ends.
        records: The ids of each pass's records of it; none where a pass has none.
        differs: The slots that differ; ``missing`` where a pass has no such record.
        values: For a coefficient, each pass's value.
    """

    doc_id: str
    start: int
    end: int
    records: tuple[tuple[str, tuple[str, ...]], ...]
    differs: tuple[str, ...]
    values: tuple[tuple[str, Hashable], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The item as JSON."""
        given = {"doc_id": self.doc_id, "start": self.start, "end": self.end}
        records = {name: list(ids) for name, ids in self.records}
        values = {"values": dict(self.values)} if self.values else {}
        return {**given, "records": records, "differs": list(self.differs), **values}


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation; it belongs to a slice that all of its places lie in."""

    places: tuple[Place, ...]
    item: Item | None

    def lies_in(self, slice: str) -> bool:
        """Whether the slice of this name holds it."""
        return all(place.lies_in(slice) for place in self.places)


@dataclass(frozen=True, slots=True)
class Credit(Observation):
    """What one thing earns in the comparison of two passes.

    Attributes:
        passes: The two passes.
        thing: What earns it; compared with several passes it still counts once.
        credit: Out of one.
    """

    passes: tuple[str, str]
    thing: Hashable
    credit: float


@dataclass(frozen=True, slots=True)
class Unit(Observation):
    """What the passes that speak of one unit say of it, in the order of their names."""

    values: tuple[Hashable, ...]


Seen = TypeVar("Seen", bound=Observation)


@dataclass(frozen=True, slots=True)
class Evidence(Generic[Seen]):
    """All observations that one measure of one layer rests on."""

    layer: str
    measure: str
    observations: Sequence[Seen]

    is_count: ClassVar[bool] = False

    def estimate(self, observations: Sequence[Seen], bootstrap: Bootstrap) -> Estimate:
        """The measure's value over some of the observations."""
        raise NotImplementedError

    def count(self, observations: Sequence[Seen]) -> int:
        """How many things these observations are of."""
        return len(observations)

    def by_pair(self, observations: Sequence[Seen]) -> Mapping[tuple[str, str], float]:
        """The value of every two passes, where the measure is a mean over them."""
        return {}


@dataclass(frozen=True, slots=True)
class Ratio(Evidence[Credit]):
    """A mean over pairs of passes of the credit per thing.

    With one credit for each record of both passes it is F1: 2·matched / (records of a + of b).
    """

    def estimate(self, observations: Sequence[Credit], bootstrap: Bootstrap) -> Estimate:
        """The mean ratio."""
        return estimate_ratio([_share(credit) for credit in observations], bootstrap)

    def count(self, observations: Sequence[Credit]) -> int:
        """The number of different things."""
        return len({credit.thing for credit in observations})

    def by_pair(self, observations: Sequence[Credit]) -> Mapping[tuple[str, str], float]:
        """The ratio of every two passes."""
        pairs = sorted({credit.passes for credit in observations})
        return {
            pair: mean_ratio(_share(credit) for credit in observations if credit.passes == pair)
            for pair in pairs
        }


def _share(credit: Credit) -> Share:
    return Share(credit.places[0].block, credit.passes, credit.credit)


@dataclass(frozen=True, slots=True)
class Alpha(Evidence[Unit]):
    """Krippendorff's nominal α over the units."""

    def estimate(self, observations: Sequence[Unit], bootstrap: Bootstrap) -> Estimate:
        """The coefficient."""
        units = [(unit.places[0].block, unit.values) for unit in observations]
        return estimate_alpha(units, bootstrap)


@dataclass(frozen=True, slots=True)
class Equal(Evidence[Unit]):
    """The number of units that all passes give one value.

    For five documents a coefficient would say more than is known: with so few, one document more
    or less moves it from perfect to chance, and a skewed label leaves nothing to correct for.
    """

    is_count: ClassVar[bool] = True

    def estimate(self, observations: Sequence[Unit], bootstrap: Bootstrap) -> Estimate:
        """The count; it has no interval, as it estimates nothing beyond these documents."""
        if not observations:
            return Estimate(None, "it is of whole documents", None, "there is no value")
        equal = sum(len(set(unit.values)) == 1 for unit in observations)
        return Estimate(equal, None, None, "a count of documents, not an estimate")


def values_item(
    place: tuple[str, int, int],
    slot: str,
    records: Mapping[str, Sequence[str]],
    values: Mapping[str, Hashable],
) -> Item | None:
    """The item behind a unit; ``None`` where all values are equal."""
    if len(set(values.values())) < 2:
        return None
    ids = tuple((name, tuple(found)) for name, found in records.items())
    return Item(*place, ids, (slot,), tuple(values.items()))
