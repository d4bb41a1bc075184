"""Actors as a table: their columns, and how each is read. Contacts have no column. No Django here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from longuevue.sources.places import name_key
from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.kinds import CIRCLES, KINDS, STRANDS
from longuevue.workshop.reasoning import object_tables as tables

#: column → its header, and how else people call it
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "public_id": tables.ID,
    "name": ("Nom", ("nom de la structure", "structure", "organisation", "organisme", "raison sociale", "acteur", "intitulé", "dénomination", "name", "association")),
    "acronym": ("Sigle", ("acronyme", "acronym")),
    "kind": ("Type", ("type de structure", "nature", "statut", "catégorie", "kind")),
    "fields": ("Domaines", ("domaine", "thématiques", "thèmes", "secteurs", "domaines d'intervention", "fields")),
    "countries": ("Pays", ("pays d'intervention", "pays partenaires", "countries", "zones géographiques")),
    "strands": ("Volets", ("volet", "types d'action", "strands")),
    "circle": ("Cercle", ("circle",)),
    "siren": ("SIREN", ("siret", "numéro siren", "n° siret", "n° siren")),
    "rna": ("RNA", ("numéro rna", "n° rna", "waldec")),
    "place": ("Lieu", ("ville", "commune", "localité", "siège", "place")),
    "commune": ("Code commune", ("code insee", "insee")),
    "website": ("Site internet", ("site", "site web", "url", "website")),
    "description": ("Description", ("objet", "activité", "activités", "présentation", "commentaire")),
    "confirmed_on": ("Vérifié le", ("date de vérification", "mis à jour le", "mise à jour", "confirmed on")),
}  # fmt: skip
LONGEST = {"name": 200, "acronym": 40, "place": 100, "description": 5_000, "website": 200}


def read_back(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """(actors, bad cells in words) of a table. Raises `Refusal` when no header is recognised."""
    return tables.read_back(path, TABLE)


def tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a form, checked as a row of a table is. Raises `Refusal`."""
    return TABLE.read({column: tables.worded(values.get(column)) for column in COLUMNS})


def _kind(text: str) -> str:
    """A kind by its name or by one long word of it: « hôpital public » is a hospital."""
    try:
        return str(_KIND(text))
    except Refusal:
        words = name_key(text).split()
        for key, names in KINDS.items():
            if any(len(w) > 4 and w in words for w in name_key(names["fr"]).split()):
                return key
        raise


def _several(read: tables.Reader) -> tables.Reader:
    return lambda text: sorted({read(part) for part in tables.parts(text)})


def _plain(column: str) -> tables.Reader:
    return tables.plain(COLUMNS[column][0], LONGEST.get(column, 100))


def _website(text: str) -> str:
    text = _plain("website")(text)
    if text and not re.match(r"https?://[^\s<>\"']+$", text):
        text = f"https://{text}"
        if not re.match(r"https://[\w-]+(\.[\w-]+)+(/[^\s<>\"']*)?$", text):
            raise Refusal(f"« {text[8:40]} » n'est pas une adresse de site.", "Écrivez https://exemple.fr.")
    return str(text)


def _commune(text: str) -> str:
    if text and not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", text):
        raise Refusal(f"« {text[:20]} » n'est pas un code de commune.", "Il a cinq signes : 34172, 2A004.")
    return text


def _rna(text: str) -> str:
    if text and not re.fullmatch(r"W[0-9A-Z]{9}", text):
        raise Refusal(f"« {text[:20]} » n'est pas un numéro RNA.", "Il s'écrit W et neuf signes.")
    return text


def _siren(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not digits:
        return ""
    if len(digits) not in (9, 14):
        raise Refusal(f"« {text[:20]} » n'est pas un numéro SIREN.", "Il a neuf chiffres (un SIRET en a quatorze).")
    return digits[:9]


def _day(text: str) -> dt.date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y") if text else ():
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    if text:
        raise Refusal(f"« {text[:20]} » n'est pas une date.", "Écrivez année-mois-jour : 2026-11-23.")
    return None


_KIND = tables.word(COLUMNS["kind"][0], KINDS, "other")
TABLE = tables.ObjectTable(
    COLUMNS,
    {
        "public_id": tables.identifier,
        "name": tables.plain("Nom", 200, Refusal("Il n'y a pas de nom.", "Écrivez le nom de l'organisation.")),
        "acronym": _plain("acronym"),
        "kind": _kind,
        "fields": _several(tables.word(COLUMNS["fields"][0], FIELDS)),
        "countries": _several(tables.country),
        "strands": _several(tables.word(COLUMNS["strands"][0], STRANDS)),
        "circle": tables.word(COLUMNS["circle"][0], CIRCLES),
        "siren": _siren,
        "rna": _rna,
        "place": _plain("place"),
        "commune": _commune,
        "website": _website,
        "description": _plain("description"),
        "confirmed_on": _day,
    },
    frozenset({"name"}),
)
