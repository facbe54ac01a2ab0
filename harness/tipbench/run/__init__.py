"""Runs: a system's predictions on a corpus in one view, and their scores."""
