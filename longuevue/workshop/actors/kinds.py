"""Closed lists about actors, in two languages, and which observers of the markers' pages each kind is. No Django here."""

from __future__ import annotations

from typing import Final

KINDS: Final[dict[str, dict[str, str]]] = {
    "local_authority": {"fr": "collectivité", "en": "local authority"},
    "public_body": {"fr": "organisme public", "en": "public body"},
    "state": {"fr": "service de l'État", "en": "State service"},
    "association": {"fr": "association", "en": "association"},
    "twinning_committee": {"fr": "comité de jumelage", "en": "twinning committee"},
    "firm": {"fr": "entreprise", "en": "firm"},
    "chamber": {"fr": "chambre consulaire", "en": "chamber of commerce, trades or agriculture"},
    "incubator": {"fr": "incubateur", "en": "incubator"},
    "consultancy": {"fr": "bureau d'études", "en": "consultancy"},
    "law_firm": {"fr": "avocat, notaire ou cabinet juridique", "en": "lawyer, notary or law firm"},
    "court": {"fr": "tribunal", "en": "court"},
    "university": {"fr": "université ou laboratoire", "en": "university or laboratory"},
    "school": {"fr": "école, collège ou lycée", "en": "school"},
    "health": {"fr": "hôpital ou santé", "en": "hospital or health"},
    "culture": {"fr": "institution culturelle ou technique", "en": "cultural or technical institution"},
    "artists": {"fr": "artistes", "en": "artists"},
    "sport": {"fr": "club ou fédération sportive", "en": "sports club or federation"},
    "transport": {"fr": "transport, port ou aéroport", "en": "transport, port or airport"},
    "other": {"fr": "autre", "en": "other"},
}

STRANDS: Final[dict[str, dict[str, str]]] = {
    "emergency": {"fr": "urgence", "en": "emergency"},
    "solidarity": {"fr": "solidarité", "en": "solidarity"},
    "development": {"fr": "développement économique", "en": "economic development"},
    "citizenship": {"fr": "éducation à la citoyenneté", "en": "citizenship education"},
}

CIRCLES: Final[dict[str, dict[str, str]]] = {
    "1": {"fr": "1. la collectivité elle-même", "en": "1. the authority itself"},
    "2": {"fr": "2. ses organismes proches", "en": "2. its close bodies"},
    "3": {"fr": "3. le milieu plus large", "en": "3. the wider milieu"},
}

ACCESS: Final[dict[str, dict[str, str]]] = {
    "open": {"fr": "ouvert", "en": "open"},
    "on_request": {"fr": "sur demande", "en": "on request"},
    "agreement": {"fr": "par convention", "en": "by agreement"},
    "closed": {"fr": "fermé", "en": "closed"},
}

#: kind → names of `markers/shelf/_observers.yaml`
OBSERVERS: Final[dict[str, frozenset[str]]] = {
    "local_authority": frozenset({"collectivité", "commune", "intercommunalité", "direction de la culture", "archives municipales", "conseil régional"}),
    "public_body": frozenset({"agences d'urbanisme", "agences de développement", "CCAS", "missions locales", "France Travail", "CROUS", "CRT", "CAUE"}),
    "state": frozenset({"DREETS", "DREAL", "OFII", "ARS", "douanes", "CASNAV", "rectorat", "préfecture"}),
    "association": frozenset({"associations"}),
    "twinning_committee": frozenset({"comités de jumelage"}),
    "firm": frozenset({"entreprises", "employeurs"}),
    "chamber": frozenset({"CCI", "chambres consulaires", "chambres d'agriculture"}),
    "law_firm": frozenset({"avocats", "cabinets juridiques", "notaires"}),
    "court": frozenset({"greffes des tribunaux", "justice"}),
    "university": frozenset({"universités", "laboratoires"}),
    "school": frozenset({"lycées", "écoles", "établissements scolaires"}),
    "health": frozenset({"hôpitaux"}),
    "culture": frozenset({"festivals", "musées", "salles de spectacle", "médiathèques"}),
    "artists": frozenset({"festivals"}),
    "sport": frozenset({"clubs sportifs", "fédérations sportives", "ligues sportives"}),
    "transport": frozenset({"exploitants de transport", "gestionnaires d'aéroport", "autorités organisatrices des transports"}),
}  # fmt: skip
