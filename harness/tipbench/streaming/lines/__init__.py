"""JSON lines in columns: as they lie where they can be, and by the format's own reader where not.

There are three ways to read a line, each for what the one before it does not take, and all of them
give the same: by the places of quotes (``regular``), where lines have one form; by Arrow
(``table``), where its reading is that of the format; and by ``tipbench.predictions``, a line at a
time. There are two ways to read a file: in ranges that are counted as they are read (``ranges``),
where lines are in the order of the corpus; and as a whole, into an Arrow file (``whole``), which
also finds and tells all that is wrong.
"""
