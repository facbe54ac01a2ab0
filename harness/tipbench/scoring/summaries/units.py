"""What a number counts: currencies, scales, and counted nouns in both languages."""

from __future__ import annotations

from functools import lru_cache

SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₦": "NGN"}
CODES = {
    code: code.upper()
    for code in "usd eur gbp mad jpy chf cny cad aud inr rub xof xaf dzd tnd egp sar aed qar brl".split()
} | {"dh": "MAD", "dhs": "MAD", "mdh": "MAD", "mmdh": "MAD", "fcfa": "XOF"}
CURRENCIES = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "sterling": "GBP", "livre": "GBP",
    "dirham": "MAD", "yen": "JPY", "yuan": "CNY", "franc": "CHF", "ruble": "RUB", "rouble": "RUB",
    "rupee": "INR", "roupie": "INR", "riyal": "SAR", "rial": "SAR", "dinar": "DZD", "peso": "MXN",
    "real": "BRL", "naira": "NGN", "rand": "ZAR", "shekel": "ILS", "lira": "TRY", "krona": "SEK",
    "couronne": "SEK", "buck": "USD", "renminbi": "CNY",
}  # fmt: skip
"""The singular of a currency's name, folded, to its usual code."""
_NATIONAL = {
    ("USD", "canad"): "CAD", ("USD", "austra"): "AUD", ("GBP", "egypti"): "EGP",
    ("USD", "hong"): "HKD", ("CHF", "cfa"): "XOF", ("DZD", "tunisi"): "TND",
    ("DZD", "koweit"): "KWD", ("MAD", "emirat"): "AED", ("MAD", "emirie"): "AED",
}  # fmt: skip

SCALES = frozenset(
    "tier tiers level niveau rank rang palier categorie category echelon grade class classe "
    "group groupe stage stade".split()
)
"""Nouns that name a place on a scale; all are taken for the same."""

TIME_UNITS = {
    "second": "second", "seconde": "second", "minute": "minute", "hour": "hour", "heure": "hour",
    "day": "day", "jour": "day", "journee": "day", "week": "week", "semaine": "week",
    "month": "month", "moi": "month", "year": "year", "an": "year", "annee": "year",
    "decade": "decade", "decennie": "decade", "centurie": "century", "siecle": "century",
    "century": "century", "mois": "month", "fortnight": "fortnight", "yr": "year",
    "quarter": "quarter", "trimestre": "quarter", "semester": "semester", "semestre": "semester",
}  # fmt: skip

_GROUPS = """
person people persons individual human soul head citizen personne individu gens
man homme
woman femme
victim survivor victime survivant rescape
suspect offender trafficker perpetrator criminal culprit accused defendant arrestee detainee smuggler trafiquant delinquant criminel auteur prevenu interpelle malfaiteur passeur mis
migrant immigrant migrante immigre
refugee refugie
child minor kid infant teenager enfant mineur adolescent
worker employee labourer travailleur employe ouvrier salarie
officer agent policeman policier gendarme
official responsable fonctionnaire
prosecutor procureur magistrat judge juge magistrate
country nation state pays etat
recommendation advice suggestion recommandation preconisation conseil
law legislation statute loi
case affaire dossier cas
arrest apprehension arrestation interpellation
conviction condamnation
prosecution poursuite
investigation enquete probe inquiry
initiative
plan strategy strategie
programme program
report rapport
article story
agency organization organisation agence organisme ong ngo
shelter refuge centre center foyer
commission committee comite
mechanism mecanisme
measure mesure
step etape
area domaine field
city town ville commune
region province
school ecole establishment etablissement
student pupil eleve etudiant
time occurrence fois occasion
visit visite
view vue
product produit
term terme
grant don subvention donation
project projet
company firm entreprise societe
member membre
partner partenaire
priority priorite
speaker orateur
death deces mort fatality
attack attaque attentat
vehicle vehicule car voiture
house home maison logement
hospital hopital
soldier soldat troop
"""
_WITHOUT_PLURAL = frozenset({"pays", "cas", "fois", "gens", "mis", "deces"})


@lru_cache(maxsize=16_384)
def singular(folded: str) -> str:
    """The folded singular, as far as endings tell.

    >>> singular("countries"), singular("victimes"), singular("people"), singular("pays")
    ('country', 'victime', 'people', 'pays')
    """
    if folded in _WITHOUT_PLURAL:
        return folded
    if folded in ("men", "women"):
        return folded[:-2] + "an"
    if folded == "children":
        return "child"
    if folded.endswith("ies") and len(folded) > 4:
        return folded[:-3] + "y"
    if folded.endswith("eaux"):
        return folded[:-1]
    if folded.endswith(("ches", "shes", "sses", "xes")):
        return folded[:-2]
    if folded.endswith("s") and not folded.endswith("ss") and len(folded) > 2:
        return folded[:-1]
    return folded


_GROUP_OF = {
    singular(word): line.split()[0]
    for line in _GROUPS.strip().splitlines()
    for word in line.split()
}


@lru_cache(maxsize=16_384)
def noun_group(folded: str) -> str | None:
    """The group of nouns that may stand for one another; ``None`` of an unknown noun.

    >>> noun_group("personnes"), noun_group("individuals"), noun_group("pays"), noun_group("xyz")
    ('person', 'person', 'country', None)
    """
    return _GROUP_OF.get(singular(folded))


def is_participle(folded: str) -> bool:
    """Whether a word looks like a participle: it counts nothing in *474 identified victims*.

    >>> is_participle("identified"), is_participle("victims")
    (True, False)
    """
    return len(folded) > 4 and folded.endswith(("ed", "ing", "ees")) and noun_group(folded) is None


def same_noun(one: str, other: str) -> bool:
    """Whether two folded nouns may name the same thing.

    >>> same_noun("recommandations", "recommendation"), same_noun("victims", "people")
    (True, False)
    """
    groups = noun_group(one), noun_group(other)
    if None not in groups:
        return groups[0] == groups[1]
    if singular(one) == singular(other):
        return True
    shorter, longer = sorted((singular(one), singular(other)), key=len)
    shared = next(
        (at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter)
    )
    return shared >= 5 and shared >= 0.75 * len(shorter) and len(longer) - shared <= 4


def currency(folded: str, beside: tuple[str, ...] = ()) -> str | None:
    """The code of a currency word, made precise by the words beside it.

    >>> currency("dollars"), currency("dollars", ("canadiens",)), currency("victims")
    ('USD', 'CAD', None)
    """
    code = CODES.get(folded) or CURRENCIES.get(singular(folded))
    if code is None:
        return None
    for word in beside:
        for (base, nation), other in _NATIONAL.items():
            if base == code and word.startswith(nation):
                return other
    return code
