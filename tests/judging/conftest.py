import pytest

WORDS = """
import re


def words(text):
    return {word for word in re.findall(r"\\w+", text.lower()) if len(word) > 3}


def decide(question):
    wanted = words(question.statement)
    return len(wanted & words(question.text)) >= len(wanted) / 2
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of a user, with a judge in ``words.py`` that counts words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.py").write_text(WORDS, encoding="utf-8")
    return tmp_path
