import hashlib
import json

import pytest

SHA256 = {
    "000_7e997e75a24e0119.txt": "a9f12408f5293f118cd896a90421142597b7ef5a8ebd824e7333b1019153d13c",
    "001_a78aa922792a7613.txt": "5ed3dbd40d91783da73656f9f728908fde17151760374207185bc9b3ec25a6f7",
    "002_e77931e583c45244.txt": "68be4a66fdae45078780cc63d46ebdbb34ba782006d8991b6b875ec3a86b9a98",
    "003_b14ee22b0b552a1d.txt": "10e1d2b8bc85c833ccdbb5a90f11a90afba17db922da5f0471a9faa36a9c81b5",
    "004_6d73825a1d05fbff.txt": "a97fc9e6231c196380e213b3c87e774caace5822a7a1111331e423f256cdcae7",
}


@pytest.mark.parametrize(("name", "expected"), SHA256.items())
def test_the_seeds_are_the_five_source_files_byte_for_byte(root, name, expected):
    assert hashlib.sha256((root / "seeds" / name).read_bytes()).hexdigest() == expected


def test_the_manifest_names_them(root):
    manifest = json.loads((root / "seeds" / "manifest.json").read_text(encoding="utf-8"))
    assert {seed["file"]: seed["sha256"] for seed in manifest} == SHA256
    assert [seed["doc_id"] for seed in manifest] == [f"tip-00{n}" for n in range(5)]
