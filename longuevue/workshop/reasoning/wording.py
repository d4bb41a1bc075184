"""Words that an effect may not use: those that claim a cause or a proof, and those that tell where people come from.
Found whatever the disguise (accents, capitals, look-alike letters, spaces between letters). What is done about them is elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from longuevue.markers.crossings import blames
from longuevue.terms.yaml_text import read_yaml

#: Cyrillic and Greek letters that look like ours, and figures put for letters
_LOOK_ALIKE: Final = str.maketrans("авсеһіјкмнорѕтухѵԁԛɡαβεικνορτυχ", "abcehijkmhopstuxvdqgabeiknoptux")
_FIGURES: Final = str.maketrans("013457@$€", "oieastase")
_SPELT: Final = re.compile(r"\b(?:[a-z][\s.\-_*·']{1,2}){3,}[a-z]\b")
_INSIDE: Final = re.compile(r"(?<=[a-z])[·*_.](?=[a-z])")

#: words that say that one thing made another, or that nothing is left to doubt; matched on plain text, as stems
_CLAIMS: Final = re.compile(
    r"\b(?:"
    r"prouv\w*|(?:la|une|les?|des|en|pour|preuve) preuves?\b|preuves? (?:que|qu|de|du|des|d|irrefutable\w*|formelle\w*|flagrante\w*)\b"
    r"|demontr\w*|demonstration\w*|demonstrat\w+"
    r"|(?<!\ben )(?<!\bhors de )cause(?:e|s|es|r|nt|ra|rait|ront|raient|d|ant)?\b(?! commune)|causal\w*|causait|causaient|causant|causing"
    r"|because|due? (?:a|au|aux)\b|du(?:e|s|es)? (?:a l|a la)\b|dues? (?:a|au|aux)\b|due to"
    r"|provoqu\w+|engendr\w+|occasionn(?:e|ee?s?|er|ent|a|ait)\b|suscit(?:e|ee?s?|er|ent|a|ait)\b|induit\w*|declench\w+"
    r"|(?<!\bs )entrain(?:e|es|ee|ees|er|ent|ant|a|ait|aient|era|eront|erait)\b"
    r"|a l origine d\w*|resultats? (?:d|direct)\w*|resulte\w*|resultant|consequences? \w*"
    r"|(?:est|sont|etai\w+|fut|rend\w*|tenue?s?|seule?s?|jugee?s?|premiere?s?|principau\w+|principale?s?) (?:\w+ )?responsables?|coupables?|par la faute|la faute (?:a|au|aux|de|des|du)\b|grace (?:a|au|aux)\b"
    r"|en raison d\w*|a force d\w*|par suite d\w*|suite a\b|de ce fait|mene a\b|conduit a\b|menent a\b|conduisent a\b|c est pour cela|voila pourquoi"
    r"|avere\w*|incontestab\w*|indeniab\w*|indiscutab\w*|irrefutab\w*|incontest\w*|indubitab\w*|sans (?:aucun )?(?:doute|conteste)|hors de doute|"
    r"(?:est|sont|ete|etait|reste|bien|clairement|scientifiquement) (?:bien |clairement |scientifiquement )*(?:etabli|atteste|certain|evident)\w*"
    r"|scientifiquement|certitude\w*|evidence scientifique"
    r"|prove[nds]?|proves|proving|proofs?|caused|causes|causation|led to|leads to|lead to|result(?:s|ed|ing)? (?:in|from|of)|thanks to"
    r"|responsible for|brought about|trigger\w*|undeniab\w*|unquestionab\w*|undoubted\w*|beyond doubt|conclusive\w*"
    r")"
)
#: said by whom is called into question: that nothing is settled
_DENIED: Final = re.compile(
    r"\b(?:rien|n|pas|jamais|aucune|sans|non)(?: (?:n|ne|a|est|ete|pas|encore|jamais|permet|de|d|etre|nullement))* (?:prouv\w*|demontr\w*|preuves?)\b(?: que| qu)?"
    r"|\b(?:not|never|nothing|no)(?: (?:been|is|has|was|yet))* (?:proven|proved|proof|demonstrated)\b"
)
#: what a person is not to be told by, beside a complaint
_ORIGINS: Final = re.compile(
    r"\b(?:"
    r"immigre?s?\b|immigree?s?|immigra\w+|emigre\w*|migrants?\w*|migratoire\w*|refugie\w*|demandeu\w+ d asile|sans papiers?|clandestin\w*|exile\w*|expatrie\w*"
    r"|(?:les|des|ces|aux|nos|leurs|d|par|beaucoup d|trop d|un|une|cet|certains|plusieurs|(?<!\ba )(?<!\bde )l) etrang(?:er|ers|ere|eres)\b"
    r"|(?:famille|population|habitant|eleve|enfant|jeune|personne|main d oeuvre|ouvrier|voisin|voisine|commercant|agent|proprietaire|acheteur|acquereur|repreneur|gerant|patron|salarie"
    r"|travailleur|client|patient|malade|soignant|medecin|infirmier|infirmiere|gens|homme|femme|delinquant|communaute|investisseur|conducteur|livreur|saisonnier|resident|locataire|touriste|mineur)s?"
    r"(?: \w+)? (?:d origine )?etrang(?:er|ers|ere|eres)\b"
    r"|d origine|origines? (?:ethni\w+|etrang\w+|nationale?s?|sociale|geographi\w+)|originaires? d\w*|nationalites?|ressortissants?|allophones?|allogenes?|primo arrivants?"
    r"|(?<!\bla )(?<!\bsa )(?<!\bleur )(?<!\bl )(?:venus?|venues?|arrives?|arrivees?|issus?|issues?|debarques?|natifs?|nes?|nees?) (?:d|de|du|des|en|au|aux|tout droit d\w*) (?!(?:nouveau|ville|suite|loin|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|cours|fin|debut|centre|terme|moyenne|nombre|meme|bas|bus|train|voiture|19|20))\w+"
    r"|ethni\w+|races?|raciau\w*|racial\w*|racis\w*|couleur de peau|peau noire|basanes?|typees?|de type \w+|faciès|facies"
    r"|musulman\w*|islam\w*|juifs?|juives?|chretien\w*|catholique\w*|hindou\w*|bouddhist\w*|voilees?|barbus"
    r"|gens du voyage|roms?\b|roma\b|gitan\w*|manouche\w*|tsigane\w*|tzigane\w*|romanichel\w*|bohemien\w*|(?:les|des|ces|aux) (?:noirs|blancs|jaunes|basanes|sans papiers)\b"
    r"|foreigners?|foreign (?:\w+ )?(?:famil\w+|people|nationals?|residents?|workers?|pupils?|children|owners?|buyers?|born)|immigrants?|refugees?|asylum seekers?|of \w+ (?:origin|descent)|nationality|muslims?|jews?|jewish|gypsies|blacks|travellers community"
    r")"
)
#: what is gone beside, in French, that measures do not say
_COMPLAINTS: Final = re.compile(
    r"\b(?:bruits?|bruyant\w*|nuisances?|insecurit\w+|salet\w*|salis\w*|ordures|degrad\w+|trafics?|deal\w*|drogue\w*|envahi\w*|invasion\w*|se plaign\w+|plaintes?|vols?|voleurs?"
    r"|tapages?|ivress\w+|bagarr\w+|agress\w+|gen(?:e|es|ent|er|ant|ante|ants)\b|derang\w+|trop de|noise\w*|dirty|insecur\w*|steal\w*|thie[fv]\w*|fights?)"
)
#: a people's name after one of these says where a body is, not who people are
_BODIES: Final = [
    "canton",
    "cote",
    "frontiere",
    "gouvernement",
    "loi",
    "lois",
    "droit",
    "universite",
    "universites",
    "hopital",
    "hopitaux",
    "societe",
    "societes",
    "entreprise",
    "entreprises",
    "groupe",
    "marche",
    "ville",
    "villes",
    "commune",
    "communes",
    "region",
    "etat",
    "monnaie",
    "franc",
    "francs",
    "langue",
    "territoire",
    "administration",
    "douane",
    "douanes",
    "employeur",
    "employeurs",
    "autorites",
    "partenaire",
    "partenaires",
    "siege",
    "capital",
    "capitaux",
    "chemins",
    "ecole",
    "ecoles",
    "musee",
    "banque",
    "banques",
    "office",
    "fonds",
]


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The words without accents, capitals, look-alike letters, hidden signs or punctuation: what is looked into.

    >>> plain("C’est  P R O U V É !"), plain("dé\u00admon\u200btrе")
    ('c est prouve', 'demontre')
    """
    shown = "".join(
        c
        for c in unicodedata.normalize("NFKD", text)
        if unicodedata.category(c) not in ("Mn", "Cf", "Cc", "Me") or c in "\n\t"
    )
    low = shown.lower().translate(_LOOK_ALIKE).replace("œ", "oe").replace("æ", "ae")
    low = re.sub(
        r"[a-z@$€0-9]*[a-z][a-z@$€0-9]*",
        lambda word: word[0].translate(_FIGURES) if re.search(r"[a-z]", word[0]) else word[0],
        low,
    )
    low = _SPELT.sub(lambda spelt: re.sub(r"[^a-z]", "", spelt[0]), low)
    low = _INSIDE.sub("", low)
    return re.sub(r"[^a-z0-9]+", " ", low).strip()


def claims(text: str, *, reply: bool = False) -> list[str]:
    """What claims a cause or a proof. In a reply, saying that nothing is proved is not a claim.

    >>> claims("Le jumelage a causé la réouverture : c'est prouvé.")
    ['cause', 'prouve']
    >>> claims("Selon la directrice, le jumelage y a contribué.")
    []
    """
    looked = plain(text)
    if reply:
        looked = _DENIED.sub(" ", looked)
    return [found[0].strip() for found in _CLAIMS.finditer(looked)]


def origins(text: str) -> list[str]:
    """What tells where people come from, what they believe or look like; a people's name beside a body is not one.

    >>> origins("des familles marocaines"), origins("un hôpital suisse"), origins("les frontaliers")
    (['marocaines'], [], [])
    """
    looked = plain(text)
    found = [match[0].strip() for match in _ORIGINS.finditer(looked)]
    words = looked.split()
    for position, word in enumerate(words):
        if word in _peoples() and (position == 0 or words[position - 1] not in _BODIES):
            found.append(word)
    return list(dict.fromkeys(found))


def complains(text: str) -> list[str]:
    """What people are blamed for, or are said to bear."""
    looked = plain(text)
    found = [match[0].strip() for match in _COMPLAINTS.finditer(looked)]
    return found or [word for word in looked.split() if blames(word)]


@cache
def _peoples() -> frozenset[str]:
    """Names of inhabitants and peoples, with their endings, from the table that the meter of texts reads."""
    file = resources.files("longuevue.discourse").joinpath("lexicon", "peoples.yaml")
    table = read_yaml(file.read_text(encoding="utf-8"))
    forms = {
        word
        for given in (*table["peoples"].values(), table["wider"])
        for form in given
        if form not in _NOT_ORIGINS
        for word in (plain(form).split()[-1],)
    }
    ends = ("", "e", "s", "es", "ne", "nes", "que", "ques", "te", "tes")
    return frozenset(form + end for form in forms for end in ends) | frozenset(_ENGLISH)


#: in that table for other reasons, or everyday words of a place near a border
_NOT_ORIGINS: Final = frozenset(
    ["genevois", "lausannois", "bâlois", "zurichois", "bernois", "vaudois", "valaisan", "fribourgeois", "francophone", "nordique", "sarde", "ligure",
     "rhénan", "persan", "maya", "inca", "latino", "ottoman", "olympique", "texan"]
)  # fmt: skip
_ENGLISH: Final = [
    "moroccans",
    "algerians",
    "tunisians",
    "turks",
    "africans",
    "arabs",
    "chinese",
    "romanians",
    "malians",
    "senegalese",
    "syrians",
    "afghans",
    "albanians",
    "kosovars",
    "portuguese",
    "italians",
    "spaniards",
    "germans",
    "poles",
    "bulgarians",
    "ukrainians",
    "russians",
    "indians",
    "pakistanis",
    "vietnamese",
    "moroccan",
    "algerian",
    "tunisian",
    "african",
    "arab",
    "romanian",
    "malian",
    "syrian",
    "afghan",
    "albanian",
]
