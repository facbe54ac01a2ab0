"""``leakage``: how much of a summary comes from the boilerplate around the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

from tipbench.model import Case
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.per_document import once_per_document
from tipbench.scoring.summaries.runs import Runs, places_in_runs, runs
from tipbench.scoring.summaries.statistics import Ratio, of_document
from tipbench.scoring.summaries.text import STOP, Token, lines, read, words_of

RUN = 3
"""So many words in a row that stand in the boilerplate, and not in the article, have leaked."""

_CHROME = re.compile(
    r"""\b(?:
    (?:read|see|watch|lire|voir|a\ lire|regarder)\ (?:also|aussi|egalement|more|plus|la\ suite|next|the\ full\ (?:story|article))
  | (?:also|continue)\ (?:read|reading)|keep\ reading|en\ savoir\ plus|pour\ en\ savoir\ plus|lire\ l\ ?'?\ ?article
  | (?:estimated\ )?reading\ time|temps\ de\ lecture|minutes?\ (?:read|de\ lecture)|\d+\ min\ read
  | click\ here|cliquez\ ici|cliquer\ ici|tap\ here|swipe
  | subscribe\w*|unsubscribe|newsletters?|abonne(?:z|r|ment|ments)\w*|inscri(?:vez|re)\w*\ (?:vous|a)|sign\ (?:up|in)|log\ in|se\ connecter|connectez|s\ ?'?\ ?inscrire
  | follow\ (?:us|me)|suivez(?:\ -)?\ nous|join\ us|rejoignez(?:\ -)?\ nous|like\ us|our\ (?:whatsapp|telegram|facebook)
  | share\ (?:this|on|the|it|via)|spread\ the\ love|partage[rz]\ (?:sur|cet|cette|l|via)|partager|tweet\w*|retweet
  | (?:facebook|twitter|whatsapp|instagram|linkedin|telegram|pinterest|youtube|tiktok)
  | (?:accept|manage|use\ of|uses?|les|des|nos)\ (?:all\ )?cookies|cookies?\ policy|privacy\ (?:policy|settings)|politique\ de\ confidentialite|mentions\ legales|terms\ (?:of|and)\ (?:use|service|conditions)
  | all\ rights\ reserved|tous\ droits\ reserves|copyright|©
  | (?:last\ )?(?:modified|updated)\ (?::|on|at)|last\ modified|mis\ a\ jour|derniere\ (?:mise\ a\ jour|modification)|publie\ (?:le|dans|par)|posted\ (?:on|by|in)|written\ by|ecrit\ par|published\ (?:on|by|in|at)
  | (?:advertisement|advertise|sponsored|publicite|annonce\ sponsorisee|contenu\ sponsorise|promoted\ content)
  | (?:leave|post|add|write|view|no|\d+)\ (?:a\ )?comments?\b|laisser\ un\ commentaire|commentaires?\ (?:\(|:)|repondre\ au\ commentaire|\d+\ commentaires?
  | (?:related|recommended|popular|most\ read|recent|previous|next|similar)\ (?:articles?|posts?|stories|news|topics)|articles?\ (?:similaires|lies|connexes|recents|precedents?|suivants?)|a\ la\ une|les\ plus\ lus
  | (?:tags?|etiquettes|categories|mots\ -?\ cles)\ ?:|filed\ under|breadcrumb|back\ to\ top|retour\ en\ haut|haut\ de\ page|home\ page|page\ d\ ?'?\ ?accueil
  | visited\ \d+|visit\ ?\(\ ?s\ ?\)|vues?\ :|\d+\ views\b|close\ (?:search\ )?window|search\ window|fermer\ (?:la\ fenetre)?|close\ this|menu\b|print\ this|imprimer
  | photo\ credit|credit\ photo|image\ (?:credit|source)|getty\ images|(?:source|crédit)\ ?:\ |\(\ ?photo\ ?:
  | about\ the\ author|a\ propos\ de\ l\ ?'?\ ?auteur|download\ (?:the|our)\ app|telecharge[rz]\ (?:l|notre)|merci\ d\ ?'?\ ?avoir\ (?:signale|lu)|thanks?\ (?:you\ )?for\ reading
  | sera\ automatiquement\ bloquee|https?|www
    )""",
    re.VERBOSE,
)
"""What pages of any site say around their articles, folded, one space between words."""


def leaked(summary: str, case: Case) -> tuple[int, int]:
    """The words of a summary that come from boilerplate, and all its words.

    >>> from tipbench.model import Answer, Document
    >>> case = Case(Document("d", "en", None, "Rabat acted."), Answer("d"), boilerplate=("Olive oil gets cheap",))
    >>> leaked("Rabat acted. Olive oil gets cheap.", case)
    (4, 6)
    """
    around = _around(case)
    number = total = 0
    sentences = zip(read(summary).sentences, words_of(summary), lines(summary), strict=True)
    for sentence, words, line in sentences:
        total += len(words)
        if _CHROME.search(line) or _is_headline(sentence, around):
            number += len(words)
        else:
            number += _copied(words, around.runs)
    return number, total


class Around(NamedTuple):
    """What stands around an article.

    Attributes:
        runs: Runs of words of the boilerplate that the article does not have; none of function
            words alone.
        article: The stems of the article's content words.
        beside: Those that only the boilerplate has.
    """

    runs: Runs
    article: frozenset[str]
    beside: frozenset[str]


@once_per_document
def _around(case: Case) -> Around:
    article = _stems(case.article)
    copies = runs(case.boilerplate, RUN) - runs([case.article], RUN)
    return Around(
        frozenset(run for run in copies if sum(word not in STOP for word in run) >= 2),
        article,
        _stems("\n".join(case.boilerplate)) - article,
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(t.stem or t.fold for t in read(text).tokens if t.fold not in STOP)


def _copied(words: Sequence[str], outside: Runs) -> int:
    """How many words lie in the boilerplate's runs; one run alone is chance."""
    taken = sorted(places_in_runs(words, outside, RUN))
    stretches = groupby(enumerate(taken), lambda placed: placed[1] - placed[0])
    lengths = [sum(1 for _ in stretch) for _, stretch in stretches]
    return sum(length for length in lengths if length > RUN)


def _is_headline(sentence: Sequence[Token], around: Around) -> bool:
    """Whether most of a sentence's words are only in the boilerplate, in whatever wording."""
    own = [t.stem or t.fold for t in sentence if (t.is_word or t.is_number) and t.fold not in STOP]
    return (
        len(own) >= 3
        and sum(map(around.beside.__contains__, own)) > len(own) / 2
        and sum(map(around.article.__contains__, own)) < len(own) / 2
    )


@dataclass(frozen=True, slots=True)
class Leakage:
    """Share of a summary's words that come from the page around the article.

    They stand in a run of more than three words of the boilerplate that the article does not have,
    or in a sentence of words that only the boilerplate has, or with a phrase of web pages (*read
    also*, *temps de lecture*).
    """

    name: str = "leakage"
    description: str = "words of the summary that come from boilerplate; less is better"
    task: str = "summaries"
    layer: str = "summary"
    label_name: None = None
    higher_is_better: bool = False
    fields: ClassVar[tuple[str, ...]] = ("value",)
    zero: ClassVar[Ratio] = Ratio(0, 0, "value", ("leaked", "total"))

    def measure(self, comparison: Comparison) -> Tally[Ratio] | None:
        """Leaked and all words of one summary."""
        if not comparison.case.references and comparison.case.nuggets is None:
            return None
        number, total = leaked(comparison.answer.summary or "", comparison.case)
        return of_document(comparison, Ratio(number, total, "value", self.zero.names), self.zero)


LEAKAGE = Leakage()
"""Words from boilerplate."""
