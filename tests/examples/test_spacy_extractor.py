import pytest

import tipbench

pytestmark = pytest.mark.extra("spacy")


def test_it_finds_names_in_both_languages(root, corpus):
    path = root / "examples" / "spacy_extractor.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 40
    run = tipbench.evaluate(f"{path}:find", corpus, tasks=["entities"])
    assert not run.failures
    assert run.scores["entities"]["strict"]["precision"] > 0.9
    for language in ("en", "fr"):
        assert run.slices["entities"]["strict"]["language"][language]["recall"] > 0.3
