"""Entities of a corpus of any size: read, matched and counted a stretch of documents at a time.

Files are read in columns and counted in columns (``tipbench.scoring.columns``); what is kept of a
document are its counts. Documents that columns cannot tell all about (spans without offsets, data
that does not fit) are read and scored one by one, by the definitions that small corpora are scored
by, so that both give the same.
"""
