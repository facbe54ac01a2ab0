"""The annotation files, which are the source of the gold."""
