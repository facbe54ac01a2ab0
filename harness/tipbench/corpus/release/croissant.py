"""``croissant.json``: the release described for machines (Croissant 1.1 with the RAI fields).

The format: https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from tipbench.corpus.release.citation import DESCRIPTION, KEYWORDS, TITLE
from tipbench.corpus.release.files import Release

CONFORMS_TO = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The standard context of Croissant 1.1."""

_TYPES = {"string": "sc:Text", "int32": "cr:Int32", "int64": "cr:Int64"}


def croissant(release: Release) -> str:
    """The text of ``croissant.json``; paths are relative to it."""
    withheld = (
        "" if release.has_text else " The texts of the articles are withheld in this release."
    )
    content: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": "tipbench",
        "alternateName": TITLE,
        "description": DESCRIPTION + withheld,
        "conformsTo": list(CONFORMS_TO),
        "version": release.sources.version,
        **({"datePublished": release.date} if release.date else {}),
        "license": "Annotations: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). The "
        "texts of the articles belong to their publishers and are not covered by it. See LICENSE.",
        "creator": {"@type": "sc:Organization", "name": "The tipbench developers"},
        "citeAs": f"The tipbench developers. {TITLE}. Version {release.sources.version}.",
        "inLanguage": ["en", "fr"],
        "keywords": [*KEYWORDS, release.sources.canary],
        "isLiveDataset": False,
        **{f"rai:{name}": value for name, value in _rai().items()},
        "distribution": [_file(release, config) for config in release.tables],
        "recordSet": [_record_set(config, table) for config, table in release.tables.items()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _rai() -> dict[str, Any]:
    text = files("tipbench.corpus.release").joinpath("rai.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _file(release: Release, config: str) -> dict[str, Any]:
    record = release.data[config]
    return {
        "@type": "cr:FileObject",
        "@id": f"{config}-parquet",
        "name": f"{config}-parquet",
        "description": f"The configuration {config}, split test, {record.rows} rows.",
        "contentUrl": record.path,
        "contentSize": f"{record.size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": record.sha256,
    }


def _record_set(config: str, table: Any) -> dict[str, Any]:
    fields = [_field(config, column, feature) for column, feature in table.features.items()]
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": f"The configuration {config} of the dataset.",
        "field": fields,
    }


def _field(config: str, column: str, feature: Any) -> dict[str, Any]:
    """One column; a list of records becomes an array with a field for every leaf."""
    head = {"@type": "cr:Field", "@id": f"{config}/{column}", "name": column}
    inner = getattr(feature, "feature", None)
    if inner is None:
        return {**head, **_typed(feature), "source": _source(config, column)}
    array = {"isArray": True, "arrayShape": "-1"}
    if not isinstance(inner, dict):
        return {**head, **_typed(inner), **array, "source": _source(config, column)}
    leaves = [
        {
            "@type": "cr:Field",
            "@id": f"{config}/{column}/{path.replace('.', '/')}",
            "name": path,
            **_typed(leaf),
            "source": {**_source(config, column), "transform": {"jsonPath": path}},
        }
        for path, leaf in _leaves(inner)
    ]
    return {**head, **array, "subField": leaves}


def _leaves(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, feature in record.items():
        if isinstance(feature, dict):
            yield from _leaves(feature, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", getattr(feature, "feature", feature)


def _source(config: str, column: str) -> dict[str, Any]:
    return {"fileObject": {"@id": f"{config}-parquet"}, "extract": {"column": column}}


def _typed(feature: Any) -> dict[str, Any]:
    names = getattr(feature, "names", None)
    if names is None:
        return {"dataType": _TYPES[feature.dtype]}
    numbered = ", ".join(f"{number} {name}" for number, name in enumerate(names))
    return {"description": f"A label by its number: {numbered}.", "dataType": "cr:Int64"}
