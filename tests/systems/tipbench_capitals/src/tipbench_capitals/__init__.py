"""Finds two capitals, and judges by them."""

import re


class Capitals:
    """Finds Rabat and Washington."""

    name = "capitals"
    configuration = {"words": ["Rabat", "Washington"]}  # noqa: RUF012

    def predict(self, document):
        """The entities of a document."""
        print("looking at", document.doc_id)  # noqa: T201 - plug-ins do
        found = re.finditer("Rabat|Washington", document.text)
        return {"entities": [{"start": m.start(), "end": m.end(), "type": "GPE"} for m in found]}


def is_stated(question):
    """A judge for whom a summary states all or nothing: it names a capital, or does not."""
    return any(name in question.text for name in ("Rabat", "Washington"))
