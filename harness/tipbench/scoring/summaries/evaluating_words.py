"""The words that evaluate, English and French: praise, blame, advice, and mere direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# Folded words one space apart; an alternative is a word, or a phrase that starts with one.
_EFFORT = (
    r"(?:effort|stride|step|progress|progres|initiative|commitment|work|measure|achievement|development|improvement|advance"
    r"|gain|action|engagement|avancee|mesure|demarche|travail|realisation|developpement|amelioration|pas|plan|strategy|strategie|move)"
)
_GREAT = (
    r"(?:significant|major|notable|growing|sustained|considerable|substantial|important|ambitious|remarkable|strong|impressive|commendable"
    r"|serious|real|great|tremendous|genuine|tangible|concrete|laudable|significatif|significative|majeur|majeure|croissant|croissante"
    r"|soutenu|soutenue|importante|ambitieux|ambitieuse|remarquable|reel|reelle|louable|appreciable|considerables?|concrete?s?)s?"
)
_POSITIVE = (
    r"promptly|swiftly|diligent(?:ly)?|reliabl[ey]|dependabl[ey]|properly|correctly|flawless(?:ly)?|uniform(?:ly)?|regularly|frequently|often|consistently|invariably|seamless(?:ly)?|energetic(?:ally)?|vigorous(?:ly)?|rigorous(?:ly)?|resolute(?:ly)?|determined|willing(?:ly)?|eager(?:ly)?|keen|readily|comprehensive|objective|impartial|balanced|fair|independent|credible|sincere|commendable|superb|stellar|impressive|strong|good|better|best|much support|enough|full(?:y)? staffed|well (?:funded|staffed|resourced|equipped)|plenty|considerable resources|honou?r(?:s|ed)|thank(?:s|ed)"
    r"|prompte?s?|promptement|rapidement|diligemment|fiable\w*|regulier\w*|regulierement|frequemment|souvent|constamment|correctement|convenablement|uniforme\w*|homogene\w*|rigoureu\w*|energique\w*|resolu\w*|determinee?s?|volontiers|complete?s?|objecti(?:f|ve|fs|ves)|impartial\w*|equilibree?s?|equitables?|credibles?|sinceres?|amples?|beaucoup de soutien|beaucoup de moyens|bons?|bonnes?|meilleure?s?|assez|se felicit\w*|honor\w*|rend hommage"
    r"|prais(?:e|es|ed|ing)|acclaim\w*|tout(?:s|ed)|tribute|impressed|pleased|kudos|glowing|robust|plentiful|abundant|always|systematic(?:ally)?|routinely|generous(?:ly)?|commend\w*|applaud\w*|laud(?:s|ed|ing|able)?|hail(?:s|ed|ing)?|welcom(?:e|es|ed|ing)|congratulat\w*|salut(?:e|es|ed|ing)"
    r"|celebrat\w*|endors\w*|appreciat\w*|compliment\w*|extol\w*|admir\w*|credit(?:s|ed|ing)|approv(?:es|ed|al)|recogni[sz](?:e|es|ed|ing)"
    r"|strides|progress|improvements?|achievements?|success(?:es|ful|fully)?|sufficient|sufficiently|adequate(?:ly)?|effective(?:ly)?|exemplary"
    r"|excellent|favou?rabl[ey]|positive(?:ly)?|consistent(?:ly)?|ample|succeed\w*|excel\w*|outstanding|notable|ambitious|thorough(?:ly)?|well"
    r"|acclam\w*|hommage|satisfaits?|remerci\w*|encourageant\w*|prometteu\w*|louables?|solides?|abondant\w*|systematique(?:ment)?|genereu\w*|salu(?:ee?s?|ent|er|ant|ait|aient|a)|lou(?:e|ent|er|ait|ange|anges)|felicit\w*|se rejoui\w*|reconn(?:ait|aissent|u|ue|aissant|aitre|aissait)"
    r"|encens\w*|vant(?:ee?s?|ent|er|ait)|eloge\w*|eloges|avancees?|progres|ameliorations?|succes|suffisant(?:e|es|s)?|suffisamment|adequats?|adequates?"
    r"|efficace(?:s|ment)?|exemplaire\w*|excellent\w*|favorabl\w*|positi(?:f|ve|fs|ves)|coherent(?:e|es|s)?|ambitieu(?:x|se|ses)|reussi\w*"
    rf"|{_GREAT} (?:\w+ )?{_EFFORT}s?|{_EFFORT}s? (?:\w+ )?{_GREAT}|pleinement satisf\w*"
)
_MEETS = (
    r"(?:meet|meets|met|meeting|compl(?:y|ies|ied|ying)|fulfil\w*|satisf\w*|respect\w*|conform\w*|rempli\w*|attain\w*|atteint|atteignent|atteindre|reach\w*|achiev\w*|exceed\w*|surpass\w*|depass\w*|satisfait|satisfont)"
    r"(?: \w+){0,4}? (?:standards?|norms?|normes?|criteria|criteres|requirements?|exigences|obligations|benchmarks?)"
)
_NEGATIVE = (
    rf"(?:little|few|scant|no|minimal|insufficient) (?:\w+ )?{_EFFORT}s?|hardly any (?:\w+ )?{_EFFORT}s?|too few (?:\w+ )?{_EFFORT}s?"
    rf"|(?:peu|guere|aucune?) (?:d (?:' )?)?{_EFFORT}s?|pas assez (?:d (?:' )?)?{_EFFORT}s?|trop peu (?:d (?:' )?)?{_EFFORT}s?|"
    r"den(?:y|ies|ied|ying|ial)|doubt(?:s|ed|ing|ful)?|disput(?:e|es|ed|ing)|contest(?:s|ed|ing)|challeng(?:es|ed)|question(?:s|ed|ing) (?:the|its|their|whether|\w+ s)|reject(?:s|ed|ing)?|refut\w*|contradict\w*|dismissing|ignor(?:e|es|ed|ing)|overlook\w*|downplay\w*|minimi[sz](?:e|es|ed|ing)|undermin\w*|scorn\w*|ridicul\w*|oppos(?:e|es|ed|ing)|half - hearted|lukewarm|token|superficial|cosmetic|hollow|meaningless|biased|partial|subjective|unfair|incomplete|one - sided|slanted|misleading|arbitrar\w*|unreliab\w*|careless\w*|sloppy|sloppily|belated\w*|slow(?:ly)?|reluctan\w*|unwilling\w*|hesitat\w*|balk\w*|drag(?:s|ged|ging)|refus(?:e|es|ed|ing|al)|abandon\w*|insignificant|trivial|modest|mediocre|bad(?:ly)?|wors(?:e|t)|serious (?:failings?|failures?|gaps?|breaches)|failings?|lapses?|flaws?|gaps|infrequent(?:ly)?|occasional(?:ly)?|irregular(?:ly)|intermittent\w*|barely|hardly|scarcely"
    r"|nie|nient|niait|conteste\w*|contestait|dement\w*|doute\w*|rejet(?:te|tent|er|ee?s?)|refut\w*|contredi\w*|ignor(?:e|ent|er|ait)|minimis\w*|dedaign\w*|mepris\w*|balay\w*|ecart(?:e|ent) d|rechign\w*|hesit\w*|tard(?:e|ent|ait) a|train(?:e|ent|ait) (?:les|des)|refus\w*|renacl\w*|reticen\w*|biaisee?s?|partiau?x?|partiale?s?|subjecti(?:f|ve|fs|ves)|incompl\w*|injuste\w*|superficiel\w*|cosmetique\w*|tiedes?|molles?|mous|de facade|trompeu\w*|arbitraire\w*|tardi(?:f|ve|vement|fs|ves)|lente?s?|lentement|irregulier\w*|irregulierement|negligemment|manquements?|failles?|modestes?|pires?|occasionnel\w*|s oppos\w*|abandonn\w*"
    r"|critici[sz]\w*|excoriat\w*|lambast\w*|berat\w*|castigat\w*|scold\w*|admonish\w*|reprimand\w*|bemoan\w*|derid\w*|belittl\w*|dismay\w*|frustrat\w*|upbraid\w*|vilif\w*|disparag\w*|dissatisf\w*|unhappy|unimpressed|displeas\w*|flawed|lax|patchy|haphazard|erratic|sporadic(?:ally)?|criticisms?|condemn(?:s|ed|ing)?|denounc\w*|deplor\w*|blam(?:e|es|ed|ing)|fault(?:s|ed)|reproach\w*|slam(?:s|med|ming)?|decr(?:y|ies|ied)"
    r"|censur\w*|lament\w*|rebuk\w*|chid\w*|attack(?:s|ed) morocco|regret\w*|disapprov\w*|question(?:s|ed) morocco|mock\w*"
    r"|fail(?:s|ed|ing|ure|ures)?|(?:fall|falls|fell|falling|fallen) (?:\w+ )?short|struggl\w*|lack(?:s|ed|ing)?|insufficient(?:ly)?|inadequat\w*|inconsistent(?:ly)?"
    r"|uneven(?:ly)?|rarely|seldom|weak\w*|poor(?:ly)?|neglect\w*|shortcomings?|deficien\w*|unable|ineffective\w*|disappoint\w*|negligible|scant|paltry|meagre|meager"
    r"|stagnat\w*|worsen\w*|deteriorat\w*|dismiss(?:es|ed)|abysmal|dire|unsatisfactory|sluggish|timid|minimal (?:efforts?|steps?|progress)|setbacks?|regress\w*"
    r"|ereint\w*|decus?|deception|tanc(?:e|ent|er)|accabl\w*|etrill\w*|desapprouv\w*|desavou\w*|malmen\w*|vilipend\w*|stigmatis\w*|laxistes?|lacunaires?|aleatoires?|sporadiques?|pietres?|mauvais\w*|insignifian\w*|critiqu(?:ee?s?|ent|er|ait|aient|ant|a)|denonc\w*|condamn(?:ee?s?|ent|er|ait|ant)|reproch\w*|fustig\w*|epingl\w*|regrett\w*|blam(?:ee?s?|ent|er|ait)|deplore\w*"
    r"|echou\w*|echecs?|manqu(?:e|ent|ait|aient|er)|insuffisan\w*|insuffisamment|inadequat\w*|incoheren\w*|inegal\w*|rarement|peine(?:nt)? a|faibl\w*|lacun\w*|defaillan\w*"
    r"|carences?|neglig\w*|derisoire\w*|insatisfaisan\w*|inefficac\w*|timides?|recule\w*|mediocre\w*|accuse(?:nt|r|s|d)?|minimes?|decevant\w*"
)
_RECOMMEND = (
    r"urg(?:e|es|ed|ing)|recommend\w*|call(?:s|ed|ing)? (?:\w+ )?(?:on|upon|for)|calls? morocco|exhort\w*|advis(?:e|es|ed|ing)|should|encourag\w*|press(?:es|ed|ing) (?:\w+ )?(?:to|for)?"
    r"|ask(?:s|ed|ing) \w+ to|demand(?:s|ed|ing)?|invit(?:e|es|ed|ing)|recommand\w*|appel(?:le|lent|ait|aient|er|ant)|devr(?:ait|aient|a)|preconis\w*|conseill\w*|invitent"
    r"|enjoin\w*|demandent|somm(?:e|ent|er)"
)  # fmt: skip
_UP = r"increas\w*|ris(?:e|es|en|ing)|rose|grow(?:s|th|ing|n)?|grew|surg\w*|climb\w*|hausses?|augment\w*|accr(?:oissement|u|ue|oitre)|croissan\w*|progress(?:e|ent|ion)"
_DOWN = r"decreas\w*|declin\w*|drop(?:s|ped)?|fell(?! short)|reduction in|shr[iau]nk\w*|baiss\w*|diminu\w*|recul(?:s)?|chute\w*|dwindl\w*|slump\w*|plung\w*"

_PATTERNS = {
    "negative": _NEGATIVE,
    "recommend": _RECOMMEND,
    "meets": _MEETS,
    "positive": _POSITIVE,
    "down": _DOWN,
    "up": _UP,
}
RULES = tuple((kind, re.compile(rf"(?:{pattern})(?!\w)")) for kind, pattern in _PATTERNS.items())
"""Kinds of evaluating words with their patterns; where two fit, the first."""


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, groups left whole."""
    depth = start = 0
    for at, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def _head(alternative: str) -> str:
    """What an alternative says of its first word: all before a space, open groups left out."""
    head, space, _ = alternative.partition(" ")
    while head.count("(") > head.count(")"):
        head = head[: head.rindex("(")]
    return head if space else rf"{head}(?!\w)"


_HEADS = re.compile(
    "|".join(_head(one) for pattern in _PATTERNS.values() for one in _alternatives(pattern))
)


@lru_cache(maxsize=65_536)
def may_evaluate(folded: str) -> bool:
    """Whether an evaluation can start with a word: most words are done with so.

    >>> may_evaluate("praised"), may_evaluate("serious"), may_evaluate("goat")
    (True, True, False)
    """
    return _HEADS.match(folded) is not None
