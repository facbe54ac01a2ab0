"""The closed lists that a page offers, and the labels that follow from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tipbench.annotation.records import InventoryRecord, LabelRecord, PropertyRecord
from tipbench.errors import DataError
from tipbench.label_studio.fields import ENTITY, PROPERTY, REGION_LAYERS


@dataclass(frozen=True, slots=True)
class Inventories:
    """The closed lists that a page offers.

    Attributes:
        labels: The inventories of ``labels.json``, by name.
        entities: The entities.
        properties: What numeric facts measure.
    """

    labels: Mapping[str, Sequence[LabelRecord]]
    entities: Sequence[InventoryRecord]
    properties: Sequence[PropertyRecord]

    _names: dict[str, dict[str, None]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the names, which every field of every region is looked up in."""
        self._names[ENTITY] = dict.fromkeys(each.entity_id for each in self.entities)
        self._names[PROPERTY] = dict.fromkeys(each.id for each in self.properties)
        for name, labels in self.labels.items():
            self._names.setdefault(name, dict.fromkeys(label.name for label in labels))

    def names(self, inventory: str) -> Collection[str]:
        """The names of one inventory, in its order; looking one up takes no time."""
        return self._names[inventory]


def region_labels(layers: Sequence[str], inventories: Inventories) -> dict[str, tuple[str, bool]]:
    """The labels of a page: for each its layer, and whether it is of a part (a cue, a support).

    Raises:
        DataError: Two layers have a label of one name, which a page could not tell apart.
    """
    found: dict[str, tuple[str, bool]] = {}
    for layer in (name for name in REGION_LAYERS if name in layers):
        spec = REGION_LAYERS[layer]
        names = inventories.names(spec.labels) if spec.label_slot else [spec.labels]
        for name in [*names, *([spec.part] if spec.part else [])]:
            if name in found:
                raise DataError(
                    "annotations/labels.json",
                    f"{name!r} is a label of {found[name][0]} and of {layer}; rename one, or put "
                    "the layers on pages of their own",
                )
            found[name] = (layer, name == spec.part)
    return found
