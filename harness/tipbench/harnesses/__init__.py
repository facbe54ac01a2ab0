"""tipbench inside other harnesses, and its runs in the forms that others share."""
