"""Who says what: the speakers that a text gives to its sentences, in English and French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipbench.scoring.summaries.mentions import Mention, party_of
from tipbench.scoring.summaries.text import Token

WRITER = "writer"
UNKNOWN = "?"
"""A speaker who is nobody that the source knows."""

_SAYS = frozenset(
    "say says said saying state states stated tell tells told note notes noted noting add adds added adding "
    "stress stresses stressed stressing emphasize emphasizes emphasized emphasise emphasised underline underlines underlined underlining "
    "underscore underscores underscored highlight highlights highlighted report reports reported reporting reveal reveals revealed "
    "indicate indicates indicated argue argues argued find finds found claim claims claimed affirm affirms affirmed assert asserts asserted "
    "declare declares declared explain explains explained recall recalls recalled recount announce announces announced acknowledge acknowledges "
    "acknowledged recognize recognizes recognized recognise recognised observe observes observed point points pointed praise praises praised "
    "praising commend commends commended applaud applauds applauded laud lauds lauded hail hails hailed welcome welcomes welcomed criticize "
    "criticizes criticized criticise criticises criticised condemn condemns condemned denounce denounces denounced urge urges urged urging "
    "recommend recommends recommended call calls called calling exhort encourage encourages encouraged advise advises advised cite cites cited "
    "mention mentions mentioned conclude concludes concluded judge judges judged deem deems deemed consider considers considered describe describes described "
    "detail details detailed believe believes believed credit credits credited rank ranks ranked list lists listed warn warns warned "
    "confirm confirms confirmed insist insists insisted rank ranks ranked place places placed lament laments lamented deplore deplores "
    "dit disent disait declare declarent note notent relever releve relevent relevant souligne soulignent souligner soulignant indique indiquent "
    "affirme affirment ajoute ajoutent ajoutant precise precisent explique expliquent revele revelent constate constatent estime estiment juge jugent "
    "reconnait reconnaissent reconnu reconnaissant salue saluent salué loue louent applaudit applaudissent felicite felicitent critique critiquent "
    "denonce denoncent deplore deplorent reproche reprochent exhorte exhortent recommande recommandent appelle appellent invite invitent "
    "demande demandent presse pressent annonce annoncent rappelle rappellent soutient soutiennent considere considerent evoque evoquent "
    "cite citent mentionne mentionnent rapporte rapportent assure assurent insiste insistent regrette regrettent classe classent decrit decrivent enumere enumerent "
    "avertit avertissent previent previennent alerte alertent martele plaide plaident fustige fustigent tance "
    "observe observent conclut concluent confirme confirment pointe pointent met mettent".split()
)
_FRENCH_PARTICIPLES = frozenset(
    "declare note releve souligne indique affirme ajoute precise explique revele constate estime juge reconnu salue loue applaudi felicite critique "
    "denonce deplore reproche exhorte recommande appele invite demande annonce rappele soutenu evoque cite mentionne rapporte assure insiste "
    "regrette classe decrit observe conclu confirme".split()
)
VERBS = _SAYS | _FRENCH_PARTICIPLES
"""Folded forms of verbs of saying, judging and advising."""
_QUOTING = frozenset(
    "say says said add adds added note notes noted state states stated report reports reported "
    "stress stresses stressed emphasize emphasizes emphasized underline underlines underlined reveal "
    "revealed indicated argued explain explains explained recall recalls recalled dit disent ajoute ajoutent note notent "
    "indique indiquent precise precisent souligne soulignent constate constatent releve relevent "
    "avertit avertissent previent alerte affirme affirment declare declarent explique expliquent rappelle rappellent rappele estime "
    "estiment juge jugent annonce annoncent assure assurent rapporte rapportent observe".split()
)
"""Verbs that stand before their subject when they follow what is said."""
_ACCORDING = (
    ("according", "to"), ("selon",), ("d", "'", "apres"), ("in", "the", "view", "of"), ("in", "the", "words", "of"), ("as", "per"), ("aux", "yeux", "de"),
    ("de", "l", "avis", "de"), ("in", "the", "eyes", "of"), ("citing",), ("citant",),
)  # fmt: skip
_BY = frozenset({"by", "par", "from"})
_PRONOUNS = frozenset(
    "it he she they its his her their il elle ils elles lui dernier derniere latter celui celle "
    "ceux".split()
)
NOUNS = {
    "report": "report", "rapport": "report", "document": "report", "assessment": "report", "evaluation": "report",
    "department": "department", "departement": "department", "ministry": "ministry", "ministere": "ministry",
    "commission": "commission", "committee": "commission", "comite": "commission",
    "ambassador": "ambassador", "ambassadeur": "ambassador", "ambassadrice": "ambassador", "envoy": "ambassador", "diplomat": "ambassador", "diplomate": "ambassador",
    "coordinator": "coordinator", "coordonnatrice": "coordinator", "coordonnateur": "coordinator", "coordinatrice": "coordinator", "coordinateur": "coordinator",
    "officials": "officials", "official": "officials", "responsables": "officials", "responsable": "officials",
    "article": WRITER, "author": WRITER, "writer": WRITER, "auteur": WRITER, "newspaper": WRITER, "journal": WRITER, "story": WRITER, "texte": WRITER,
}  # fmt: skip
"""Nouns that stand for a speaker."""
OTHERS = frozenset(
    "experts expert observers observer analysts analyst critics critic activists activist sources "
    "source police ministry ministere opposition observateurs observateur analystes analyste "
    "detracteurs militants militant ong ngo ngos associations association media medias press "
    "presse gouvernement government authorities autorites parliament parlement minister ministre "
    "researchers chercheurs witnesses temoins campaigners rights groups lawyers avocats "
    "economists economistes union syndicat syndicats residents habitants victims victimes "
    "king roi judges juges traffickers trafiquants".split()
)
"""Speakers whom a source has only if it names them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An attribution in a sentence.

    Attributes:
        speakers: Who is given as its source; empty where a pronoun stands for them.
        strong: Whether it stands apart: *according to X*, or at the end of its sentence.
    """

    speakers: frozenset[str]
    strong: bool


def frames(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    parties: Mapping[str, str],
    nouns: Mapping[str, str],
) -> Iterator[Frame]:
    """The attributions of one sentence.

    Args:
        tokens: Its tokens.
        mentions: The names in it.
        parties: The party of every id.
        nouns: For nouns such as *commission*, the party that they stand for in this source.
    """
    speakers = _Speakers(tokens, mentions, parties, nouns)
    for at, token in enumerate(tokens):
        words = _according(tokens, at)
        if words:
            found = speakers.after(at + len(words), 9)
            yield Frame(found or frozenset({UNKNOWN}), strong=True)
        elif token.fold in ("note", "acte") and at and tokens[at - 1].fold in _TAKEN:
            taken_by = speakers.subject(at - 1)
            if taken_by:
                yield Frame(taken_by, strong=False)
        elif token.fold in VERBS and _is_verb(tokens, at):
            yield from speakers.of_verb(at)


def _according(tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    """The words of an attribution of the form *according to* that start here; or none."""
    if tokens[at].fold in _OPENING:
        for words in _ACCORDING:
            if tuple(token.fold for token in tokens[at : at + len(words)]) == words:
                return words
    return ()


_OPENING = frozenset(words[0] for words in _ACCORDING)
_AUXILIARIES = frozenset("a ont avait avaient ayant has have had s' est aurait".split())
_DETERMINERS = frozenset(
    "the a an this that its his her their our le la les l un une ce cet cette son sa ses leur du "
    "au des of de in dans new priority prioritaires ten dix annual annuel".split()
)


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of a verb of saying stands here as a verb, and is no noun."""
    fold = tokens[at].fold
    before = tokens[at - 1].fold if at else ""
    if fold not in _SAYS and not (fold in _FRENCH_PARTICIPLES and before in _AUXILIARIES):
        return False
    spoken = fold in _FRENCH_PARTICIPLES and before == "a"
    if (before in _DETERMINERS and not spoken) or (
        before == "'" and at > 1 and tokens[at - 2].fold in ("l", "d")
    ):
        return False
    if fold in (
        "report",
        "reports",
        "place",
        "places",
        "note",
        "point",
        "points",
        "rank",
        "list",
        "call",
        "calls",
        "state",
        "found",
        "cause",
        "critique",
        "demande",
        "met",
        "judge",
        "details",
        "detail",
        "presse",
    ):
        behind = tokens[at + 1].fold if at + 1 < len(tokens) else ""
        return (
            at > 0
            and behind not in ("of", "de", "on", ".", ",", "in")
            and before
            not in (
                "department",
                "state",
                "s",
                "'",
                "us",
                "ministry",
                "trafficking",
                "persons",
                "tip",
            )
        )
    return not tokens[at].is_capital or at == 0


_TAKEN = frozenset("taken took takes take taking pris prend prenant prennent".split())
_PASSIVE = frozenset("was were been is are being est sont ete fut etait etaient furent".split())


def _is_passive(tokens: Sequence[Token], at: int) -> bool:
    """Whether a participle is passive: *was praised*, *est une nouvelle fois classé*."""
    fold = tokens[at].fold
    if not (fold.endswith(("ed", "found")) or fold in _FRENCH_PARTICIPLES):
        return False
    for place in range(at - 1, max(-1, at - 5), -1):
        if tokens[place].text in ",;:" or tokens[place].fold in ("and", "et", "that", "que", "qu"):
            return False
        if tokens[place].fold in _PASSIVE:
            return True
    return False


class _Speakers:
    """Finds who stands beside a verb or preposition."""

    __slots__ = ("mentions", "nouns", "parties", "tokens")

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        parties: Mapping[str, str],
        nouns: Mapping[str, str],
    ) -> None:
        self.tokens = tokens
        self.mentions = {m.at: m for m in mentions}
        self.parties = parties
        self.nouns = nouns

    def _at(self, at: int) -> str | None:
        mention = self.mentions.get(at)
        if mention is not None and mention.ids:
            return party_of(mention, self.parties)
        token = self.tokens[at]
        if mention is not None and token.fold not in NOUNS:
            return UNKNOWN + token.fold
        noun = NOUNS.get(token.fold)
        if noun is not None:
            return self.nouns.get(noun, WRITER if noun == WRITER else UNKNOWN + token.fold)
        if token.fold in OTHERS:
            return self.nouns.get(token.fold, UNKNOWN + token.fold)
        return None

    def after(self, start: int, reach: int) -> frozenset[str]:
        """The speakers in the phrase that starts here, up to a comma."""
        found: set[str] = set()
        for at in range(start, min(start + reach, len(self.tokens))):
            token = self.tokens[at]
            if token.text in ",;:.":
                break
            if token.is_word and at > start and _is_verb(self.tokens, at):
                break
            if token.fold in _PRONOUNS and at == start:
                return frozenset({""})
            speaker = self._at(at)
            if speaker is not None:
                found.add(speaker)
        known = {one for one in found if not one.startswith(UNKNOWN)}
        return frozenset(known or found)

    def of_verb(self, at: int) -> Iterator[Frame]:
        """The subject of a verb of saying, or the agent of its passive."""
        passive = _is_passive(self.tokens, at)
        if passive:
            for behind in range(at + 1, min(at + 8, len(self.tokens))):
                if self.tokens[behind].fold in _BY:
                    found = self.after(behind + 1, 8)
                    if found:
                        yield Frame(found, strong=False)
                    return
            return
        inverted = self._inverted(at)
        if inverted:
            yield Frame(inverted, strong=True)
            return
        found_before = self.subject(at)
        if found_before is not None:
            is_last = not any(token.is_word for token in self.tokens[at + 1 :])
            yield Frame(found_before, strong=is_last)

    def _before_relative_clause(self, at: int) -> int:
        """The comma that opens a relative clause which ends before a verb; else the verb."""
        if at and self.tokens[at - 1].text == ",":
            for place in range(at - 2, max(0, at - 30), -1):
                if self.tokens[place].text == ",":
                    opens = self.tokens[place + 1].fold in ("who", "which", "qui", "dont", "whose")
                    return place if opens else at
        return at

    def _inverted(self, at: int) -> frozenset[str]:
        """The speaker behind a verb in brackets of commas: ", a constaté le ministère"."""
        first = at - 1 if at and self.tokens[at - 1].fold in _AUXILIARIES else at
        behind = self.tokens[at + 1 : at + 2]
        if self.tokens[at].fold not in _QUOTING or not behind:
            return frozenset()
        if not first or self.tokens[first - 1].text not in ',"':
            return frozenset()
        if behind[0].fold in ("that", "que", "qu", "'"):
            return frozenset()
        found = self.after(at + 1, 6)
        end = next(
            (t.text for t in self.tokens[at + 1 :] if t.text in ",.;" or t.fold in ("that", "que")),
            ".",
        )
        known = frozenset(one for one in found if not one.startswith(UNKNOWN))
        return known if end in ",.;" else frozenset()

    def subject(self, at: int) -> frozenset[str] | None:
        """The nearest speakers before a verb; an empty set for a pronoun; ``None`` for nobody."""
        found: list[str] = []
        joined = at > 0 and self.tokens[at - 1].fold in ("and", "et")
        if joined:
            for place in range(at - 2, max(0, at - 30), -1):
                if self.tokens[place].text in ";:" or self.tokens[place].fold in ("but", "mais"):
                    break
                if self.tokens[place].is_word and _is_verb(self.tokens, place):
                    return self.subject(place)
        start = self._before_relative_clause(at)
        for place in range(start - 1, max(-1, start - (32 if joined else 16)), -1):
            token = self.tokens[place]
            if token.fold in OTHERS and place < at - 2:
                continue
            if (
                token.fold in _PRONOUNS
                and not found
                and token.fold not in ("its", "his", "her", "their", "lui")
            ):
                return frozenset()
            speaker = self._at(place)
            if speaker is not None:
                found.append(speaker)
            if found and (token.text in ",;:" or (token.is_word and _is_verb(self.tokens, place))):
                break
            if not found and token.text in ";:":
                break
        known = [one for one in found if not one.startswith(UNKNOWN)]
        if known:
            return frozenset(known)
        return frozenset(found) if found else None
