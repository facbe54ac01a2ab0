"""The scoring room: places items in the text, matches them one to one, counts, and divides.

Importing it is cheap: libraries that summaries need are loaded when a summary is scored.
"""
