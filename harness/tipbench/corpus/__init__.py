"""The corpus: seeds and annotations, their checks, the dataset built from them, and its loading."""
