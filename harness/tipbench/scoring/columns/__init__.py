"""Entities of many documents at once: the counts of ``tipbench.scoring.entities``, from arrays.

The metrics are defined there, one document at a time; here the same counts are taken of a batch of
documents without a loop over spans. Offsets are *absolute*: the texts of a batch are laid end to
end, so that a span tells its document. Arrays of spans are in one order (start, end, type, gold
before predictions), and what is found of them does not depend on the order of the input.
"""
