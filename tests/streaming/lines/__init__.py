"""Tests of reading JSON lines in columns."""
