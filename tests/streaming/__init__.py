"""Tests of scoring in columns, from files to scores."""
