"""Whether a foreign name counts where it stands: a street, a person or a supplier's address do not.
Each refusal has its word of explanation; nobody's origin is ever read from a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from longuevue.discourse.judge.gazetteer import HOMONYM, PARTNER, PEOPLE, Mention
from longuevue.discourse.judge.lexicon import Lexicon
from longuevue.discourse.judge.words import Words, wordset

_TITLES = wordset(
    "m mm mme mmes mlle monsieur messieurs madame mesdames mademoiselle maitre me docteur dr pr "
    "professeur epoux epouse consorts veuve heritiers indivision famille consort succession"
)
_OF = wordset("de du des d l la le les")
_NAMING_OF = _OF | {"dite", "dit", "nommee", "denommee"}
_AT = wordset("a au aux vers jusqu depuis entre en chez")
_FROM = _AT | {"de", "d", "du", "et", "ou", "avec", "pour", "par"}
_COMPANY = wordset(
    "societe societes sci sccv scop sarl sas sasu sa spa gmbh ltd llc bv inc eurl snc fournisseur fournisseurs "
    "entreprise entreprises attributaire titulaire sise siege mandataire cocontractant prestataire soumissionnaire candidat"
)
_MARKET = wordset("marche marches lot lots offre avenant attribution fourniture fournitures")
_ONE_OF = wordset("un une deux trois plusieurs ces nombreuses quelques certaines certains autres")
_QUOTES = '"'
_NAMED_NOUNS = wordset(
    "association compagnie club restaurant bar cafe salle residence ecole boutique navire bateau magasin boulangerie "
    "brasserie hotel librairie cinema societe entreprise garage cave ferme usine immeuble enseigne creche garderie"
)
# « Boulangerie Aux Délices d'Orient »: a shop's name may hold small words.
_SHOPS = wordset(
    "restaurant bar cafe boutique magasin boulangerie brasserie hotel librairie garage pharmacie epicerie traiteur "
    "boucherie pizzeria patisserie coiffure"
)
# « promenade des Anglais », « quai des Belges », « pont Chinois »
_NAMED_AFTER_PEOPLE = wordset(
    "rue avenue boulevard place promenade quai pont porte chemin impasse square allee cite bains "
    "ruelle venelle passage faubourg esplanade parvis carrefour"
)
# A capital « International » after these is a common phrase, after another capital it is a company's name.
_BEFORE_INTERNATIONAL = wordset(
    "festival concours action actions relations affaires tournoi salon congres centre forum colloque "
    "marche musee college lycee ecole conseil reseau fonds maison cite semaine salons rencontres open "
    "meeting prix grand cooperation solidarite rayonnement developpement europe echanges aeroport service "
    "direction delegation mission union association ligue manifestation battle biennale exposition "
    "trophee challenge criterium course marathon raid village campus"
)


# « attribué à Suisse Étanchéité », « Pologne Bâtiment »: a country, then a trade, both in capitals, is a firm's name.
_TRADES = wordset(
    "batiment travaux construction constructions etancheite industrie industries services transport transports energie "
    "energies distribution telecom automobile automobiles immobilier menuiserie electricite ascenseurs isolation "
    "renovation nettoyage securite assurance assurances matelas meubles cuisines chauffage clim climatisation "
    "gourmand gourmande gourmet saveurs delices"
)
_COPY = tuple(wordset("comme inspir modele instar exemple facon maniere similaire imit copi"))

_AID = wordset(
    "construction construire puits forage dispensaire maternite orphelinat village villages province mission humanitaire "
    "solidarite medicaments container conteneur ecole ecoles voyage sejour"
)
# « Les Jardins d'Olympie », « Villa de Tivoli »: names of housing estates and restaurants.
_DRESSED_HOUSES = wordset("jardin jardins villa terrasses portes rives balcons patio palais chateau hotel")
_ARTICLES = wordset("l la le les")
_TO = wordset("a au aux en vers dans jusqu pour chez")
_ORIGIN = wordset("de d du des depuis par")
# « à l'invitation de Kita », « grâce à l'aide de l'Allemagne »: said of who comes or gives, not of where one goes.
_NO_GOAL = wordset(
    "aide demande invitation initiative suite occasion exemple image instar appel issue venue arrivee visite frontiere "
    "origine cause fin heure instigation soutien"
)
_NO_FIRST_NAME = _OF | _ONE_OF | {"association", "cinema", "festival", "comite"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Does the name count here, and if not, why."""

    counts: bool
    why: str = ""


YES = Standing(True)


def before(words: Words, position: int, skip: frozenset[str] = _OF) -> int:
    """Position of the last word before this one that is not such a small word; -1 at the start."""
    position -= 1
    while position >= 0 and words.folded[position] in skip:
        position -= 1
    return position


def standing(words: Words, mention: Mention, lexicon: Lexicon) -> Standing:
    """Judge one foreign name in its place."""
    kind, start = mention.name.kind, mention.start
    if kind == PARTNER:
        return YES if not _street(words, mention, lexicon) else Standing(False, "nom de rue ou de lieu")
    if _street(words, mention, lexicon):
        return Standing(False, "nom de rue ou de lieu")
    previous = words.folded[start - 1] if start else ""
    if previous in _TITLES and words.capital[start]:
        return Standing(False, "nom de personne")
    if previous in ("petit", "petite", "grand", "grande") and words.capital[start - 1] and kind != PEOPLE:
        return Standing(False, "nom de lieu")
    if previous in lexicon.first_names and words.capital[start - 1] and words.capital[start]:
        return Standing(False, "nom de personne")
    if _surname(words, mention) or _after_first_name(words, mention):
        return Standing(False, "nom de personne")
    if _sorted_by_place(words, mention, lexicon):
        return Standing(False, "espèce, recette ou objet que le nom de lieu ne fait que nommer")
    if kind == PEOPLE:
        if _nickname(words, mention, lexicon):
            return Standing(False, "nom d'équipement ou d'association")
        if previous in lexicon.sorts and not words.capital[start]:
            return Standing(False, "espèce, recette ou objet que l'adjectif ne fait que nommer")
        return Standing(False, "nom d'équipement ou d'association") if _dressed_up(words, mention) else YES
    if _house(words, mention, lexicon) or _within_a_name(words, mention, lexicon):
        return Standing(False, "nom d'équipement ou d'association")
    if _quoted_name(words, mention):
        return Standing(False, "nom entre guillemets")
    if _firm(words, mention):
        return Standing(False, "nom d'entreprise")
    if _address(words, mention):
        return Standing(False, "adresse d'un fournisseur")
    if kind == HOMONYM and (not _placed(words, start) or _has_family_name(words, mention)):
        return Standing(False, "nom qui désigne aussi autre chose")
    return YES


def name_of_house(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """« International » or « Europe » worn by a street, a school or a company: a name alone says nothing."""
    at = before(words, start)
    if at < 0:
        return False
    noun, direct = words.folded[at], at == start - 1
    word = words.folded[start]
    if noun in lexicon.streets and not _indefinite(words, at):
        if (
            noun in _NAMED_AFTER_PEOPLE
            and words.capital[start]
            and not words.shouted
            and words.span(end, end + 1) not in ("dans", "sur")
        ):
            return True  # « place du Parlement-Européen »
        return word in lexicon.borne or (direct and (words.capital[start] or words.capital[at]) and not words.shouted)
    if direct and noun in _COMPANY and words.capital[start]:
        return True
    if noun in lexicon.houses and noun not in ("centre", "marche", "espace") and not _indefinite(words, at):
        if word in lexicon.borne:
            return noun != "maison" or words.capital[at]
        return direct and (words.capital[start] or (words.capital[at] and at > 0)) and not words.shouted
    return (
        word == "international"
        and words.capital[start]
        and not words.shouted
        and direct
        and at > 0
        and words.capital[at]
        and noun not in _BEFORE_INTERNATIONAL
    )


def name_of_street(words: Words, start: int, lexicon: Lexicon) -> bool:
    """« place des Nations-Unies », « rue du Parlement »: a street wears the words, whatever they mean elsewhere."""
    at = before(words, start)
    return (
        at >= 0
        and words.capital[start]
        and not words.shouted
        and words.folded[at] in _NAMED_AFTER_PEOPLE - {"cite", "porte", "pont"}
        and not _indefinite(words, at)
    )


def _indefinite(words: Words, noun: int) -> bool:
    """« une école de… », « des quartiers de… »: a thing somewhere, not the thing so named."""
    if noun == 0:
        return False
    article = words.folded[noun - 1]
    return article in _ONE_OF or (
        noun > 1 and words.folded[noun - 2] in ("creation", "creer") and article in ("d", "un", "une")
    )


def _street(words: Words, mention: Mention, lexicon: Lexicon) -> bool:
    start = mention.start
    at = before(words, start, _NAMING_OF)
    if at > 0 and words.capital[at] and words.folded[at] not in lexicon.streets and not words.shouted:
        at = before(words, at, _NAMING_OF)  # « avenue de la Reine d'Italie »
    if at < 0 or words.folded[at] not in lexicon.streets or _indefinite(words, at):
        return False
    if words.folded[at] == "tour" and words.folded[start - 1] == "d":
        return False  # « le Tour d'Italie » is a race
    if mention.name.kind == PEOPLE:
        return words.capital[start] and not words.shouted and words.folded[at] in _NAMED_AFTER_PEOPLE
    if words.folded[at] in ("place", "tour", "porte") and not words.capital[at] and mention.end < len(words.folded):
        return words.folded[mention.end] not in ("dans", "sur")
    return True


def as_model(words: Words, start: int) -> bool:
    """« comme à Stockholm », « inspiré de Porto Alegre », « à la japonaise »: a place to copy."""
    behind = words.folded[max(0, start - 5) : start]
    if any(word.startswith(_COPY) for word in behind):
        return True
    manner = (
        words.folded[start].endswith("e") and not words.capital[start]
    )  # « à l'anglaise », not « initier à l'anglais »
    return manner and len(behind) > 1 and behind[-2:] in (("a", "la"), ("a", "l"))


def way_of(words: Words, mention: Mention) -> str | None:
    """What the words before a name say of the flow: from a place, to a place, with a place."""
    start = mention.start
    behind = words.folded[max(0, start - 6) : start]
    if "avec" in behind or "entre" in behind:
        return "both"
    if mention.name.kind == PEOPLE:
        return "in"
    at = before(words, start, _ARTICLES)
    word = words.folded[at] if at >= 0 else ""
    if word in _TO or (word in _ORIGIN and _meant_for(words, at)):
        return "out"
    return "in" if word in _ORIGIN else None


def _meant_for(words: Words, of: int) -> bool:
    """« à l'hôpital de Dédougou », « pour les enfants d'Antsirabe »: the thing goes to what is there."""
    behind = words.folded[max(0, of - 4) : of]
    to = [place for place, word in enumerate(behind) if word in ("a", "au", "aux", "pour")]
    nouns = behind[to[-1] + 1 :] if to else ()
    return any(word not in _OF for word in nouns) and _NO_GOAL.isdisjoint(nouns)


def _house(words: Words, mention: Mention, lexicon: Lexicon) -> bool:
    start = mention.start
    if start == 0:
        return False
    direct = words.folded[start - 1]
    if direct == "association" and not _AID.isdisjoint(words.folded):
        return False  # « l'association Burkina Soleil construit un puits »: the name says where
    if direct in lexicon.houses:
        return True
    if direct in ("et", "ou") and start > 2 and words.capital[start - 2] and words.folded[start - 3] in lexicon.houses:
        return True  # « les groupes scolaires Barcelone et Salamanque »
    at = before(words, start)
    if at < 0 or words.folded[at] not in lexicon.houses or _indefinite(words, at):
        return False
    noun = words.folded[at]
    if noun in _DRESSED_HOUSES and words.capital[at] and not words.shouted:
        return True
    if noun in ("centre", "marche", "association", "club", "collectif", "amicale", "terrain", "espace"):
        return False
    return mention.name.words[0] in lexicon.borne and (noun != "maison" or words.capital[at])


def _within_a_name(words: Words, mention: Mention, lexicon: Lexicon) -> bool:
    """« le restaurant Le Petit Maroc », « société Europe Bâtiment »: capitals run from noun to name."""
    if words.shouted:
        return False
    if _shop_sign(words, mention.start):
        return True
    at = mention.start - 1
    while at > 0 and mention.start - at < 5 and words.capital[at] and words.raw[at].isalpha():
        if words.folded[at] in _COMPANY:  # « la SCI Le Mexique »: the noun is in capitals too
            break
        at -= 1
    noun = words.folded[at] if at >= 0 else ""
    if at < 0 or (words.capital[at] and noun not in _COMPANY):
        return False
    skipped = mention.start - 1 - at
    return noun in _COMPANY or (skipped > 0 and (noun in lexicon.houses - {"association"} or noun in lexicon.streets))


def _shop_sign(words: Words, start: int) -> bool:
    """« Boulangerie Aux Délices d'Orient »: from the shop to the name, only capitals and small words."""
    at, capitals = start - 1, 0
    while at > 0 and start - at < 6 and words.folded[at] not in _SHOPS:
        if words.capital[at] and words.raw[at].isalpha():
            capitals += 1
        elif words.folded[at] not in _OF:
            return False
        at -= 1
    return at >= 0 and words.folded[at] in _SHOPS and capitals > 0


def _dressed_up(words: Words, mention: Mention) -> bool:
    """« l'association Les Chiens Andalous »: a name made of capitals, after the noun that announces it."""
    start = mention.start
    if words.shouted or start < 2 or not (words.capital[start] and words.capital[start - 1]):
        return False
    return any(word in _NAMED_NOUNS for word in words.folded[max(0, start - 4) : start - 1]) and words.folded[
        start - 1
    ] not in ("culturel", "culturelle", "centre", "federation", "institut")


def _sorted_by_place(words: Words, mention: Mention, lexicon: Lexicon) -> bool:
    """« pin d'Alep », « gaufres de Bruxelles »: the place sorts the thing; « un pin venu d'Alep » has come from it."""
    start = mention.start
    if mention.name.kind == PEOPLE or start < 2 or words.folded[start - 1] not in ("de", "d", "du"):
        return False
    return words.folded[start - 2] in lexicon.sorts


def _nickname(words: Words, mention: Mention, lexicon: Lexicon) -> bool:
    """« la Maison du Japonais », « le Café de l'Espagnol »: one person's byname on a house, not a community's club."""
    start = mention.start
    if words.shouted or start < 2 or not words.capital[start]:
        return False
    of = start - 1 if words.folded[start - 1] == "du" else start - 2
    if of < 1 or tuple(words.folded[of:start]) not in (("du",), ("de", "l"), ("de", "la")):
        return False
    return words.folded[of - 1] in lexicon.houses and words.capital[of - 1]


def _quoted_name(words: Words, mention: Mention) -> bool:
    """« l'association "Le Petit Tokyo" »: the words between quotes are a name."""
    opening = mention.start - 1
    while opening >= 0 and mention.start - opening < 5 and words.folded[opening] != _QUOTES:
        opening -= 1
    if opening < 1 or words.folded[opening] != _QUOTES:
        return False
    closing = mention.end
    while closing < len(words.folded) and closing - mention.end < 4 and words.folded[closing] != _QUOTES:
        closing += 1
    if words.folded[mention.start - 1] in _AT:  # « Maison de Valmont à Chengdu » says where it stands
        return False
    if closing >= len(words.folded) or words.folded[closing] != _QUOTES:
        return False
    return words.folded[opening - 1] in _NAMED_NOUNS


def _after_first_name(words: Words, mention: Mention) -> bool:
    """« Jean Allemand »: a capital after a capital, inside a sentence in ordinary letters."""
    start = mention.start
    if mention.name.kind != PEOPLE or words.shouted or start < 1 or not words.capital[start]:
        return False
    return (
        words.capital[start - 1]
        and words.raw[start - 1].isalpha()
        and len(words.raw[start - 1]) > 2
        and not words.raw[start - 1].isupper()
        and words.folded[start - 1] not in _NO_FIRST_NAME
        and not words.folded[start].endswith("s")
        and start > 1
    )


def _surname(words: Words, mention: Mention) -> bool:
    """« François HOLLANDE » in minutes: an ordinary first name, then the family name in capitals."""
    start = mention.start
    return (
        start > 0
        and mention.end == start + 1
        and words.raw[start].isupper()
        and len(words.raw[start]) > 3
        and not words.shouted
        and words.capital[start - 1]
        and not words.raw[start - 1].isupper()
        and words.raw[start - 1].isalpha()
        and words.folded[start - 1] not in _OF | _AT
    )


def _address(words: Words, mention: Mention) -> bool:
    """« société X, Istanbul (Turquie) »: where a supplier lives is no relation of the territory."""
    at = mention.start - 1
    inside = at >= 0 and words.folded[at] in ("(", ",", "-", "/")
    if not inside:
        return False
    seen = words.folded[max(0, at - 25) : at]
    if any(word in _COMPANY for word in seen):
        return True
    return any(word in _MARKET for word in seen) and any(word.isdigit() and len(word) >= 4 for word in seen)


def _firm(words: Words, mention: Mention) -> bool:
    after = mention.end
    return not words.shouted and after < len(words.raw) and words.capital[after] and words.folded[after] in _TRADES


def _has_family_name(words: Words, mention: Mention) -> bool:
    """« confié à Florence Aubert »: a first name followed by its family name."""
    after = mention.end
    if words.shouted or after >= len(words.raw):
        return False
    return words.capital[after] and len(words.raw[after]) > 2 and words.raw[after].isalpha()


def _placed(words: Words, start: int) -> bool:
    """A name that is also a word needs a preposition of place before it."""
    return start > 0 and words.folded[start - 1] in _FROM and words.folded[start - 1] not in ("par", "pour")
