"""A layer as one label per token: by hand, and whatever the order."""

from hypothesis import given
from hypothesis import strategies as st

from tipbench.model import Span
from tipbench.passes.coefficients import alpha
from tipbench.passes.flattened import Mention, flatten
from tipbench.tokens import tokenize

TEXT = "The US State Department praised Rabat, Morocco’s capital"


def labels(*mentions):
    found = [Mention(Span(start, end), label, f"e{start}") for start, end, label in mentions]
    return [label.label for label in flatten(tokenize(TEXT), found)]


def test_the_outermost_mention_labels_the_tokens():
    # Tokens: The US State Department praised Rabat , Morocco ’s capital (10).
    # US (4-6) lies within US State Department (4-23).
    nested = [(4, 6, "GPE"), (4, 23, "ORG"), (32, 37, "GPE"), (39, 46, "GPE")]
    assert " ".join(labels(*nested)) == "O ORG ORG ORG O GPE O GPE O O"


def test_alpha_over_tokens_by_hand():
    # One pass: US State Department ORG, Rabat and Morocco GPE; the other: US alone, as GPE, Rabat.
    # Tokens   The US  State Dept praised Rabat ,  Morocco ’s capital
    #   a      O   ORG ORG   ORG  O       GPE   O  GPE     O  O
    #   b      O   GPE O     O    O       GPE   O  O       O  O
    # Four units differ, so the cells off the diagonal sum to 8 and D_o = 8/20.
    # n_O = 5 + 8 = 13, n_ORG = 3, n_GPE = 2 + 2 = 4, n = 20.
    # D_e = (400 - 169 - 9 - 16) / (20·19) = 206/380; α = 1 - (8/20)·(380/206) = 1 - 152/206.
    a = labels((4, 23, "ORG"), (32, 37, "GPE"), (39, 46, "GPE"))
    b = labels((4, 6, "GPE"), (32, 37, "GPE"))
    assert abs(alpha(zip(a, b, strict=True)) - (1 - 152 / 206)) < 1e-12


def test_a_mention_without_a_token_of_its_own_labels_the_token_it_touches():
    assert labels((5, 6, "GPE"))[1] == "GPE"
    assert labels((3, 4, "GPE")) == ["O"] * 10


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 20), st.sampled_from(["PER", "ORG"])),
        max_size=6,
    ),
    st.randoms(),
)
def test_the_order_of_the_mentions_changes_nothing(drawn, random):
    mentions = [(start, start + length, label) for start, length, label in drawn]
    shuffled = random.sample(mentions, len(mentions))
    assert labels(*shuffled) == labels(*mentions)
