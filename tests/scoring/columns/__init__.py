"""Tests of counting in columns against the definitions."""
