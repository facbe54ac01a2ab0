"""Right answers made wrong: summaries by single changes, the gold of extractors by doses.

Nothing here may know how anything is scored, or the rates would mean nothing: the import contract
keeps ``tipbench.scoring`` and ``tipbench.systems`` out.
"""
