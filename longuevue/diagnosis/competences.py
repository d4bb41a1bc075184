"""Which French authorities decide in each policy area, by law: used to say at which scale a question is best put.
Who the local actors are is not known here; sections are those of the Code général des collectivités territoriales (CGCT)
unless another code is named."""

from __future__ import annotations

from typing import Final

EVERYONE: Final = ("commune", "epci", "departement", "region")
#: policy area of the catalogue → (levels whose authority decides, the law that says so)
COMPETENCES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "accueil et cohésion": (("commune", "epci", "departement"), "CASF L. 121-1, L. 123-5 ; L. 5216-5"),
    "administration": (EVERYONE, "L. 1111-1"),
    "agriculture et alimentation": (("epci", "region"), "L. 4251-13 ; CRPM L. 111-2-2"),
    "aménagement et urbanisme": (("commune", "epci", "region"), "L. 5216-5 ; L. 4251-1 ; C. urb. L. 153-8"),
    "attractivité": (("epci", "region"), "L. 5216-5 ; L. 4251-13"),
    "climat et environnement": (("epci", "region"), "C. env. L. 229-26 ; L. 1111-9"),
    "commerce": (("commune", "epci"), "L. 5214-16 ; C. urb. L. 214-1"),
    "communication": (EVERYONE, "L. 1111-1"),
    "culture": (EVERYONE, "L. 1111-4"),
    "démocratie locale": (EVERYONE, "L. 1112-15"),
    "développement économique": (("epci", "region"), "L. 5216-5 ; L. 4251-12"),
    "emploi et formation": (("region",), "C. trav. L. 6121-1"),
    "enseignement supérieur et recherche": (("epci", "region"), "L. 5217-2 ; C. éduc. L. 214-2"),
    "finances": (EVERYONE, "L. 1111-1"),
    "jeunesse": (("commune", "region"), "L. 1111-9 ; C. éduc. L. 551-1"),
    "logement": (("commune", "epci", "departement"), "CCH L. 302-1, L. 301-5-2"),
    "relations internationales": (EVERYONE, "L. 1115-1"),
    "santé": (("commune", "departement"), "CSP L. 1422-1, L. 2112-1"),
    "sport": (EVERYONE, "L. 1111-4"),
    "sécurité": (("commune",), "L. 2212-1"),
    "tourisme": (EVERYONE, "L. 1111-4"),
    "transport": (("epci", "region"), "C. transp. L. 1231-1, L. 1231-3"),
    "vie associative": (EVERYONE, "L. 1111-4"),
    "éducation": (("commune", "departement", "region"), "C. éduc. L. 212-1, L. 213-1, L. 214-5"),
    "toutes": (EVERYONE, "L. 1111-1"),
}


def decides(level: str, policy_areas: tuple[str, ...] | list[str]) -> bool:
    """Whether the authority of that level has a competence in one of these policy areas at least."""
    return any(level in COMPETENCES[area][0] for area in policy_areas)
