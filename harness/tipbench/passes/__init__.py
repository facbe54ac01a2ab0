"""Passes over the same pages: how far they agree, and what is decided where they do not."""
