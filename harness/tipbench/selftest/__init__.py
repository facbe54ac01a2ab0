"""The metrics' own test: answers that are right, made wrong in one known way, and scored.

``generation`` makes the wrong answers, and knows neither a scorer nor a word list of one;
``measuring`` scores them with the installed metrics and says what these see and what they miss.
"""
