"""``python -m tipbench`` is the command ``tipbench``."""

from tipbench.cli import run

run()
