"""From what a page said to records: how the slots of each layer make one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tipbench.annotation.records import (
    LAYERS,
    DocumentStanceRecord,
    Located,
    QuoteRecord,
    Record,
    SummaryRecord,
)
from tipbench.label_studio.decoded import Page
from tipbench.label_studio.fields import WRITER
from tipbench.label_studio.regions import Region


def region_record(
    layer: str, record_id: str, slots: dict[str, Any], page: Page, annotator: str
) -> Record | None:
    """The record that a region's slots make; ``None`` where one that is needed is empty.

    Args:
        layer: The layer.
        record_id: Its id.
        slots: What the page said, with ``span`` and the spans of its ``parts``.
        page: What it is about.
        annotator: Who says so.
    """
    kind = LAYERS[layer]
    values: dict[str, Any] = {
        "id": record_id,
        "doc_id": page.doc_id,
        "annotator": annotator,
    }
    values |= {name: slots[name] for name in kind.__struct_fields__ if name in slots}
    if issubclass(kind, Located):
        start, end = slots["span"]
        values |= {"start": start, "end": end, "text": page.text[start:end]}
        if "text" not in kind.__struct_fields__:
            del values["text"]
    spans: list[tuple[int, int]] = [slots["span"], *slots["parts"]]
    quotes = [QuoteRecord(start, end, page.text[start:end]) for start, end in spans]
    if layer == "stance" and len(quotes) == 2:
        holder = slots["holder"]
        chain = (WRITER, *slots["through"], holder)
        values |= {"chain": (WRITER,) if holder == WRITER else chain}
        values |= {"evidence": quotes[0], "cue": quotes[1]}
    if layer == "nuggets":
        values["support"] = tuple(sorted(quotes, key=lambda quote: (quote.start, quote.end)))
    if layer == "numeric_facts" and values["fact_id"] is None:
        # What is given no name is a fact of its own.
        values["fact_id"] = f"f-{record_id.replace('.', '-')}"
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError:
        return None


def document_stance(values: Mapping[str, str], page: Page, annotator: str) -> Record:
    """The stance of the whole document."""
    doc_id = page.doc_id
    return DocumentStanceRecord(id=f"{doc_id}.ds", doc_id=doc_id, annotator=annotator, **values)


def summaries(
    layer: str, values: Mapping[str, str | None], page: Page, annotator: str
) -> Iterator[Record]:
    """The summaries that were written, by the ends of their ids."""
    own, kind = page.language, "contrastive"
    for slot, summary in values.items():
        language = slot
        if layer == "summaries":
            other = next(each for each in ("en", "fr") if each != own)
            language, kind = (other, "crosslingual") if slot == "x1" else (own, "reference")
        if summary is not None:
            yield SummaryRecord(
                id=f"{page.doc_id}.{slot}",
                doc_ids=tuple(page.doc_ids or [page.doc_id]),
                language=language,
                kind=kind,
                summary=summary,
                annotator=annotator,
            )


def tile(zones: Sequence[dict[str, Any]], text: str) -> None:
    """White space after a zone is the zone's, as the guidelines say; so is that before all."""
    starts = [slots["span"][0] for slots in zones[1:]]
    for number, (slots, following) in enumerate(zip(zones, [*starts, len(text)], strict=True)):
        start, end = slots["span"]
        start = 0 if number == 0 and not text[:start].strip() else start
        end = following if end < following and not text[end:following].strip() else end
        slots["span"] = (start, end)


def order(layer: str, region: Region, slots: Mapping[str, Any]) -> tuple[Any, ...]:
    """Where a record stands in its file."""
    start, end = slots["span"]
    if layer == "nuggets":
        return (*min([slots["span"], *slots["parts"]]), region.id)
    return start, -end, slots["parts"], region.id
