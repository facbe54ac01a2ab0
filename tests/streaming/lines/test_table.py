"""Reading lines in columns takes what reading them one by one takes, and gives the same."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tipbench.streaming.lines.mixed import read_mixed
from tipbench.streaming.lines.regular import read_regular
from tipbench.streaming.lines.table import read_by_arrow, read_by_line, read_table, table_schema

from ..generated import draw

NAMES = (
    "Rabat",
    "l’Union",
    "",
    "a b",
    "😀",
    "x, y",
    "{",
    "}, {",
    "été",
    "null",
    "2024-01-01",
    "]}",
)


def entity(rng, keys, absent):
    values = {
        "start": rng.choice((0, 7, 10, 99, 100, 4096, 999_999, 9_999_999)),
        "end": rng.choice((1, 12, 345, 6_789, 1_234_567)),
        "text": rng.choice(NAMES),
        "type": rng.choice(("PER", "GPE", "ORG")),
        "mention": rng.choice(("name", "nominal")),
        "entity_id": rng.choice(NAMES),
    }
    return {key: None if key in absent else values[key] for key in keys}


def regular(seed, *, lines=8):
    """Lines of one form, drawn at random."""
    rng = random.Random(seed)
    keys = ["start", "end", "type", *rng.sample(["text", "mention", "entity_id"], rng.randrange(4))]
    rng.shuffle(keys)
    absent = rng.choice(((), (), ("entity_id",), ("text",)))
    separators = rng.choice([(", ", ": "), (",", ":"), (",", ": ")])
    end = rng.choice(("\n", "\n", "\r\n"))
    numbers = [rng.choice((2, 2, 5)), *(rng.randrange(4) for _ in range(lines - 1))]
    rows = [
        {
            "doc_id": f"{rng.choice(NAMES)}{line}",
            "entities": [entity(rng, keys, absent) for _ in range(number)],
        }
        for line, number in enumerate(numbers)
    ]
    text = end.join(json.dumps(row, ensure_ascii=False, separators=separators) for row in rows)
    return (text + rng.choice((end, ""))).encode()


def other(seed):
    """Lines of all sorts."""
    rng = random.Random(seed)
    rows = [
        {**row, "entities": row["entities"][:3]} if "entities" in row else row
        for row in draw(seed, documents=6).predictions
    ]
    for row in rows:
        for name, values in MORE.items():
            if rng.random() < 0.2:
                row[name] = rng.choice(values)
    ascii_only = rng.random() < 0.5
    lines = [json.dumps(row, ensure_ascii=ascii_only) for row in rows]
    return ("\n".join(lines) + "\n").encode()


FACT = {"start": 1, "end": 2, "value": "5", "kind": "money"}
VIEW = {"holder": "h", "target": "t", "polarity": "for"}
MORE = {
    "summary": ["s", None, "2024-01-01"],
    "error": ["e", None],
    "numeric_facts": [None, [], [FACT], [FACT, {"text": "5", "value": None}]],
    "stance": [None, [], [VIEW], [{**VIEW, "chain": ["a"], "cue": {"start": 0, "end": 3}}, VIEW]],
    "document_stance": [None, {"net": "for"}, {}],
    "entities": [None, [{"start": 0, "end": 1, "type": "PER", "id": "1", "role": None}]],
}

TOKENS = (
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b" ", b"\n", b"\r", b"\r\n", b"\t", b"\0",
    b"\x1f", b"\xff", b"\xed\xa0\x80", b"\xc2\xa0", b"\\u00e9", b"\\ud800", b"\\udc00", b'\\"',
    b"\\\\", b"\\u0061", b"0", b"9", b"-", b"-0", b".0", b"e1", b"00", b"12345678",
    b"9223372036854775808", b"null", b"true", b"NaN", b'"a"', b"{}", b"[]", b"{},", b"null,",
    b'"start": 1, ', b'"mention": null, ', b'"score": 0.5, ', b', "end": 3', b"}\n{", b'"}',
    b'", "', b"}, {", b"]}\n", b'{"doc_id": "d0"}', b"\n\n", b" \n", b"/**/", b"\xef\xbb\xbf",
    b"/", b":", b"?",
)  # fmt: skip


def mutated(block, rng):
    """The block with some bytes changed."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        start = rng.randrange(len(block) + 1)
        kind = rng.randrange(6)
        if kind == 4:  # part of the text from elsewhere
            low = rng.randrange(len(block))
            token = block[low : low + rng.randrange(1, 60)]
        elif kind == 3:  # most often harmless
            token = rng.choice((b"a", b"7", b" ", "é".encode()))
        else:
            token = rng.choice(TOKENS)
        if kind == 5:  # the same change everywhere
            low = rng.randrange(len(block))
            block = block.replace(block[low : low + rng.choice((1, 2, 6, 9))], token) or token
            continue
        removed = rng.choice((0, 0, 1, 1, 2, 5, len(token), 40))
        block = block[:start] + token + block[start + removed :] or token
    return block


def rows(table):
    """What a table says; an absent mention is a name."""
    found = table.to_pylist()
    for row in found:
        for item in row["entities"] or ():
            item["mention"] = "name" if item["mention"] is None else item["mention"]
    return found


def expected(block):
    """What reading line by line says; ``None`` where anything is wrong."""
    table, problems = read_by_line(block, Path("p"), 1)
    return None if problems else rows(table)


@pytest.mark.parametrize("seed", range(40))
def test_lines_of_one_form_are_read_by_their_quotes(seed):
    block = regular(seed)
    table = read_regular(block, table_schema())
    assert table is not None
    table.validate(full=True)
    assert rows(table) == expected(block)
    assert table.equals(read_by_arrow(block))


OTHERS = (
    b'{"doc_id": "x", "error": "boom"}', b'{"doc_id": "x", "entities": [], "error": null}',
    b'{"doc_id": "x", "entities": [{"start": 1, "end": 2, "type": "a\\u00e9b"}]}',
    b'{"doc_id": "x"}',
    b'{"doc_id": "x",\r "error": "boom"}', b'{"entities": [], "doc_id": "x"}',
)  # fmt: skip


def mixed(seed):
    """Lines of one form, and some others."""
    rng = random.Random(seed)
    lines = regular(seed, lines=14).splitlines(keepends=True)
    for _ in range(rng.choice((1, 2, 3))):
        lines.insert(rng.randrange(len(lines)), rng.choice(OTHERS) + b"\n")
    return b"".join(lines)


@pytest.mark.parametrize("seed", range(20))
def test_lines_of_documents_that_failed_are_sorted_out(seed):
    block = mixed(seed)
    table = read_mixed(block, table_schema(), read_by_arrow)
    table.validate(full=True)
    assert rows(table) == expected(block)
    assert table.combine_chunks().equals(read_by_arrow(block))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_wrong_is_never_read_in_columns(seed):
    rng = random.Random(seed)
    for number in range(50):
        block = mutated((regular, other, mixed)[number % 3](seed * 50 + number), rng)
        table = read_table(block)
        if table is not None:
            table.validate(full=True)
            assert rows(table) == expected(block), block
