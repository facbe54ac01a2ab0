import pytest

from tipbench.errors import UsageError
from tipbench.model import Document
from tipbench.systems.forms import FORMS
from tipbench.systems.options import SystemOptions
from tipbench.systems.registry import BUILTIN, find_source, resolve_system

DOCUMENT = Document("d", "en", None, "text")


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Writes a user's module into the current folder, under a name of its own."""

    def write(name, source):
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.syspath_prepend(tmp_path)

    return write


@pytest.mark.parametrize("name", BUILTIN)
def test_every_builtin_answers(corpus, name):
    cases = corpus.cases()
    system = resolve_system(name, cases)
    assert system.name == name
    assert system.predict(cases[4].document) is not None


def test_a_function_of_a_users_module(module):
    module("user_function", "def find(document):\n    return [document.text]\n")
    system = resolve_system("user_function:find", [])
    assert system.name == "user_function:find"
    assert system.predict(DOCUMENT) == ["text"]


def test_an_object_with_predict(module):
    module(
        "user_object",
        "class Finder:\n    def predict(self, document):\n        return 'found'\n"
        "finder = Finder()\n",
    )
    assert resolve_system("user_object:finder", []).predict(DOCUMENT) == "found"


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("rulez", "expected one of gold, empty, rules, lead, module:attribute"),
        (":find", "found no such system"),
        ("nowhere_at_all:find", "found no module 'nowhere_at_all'"),
        ("user_broken:find", "importing user_broken failed: ZeroDivisionError"),
        ("user_needs:find", "importing user_needs failed: No module named 'not_installed'"),
        ("user_has:find", "module user_has has no 'find'; it has other"),
        ("user_has:other", "found a int; expected a function"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(module, spec, message):
    module("user_broken", "1 / 0\n")
    module("user_needs", "import not_installed\n")
    module("user_has", "other = 1\n")
    with pytest.raises(UsageError, match=message) as caught:
        resolve_system(spec, [])
    assert "\n" not in str(caught.value)


def test_an_option_of_another_form_is_refused():
    for spec in ("rules", "command:cat", "a.b:c"):
        with pytest.raises(UsageError, match=r"takes no --base-url; openai: does"):
            find_source(spec, [], SystemOptions(base_url="http://h/v1"))
    assert find_source("openai:m", [], SystemOptions(base_url="http://h/v1")).name == "openai:m"


def test_the_file_of_every_form_is_there():
    for prefix, form in FORMS.items():
        assert form.usage.startswith(f"{prefix}:")
        assert callable(form.load())
