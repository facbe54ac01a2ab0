"""Intervals and comparisons: what so few documents can show."""
