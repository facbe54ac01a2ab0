"""Judges: systems that say yes or no to whether a summary states a nugget; never needed."""
