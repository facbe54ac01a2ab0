"""Documents and records of every kind, with all that text can hold."""

from itertools import pairwise

from hypothesis import strategies as st

from tipbench.annotation.records import (
    DocumentStanceRecord,
    EntityRecord,
    NuggetRecord,
    NumericFactRecord,
    QuoteRecord,
    SentenceRecord,
    StanceRecord,
    SummaryRecord,
    ZoneRecord,
)

PIECES = (
    *("a", "é", "e\u0301", "œ", "Rabat", "l’État", "«", "»", "<b>", "</b>", "&amp;", "&lt;", "]]>"),
    *("\U0001f469\u200d\U0001f469\u200d\U0001f467", "😀", "🇲🇦", "\u00a0", "\u202f", " ", "  "),
    *("\n", "\r\n", "\t", "\u2028", "\u200b", "\ufeff", "\\n", '"', "{{x}}", "$text", "\x1f"),
)


def spans(text):
    """Stretches of words, as records have them: no white space at the edges."""
    edges = range(len(text) + 1)
    every = [
        (start, end)
        for start in edges
        for end in edges[start + 1 :]
        if text[start:end] == text[start:end].strip()
    ]
    return st.sampled_from(every)


words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)


@st.composite
def documents(draw, inventories):
    """A text and the records of one page of all layers, as (text, records by layer)."""
    text = draw(st.lists(st.sampled_from(PIECES), min_size=3, max_size=30).map("".join))
    text = f"x{text}"
    places = st.lists(spans(text), min_size=1, max_size=5, unique=True).map(sorted)
    doc = {"doc_id": "d", "annotator": "ann"}

    def label(inventory):
        return st.sampled_from(sorted(inventories.names(inventory)))

    entity = st.one_of(label("entity"), st.just("new:forum-x"))
    maybe = st.none() | words

    def quote(span):
        return QuoteRecord(*span, text[slice(*span)])

    def located(span):
        return doc | {"start": span[0], "end": span[1], "text": text[slice(*span)]}

    zones = sorted(
        draw(st.sets(st.integers(1, len(text) - 1), max_size=4)) if len(text) > 1 else []
    )
    borders = [0, *zones, len(text)]
    records = {
        "zones": [
            ZoneRecord(id=f"d.z{n:02d}", start=a, end=b, zone=draw(label("zone")), **doc)
            for n, (a, b) in enumerate(pairwise(borders), 1)
        ],
        "sentences": [
            SentenceRecord(id=f"d.t{n:03d}", start=a, end=b, **doc)
            for n, (a, b) in enumerate(draw(places), 1)
        ],
        "entities": [
            EntityRecord(
                id=f"d.e{n:03d}",
                type=draw(label("type")),
                subtype=draw(st.none() | label("subtype")),
                entity_id=draw(entity),
                mention=draw(label("mention")),
                role=draw(st.none() | label("role")),
                truncated=draw(st.booleans()),
                **located(span),
            )
            for n, span in enumerate(draw(places), 1)
        ],
        "numeric_facts": [
            NumericFactRecord(
                id=f"d.n{n:02d}",
                kind=draw(label("kind")),
                value=draw(maybe),
                value2=draw(maybe),
                unit=draw(maybe),
                comparator=draw(st.none() | label("comparator")),
                property=draw(label("property") | st.just("new:things")),
                subject=draw(st.none() | entity),
                place=draw(st.none() | entity),
                time=draw(maybe),
                qualifier=draw(maybe),
                source=draw(st.none() | entity | st.just("writer")),
                fact_id=draw(words),
                **located(span),
            )
            for n, span in enumerate(draw(places), 1)
        ],
        "stance": [],
        "document_stance": [
            DocumentStanceRecord(
                id="d.ds",
                net=draw(label("document_stance")),
                own_voice=draw(label("document_stance")),
                **doc,
            )
        ],
        "nuggets": [],
        "summaries": [],
    }
    for n, span in enumerate(draw(places), 1):
        through = draw(st.lists(entity, max_size=2))
        holder = draw(st.just("writer") | entity)
        chain = ("writer",) if holder == "writer" else ("writer", *through, holder)
        records["stance"].append(
            StanceRecord(
                id=f"d.s{n:02d}",
                chain=chain,
                holder=holder,
                target=draw(entity),
                polarity=draw(label("polarity")),
                aspect=draw(label("aspect")),
                cue=quote(draw(spans(text))),
                evidence=quote(span),
                quoted=draw(label("quoted")),
                **doc,
            )
        )
    for n in range(1, draw(st.integers(1, 3))):
        records["nuggets"].append(
            NuggetRecord(
                id=f"d.k{n:02d}",
                en=draw(words),
                fr=draw(words),
                importance=draw(label("importance")),
                support=tuple(map(quote, draw(places))),
                fact_ids=tuple(draw(st.lists(words, max_size=2))),
                entity_ids=tuple(draw(st.lists(entity, max_size=2))),
                stance_ids=tuple(draw(st.lists(words, max_size=2))),
                **doc,
            )
        )
    for slot, language, kind in (("r1", "en", "reference"), ("x1", "fr", "crosslingual")):
        if draw(st.booleans()):
            records["summaries"].append(
                SummaryRecord(
                    id=f"d.{slot}",
                    doc_ids=("d",),
                    language=language,
                    kind=kind,
                    summary=draw(words),
                    annotator="ann",
                )
            )
    return text, records
