"""What a person may not have meant to write: telephone numbers, addresses of mail, names of others. Told before sending, never
removed and never a reason to refuse: the author decides. Public officials acting as such may be named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["phone", "mail", "name"]


@dataclass(frozen=True, slots=True)
class Flag:
    """A passage to look at again: what it looks like, where it stands (start, end), what it says."""

    kind: Kind
    start: int
    end: int
    text: str


_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: ten French digits, or an international number, with the spaces, dots and hyphens that people put in
_PHONE: Final = re.compile(
    r"(?<![\w/])(?:(?:\+|00)\d{1,3}[ .\-]?(?:\(0\)[ .\-]?)?(?:\d[ .\-]?){7,12}|0[1-9](?:[ .\-]?\d{2}){4})(?!\d)"
)
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[\wà-ÿ]"
_PARTICLE: Final = r"(?:\s(?:de|du|des|d'|d’|la|le|van|von|el|al|ben|bin|da|dos|di|del))*"
_CIVIL: Final = re.compile(
    rf"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Me|Monsieur|Madame|Mademoiselle|Dr|Docteur|Mr\.?|Mrs\.?|Ms\.?)\s+{_CAPITAL}(?:{_PARTICLE}\s{_CAPITAL})*"
)
_KIN: Final = re.compile(
    rf"\b(?:[Mm](?:on|a|es)|[Ss](?:on|a|es)|[Nn]otre|[Uu]n|[Uu]ne|[Mm]y|[Hh]is|[Hh]er|[Oo]ur)\s"
    r"(?:voisin|voisine|collègue|ami|amie|mari|femme|fils|fille|frère|sœur|soeur|cousin|cousine|patron|patronne|chef|médecin|"
    r"père|mère|oncle|tante|neveu|nièce|neighbour|colleague|friend|husband|wife|son|daughter|brother|sister|boss|doctor)\s"
    rf"({_CAPITAL}(?:{_PARTICLE}\s{_CAPITAL})*)"
)
_TWO: Final = re.compile(rf"(?<=[\wà-ÿ,;:] )({_CAPITAL}{_PARTICLE}\s{_CAPITAL})")
#: first words of names that are no person's: streets, bodies, places
_NOT_PEOPLE: Final = frozenset(
    [
        "Saint",
        "Sainte",
        "Saints",
        "Mont",
        "Grand",
        "Grande",
        "Grands",
        "Petit",
        "Petite",
        "Val",
        "Vallée",
        "Pays",
        "Côte",
        "Côtes",
        "La",
        "Le",
        "Les",
        "Los",
        "Las",
        "El",
        "New",
        "San",
        "Santa",
        "Sao",
        "São",
        "Rio",
        "Buenos",
        "Cap",
        "Port",
        "Fort",
        "Bas",
        "Haut",
        "Haute",
        "Hauts",
        "Nord",
        "Sud",
        "Est",
        "Ouest",
        "Notre",
        "Union",
        "Nations",
        "Conseil",
        "Maison",
        "Centre",
        "Université",
        "École",
        "Lycée",
        "Collège",
        "Hôpital",
        "Mairie",
        "Région",
        "Ville",
        "Croix",
        "Secours",
        "Médecins",
        "Erasmus",
        "Europe",
        "Service",
        "Association",
        "Fête",
        "Place",
        "Rue",
        "Avenue",
        "Boulevard",
        "États",
        "Royaume",
        "Burkina",
        "Sierra",
        "Costa",
        "Hong",
        "Sri",
        "Arabie",
        "Afrique",
        "Amérique",
        "Asie",
        "République",
        "Premier",
        "Première",
        "United",
        "South",
        "North",
        "East",
        "West",
        "Burkina",
        "Corée",
        "Nouvelle",
        "Nouveau",
        "Côte",
    ]
)


def flags(text: str) -> list[Flag]:
    """The passages to look at again, in their order; none overlaps another."""
    found: list[Flag] = []
    for kind, pattern, group in _LOOKED_FOR:
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if kind == "name" and pattern is _TWO and match[group].split()[0] in _NOT_PEOPLE:
                continue
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Flag(kind, start, end, text[start:end].strip()))
    return sorted(found, key=lambda flag: flag.start)


_LOOKED_FOR: Final[tuple[tuple[Kind, re.Pattern[str], int], ...]] = (
    ("mail", _MAIL, 0),
    ("phone", _PHONE, 0),
    ("name", _CIVIL, 0),
    ("name", _KIN, 1),
    ("name", _TWO, 1),
)
