"""Countries and their people, and well-known bodies, in English and French, by code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tipbench.scoring.normal import fold

# Code, English adjectives and nouns, then French stems (to which endings are added).
_PEOPLE = """
AF afghan|afghan;AL albanian|albanais;DZ algerian|algerien;US american|americain etasunien etatsunien;AO angolan|angolais
AR argentine argentinian|argentin;AM armenian|armenien;AU australian|australien;AT austrian|autrichien;AZ azerbaijani|azerbaidjanais
BH bahraini|bahreini;BD bangladeshi|bangladais;BE belgian|belge;BJ beninese|beninois;BO bolivian|bolivien;BR brazilian|bresilien
GB british briton britons|britannique;BG bulgarian|bulgare;BF burkinabe|burkinabe;KH cambodian|cambodgien;CM cameroonian|camerounais
CA canadian|canadien;TD chadian|tchadien;CL chilean|chilien;CN chinese|chinois;CO colombian|colombien;CD congolese|congolais
HR croatian croat|croate;CU cuban|cubain;CY cypriot|chypriote;CZ czech|tcheque;DK danish dane|danois;NL dutch|neerlandais hollandais
EG egyptian|egyptien;ER eritrean|erythreen;EE estonian|estonien;ET ethiopian|ethiopien;FI finnish|finlandais;FR french|francais
GA gabonese|gabonais;GM gambian|gambien;GE georgian|georgien;DE german|allemand;GH ghanaian|ghaneen;GR greek|grec grecque
GN guinean|guineen;HT haitian|haitien;HU hungarian|hongrois;IN indian|indien;ID indonesian|indonesien;IR iranian|iranien
IQ iraqi|irakien;IE irish|irlandais;IL israeli|israelien;IT italian|italien;CI ivorian|ivoirien;JP japanese|japonais
JO jordanian|jordanien;KZ kazakh|kazakh;KE kenyan|kenyan;KW kuwaiti|koweitien;LB lebanese|libanais;LR liberian|liberien;LY libyan|libyen
LT lithuanian|lituanien;LV latvian|letton;MG malagasy|malgache;MY malaysian|malaisien;ML malian|malien;MT maltese|maltais;MR mauritanian|mauritanien
MX mexican|mexicain;MD moldovan|moldave;MN mongolian|mongol;MA moroccan|marocain;MZ mozambican|mozambicain;NP nepalese nepali|nepalais
NZ kiwi|neozelandais;NE nigerien|nigerien;NG nigerian|nigerian;KP|nordcoreen;NO norwegian|norvegien;OM omani|omanais;PK pakistani|pakistanais
PS palestinian|palestinien;PE peruvian|peruvien;PH filipino philippine|philippin;PL polish pole|polonais;PT portuguese|portugais;QA qatari|qatari
RO romanian|roumain;RU russian|russe;RW rwandan|rwandais;SA saudi|saoudien;SN senegalese|senegalais;RS serbian serb|serbe;SL sierraleonean|
SG singaporean|singapourien;SK slovak|slovaque;SI slovenian slovene|slovene;SO somali|somalien;ZA southafrican|sudafricain;KR korean|coreen sudcoreen
SS southsudanese|sudsoudanais;ES spanish spaniard|espagnol;LK srilankan|srilankais;SD sudanese|soudanais;SE swedish swede|suedois;CH swiss|suisse
SY syrian|syrien;TW taiwanese|taiwanais;TZ tanzanian|tanzanien;TH thai|thailandais;TG togolese|togolais;TN tunisian|tunisien;TR turkish turk|turc turque
UG ugandan|ougandais;UA ukrainian|ukrainien;AE emirati|emirati emirien;UY uruguayan|uruguayen;UZ uzbek|ouzbek;VE venezuelan|venezuelien;VN vietnamese|vietnamien
YE yemeni|yemenite;ZM zambian|zambien;ZW zimbabwean|zimbabween;EU european|europeen;AFR african|africain;ASIA asian|asiatique;ARAB arab|arabe
"""
_MORE_NAMES = {
    "US": "United States|United States of America|US|USA|America|Etats Unis|Etats Unis d Amerique|Etats-Unis|Etats-Unis d'Amérique|EU-A",
    "GB": "UK|Britain|Great Britain|England|Royaume-Uni|Grande-Bretagne|Angleterre",
    "AE": "UAE|Emirates|Emirats",
    "CI": "Ivory Coast|Cote d'Ivoire",
    "NL": "Holland|Hollande",
    "CZ": "Czech Republic|République tchèque",
    "KR": "South Korea|Corée du Sud",
    "KP": "North Korea|Corée du Nord",
    "CD": "Congo|DRC|RDC",
    "MM": "Burma|Birmanie",
    "PS": "Palestine",
    "ZA": "South African",
    "AFR": "Africa|Afrique",
    "ASIA": "Asia|Asie",
    "EU": "Europe",
}  # fmt: skip
_BODIES = {
    "un": "UN|ONU|United Nations|Nations unies|Organisation des Nations unies",
    "eu": "EU|UE|European Union|Union européenne",
    "european-commission": "European Commission|Commission européenne",
    "european-parliament": "European Parliament|Parlement européen",
    "iom": "IOM|OIM|International Organization for Migration|International Organisation for Migration|Organisation internationale pour les migrations|UN Migration",
    "who": "WHO|OMS|World Health Organization|Organisation mondiale de la santé",
    "ilo": "ILO|OIT|International Labour Organization|International Labor Organization|Organisation internationale du travail",
    "imf": "IMF|FMI|International Monetary Fund|Fonds monétaire international",
    "world-bank": "World Bank|Banque mondiale",
    "nato": "NATO|OTAN",
    "african-union": "AU|UA|African Union|Union africaine",
    "arab-league": "Arab League|Ligue arabe",
    "unhcr": "UNHCR|HCR",
    "unicef": "UNICEF",
    "unodc": "UNODC|ONUDC",
    "undp": "UNDP|PNUD",
    "unesco": "UNESCO",
    "fao": "FAO",
    "wto": "WTO|OMC",
    "oecd": "OECD|OCDE",
    "icc": "ICC|CPI",
    "ngo": "NGO|NGOs|ONG",
    "interpol": "Interpol|INTERPOL",
    "europol": "Europol",
    "amnesty": "Amnesty International|Amnesty",
    "hrw": "Human Rights Watch|HRW",
    "red-cross": "Red Cross|Croix-Rouge",
    "fbi": "FBI",
    "cia": "CIA",
    "white-house": "White House|Maison Blanche|Maison-Blanche",
    "pentagon": "Pentagon|Pentagone",
    "kremlin": "Kremlin",
    "congress": "US Congress|Congrès américain",
}  # fmt: skip
_CAPITALS = (
    "US Washington;MA Rabat;DZ Algiers;DZ Alger;TN Tunis;FR Paris;ES Madrid;GB London;GB Londres;DE Berlin;IT Rome;"
    "EG Cairo;EG Le Caire;SN Dakar;ML Bamako;RU Moscow;RU Moscou;CN Beijing;CN Pékin;JP Tokyo;TR Ankara;SA Riyadh;SA Riyad;"
    "QA Doha;IL Jerusalem;CA Ottawa;PT Lisbon;PT Lisbonne;MR Nouakchott;LY Tripoli;NG Abuja;KE Nairobi;ET Addis Ababa"
)
_FRENCH_ENDINGS = ("", "e", "s", "es", "ne", "nes")


@cache
def names_of_places() -> tuple[tuple[str, str], ...]:
    """Pairs of a name and a code: countries in both languages, their people, well-known bodies.

    >>> pairs = dict(names_of_places())
    >>> pairs["Maroc"], pairs["Morocco"], pairs["moroccan"], pairs["marocaines"], pairs["OIM"]
    ('place:MA', 'place:MA', 'place:MA', 'place:MA', 'body:iom')
    """
    return tuple(_all())


def _all() -> Iterator[tuple[str, str]]:
    # Imported here because it takes a while.
    from babel import Locale

    for language in ("en", "fr"):
        for code, name in Locale(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in ("EU", "UN", "EZ", "XA", "XB", "ZZ")
            ):
                yield name, f"place:{code}"
    for code, names in _MORE_NAMES.items():
        for name in names.split("|"):
            yield name, f"place:{code}"
    for entry in _PEOPLE.replace("\n", ";").split(";"):
        if entry.strip():
            yield from _people(entry.strip())
    for pair in _CAPITALS.split(";"):
        code, _, name = pair.partition(" ")
        yield name, f"capital:{code}"
    for code, names in _BODIES.items():
        for name in names.split("|"):
            yield name, f"body:{code}"


def _people(entry: str) -> Iterator[tuple[str, str]]:
    first, _, french = entry.partition("|")
    code, _, english = first.partition(" ")
    for word in english.split():
        yield word, f"place:{code}"
        yield word + "s", f"place:{code}"
    for stem in french.split():
        for ending in _FRENCH_ENDINGS:
            yield fold(stem + ending), f"place:{code}"
