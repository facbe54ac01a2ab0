"""The dataset card: what the Hub reads (YAML) and what people read, made from the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from tipbench.corpus.release.files import Release
from tipbench.corpus.rows import Row, zones_of
from tipbench.corpus.sources import Sources

_LISTS = {
    "entities": ("entities", "type"),
    "numeric_facts": ("numeric_facts", "kind"),
    "stance": ("stance", "polarity"),
}


def render_card(release: Release) -> str:
    """The text of ``README.md``."""
    from jinja2 import Environment, StrictUndefined

    folder = files("tipbench.corpus.release")
    template = folder.joinpath("card.md.jinja").read_text(encoding="utf-8")
    selftest = folder.joinpath("selftest.md").read_text(encoding="utf-8")
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    sources, rows = release.sources, release.rows
    return environment.from_string(template).render(
        metadata=_metadata(release.tables),
        selftest=selftest,
        version=sources.version,
        date=release.date,
        has_text=release.has_text,
        withdrawn=[item.record for item in sources.withdrawn],
        origins=[(seed.doc_id, seed.origin) for seed in sources.seeds if seed.origin],
        configs={config: len(found) for config, found in rows.items()},
        documents=_documents(sources, rows),
        counts={layer: _counts(rows[layer], *_LISTS[layer]) for layer in _LISTS},
        summary_kinds=Counter(row["kind"] for row in rows["summaries"]),
        shifts=_by_pair(rows["alignments"]),
        relations=Counter(row["relation"] for row in rows["fact_relations"]),
        agreement=_agreement(sources.agreement or {"figures": []}),
        agreement_notes=(sources.agreement or {"notes": []})["notes"],
        canary=sources.canary,
        importance=Counter(row["importance"] for row in rows["nuggets"]),
    )


def _metadata(tables: Mapping[str, Any]) -> str:
    """The YAML that the Hub reads, without its ``---`` lines."""
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCardData

    card = DatasetCardData(
        pretty_name="tipbench",
        language=["en", "fr"],
        license="other",
        license_name="annotations-cc-by-4.0-texts-of-their-publishers",
        license_link="LICENSE",
        annotations_creators=["machine-generated"],
        language_creators=["found"],
        multilinguality=["multilingual"],
        size_categories=["n<1K"],
        source_datasets=["original"],
        task_categories=["token-classification", "text-classification", "summarization"],
        task_ids=["named-entity-recognition", "news-articles-summarization"],
        tags=["benchmark", "numeric-facts", "stance-detection", "faithfulness"],
    )
    infos = DatasetInfosDict()
    configs = MetadataConfigs()
    for config, table in tables.items():
        info = table.info.copy()
        info.config_name = config
        info.splits = None
        infos[config] = info
        configs[config] = {
            "data_files": [{"split": "test", "path": f"data/{config}/test-*.parquet"}],
            **({"default": True} if config == "documents" else {}),
        }
    infos.to_dataset_card_data(card)
    configs.to_dataset_card_data(card)
    return card.to_yaml(line_break="\n")


def _by_pair(rows: Sequence[Row]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        pair = f"{row['left_doc']} with {row['right_doc']}"
        counted.setdefault(pair, Counter())[row["shift"]] += 1
    return counted


def _agreement(measured: Mapping[str, Any]) -> list[list[str]]:
    """The figures as rows: a header, then layer, measure, and a cell for every slice."""
    slices = list(dict.fromkeys(figure["slice"] for figure in measured["figures"]))
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for figure in measured["figures"]:
        cells = rows.setdefault((figure["layer"], figure["measure"]), {})
        cells[figure["slice"]] = _cell(figure)
    header = ["layer", "measure", *slices]
    return [header, *([*name, *(cells[each] for each in slices)] for name, cells in rows.items())]


def _cell(figure: Mapping[str, Any]) -> str:
    if figure["value"] is None:
        return "n/a"
    if figure["is_count"]:
        return f"{figure['value']:g} of {figure['n']}"
    return f"{figure['value']:.3f} ({figure['n']})"


def _documents(sources: Sources, rows: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    by_layer = {layer: {row["doc_id"]: row for row in rows[layer]} for layer in _LISTS}
    found = []
    for row in rows["documents"]:
        doc_id = row["doc_id"]
        zones = zones_of(sources, doc_id)
        found.append(
            {
                **{key: row[key] for key in ("doc_id", "language", "cluster")},
                "characters": zones[-1].span.end,
                "content": sum(z.span.end - z.span.start for z in zones if z.content),
                "net": by_layer["stance"][doc_id]["net"],
                "own_voice": by_layer["stance"][doc_id]["own_voice"],
                **{layer: len(by_layer[layer][doc_id][layer]) for layer in _LISTS},
            }
        )
    return found


def _counts(rows: Sequence[Row], items: str, label: str) -> dict[str, int]:
    counted = Counter(item[label] for row in rows for item in row[items])
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
