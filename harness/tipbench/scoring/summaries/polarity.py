"""Words that evaluate: praise, blame and advice, with their negations, in English and French."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tipbench.scoring.summaries.text import Token, read

POSITIVE, RECOMMEND, NEGATIVE, NOTHING = 1, 0, -1, 9
"""Signs of an evaluation; ``NOTHING`` is advice that is negated."""

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
    r"promptly|swiftly|diligent(?:ly)?|reliabl[ey]|dependabl[ey]|properly|correctly|flawless(?:ly)?|uniform(?:ly)?|regularly|frequently|often|consistently|invariably|seamless(?:ly)?|energetic(?:ally)?|vigorous(?:ly)?|rigorous(?:ly)?|resolute(?:ly)?|determined|willing(?:ly)?|eager(?:ly)?|keen|readily|comprehensive|objective|impartial|balanced|fair|independent|credible|sincere|commendable|superb|stellar|impressive|strong|good|better|best|much support|enough|full(?:y)? staffed|well[- ](?:funded|staffed|resourced|equipped)|plenty|considerable resources|honou?r(?:s|ed)|thank(?:s|ed)"
    r"|prompte?s?|promptement|rapidement|diligemment|fiable\w*|regulier\w*|regulierement|frequemment|souvent|constamment|correctement|convenablement|uniforme\w*|homogene\w*|rigoureu\w*|energique\w*|resolu\w*|determinee?s?|volontiers|complete?s?|objecti(?:f|ve|fs|ves)|impartial\w*|equilibree?s?|equitables?|credibles?|sinceres?|amples?|beaucoup de soutien|beaucoup de moyens|bons?|bonnes?|meilleure?s?|assez|se felicit\w*|honor\w*|rend hommage"
    r"|prais(?:e|es|ed|ing)|acclaim\w*|tout(?:s|ed)|tribute|impressed|pleased|kudos|glowing|robust|plentiful|abundant|always|systematic(?:ally)?|routinely|generous(?:ly)?|commend\w*|applaud\w*|laud(?:s|ed|ing|able)?|hail(?:s|ed|ing)?|welcom(?:e|es|ed|ing)|congratulat\w*|salut(?:e|es|ed|ing)"
    r"|celebrat\w*|endors\w*|appreciat\w*|compliment\w*|extol\w*|admir\w*|credit(?:s|ed|ing)|approv(?:es|ed|al)|recogni[sz](?:e|es|ed|ing)"
    r"|strides|progress|improvements?|achievements?|success(?:es|ful|fully)?|sufficient|sufficiently|adequate(?:ly)?|effective(?:ly)?|exemplary"
    r"|excellent|favou?rabl[ey]|positive(?:ly)?|consistent(?:ly)?|ample|succeed\w*|excel\w*|outstanding|notable|ambitious|thorough(?:ly)?|well"
    r"|acclam\w*|hommage|satisfaits?|remerci\w*|encourageant\w*|prometteu\w*|louables?|solides?|abondant\w*|systematique(?:ment)?|genereu\w*|salu(?:e|ent|er|ant|ait|aient|a)|lou(?:e|ent|er|ait|ange|anges)|felicit\w*|se rejoui\w*|reconn(?:ait|aissent|u|ue|aissant|aitre|aissait)"
    r"|encens\w*|vant(?:e|ent|er|ait)|eloge\w*|eloges|avancees?|progres|ameliorations?|succes|suffisant(?:e|es|s)?|suffisamment|adequats?|adequates?"
    r"|efficace(?:s|ment)?|exemplaire\w*|excellent\w*|favorabl\w*|positi(?:f|ve|fs|ves)|coherent(?:e|es|s)?|ambitieu(?:x|se|ses)|reussi\w*"
    rf"|{_GREAT} (?:\w+ )?{_EFFORT}s?|{_EFFORT}s? (?:\w+ )?{_GREAT}|pleinement satisf\w*"
)
_MEETS = (
    r"(?:meet|meets|met|meeting|compl(?:y|ies|ied|ying)|fulfil\w*|satisf\w*|respect\w*|conform\w*|rempli\w*|attain\w*|atteint|atteignent|atteindre|reach\w*|achiev\w*|exceed\w*|surpass\w*|depass\w*|satisfait|satisfont)"
    r"(?: \w+){0,4}? (?:standards?|norms?|normes?|criteria|criteres|requirements?|exigences|obligations|benchmarks?)"
)
_NEGATIVE = (
    rf"(?:little|few|scant|no|minimal|hardly any|too few|insufficient) (?:\w+ )?{_EFFORT}s?|(?:peu|guere|pas assez|aucune?|trop peu) (?:d (?:' )?)?{_EFFORT}s?|"
    r"den(?:y|ies|ied|ying|ial)|doubt(?:s|ed|ing|ful)?|disput(?:e|es|ed|ing)|contest(?:s|ed|ing)|challeng(?:es|ed)|question(?:s|ed|ing) (?:the|its|their|whether|\w+ s)|reject(?:s|ed|ing)?|refut\w*|contradict\w*|dismissing|ignor(?:e|es|ed|ing)|overlook\w*|downplay\w*|minimi[sz](?:e|es|ed|ing)|undermin\w*|scorn\w*|ridicul\w*|oppos(?:e|es|ed|ing)|half - hearted|lukewarm|token|superficial|cosmetic|hollow|meaningless|biased|partial|subjective|unfair|incomplete|one - sided|slanted|misleading|arbitrar\w*|unreliab\w*|careless\w*|sloppy|sloppily|belated\w*|slow(?:ly)?|reluctan\w*|unwilling\w*|hesitat\w*|balk\w*|drag(?:s|ged|ging)|refus(?:e|es|ed|ing|al)|abandon\w*|insignificant|trivial|modest|mediocre|bad(?:ly)?|wors(?:e|t)|serious (?:failings?|failures?|gaps?|breaches)|failings?|lapses?|flaws?|gaps|infrequent(?:ly)?|occasional(?:ly)?|irregular(?:ly)|intermittent\w*|barely|hardly|scarcely"
    r"|nie|nient|niait|conteste\w*|contestait|dement\w*|doute\w*|rejet(?:te|tent|er|ee?s?)|refut\w*|contredi\w*|ignor(?:e|ent|er|ait)|minimis\w*|dedaign\w*|mepris\w*|balay\w*|ecart(?:e|ent) d|rechign\w*|hesit\w*|tard(?:e|ent|ait) a|train(?:e|ent|ait) (?:les|des)|refus\w*|renacl\w*|reticen\w*|biaisee?s?|partiau?x?|partiale?s?|subjecti(?:f|ve|fs|ves)|incompl\w*|injuste\w*|superficiel\w*|cosmetique\w*|tiedes?|molles?|mous|de facade|trompeu\w*|arbitraire\w*|tardi(?:f|ve|vement|fs|ves)|lente?s?|lentement|irregulier\w*|irregulierement|negligemment|manquements?|failles?|modestes?|pires?|occasionnel\w*|s oppos\w*|abandonn\w*"
    r"|critici[sz]\w*|excoriat\w*|lambast\w*|berat\w*|castigat\w*|scold\w*|admonish\w*|reprimand\w*|bemoan\w*|derid\w*|belittl\w*|dismay\w*|frustrat\w*|upbraid\w*|vilif\w*|disparag\w*|dissatisf\w*|unhappy|unimpressed|displeas\w*|flawed|lax|patchy|haphazard|erratic|sporadic(?:ally)?|criticisms?|condemn(?:s|ed|ing)?|denounc\w*|deplor\w*|blam(?:e|es|ed|ing)|fault(?:s|ed)|reproach\w*|slam(?:s|med|ming)?|decr(?:y|ies|ied)"
    r"|censur\w*|lament\w*|rebuk\w*|chid\w*|attack(?:s|ed) morocco|regret\w*|disapprov\w*|question(?:s|ed) morocco|mock\w*"
    r"|fail(?:s|ed|ing|ure|ures)?|(?:fall|falls|fell|falling|fallen) (?:\w+ )?short|struggl\w*|lack(?:s|ed|ing)?|insufficient(?:ly)?|inadequat\w*|inconsistent(?:ly)?"
    r"|uneven(?:ly)?|rarely|seldom|weak\w*|poor(?:ly)?|neglect\w*|shortcomings?|deficien\w*|unable|ineffective\w*|disappoint\w*|negligible|scant|paltry|meagre|meager"
    r"|stagnat\w*|worsen\w*|deteriorat\w*|dismiss(?:es|ed)|abysmal|dire|unsatisfactory|sluggish|timid|minimal (?:efforts?|steps?|progress)|setbacks?|regress\w*"
    r"|ereint\w*|decus?|deception|tanc(?:e|ent|er)|accabl\w*|etrill\w*|desapprouv\w*|desavou\w*|malmen\w*|vilipend\w*|stigmatis\w*|laxistes?|lacunaires?|aleatoires?|sporadiques?|pietres?|mauvais\w*|insignifian\w*|critiqu(?:e|es|ent|er|ait|aient|ant|a)|denonc\w*|condamn(?:e|ent|er|ait|ant)|reproch\w*|fustig\w*|epingl\w*|regrett\w*|blam(?:e|ent|er|ait)|deplore\w*"
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
_RULES = tuple(
    (kind, re.compile(rf"(?<![\w])(?:{pattern})(?![\w])"))
    for kind, pattern in (
        ("negative", _NEGATIVE),
        ("recommend", _RECOMMEND),
        ("meets", _MEETS),
        ("positive", _POSITIVE),
        ("down", _DOWN),
        ("up", _UP),
    )
)
_SIGN = {"negative": NEGATIVE, "recommend": RECOMMEND, "meets": POSITIVE, "positive": POSITIVE,
         "down": NEGATIVE, "up": POSITIVE}  # fmt: skip
_NEGATORS = frozenset(
    "not no never neither nor without hardly barely scarcely cannot nobody nothing none little "
    "faute pas jamais aucun aucune guere nullement ni sans rien nul nulle peu few refused refuses "
    "refuse stopped stops ceased loin anything".split()
)
_HARD = frozenset(
    "not no never cannot neither nor pas jamais aucun aucune guere nullement ni".split()
)
_SPLIT = frozenset(
    "but although though despite while whereas however and et mais bien malgre tandis "
    "cependant toutefois who which that qui que".split()
)
_NOT_NEGATING = re.compile(
    r"(?:not|non) (?:only|seulement|just)|pas (?:seulement|moins|plus)|no (?:fewer|less|more|longer than)|peu a peu|no later"
    r"|not (?:less|more|fewer)|sans papiers|peu apres|little by little"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that evaluates.

    Attributes:
        kind: What kind of word it is; ``up`` and ``down`` only say a direction.
        sign: What it says, negation included.
        sentence: The number of its sentence.
        at: The index of its first token.
        end: The index behind its last token.
    """

    kind: str
    sign: int
    sentence: int
    at: int
    end: int

    @property
    def is_direction(self) -> bool:
        """Whether it only says that something grows or shrinks."""
        return self.kind in ("up", "down")


@lru_cache(maxsize=4096)
def cues(text: str) -> tuple[Cue, ...]:
    """The evaluating words of a text, with negations.

    >>> [(c.kind, c.sign) for c in cues("It praised the effort but does not meet the standards.")]
    [('positive', 1), ('meets', -1)]
    >>> [(c.kind, c.sign) for c in cues("Le rapport ne salue pas ces services insuffisants.")]
    [('positive', -1), ('negative', -1)]
    """
    return tuple(
        cue
        for number, sentence in enumerate(read(text).sentences)
        for cue in _of_sentence(sentence, number)
    )


def _of_sentence(tokens: Sequence[Token], number: int) -> Iterator[Cue]:
    folds = [token.fold for token in tokens]
    yield from sorted(_unsorted(folds, number), key=lambda cue: cue.at)


def _unsorted(folds: Sequence[str], number: int) -> Iterator[Cue]:
    line, starts = _line(folds)
    taken: set[int] = set()
    found: list[tuple[int, int, str]] = []
    for kind, rule in _RULES:
        for match in rule.finditer(line):
            places = {starts[i] for i in range(match.start(), match.end()) if i in starts}
            if places and not places & taken:
                taken |= places
                found.append((min(places), max(places) + 1, kind))
    bound = 0
    lacking = -99
    for at, end, kind in sorted(found):
        sign = _SIGN[kind]
        if is_negated(folds, at, end, bound=bound, itself=kind == "meets"):
            sign = NOTHING if kind == "recommend" else -sign
        if kind in ("positive", "meets") and at - lacking <= 10 and "," not in folds[lacking:at]:
            sign = NEGATIVE  # "lacked adequate resources", "fails to meet the standards"
        lacking = end if folds[at].startswith(_WANTING) else lacking
        yield Cue(kind, sign, number, at, end)
        # what negates this word behind it negates no other
        bound = end + 1 if folds[end : end + 1] and folds[end] in _POSTVERBAL else end


def _line(folds: Sequence[str]) -> tuple[str, dict[int, int]]:
    """The folded words one space apart, and at which character each starts."""
    starts: dict[int, int] = {}
    length = 0
    for index, word in enumerate(folds):
        starts[length] = index
        length += len(word) + 1
    return " ".join(folds), starts


def is_negated(
    folds: Sequence[str], at: int, end: int, *, bound: int = 0, itself: bool = False
) -> bool:
    """Whether the words from ``at`` to ``end`` are negated: an odd number of negations.

    Args:
        folds: The folded words of the sentence.
        at: Where the words start.
        end: Where they end.
        bound: The first word that can negate them.
        itself: Whether *fail to* and its like negate them too.
    """
    first = at
    while first > bound and at - first < 6 and folds[first - 1] not in _STOPS:
        first -= 1
    last = end
    while last < min(end + 2, len(folds)) and folds[last] not in _STOPS | _ENGLISH_NEGATORS:
        last += 1
    inside = list(folds[at:end]) if itself else []
    around = [*folds[first:at], *inside, *folds[end:last]]
    shown = _NOT_NEGATING.sub("", " ".join(around)).split()
    negations = sum(f in _NEGATORS for f in shown) + _contracted(shown) - _repeated(shown)
    negations += _no_longer(folds[first:last])
    if itself:
        negations += sum(f in _FAILING for f in shown)
        negations -= "parvient" in shown and "pas" in shown
    return negations % 2 == 1


_WANTING = ("lack", "manqu", "fail", "struggl", "fall", "fell", "echou", "peine")
_POSTVERBAL = frozenset("pas jamais guere nullement".split())
_STOPS = _SPLIT | frozenset(",;:.")
_ENGLISH_NEGATORS = frozenset({"no", "not", "without", "sans", "never"})
_CONTRACTED = frozenset(
    "doesn didn isn wasn weren aren don hasn haven won hadn couldn wouldn shouldn".split()
)


def _contracted(words: Sequence[str]) -> int:
    """The number of forms such as *don't*; French *don* is a gift."""
    return sum(
        word in _CONTRACTED and list(words[at + 1 : at + 3]) == ["'", "t"]
        for at, word in enumerate(words)
    )


def _repeated(words: Sequence[str]) -> int:
    """The negations that a list only repeats: *ni … ni*, *pas … ni*, *neither … nor*."""
    listed = sum(word in ("ni", "nor") for word in words)
    return listed if {"pas", "neither", "not"} & {*words} else max(0, listed - 1)


def _no_longer(words: Sequence[str]) -> int:
    """The number of *ne … plus*, unless another word negates with *ne*."""
    return sum(
        word == "plus"
        and bool({"n", "ne"} & {*words[max(0, at - 4) : at]})
        and not {"pas", "que"} & {*words[max(0, at - 4) : at]}
        for at, word in enumerate(words)
    )


_FAILING = frozenset("fail fails failed failing refuse parvient unable echoue short".split())


@lru_cache(maxsize=4096)
def parity_of(text: str) -> tuple[bool, bool]:
    """Whether a text as one clause is negative, and by a plain *not* (see ``parity``)."""
    return parity(list(read(text).tokens))


def parity(tokens: Sequence[Token]) -> tuple[bool, bool]:
    """Whether a clause is negative, words like *fail* and *lack* included; and by a plain *not*."""
    folds = [token.fold for token in tokens]
    shown = _NOT_NEGATING.sub("", " ".join(folds)).split()
    hard = sum(f in _HARD for f in shown) + _contracted(shown) - _repeated(shown)
    hard += _no_longer(shown)
    soft = sum(
        f.startswith(
            (
                "fail",
                "lack",
                "refus",
                "insuff",
                "inadeq",
                "struggl",
                "manqu",
                "echou",
                "inconsist",
                "incoher",
            )
        )
        or f
        in (
            "without",
            "sans",
            "rarely",
            "rarement",
            "unable",
            "short",
            "seldom",
            "faute",
            "hardly",
            "barely",
        )
        for f in shown
    )
    return (hard + soft) % 2 == 1, hard > 0
