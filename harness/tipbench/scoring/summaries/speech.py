"""Words of saying in English and French: verbs, openings, and nouns that stand for speakers."""

from __future__ import annotations

WRITER = "writer"

SAYS = frozenset(
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
    "reconnait reconnaissent reconnu reconnaissant salue saluent loue louent applaudit applaudissent felicite felicitent critique critiquent "
    "denonce denoncent deplore deplorent reproche reprochent exhorte exhortent recommande recommandent appelle appellent invite invitent "
    "demande demandent presse pressent annonce annoncent rappelle rappellent soutient soutiennent considere considerent evoque evoquent "
    "cite citent mentionne mentionnent rapporte rapportent assure assurent insiste insistent regrette regrettent classe classent decrit decrivent enumere enumerent "
    "avertit avertissent previent previennent alerte alertent martele plaide plaident fustige fustigent tance "
    "observe observent conclut concluent confirme confirment pointe pointent met mettent "
    "deny denies denied dispute disputes disputed contest contests contested doubt doubts doubted reject rejects rejected refute refutes refuted "
    "contend contends contended maintain maintains maintained suggest suggests suggested allege alleges alleged remark remarks remarked comment "
    "comments commented write writes wrote think thinks thought hold holds held testify testified emphasizing emphasising underscoring pledge "
    "pledged vow vowed promise promises promised lament see sees assess assesses assessed "
    "nie nient conteste contestent dement dementent rejette rejettent refute refutent doute doutent avance avancent suggere suggerent "
    "pretend pretendent pense pensent croit croient ecrit ecrivent voit voient commente commentent remarque remarquent promet promettent "
    "fault faults faulted blame blames blamed accuse accuses accused slam slams slammed rebuke rebukes rebuked scold scolds scolded chide chides "
    "congratulate congratulates congratulated laments salute salutes saluted lambast lambasts lambasted "
    "attribue attribuent identifie decerne fait blame blament accuse accusent epingle epinglent vante vantent encense".split()
)
FRENCH_PARTICIPLES = frozenset(
    "declare note releve souligne indique affirme ajoute precise explique revele constate estime juge reconnu salue loue applaudi felicite critique "
    "denonce deplore reproche exhorte recommande appele invite demande annonce rappele soutenu evoque cite mentionne rapporte assure insiste "
    "regrette classe decrit observe conclu confirme conteste nie dementi rejete refute avance suggere pense ecrit vu commente remarque promis applaudi "
    "evalue presente attribue place maintenu souleve etabli dit felicite averti prevenu alerte "
    "martele plaide fustige epingle vante encense accuse blame tance enumere".split()
)
VERBS = SAYS | FRENCH_PARTICIPLES
"""Folded forms of verbs of saying, judging and advising."""
QUOTING = frozenset(
    "say says said add adds added note notes noted state states stated report reports reported "
    "stress stresses stressed emphasize emphasizes emphasized underline underlines underlined reveal "
    "revealed indicated argued explain explains explained recall recalls recalled dit disent ajoute ajoutent note notent "
    "indique indiquent precise precisent souligne soulignent constate constatent releve relevent "
    "avertit avertissent previent alerte affirme affirment declare declarent explique expliquent rappelle rappellent rappele estime "
    "estiment juge jugent annonce annoncent assure assurent rapporte rapportent observe".split()
)
"""Verbs that stand before their subject when they follow what is said."""
ACCORDING = (
    ("according", "to"), ("selon",), ("d", "'", "apres"), ("in", "the", "view", "of"), ("in", "the", "words", "of"), ("as", "per"), ("aux", "yeux", "de"),
    ("de", "l", "avis", "de"), ("in", "the", "eyes", "of"), ("citing",), ("citant",),
)  # fmt: skip
BY = frozenset({"by", "par", "from"})
PRONOUNS = frozenset(
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
