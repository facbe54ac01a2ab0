"""Annotation in Label Studio: the pages, the way there, and the way back without loss."""
