"""What a command imports is what a user waits for."""

import subprocess
import sys

import pytest

HEAVY = {
    "datasets",
    "pyarrow",
    "sklearn",
    "rouge_score",
    "sacrebleu",
    "numpy",
    "rich",
    "msgspec",
    "matplotlib",
    "huggingface_hub",
    "jinja2",
    "yaml",
}


def modules_after(code):
    program = f"{code}\nimport sys; print('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    "code",
    [
        "import tipbench",
        "import tipbench.systems.rules",
        "import tipbench.scoring.score",
        "import tipbench.corpus.load",
        "from tipbench.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
        "from tipbench.cli import main\ntry: main(['evaluate', '--help'])\nexcept SystemExit: pass",
        "from tipbench.cli import main\ntry: main(['selftest', '--help'])\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_imported(code):
    assert not modules_after(code) & HEAVY


def test_extraction_needs_no_summary_metric():
    code = (
        "import tipbench\ntipbench.evaluate('rules', tasks=['entities', 'numeric_facts', 'stance'])"
    )
    assert not modules_after(code) & {"datasets", "sklearn", "rouge_score", "sacrebleu"}
