"""Praise, blame and advice with their negations, in English and French."""

from __future__ import annotations

import pytest

from tipbench.scoring.summaries.polarity import (
    NEGATIVE,
    NOTHING,
    POSITIVE,
    RECOMMEND,
    cues,
    parity_of,
)


def signs(text: str) -> list[int]:
    return [cue.sign for cue in cues(text) if not cue.is_direction]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru praised the dairies.", [POSITIVE]),
        ("Peru took significant steps.", [POSITIVE]),
        ("Peru made notable progress on milk.", [POSITIVE, POSITIVE]),
        ("The dairies meet the minimum standards.", [POSITIVE]),
        ("Peru criticised the dairies.", [NEGATIVE]),
        ("The dairies lack milk.", [NEGATIVE]),
        ("Peru took few steps.", [NEGATIVE]),
        ("Services remained insufficient.", [NEGATIVE]),
        ("Peru urged farmers to wait.", [RECOMMEND]),
        ("Peru calls on farmers to wait.", [RECOMMEND]),
        ("Farmers should wait.", [RECOMMEND]),
        ("Cows graze on high meadows.", []),
        # negations turn an evaluation round, and two of them turn it back
        ("Peru did not praise the dairies.", [NEGATIVE]),
        ("Peru never praised the dairies.", [NEGATIVE]),
        ("Peru doesn't praise the dairies.", [NEGATIVE]),
        ("The dairies do not meet the standards.", [NEGATIVE]),
        ("The dairies fail to meet the standards.", [NEGATIVE, NEGATIVE]),
        ("Peru did not criticise the dairies.", [POSITIVE]),
        ("Nobody did not praise it.", [POSITIVE]),
        # advice that is not given is no blame
        ("Peru did not urge farmers to wait.", [NOTHING]),
        # the reach of a negation ends with its clause
        ("Peru did not come, but praised the dairies.", [POSITIVE]),
        ("Without milk, Peru praised the dairies.", [POSITIVE]),
        # what looks like a negation
        ("Peru not only praised the dairies.", [POSITIVE]),
        ("No fewer than 9 dairies were praised.", [POSITIVE]),
    ],
)
def test_english(text: str, expected: list[int]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le Pérou a salué les laiteries.", [POSITIVE]),
        ("Le Pérou a fait des efforts significatifs.", [POSITIVE]),
        ("Les laiteries respectent les normes minimales.", [POSITIVE]),
        ("Les laiteries ont été saluées.", [POSITIVE]),
        ("Le Pérou critique les laiteries.", [NEGATIVE]),
        ("Les laiteries sont critiquées, et dénoncées.", [NEGATIVE, NEGATIVE]),
        ("Les laiteries manquent de lait.", [NEGATIVE]),
        ("Le Pérou a fait peu d’efforts.", [NEGATIVE]),
        ("Les services restaient insuffisants.", [NEGATIVE]),
        ("Le Pérou exhorte les fermiers à attendre.", [RECOMMEND]),
        ("Les fermiers devraient attendre.", [RECOMMEND]),
        ("Les vaches paissent dans les alpages.", []),
        ("Le Pérou n’a pas salué les laiteries.", [NEGATIVE]),
        ("Le Pérou ne salue plus les laiteries.", [NEGATIVE]),
        ("Le Pérou n’a jamais salué les laiteries.", [NEGATIVE]),
        ("Les laiteries ne respectent pas pleinement les normes.", [NEGATIVE]),
        ("Les laiteries ne respectent ni les normes ni les exigences.", [NEGATIVE]),
        ("Le Pérou ne critique pas les laiteries.", [POSITIVE]),
        ("Le Pérou n’exhorte pas les fermiers à attendre.", [NOTHING]),
        ("Le Pérou n’est pas venu, mais a salué les laiteries.", [POSITIVE]),
        ("Le Pérou a non seulement salué les laiteries.", [POSITIVE]),
        ("Pas moins de 9 laiteries ont été saluées.", [POSITIVE]),
        ("Un don a été salué.", [POSITIVE]),  # *don't* is English
    ],
)
def test_french(text: str, expected: list[int]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Milk prices rose.", [("up", POSITIVE)]),
        ("Milk prices fell.", [("down", NEGATIVE)]),
        ("Milk prices did not rise.", [("up", NEGATIVE)]),
        ("Les prix ont augmenté.", [("up", POSITIVE)]),
        ("Les prix ont baissé.", [("down", NEGATIVE)]),
        ("Les prix n’ont pas augmenté.", [("up", NEGATIVE)]),
    ],
)
def test_directions_are_no_evaluations(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(cue.kind, cue.sign) for cue in cues(text) if cue.is_direction] == expected
    assert signs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Victims were identified.", (False, False)),
        ("Victims were not identified.", (True, True)),
        ("Victims weren't identified.", (True, True)),
        ("It lacked staff.", (True, False)),
        ("It failed to help.", (True, False)),
        ("It did not fail to help.", (False, True)),
        ("It neither helped nor healed.", (True, True)),
        ("It not only helped.", (False, False)),
        ("Les victimes ont été identifiées.", (False, False)),
        ("Les victimes n’ont pas été identifiées.", (True, True)),
        ("Elle manquait de personnel.", (True, False)),
        ("Elle n’aide plus.", (True, True)),
        ("Elle n’aide ni ne soigne.", (True, True)),
        ("Plus de 9 victimes.", (False, False)),
    ],
)
def test_parity_of_a_clause(text: str, expected: tuple[bool, bool]) -> None:
    """Whether it is negative, and whether by a plain *not*."""
    assert parity_of(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # irony, and praise without a word of praise
        ("Peru gave the dairies a standing ovation.", []),
        ("What a fine mess the dairies made.", []),
        ("Le Pérou tire son chapeau aux laiteries.", []),
        # a negation that stands far off
        ("Nobody in the whole of the south of Peru praised the dairies.", [POSITIVE]),
        # a wish for praise is no praise
        ("Peru would like to be praised.", [POSITIVE]),
        # words of praise in another sense
        ("The commission works well past midnight.", [POSITIVE]),
        ("Le bon du Trésor.", [POSITIVE]),
    ],
)
def test_what_is_not_seen(text: str, found: list[int]) -> None:
    assert signs(text) == found
