"""Metrics of summaries: overlap with references, and what the summary says against the gold."""
