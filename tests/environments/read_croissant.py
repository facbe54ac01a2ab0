"""Validate croissant.json of a release with mlcroissant and load the records of every set.

Run in the environment of metadata.lock: ``python read_croissant.py croissant.json`` prints, as
JSON, the number of records of every record set and its first record.
"""

import json
import sys
import warnings

import mlcroissant as mlc

dataset = mlc.Dataset(jsonld=sys.argv[1])
issues = dataset.metadata.ctx.issues
report = {"errors": sorted(issues.errors), "warnings": sorted(issues.warnings), "records": {}}
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for record_set in dataset.metadata.record_sets:
        records = list(dataset.records(record_set.id))
        report["records"][record_set.id] = {"count": len(records), "first": records[0]}


def plain(value):
    return value.decode() if isinstance(value, bytes) else value.tolist()


json.dump(report, sys.stdout, default=plain)
