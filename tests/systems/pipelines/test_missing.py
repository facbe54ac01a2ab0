import pytest

from tipbench.errors import UsageError
from tipbench.systems.pipelines.missing import require


def test_a_package_that_is_not_installed():
    expected = r"no_such_package is not installed; .* pip install 'tipbench\[thing\]'"
    with pytest.raises(UsageError, match=expected):
        require("no_such_package", system="thing:x", extra="thing")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("import no_such_part", "No module named 'no_such_part'"), ("1 / 0", "ZeroDivisionError")],
)
def test_a_package_that_is_broken(code, reason, tmp_path, monkeypatch):
    (tmp_path / "broken_package.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    expected = f"system 'thing:x': importing broken_package failed: .*{reason}"
    with pytest.raises(UsageError, match=expected):
        require("broken_package", system="thing:x", extra="thing")
