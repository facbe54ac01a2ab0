"""Every example of docs/differences.md says what really comes out."""

import doctest
import re
import warnings

import pytest


def test_the_examples_are_true(root):
    pytest.importorskip("nervaluate")
    text = (root / "docs" / "differences.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(examples) >= 8
    parser, names = doctest.DocTestParser(), {}
    for number, block in enumerate(examples):
        line = text[: text.index(block)].count("\n")
        test = parser.get_doctest(block, names, f"example {number}", "docs/differences.md", line)
        runner = doctest.DocTestRunner()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert runner.run(test, clear_globs=False).failed == 0
        names = test.globs
