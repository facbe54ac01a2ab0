"""``leakage``: how much of a summary comes from the boilerplate around the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from tipbench.model import Case
from tipbench.scoring.comparison import Comparison
from tipbench.scoring.counts import Tally
from tipbench.scoring.summaries.statistics import Ratio, of_document
from tipbench.scoring.summaries.text import STOP, Token, read

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
    outside = _runs(case.boilerplate) - _runs((case.article,))
    article = _stems(case.article)
    beside = _stems("\n".join(case.boilerplate)) - article
    number = total = 0
    for sentence in read(summary).sentences:
        words = [t for t in sentence if t.is_word or t.is_number]
        total += len(words)
        taken = _of_runs(words, outside)
        if _is_chrome(sentence) or _is_headline(words, article, beside):
            taken = set(range(len(words)))
        number += len(taken)
    return number, total


@lru_cache(maxsize=512)
def _runs(texts: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(words[at : at + RUN])
        for text in texts
        for sentence in read(text).sentences
        for words in [[t.fold for t in sentence if t.is_word or t.is_number]]
        for at in range(max(len(words) - RUN + 1, 0))
    )


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(t.stem or t.fold for t in read(text).tokens if t.fold not in STOP)


def _of_runs(words: Sequence[Token], outside: frozenset[tuple[str, ...]]) -> set[int]:
    """The words that lie in runs of the boilerplate; runs of function words alone do not count."""
    folds = [word.fold for word in words]
    taken: set[int] = set()
    for at in range(len(folds) - RUN + 1):
        run = folds[at : at + RUN]
        if tuple(run) in outside and sum(word not in STOP for word in run) >= 2:
            taken.update(range(at, at + RUN))
    # A run or two is chance; a stretch of more than one is a copy.
    return {at for at in taken if len(_stretch(at, taken)) > RUN}


def _stretch(at: int, taken: set[int]) -> list[int]:
    low = high = at
    while low - 1 in taken:
        low -= 1
    while high + 1 in taken:
        high += 1
    return list(range(low, high + 1))


def _is_chrome(sentence: Sequence[Token]) -> bool:
    return _CHROME.search(" ".join(t.fold for t in sentence)) is not None


def _is_headline(words: Sequence[Token], article: frozenset[str], beside: frozenset[str]) -> bool:
    """Whether most of a sentence's words are only in the boilerplate, in whatever wording."""
    own = [word.stem or word.fold for word in words if word.fold not in STOP]
    return (
        len(own) >= 3
        and sum(word in beside for word in own) > len(own) / 2
        and (sum(word in article for word in own) < len(own) / 2)
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


def copied(summary: str, article: str, run: int = 4) -> int:
    """The words of a summary that lie in runs of ``run`` words of the article.

    >>> copied("Rabat acted at once. No.", "In May Rabat acted at once, it says.")
    4
    """
    runs = _long_runs(article, run)
    number = 0
    for words in _sentences(summary):
        taken: set[int] = set()
        for at in range(len(words) - run + 1):
            if tuple(words[at : at + run]) in runs:
                taken.update(range(at, at + run))
        number += len(taken)
    return number


@lru_cache(maxsize=512)
def _long_runs(text: str, run: int) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(words[at : at + run])
        for words in _sentences(text)
        for at in range(len(words) - run + 1)
    )


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in read(text).sentences:
        yield [t.fold for t in sentence if t.is_word or t.is_number]
