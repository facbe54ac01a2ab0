"""The built-in ``rules`` system: word lists and grammars, no training, and nothing of the gold.

Each layer has a module: ``entities``, ``numbers`` (with ``dates``) and ``stance``. Their lists are
in ``data/``; names of countries, cities, months and currencies are those of CLDR, through babel.
"""

from __future__ import annotations

from tipbench.model import Document


class Rules:
    """An honest baseline for English and French news, built from general resources only.

    >>> document = Document("d", "en", None, "The UN praised Morocco.")
    >>> [entity["text"] for entity in Rules().predict(document)["entities"]]
    ['UN', 'Morocco']
    """

    name = "rules"

    def predict(self, document: Document) -> dict[str, object]:
        """Entities, numeric facts and stance of ``document``, in the predictions format."""
        # Imported here, because the registry of systems imports this module to list it.
        from tipbench.systems.rules.answer import answer

        return answer(document)
