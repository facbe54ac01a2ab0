"""What the installed metrics see of the changes that ``tipbench.selftest.generation`` makes."""
