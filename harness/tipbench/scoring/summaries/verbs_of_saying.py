"""Where a verb of saying stands as a verb, and where it is passive."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tipbench.scoring.summaries.speech import BY, FRENCH_PARTICIPLES, SAYS
from tipbench.scoring.summaries.text import Token

_AUXILIARIES = frozenset("a ont avait avaient ayant has have had s' est aurait".split())
_DETERMINERS = frozenset(
    "the a an this that its his her their our le la les l un une ce cet cette son sa ses leur du "
    "au des of de in dans new priority prioritaires ten dix annual annuel".split()
)
_ALSO_NOUNS = frozenset(
    "report reports place places note point points rank list call calls state cause critique "
    "demande met judge details detail presse doute avance promise dispute contest comment".split()
)
_SAID = frozenset("etat valoir savoir remarquer observer part constat eloge".split())
_BEFORE_NOUNS = frozenset(
    "en in department state s ' us ministry trafficking persons tip recent latest last".split()
)
_THAT = frozenset("that que qu".split())
_ADVERBS = frozenset("also too both already aussi egalement deja".split())
_PASSIVE = frozenset("was were been is are being est sont ete fut etait etaient furent".split())


@lru_cache(maxsize=65_536)
def participle(fold: str) -> str:
    """A French participle in its shortest form: *reconnues* is *reconnu*, *saluées* *salue*."""
    for cut in (0, 1, 2):
        if fold[: len(fold) - cut] in FRENCH_PARTICIPLES and set(fold[len(fold) - cut :]) <= {
            "e",
            "s",
        }:
            return fold[: len(fold) - cut]
    return ""


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of a verb of saying stands here as a verb, and is no noun."""
    fold = tokens[at].fold
    base = participle(fold)
    if not base and fold not in SAYS:
        return False
    before = tokens[at - 1].fold if at else ""
    if base and is_passive(tokens, at):
        return True
    if fold not in SAYS and not (base and before in _AUXILIARIES):
        return False
    spoken = before == "a" and (bool(base) or fold == "fait")
    if (before in _DETERMINERS and not spoken) or (
        before == "'" and at > 1 and tokens[at - 2].fold in ("l", "d")
    ):
        return False
    behind = tokens[at + 1].fold if at + 1 < len(tokens) else ""
    if fold == "fait":  # *fait état de*, *fait le constat*; any other doing says nothing
        return any(token.fold in _SAID for token in tokens[at + 1 : at + 4])
    if any(token.fold in ("as", "comme", "ainsi") for token in tokens[max(0, at - 7) : at]):
        return not tokens[at].is_capital and fold in SAYS
    if fold == "reports" and before in ("department", "ministry"):
        return True
    if fold in ("releve", "relevent") and behind in ("de", "du", "d"):
        return False  # *relever de*: to belong to
    if fold in ("call", "calls") and behind in ("on", "upon", "for"):
        return at > 0
    if fold in _ALSO_NOUNS:
        dated = at > 0 and tokens[at - 1].is_number and behind not in _THAT  # "the 2024 report"
        return (
            at > 0
            and not dated
            and behind not in ("of", "de", "on", ".", ",", "in")
            and before not in _BEFORE_NOUNS
        )
    return not tokens[at].is_capital or at == 0


def is_passive(tokens: Sequence[Token], at: int) -> bool:
    """Whether a participle is passive: *was praised*, *est une nouvelle fois classé*."""
    fold = tokens[at].fold
    if not (fold.endswith(("ed", "found")) or participle(fold)):
        return False
    agent = [token.fold for token in tokens[at + 1 : at + 3]]
    if agent and (agent[0] in BY or (agent[-1] in BY and agent[0] in _ADVERBS)):
        return True
    for place in range(at - 1, max(-1, at - 5), -1):
        if tokens[place].text in ",;:" or tokens[place].fold in ("and", "et", "that", "que", "qu"):
            return False
        if tokens[place].fold in _PASSIVE:
            return True
    return False
