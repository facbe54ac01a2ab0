"""Metrics of summaries: overlap with references, and what the summary says against the gold.

A text is read by ``text`` (tokens, sentences, language) and ``thesaurus`` (words that stand for one
another). In it are found

- numeric statements: ``quantities``, from ``calendar``, ``ranks``, ``years``, ``vague`` and
  ``amounts``, which rest on ``quantity``, ``numerals``, ``measures``, ``comparators``, ``units``;
- names: ``mentions``, with ``places``, and where they stand: ``slots``;
- who says what: ``attribution``, with ``speakers``, ``verbs_of_saying``, ``speech``;
- evaluations: ``polarity``, with ``evaluating_words``;
- propositions and runs of words: ``propositions``, ``runs``.

What a source supports is made once per document (``per_document``): ``evidence`` of numbers, with
their ``surroundings``, ``known`` names, ``claims`` and ``evaluations``. Against it, one file each,
the metrics: ``numbers``, ``names``, ``sources``, ``stance``, ``stance_pairs``, ``nuggets``,
``leakage``, ``extent``; ``judged`` asks a judge of nuggets, ``overlap`` compares with references.
``share`` and ``statistics`` are what they count in, ``metrics`` lists them, ``errors`` types what
is wrong.
"""
