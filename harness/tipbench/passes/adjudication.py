"""Adjudication: every disagreement of two passes is listed, decided, and applied.

Decisions are written into the lines of the list; listing anew keeps them. The gold is exactly what
the passes and the decisions give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from tipbench.annotation.files import CONTRASTIVE
from tipbench.annotation.records import LAYERS, NumericFactRecord, Record, SummaryRecord
from tipbench.errors import DataError
from tipbench.passes.decisions import REVIEW, Disagreement, Files, write_rows
from tipbench.passes.load import Pass
from tipbench.passes.pairs import COMPARABLE, Pair, differing, pair_records


def list_disagreements(a: Pass, b: Pass, texts: Mapping[str, str], made: Files) -> Files:
    """All disagreements of two passes, with the decisions of ``made`` kept.

    Args:
        a: A pass.
        b: Another; a document of a layer that only one of them did is left out.
        texts: The pages, by ``doc_id``.
        made: What was decided before; reviews are kept as they are.

    Raises:
        DataError: A decision is on records that the passes do not have.
    """
    files: Files = {}
    facts = _Facts(same_facts(a, b), same_facts(b, a))
    for layer in COMPARABLE:
        for doc_id, text in texts.items():
            if not (a.made(layer, doc_id) and b.made(layer, doc_id)):
                continue
            decided = {entry.key: entry for entry in made.get((layer, doc_id), ())}
            found: list[Disagreement] = []
            for pair in _pairs(layer, doc_id, a, b, text):
                differs = tuple(_differs(layer, pair, text, facts))
                key = _ids(pair)
                before = decided.pop(key, None)
                if differs or before is not None:
                    found.append(_entry(layer, doc_id, len(found) + 1, pair, differs, before))
            for left in decided.values():
                if left.key != (None, None):
                    place = f"{layer}/{doc_id}.jsonl"
                    raise DataError(place, f"decision {left.id} is on records of no pass")
                left.id = f"{doc_id}.{layer}.d{len(found) + 1:02d}"
                found.append(left)
            files[layer, doc_id] = found
    return files


def _pairs(layer: str, doc_id: str, a: Pass, b: Pass, text: str) -> list[Pair[Record]]:
    ours, theirs = ([item.record for item in each.layers[layer].get(doc_id, ())] for each in (a, b))
    return pair_records(layer, ours, theirs, text)


def _ids(pair: Pair[Record]) -> tuple[str | None, str | None]:
    return (
        None if pair.a is None else pair.a.id,
        None if pair.b is None else pair.b.id,
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """Which facts of two passes are the same, looked up from either side."""

    of_a: Mapping[str, str]
    of_b: Mapping[str, str]

    def agree(self, a: str, b: str) -> bool:
        """Whether each of two facts is what most statements of the other are put into."""
        return self.of_a[a] == b and self.of_b[b] == a


def _differs(layer: str, pair: Pair[Record], text: str, facts: _Facts) -> list[str]:
    slots = differing(layer, pair, text)
    ours, theirs = pair.a, pair.b
    if (
        isinstance(ours, NumericFactRecord)
        and isinstance(theirs, NumericFactRecord)
        and not facts.agree(ours.fact_id, theirs.fact_id)
    ):
        slots.append("fact_id")
    return slots


def _entry(
    layer: str,
    doc_id: str,
    number: int,
    pair: Pair[Record],
    differs: tuple[str, ...],
    before: Disagreement | None,
) -> Disagreement:
    return Disagreement(
        id=f"{doc_id}.{layer}.d{number:02d}",
        layer=layer,
        doc_id=doc_id,
        differs=differs or (REVIEW,),
        a=None if pair.a is None else msgspec.to_builtins(pair.a),
        b=None if pair.b is None else msgspec.to_builtins(pair.b),
        decision=before.decision if before else None,
        record=before.record if before else None,
        reason=before.reason if before else None,
    )


def same_facts(a: Pass, b: Pass) -> dict[str, str]:
    """For each fact of ``a`` the fact of ``b`` that most of its statements are put into."""
    shared: dict[str, Counter[str]] = {}
    for doc_id in a.layers["numeric_facts"]:
        theirs = {_words(f): f.fact_id for f in b.records(NumericFactRecord, doc_id)}
        for fact in a.records(NumericFactRecord, doc_id):
            counted = shared.setdefault(fact.fact_id, Counter())
            if _words(fact) in theirs:
                counted[theirs[_words(fact)]] += 1
    # The most frequent one; of several the first by name, whatever the order of the records.
    return {
        fact_id: min(counted.items(), key=lambda item: (-item[1], item[0]))[0] if counted else ""
        for fact_id, counted in shared.items()
    }


def _words(fact: NumericFactRecord) -> tuple[int, str]:
    """Where a fact's words begin and what they are, without spaces at the edges."""
    return fact.start + len(fact.text) - len(fact.text.lstrip()), fact.text.strip()


@dataclass(frozen=True, slots=True)
class _Taken:
    """A record that the gold takes, with the ids that it had in the passes."""

    row: dict[str, Any]
    a: str | None
    b: str | None
    origin: Literal["a", "b"]


_NUMBERED = {
    "zones": "z{:02d}",
    "sentences": "t{:03d}",
    "entities": "e{:03d}",
    "numeric_facts": "n{:02d}",
    "stance": "s{:02d}",
    "document_stance": "ds",
    "nuggets": "k{:02d}",
}

GOLD = "gold"
"""The annotator of adjudicated records."""


def adjudicated(
    a: Pass, b: Pass, texts: Mapping[str, str], decisions: Files
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The gold: what the passes agree on, and what was decided where they do not.

    Records that agree are taken from ``a``, wording included. Summaries are not compared: the gold
    has those of both passes.

    Returns:
        The rows of every file, by layer and name, with ids of the gold.

    Raises:
        DataError: A disagreement is not decided, or both passes have a summary of one id.
    """
    gold: dict[tuple[str, str], list[dict[str, Any]]] = {}
    facts = _Facts(same_facts(a, b), same_facts(b, a))
    names = {fact: fact for fact in facts.of_a} | {
        theirs: ours for theirs, ours in facts.of_b.items() if ours
    }
    for doc_id, text in texts.items():
        links: dict[tuple[str, str], str] = {}
        for layer in COMPARABLE:
            if not (a.made(layer, doc_id) and b.made(layer, doc_id)):
                continue
            taken = _taken(layer, doc_id, a, b, text, decisions, facts)
            rows = [_linked(each, layer, links, names) for each in taken]
            order = sorted(range(len(rows)), key=lambda index: _order(layer, rows[index]))
            for number, index in enumerate(order, 1):
                new = f"{doc_id}.{_NUMBERED[layer].format(number)}"
                for side, old in (("a", taken[index].a), ("b", taken[index].b)):
                    if old is not None:
                        links[side, old] = new
                rows[index] |= {"id": new, "annotator": GOLD}
            gold[layer, doc_id] = [rows[index] for index in order]
    for name in (*texts, CONTRASTIVE):
        if a.made("summaries", name) or b.made("summaries", name):
            gold["summaries", name] = _summaries(name, a, b)
    return gold


def _taken(
    layer: str, doc_id: str, a: Pass, b: Pass, text: str, decisions: Files, facts: _Facts
) -> list[_Taken]:
    entries = decisions.get((layer, doc_id), [])
    decided = {entry.key: entry for entry in entries if entry.key != (None, None)}
    taken = []
    for pair in _pairs(layer, doc_id, a, b, text):
        key = _ids(pair)
        entry = decided.get(key)
        if entry is None and _differs(layer, pair, text, facts):
            raise DataError(f"{layer}/{doc_id}", f"{key[0]} and {key[1]} are not listed; list anew")
        if entry is None:
            taken.append(_Taken(dict(msgspec.to_builtins(pair.a)), *key, "a"))
        elif (row := _decided(entry)) is not None:
            taken.append(_Taken(row, *key, "b" if entry.decision == "b" else "a"))
    added = (entry for entry in entries if entry.key == (None, None))
    taken += [_Taken(row, None, None, "a") for entry in added if (row := _decided(entry))]
    return taken


def _decided(entry: Disagreement) -> dict[str, Any] | None:
    if entry.decision is None:
        raise DataError(
            f"{entry.layer}/{entry.doc_id}.jsonl", f"{entry.id} is not decided; decide it"
        )
    rows = {"a": entry.a, "b": entry.b, "other": entry.record, "neither": None}
    row = rows[entry.decision]
    return None if row is None else dict(row)


def _linked(
    taken: _Taken, layer: str, links: Mapping[tuple[str, str], str], facts: Mapping[str, str]
) -> dict[str, Any]:
    """The row with its links in the gold's ids; links to what was dropped go."""
    row = taken.row
    if layer == "numeric_facts":
        row["fact_id"] = facts.get(row["fact_id"], row["fact_id"])
    if layer == "nuggets":
        row["fact_ids"] = [facts.get(fact, fact) for fact in row["fact_ids"]]
        known = (links.get((taken.origin, stance)) for stance in row["stance_ids"])
        row["stance_ids"] = [stance for stance in known if stance is not None]
    return row


def _order(layer: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    if layer == "stance":
        evidence, cue = row["evidence"], row["cue"]
        return (evidence["start"], -evidence["end"], cue["start"], row["id"])
    if layer == "nuggets":
        return (row["support"][0]["start"], row["support"][0]["end"], row["id"])
    return (row.get("start", 0), -row.get("end", 0), row["id"])


def _summaries(name: str, a: Pass, b: Pass) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for each in (a, b):
        for record in each.records(SummaryRecord, name):
            if record.id in rows:
                raise DataError(f"summaries/{name}", f"both passes have {record.id}")
            rows[record.id] = msgspec.to_builtins(record)
    return [rows[summary_id] for summary_id in sorted(rows)]


def write_gold(gold: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]], folder: Path) -> None:
    """Write the gold, one file per layer and document, keys in the order of the records."""
    for (layer, name), rows in gold.items():
        write_rows(folder / layer / f"{name}.jsonl", [ordered(layer, row) for row in rows])


def ordered(layer: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A record of a layer with its keys in the order of the files."""
    fields = [field.name for field in msgspec.structs.fields(LAYERS[layer])]
    ends = {"id": -2, "doc_id": -1, "annotator": len(fields)}
    return {
        key: row[key] for key in sorted(fields, key=lambda key: ends.get(key, fields.index(key)))
    }
