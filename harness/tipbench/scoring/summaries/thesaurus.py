"""Words of news that may stand for one another, in English and French, as stems of one concept."""

from __future__ import annotations

from functools import lru_cache

from tipbench.scoring.normal import fold
from tipbench.scoring.summaries.text import stem

_CONCEPTS = """
increase rise rose risen growth grow growing grew growth hike surge hausse augmentation augmenter accroissement croissance croissant croissants progression intensification accroitre
decrease decline drop fall reduction reduce baisse diminution diminuer recul reduire
praise praised commend applaud laud hail welcome salue saluer loue louer loua applaudir feliciter felicite eloge eloges
criticise criticize criticism condemn denounce deplore critique critiquer denoncer deplorer
note notes noted observe point relever releve noter constate constater
stress stresses emphasize emphasise underline underscore highlight souligne souligner insister insiste avant lumiere
recognize recognise acknowledge recognition reconnaitre reconnait reconnu reconnaissance reconnaissant
progress strides advances advance improvement avancees avancee progres amelioration
effort efforts work action actions
significant important major considerable substantial notable significatif significatifs significative significatives importants importantes majeur majeures majeurs considerable
step steps measure measures mesure mesures disposition dispositions
initiative initiatives
urge urges call calls exhort press ask exhorte exhortent exhorter appelle appellent appeler pressent invite invitent demande demandent
recommend recommends recommendation recommendations advice recommandation recommandations recommander preconise
meet meets met comply fulfil fulfill satisfy respect respecte respecter respectent satisfait conforme atteint remplir remplit
fail fails falls short struggles echoue parvient peine
standard standards norm norms criteria requirement normes norme criteres exigences
minimum minimal minimale minimales minimum
eliminate eliminating elimination eradicate eradication end eliminer
fight combat combating tackle lutte lutter combattre
trafficking traite trafic
human humans humains humain etres
victim victims victime victimes survivors
identify identified identifying identification recorded recording recognise identifier identifies identifiees recense recensees repere
procedure procedures process procedures
implement implementing implementation apply applying application introduce instaurer mettre oeuvre appliquer application adopter practice
proactive proactively proactif proactive proactivement
vulnerable vulnerables
population populations group groups
migrant migrants
undocumented irregular papiers irregulier
arrest arrests arrested apprehension apprehended detained detention arrestation arrestations arreter arretees arretes interpelle interpellation interpellees
people persons individuals suspects personnes individus
involved implicated implique impliquees impliques
lead led leads result resulted allow permit permis permettre permettent abouti conduit resulte aboutir
prosecution prosecutions prosecuted trials poursuites poursuite proces
conviction convictions convicted condamnations condamnation
judicial judiciaires judiciaire
rank ranked ranking place placed put stand stands listed figure figurer trouve range ranger classe classer classement rang position obtained secure secured securing obtain obtaining earn earned keep kept remain maintain maintained valoir valu lui lui valant obtenu obtenir obtenant obtient maintenir maintient conserve conserver
again once renewed nouvelle encore nouveau
tier tiers level niveau palier echelon
fully entirely wholly completely totally pleinement entierement totalement completement
still always toujours persistant persistante persisting
grant donation funding gift don dons subvention aide financement
unveil unveiled announce announced present devoiler devoile annoncer annonce annoncee presente
strategy plan strategie
national nationale nationaux
undertake undertaken launch launched took taken taking entrepris entreprendre lancer lance pris prendre
shelter shelters centre centres center centers accommodation refuge refuges hebergement foyers accueil
service services
specialized specialised specialise specialises specialisee
insufficient inadequate lacking insuffisant insuffisants insuffisante insuffisantes insuffisance sufficient suffisant suffisants suffisent suffit adequate adequats adequates adequat
remain remained stayed still reste restaient rester toujours demeure demeuraient
receive received get recu recoit recevoir adresse adressees
priority priorities prioritaire prioritaires
strengthen strengthening reinforce bolster improve consolidate renforcer renforcement consolider ameliorer intensifier stepping
protection protect protecting proteger
previous earlier past prior precedent precedente precedentes passees anterieures anterieur anterieurs
compare compared comparison comparaison comparativement
year years annee annees ans an
period periods periode periodes
report reports rapport
awareness sensibilisation
campaign campaigns campagne campagnes
hotline helpline toll numero ligne vert
guide guides manual
create creation establish establishment set setting creer creation etablir etablissement mise place ouvrir ouvert
support supporting help assist assistance soutien soutenir soutiendront aide aider assister
resources staff personnel ressources
reduce reducing reduire
inconsistent inconsistently uneven incoherent incoherente inegale inegal
refer referred referral orienter orientation oriente renvoi reference
foreign etranger etrangers etrangeres
rarely seldom rarement
provide provided providing offer fournir fourni fournissaient offrir
sign signed signing signature signe signer
committee commission comite
adopt adopted adopting adoption adopte
legislation law laws loi lois legislation
already deja
tool tools outil outils
"""


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _CONCEPTS.strip().splitlines():
        words = line.split()
        for word in words:
            found.setdefault(stem(fold(word)), words[0])
    return found


_BY_STEM = _table()


@lru_cache(maxsize=65_536)
def concept(stemmed: str) -> str:
    """The concept of a stem; the stem itself where it has none.

    >>> concept("hausse") == concept("increa"), concept("xyz")
    (True, 'xyz')
    """
    return _BY_STEM.get(stemmed, stemmed)
