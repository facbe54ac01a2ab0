"""How a number is bounded: *at least*, *more than*, *no fewer than*, *près de* and their like."""

from __future__ import annotations

import re

EXACT = "="
AT_LEAST = ">="
MORE = ">"
AT_MOST = "<="
LESS = "<"
ABOUT = "~"

_FILL = (
    r"(?: (?:the|a|an|total|of|some|les|des|de|d|du|un|une|le|la|l|'|barre|cap|seuil|mark|figure"
    r"|number|nombre|chiffre|total de|almost|les quelque))*"
)

# The first that fits counts, so that negations come before what they negate.
_BEFORE = (
    (
        AT_LEAST,
        r"(?:no|not|never) (?:fewer|less|lower|smaller|under|below)(?: than)?"
        r"|nothing (?:less|short) (?:than|of)|(?:pas|non|rien) moins (?:de|d '|que|qu ')"
        r"|not (?:fall|fell|drop|go)(?:ing)? (?:below|under|short of)|pas (?:inferieure?s? a|en dessous de|sous)"
        r"|at (?:the )?(?:very )?(?:least|minimum)|at a (?:bare )?minimum|minimum(?: of| de| d ')?|min"
        r"|(?:a|the|bare|strict) minimum(?: of)?|au (?:grand )?(?:moins|minimum|bas mot)|a minima|tout au moins|du moins"
        r"|(?:starting|starts) (?:at|from)|a partir de|floor of|plancher de|≥|> =",
    ),
    (
        AT_MOST,
        r"(?:no|not|never|nothing) (?:more|greater|higher|larger|over|above|beyond)(?: than)?"
        r"|(?:not|never) (?:exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|top(?:s|ped|ping)?)"
        r"|(?:pas|non|rien) (?:plus|davantage) (?:de|d '|que|qu ')|pas (?:superieure?s? a|au - dela de|au - dessus de)"
        r"|(?:depass\w*|exced\w*|excederait) pas|(?:sans|ne pas) (?:depasser|exceder)"
        r"|at (?:the )?(?:very )?(?:most|maximum)|maximum(?: of| de| d ')?|max|up to|as many as|as much as|capped at|limited to"
        r"|(?:tout )?au (?:plus|maximum)|jusqu '? ?(?:a|aux|au)|plafonne\w* a|limite\w* a|a maximum of|ceiling of|plafond de|≤|< =",
    ),
    (LESS, r"(?:not|never) (?:reach(?:ed|ing)?|attain(?:ed)?)|(?:atteint|atteignent|atteindre) pas|failed to reach"),
    (
        ABOUT,
        r"about|around|approximately|approx(?: \.)?|roughly|nearly|almost|close to|near|circa"
        r"|(?:an )?estimated(?: at)?|some|more or less|give or take|in the (?:region|order|neighbou?rhood|vicinity) of"
        r"|on the order of|virtually|practically|approaching|nearing|(?:as )?nearly as many as"
        r"|environ|pres d[e']|pres d '|autour d[e']|autour d '|aux (?:alentours|environs) d[e']?(?: ')?|quelque|quelques|presque"
        r"|quasi(?:ment)?|approximativement|a peu pres|a peu de choses pres|de l ' ordre d[e']?(?: ')?|plus ou moins|grosso modo"
        r"|avoisin\w+|frol\w+|approch\w+|pas loin d[e']?(?: ')?|peu ou prou|estime\w* a|~|≈|±",
    ),
    (
        MORE,
        r"(?:(?:slightly|just|well|far|significantly|much|a little|somewhat|considerably) )?"
        r"(?:more|greater|higher|larger|better|bigger) than|over|above|beyond|in excess of|excess of"
        r"|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|top(?:s|ped|ping)|north of|upwards? of|outnumber(?:s|ed|ing)?"
        r"|(?:un peu |bien |nettement |beaucoup )?plus d[e']?(?: ')?|davantage d[e']?(?: ')?"
        r"|(?:bien )?superieure?s? a|au - dela d[e']?(?: ')?|au - dessus d[e']?(?: ')?|depass\w+|exced\w+|franchi\w*|>",
    ),
    (
        LESS,
        r"(?:(?:slightly|just|well|far|significantly|much|a little|somewhat|considerably) )?"
        r"(?:less|fewer|lower|smaller) than|under|below|short of|shy of|beneath|south of|fell short of"
        r"|(?:un peu |bien |nettement |beaucoup )?moins d[e']?(?: ')?|(?:bien )?inferieure?s? a"
        r"|en (?:dessous|deca) d[e']?(?: ')?|au - dessous d[e']?(?: ')?|sous(?: la barre)?|<",
    ),
    (EXACT, r"exactly|precisely|exactement|precisement|au total"),
)  # fmt: skip
_BEHIND = (
    (
        AT_LEAST,
        r"or (?:more|above|over|higher|greater|upwards?)|and (?:above|up|upwards|counting)|(?:and|or) more|at (?:the )?(?:very )?(?:least|minimum)"
        r"|at a minimum|minimum|as a minimum|au (?:grand )?(?:moins|minimum|bas mot)|a minima|ou (?:plus|davantage)|et plus|voire (?:plus|davantage)|\+",
    ),
    (
        AT_MOST,
        r"or (?:fewer|less|under|below|lower)|and (?:under|below|fewer|less)|at (?:the )?(?:very )?(?:most|maximum)|maximum|as a maximum|tops"
        r"|(?:tout )?au (?:plus|maximum)|ou moins|et moins",
    ),
    (
        ABOUT,
        r"or so|or thereabouts|approximately|roughly|more or less|give or take|environ|a peu pres|approximativement|plus ou moins|grosso modo|peu ou prou",
    ),
)  # fmt: skip
_BEFORE_RULES = tuple(
    (sign, re.compile(rf"(?:^|(?<= ))(?:{pattern}){_FILL} ?$")) for sign, pattern in _BEFORE
)
_BEHIND_RULES = tuple(
    (
        sign,
        re.compile(
            rf"^ ?(?:\w+ ){{0,4}}?,? ?\(? ?(?:{pattern})(?= |$)(?! (?:than|of|de|d|que|qu|\d))"
        ),
    )
    for sign, pattern in _BEHIND
)
_ANY_BEFORE = re.compile("|".join(f"(?:{r.pattern})" for _, r in _BEFORE_RULES))
_ANY_BEHIND = re.compile("|".join(f"(?:{r.pattern})" for _, r in _BEHIND_RULES))


def comparator(before: str, behind: str) -> str:
    """The comparator of a number from the folded words before and behind it, one space apart.

    >>> comparator("led to at least", "victims"), comparator("no fewer than", "victims")
    ('>=', '>=')
    >>> comparator("ne depasse pas", "personnes"), comparator("", "victimes ou plus")
    ('<=', '>=')
    >>> comparator("the arrest of", "people and more than")
    '='
    """
    if _ANY_BEFORE.search(before):
        for sign, rule in _BEFORE_RULES:
            if rule.search(before):
                return sign
    if _ANY_BEHIND.search(behind):
        for sign, rule in _BEHIND_RULES:
            if rule.search(behind):
                return sign
    return EXACT


def relation(found: str, gold: str) -> str:
    """How a claim with one comparator stands to the gold's with another.

    ``strengthened`` where it says more than the gold, ``weakened`` where it says less.

    >>> relation("=", ">="), relation(">", ">="), relation(">=", ">"), relation("<=", ">=")
    ('dropped', 'strengthened', 'weakened', 'reversed')
    """
    if found == EXACT:
        return "dropped"
    if gold in (EXACT, ABOUT):
        return "weakened" if found in (ABOUT, AT_LEAST, AT_MOST) else "reversed"
    if found == ABOUT:
        return "weakened"
    if (found + gold) in (">>=", "<<="):
        return "strengthened"
    if (found + gold) in (">=>", "<=<"):
        return "weakened"
    return "reversed"
