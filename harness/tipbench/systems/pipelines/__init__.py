"""Systems made of the pipelines that people have: spaCy, transformers, GLiNER."""
