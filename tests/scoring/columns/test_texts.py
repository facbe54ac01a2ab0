"""Texts laid end to end are found again."""

import numpy as np
import pytest

from tipbench.scoring.columns.texts import Texts


@pytest.mark.parametrize("texts", [["In", "", "Rabat"], ["", "a😀b", "\ud800é", ""], []])
def test_texts_are_what_they_were(texts):
    laid = Texts.of(texts)
    assert len(laid) == len(texts)
    assert [laid.text(number) for number in range(len(texts))] == texts
    assert laid.words(0, int(laid.starts[-1])) == "".join(texts)


def test_texts_of_pieces():
    laid = Texts.joining(["Ra", "", "bat", "x"], np.array([0, 5, 1]))
    assert [laid.text(number) for number in range(3)] == ["", "Rabat", "x"]


def test_documents_of_offsets():
    laid = Texts.of(["ab", "", "c"])
    offsets = np.arange(3)
    assert laid.document(offsets).tolist() == [0, 0, 2]
    assert laid.document_of_sorted(offsets).tolist() == [0, 0, 2]
