"""What Label Studio shows before labelling: the guidelines of the layers on the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tipbench.errors import UsageError

FILES = {
    "sentences": "zones",
    "document_stance": "stance",
    "contrastive": "summaries",
}
"""The guidelines of layers that have no file of their own."""


def instruction(guidelines: Path, layers: Sequence[str]) -> str:
    """The guidelines as HTML.

    Args:
        guidelines: The folder of the guidelines, one Markdown file per layer.
        layers: The layers of the page.

    Raises:
        UsageError: The library that turns Markdown into HTML is not installed.
    """
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise UsageError(
            "showing the guidelines needs the libraries of an extra: "
            "pip install 'tipbench[label-studio]'"
        ) from None
    names = dict.fromkeys(FILES.get(layer, layer) for layer in layers)
    paths = [guidelines / f"{name}.md" for name in names]
    markdown = MarkdownIt("commonmark").enable("table")
    return "\n".join(
        markdown.render(path.read_text(encoding="utf-8")) for path in paths if path.is_file()
    )
