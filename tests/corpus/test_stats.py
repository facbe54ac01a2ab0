import json
import shutil

import pytest

from tipbench.corpus.stats import corpus_stats
from tipbench.errors import DataError, UsageError

TITLE, BODY, NAV = "Rabat acts\n", "The US gave Rabat 2 to 3 million.\n", "Menu Fès"
PAGE = TITLE + BODY + NAV
D1 = {"doc_id": "d1", "language": "en", "text": PAGE}
D2 = {"doc_id": "d2", "language": "fr", "text": "Rabat agit."}

# d1: title [0, 11), body [11, 45), nav [45, 53); d2 has no zones, so all of it is content.
ROWS = {
    "documents": [
        {
            **D1,
            "zones": [
                {"zone": "title", "start": 0, "end": 11},
                {"zone": "body", "start": 11, "end": 45},
                {"zone": "nav", "start": 45, "end": 53},
            ],
            "cluster": "one",
        },
        {**D2, "zones": None, "cluster": "one"},
    ],
    "entities": [
        {
            **D1,
            "entities": [
                {"start": 0, "end": 5, "type": "GPE", "entity_id": "rabat", "mention": "name"},
                {"start": 15, "end": 17, "type": "GPE", "entity_id": "us", "mention": "name"},
                {"start": 11, "end": 17, "type": "ORG", "entity_id": None, "mention": "nominal"},
                {"start": 50, "end": 53, "type": "GPE", "entity_id": "fez", "mention": None},
            ],
        },
        {
            **D2,
            "entities": [
                {"start": 0, "end": 5, "type": "GPE", "entity_id": "rabat", "mention": "name"}
            ],
        },
    ],
    "numeric_facts": [
        {
            **D1,
            "numeric_facts": [
                {"start": 29, "end": 43, "kind": "money", "value": "2", "comparator": "range",
                 "fact_id": "f1"},
                {"start": 29, "end": 30, "kind": "vague", "value": None, "comparator": None,
                 "fact_id": "f1"},
            ],
        }
    ],
    "stance": [
        {
            **D1,
            "stance": [
                {"holder": "us", "target": "rabat", "polarity": "positive", "aspect": "funding",
                 "evidence": {"start": 11, "end": 28}},
                {"holder": "writer", "target": "rabat", "polarity": "negative", "aspect": None,
                 "evidence": {"start": 45, "end": 53}},
            ],
            "net": "praise",
            "own_voice": "critique",
        },
        {**D2, "stance": [], "net": "praise", "own_voice": "neutral"},
    ],
    "summaries": [
        {"summary_id": "s1", "doc_ids": ["d1"], "language": "en", "kind": "reference",
         "summary": "The US gave Rabat money."},
        {"summary_id": "s2", "doc_ids": ["d1", "d2"], "language": "fr", "kind": "contrastive",
         "summary": "Deux fois  Rabat."},
    ],
    "nuggets": [
        {"nugget_id": "k1", "doc_id": "d1", "importance": "vital",
         "support": [{"start": 0, "end": 5}, {"start": 11, "end": 28}]},
        {"nugget_id": "k2", "doc_id": "d2", "importance": "okay",
         "support": [{"start": 0, "end": 5}]},
    ],
    "tokens": [
        {"doc_id": "d1", "sentence_id": "t1", "zone": "title", "tokens": ["Rabat", "acts"],
         "starts": [0, 6]},
        {"doc_id": "d1", "sentence_id": "t2", "zone": "nav", "tokens": ["Menu", "Fès"],
         "starts": [45, 50]},
        {"doc_id": "d2", "sentence_id": "t1", "zone": None, "tokens": ["Rabat", "agit", "."],
         "starts": [0, 6, 10]},
    ],
    "inventory": [
        {"entity_id": "rabat", "type": "GPE", "en": "Rabat", "fr": "Rabat", "aliases": [],
         "stance_class": "morocco"},
        {"entity_id": "us", "type": "GPE", "en": "US", "fr": "États-Unis", "aliases": ["USA"],
         "stance_class": None},
        {"entity_id": "writer", "type": None, "en": "the writer", "fr": "l'auteur",
         "aliases": [], "stance_class": None},
    ],
    "alignments": [
        {"alignment_id": "a1", "left": "t1", "right": "t1", "shift": "none"},
        {"alignment_id": "a2", "left": "t2", "right": None, "shift": "dropped"},
        {"alignment_id": "a3", "left": "t3", "right": None, "shift": "dropped"},
    ],
    "fact_relations": [
        {"relation_id": "r1", "left": "f1", "right": "f2", "relation": "same"},
    ],
}  # fmt: skip


def write(folder, rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    for config, found in rows.items():
        path = folder / "data" / config / "part-0.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(found), path)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return corpus_stats(write(tmp_path_factory.mktemp("tiny"), ROWS))


@pytest.fixture(scope="module")
def layers(tiny):
    return tiny.as_dict()["layers"]


def test_documents_and_their_characters(layers):
    # d1 has 11 + 34 = 45 characters of content and 8 of boilerplate; d2 has 11, all content.
    assert layers["documents"] == {
        "total": {"documents": 2, "clusters": 1, "page_characters": 64, "content_characters": 56},
        "language": {
            "en": {"documents": 1, "clusters": 1, "page_characters": 53, "content_characters": 45},
            "fr": {"documents": 1, "clusters": 1, "page_characters": 11, "content_characters": 11},
        },
    }


def test_zones_and_their_characters(layers):
    assert layers["zones"]["total"] == {"zones": 3, "characters": 53}
    assert layers["zones"]["part"] == {
        "content": {"zones": 2, "characters": 45},
        "boilerplate": {"zones": 1, "characters": 8},
    }
    assert layers["zones"]["zone"]["nav"] == {"zones": 1, "characters": 8}


def test_mentions_are_names_unless_they_say_otherwise(layers):
    # Rabat, US, Fès and Rabat again are names; "The US" is nominal and linked to nothing.
    assert layers["entities"]["total"] == {
        "mentions": 5, "names": 4, "nominals": 1, "distinct": 3,
    }  # fmt: skip
    assert layers["entities"]["type"]["GPE"] == {
        "mentions": 4, "names": 4, "nominals": 0, "distinct": 3,
    }  # fmt: skip
    assert layers["entities"]["part"]["boilerplate"]["mentions"] == 1


def test_a_mention_without_a_zone_is_placed_by_its_document(layers):
    zones = layers["entities"]["zone"]
    assert {zone: counts["mentions"] for zone, counts in zones.items()} == {
        "body": 2, "nav": 1, "title": 1, "(none)": 1,
    }  # fmt: skip


def test_mentions_by_type_language_and_part(layers):
    assert layers["entities"]["type_by_language_and_part"] == {
        "GPE": {"en": {"content": 2, "boilerplate": 1}, "fr": {"content": 1, "boilerplate": 0}},
        "ORG": {"en": {"content": 1, "boilerplate": 0}, "fr": {"content": 0, "boilerplate": 0}},
    }


def test_two_statements_of_one_fact_are_one_distinct_fact(layers):
    facts = layers["numeric_facts"]
    assert facts["total"] == {"statements": 2, "distinct": 1}
    assert facts["kind"] == {
        "money": {"statements": 1, "distinct": 1},
        "vague": {"statements": 1, "distinct": 1},
    }
    assert [*facts["comparator"]] == ["range", "(none)"]


def test_stance_by_polarity_aspect_and_class_of_the_holder(layers):
    stance = layers["stance"]
    assert stance["total"] == {"tuples": 2, "holders": 2, "targets": 1}
    for dimension, labels in (
        ("polarity", ["negative", "positive"]),
        ("aspect", ["funding", "(none)"]),
        ("holder_class", ["us", "writer"]),
        ("zone", ["body", "nav"]),
    ):
        counts = {label: found["tuples"] for label, found in stance[dimension].items()}
        assert counts == dict.fromkeys(labels, 1)


def test_the_stance_of_whole_documents(layers):
    assert layers["document_stance"]["net"] == {"praise": {"documents": 2}}
    assert layers["document_stance"]["own_voice"] == {
        "critique": {"documents": 1},
        "neutral": {"documents": 1},
    }


def test_layers_of_one_row_an_item(layers):
    assert layers["summaries"]["language"] == {
        "en": {"summaries": 1, "words": 5},
        "fr": {"summaries": 1, "words": 3},
    }
    assert layers["nuggets"]["importance"] == {
        "okay": {"nuggets": 1, "supports": 1},
        "vital": {"nuggets": 1, "supports": 2},
    }
    assert layers["nuggets"]["language"]["en"] == {"nuggets": 1, "supports": 2}
    assert layers["tokens"]["total"] == {"sentences": 3, "tokens": 7}
    assert layers["tokens"]["part"] == {
        "content": {"sentences": 2, "tokens": 5},
        "boilerplate": {"sentences": 1, "tokens": 2},
    }
    assert layers["inventory"]["type"] == {
        "GPE": {"entities": 2, "aliases": 1},
        "(none)": {"entities": 1, "aliases": 0},
    }


def test_pairs_by_their_label(layers):
    assert layers["alignments"]["shift"] == {"dropped": {"pairs": 2}, "none": {"pairs": 1}}
    assert layers["fact_relations"]["relation"] == {"same": {"pairs": 1}}


def test_tables_are_rectangles_of_words(tiny):
    titles = [table.title for table in tiny.tables]
    assert titles[:4] == [
        "documents", "zones", "entities", "entities: type by language and part",
    ]  # fmt: skip
    for table in tiny.tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert all(cell.isdigit() for row in table.rows for cell in row[table.labels :])
    shown = next(table for table in tiny.tables if table.title == "nuggets")
    assert shown.rows == (
        ("total", "", "2", "3"),
        ("importance", "okay", "1", "1"),
        ("", "vital", "1", "2"),
        ("language", "en", "1", "2"),
        ("", "fr", "1", "1"),
        ("zone", "title", "1", "2"),
        ("", "(none)", "1", "1"),
    )


def test_layers_that_are_absent_are_left_out(tmp_path):
    folder = write(tmp_path, {"documents": [D2], "entities": ROWS["entities"][1:]})
    stats = corpus_stats(folder)
    assert [counts.layer for counts in stats.layers] == ["documents", "zones", "entities"]
    assert stats.version == "unversioned"
    assert stats.as_dict()["layers"]["entities"]["part"].keys() == {"content", "boilerplate"}


def test_holders_without_classes_are_not_split(tmp_path):
    folder = write(tmp_path, {"documents": ROWS["documents"], "stance": ROWS["stance"]})
    assert "holder_class" not in corpus_stats(folder).as_dict()["layers"]["stance"]


def test_a_closed_inventory_is_counted_whole_and_in_its_own_order(root, corpus, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    shutil.copytree(root / "corpus", tmp_path / "corpus")
    (path,) = (tmp_path / "corpus" / "data" / "entities").glob("*.parquet")
    table = pq.read_table(path)
    rows = table.to_pylist()[:1]
    types = corpus.labels["entities.type"]
    rows[0]["entities"] = [{**rows[0]["entities"][0], "type": types.index("LOC")}]
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    found = corpus_stats(tmp_path / "corpus").as_dict()["layers"]["entities"]["type"]
    assert [(label, counts["mentions"]) for label, counts in found.items()] == [
        (label, int(label == "LOC")) for label in types
    ]


def test_every_split_of_the_built_in_corpus_adds_up(root):
    for counts in corpus_stats(root / "corpus").layers:
        main = counts.measures[0]
        found = counts.as_dict()
        total = found.pop("total")[main]
        for split in found.values():
            assert sum(label[main] for label in split.values()) == total


def test_the_counts_are_those_of_the_loaded_corpus(root, corpus):
    layers = corpus_stats(root / "corpus").as_dict()["layers"]
    content = sum(len(document.text) for document in corpus.documents("clean"))
    assert layers["documents"]["total"]["content_characters"] == content
    for view, part in (("clean", ["content"]), ("page", ["content", "boilerplate"])):
        gold = [case.gold for case in corpus.cases(view)]
        for layer, items, measure in (
            ("entities", [e for g in gold for e in g.entities], "mentions"),
            ("numeric_facts", [n for g in gold for n in g.numeric_facts], "statements"),
            ("stance", [s for g in gold for s in g.stance], "tuples"),
        ):
            assert sum(layers[layer]["part"][name][measure] for name in part) == len(items)


def test_the_counts_are_ready_for_json(root):
    found = corpus_stats(root / "corpus").as_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["version"] == (root / "corpus" / "VERSION").read_text(encoding="utf-8").strip()


def test_a_folder_that_holds_no_corpus_is_refused(tmp_path):
    with pytest.raises(UsageError, match="expected a folder in the layout"):
        corpus_stats(tmp_path)


def test_a_layer_without_its_column_is_named(tmp_path):
    folder = write(tmp_path, {"documents": [D2], "entities": [D2]})
    with pytest.raises(DataError, match=r"part-0\.parquet.*expected entities among them"):
        corpus_stats(folder)
