"""How fast tipbench is beside other scorers, on generated data: ``make bench``."""
