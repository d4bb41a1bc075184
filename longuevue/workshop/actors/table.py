"""Actors as a table: the same columns go out and come in. Contacts have no column. No Django here.

A cell that a spreadsheet would take for a formula leaves with an apostrophe before it, which is taken off when it comes back.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from longuevue.sources.countries import from_alpha2, from_name
from longuevue.sources.own.reading import sheets_of
from longuevue.sources.own.recognising import headers_seen, recognised
from longuevue.sources.places import name_key
from longuevue.terms.countries import country_name
from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.kinds import CIRCLES, KINDS, STRANDS

#: column → its header, and how else people call it
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "public_id": ("Identifiant Longuevue", ("identifiant", "id")),
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
LISTS = {"fields": FIELDS, "strands": STRANDS}
ONE_OF = {"kind": KINDS, "circle": CIRCLES}
LONGEST = {"name": 200, "acronym": 40, "place": 100, "description": 5_000, "website": 200}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
MOST_ROWS = 20_000


class _Template:
    """The columns, as the recogniser of tables asks for them."""

    def columns(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        return COLUMNS

    def required(self) -> set[str]:
        return {"name"}


def written(actors: Iterable[Mapping[str, Any]]) -> str:
    """The table as CSV: UTF-8, semicolons, a mark at its head so that spreadsheets read the accents."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(header for header, _ in COLUMNS.values())
    for actor in actors:
        rows.writerow(_out(_worded(column, actor.get(column))) for column in COLUMNS)
    return "\ufeff" + out.getvalue()


def read_back(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """(actors, refused rows in words) of a table. Raises `Refusal` when no header is recognised."""
    good: list[dict[str, Any]] = []
    refused: list[str] = []
    tables = [t for sheet in sheets_of(path) if (t := recognised(sheet, _Template()))]
    if not tables:
        seen = " ; ".join(headers_seen(sheet) for sheet in sheets_of(path)[:2])
        raise Refusal(f"Aucun en-tête reconnu. Vu : {seen}.", "Il faut au moins une colonne « Nom » et une autre.")
    for table in tables:
        for row, cells in table.sheet.rows():
            if row <= table.header_row:
                continue
            texts = {c: _in(cells.get(column, "")) for c, column in table.columns.items()}
            if not any(texts.values()):
                continue
            try:
                good.append(_tidied(texts))
            except Refusal as refusal:
                refused.append(f"{table.cell(row, 'name')} : {refusal.sentence()}")
            if len(good) + len(refused) > MOST_ROWS:
                raise Refusal(f"Plus de {MOST_ROWS} lignes.", "Donnez la table en plusieurs fichiers.")
    return good, refused


def tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a form, checked as a row of a table is. Raises `Refusal`."""
    return _tidied({c: _worded(c, values.get(c)) for c in COLUMNS})


def _tidied(texts: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, text in texts.items():
        if column in LISTS:
            found[column] = sorted({_word(column, part, LISTS[column]) for part in _parts(text)})
        elif column in ONE_OF:
            found[column] = _word(column, text, ONE_OF[column]) if text else ("other" if column == "kind" else "")
        elif column == "countries":
            found[column] = sorted({_country(part) for part in _parts(text)})
        elif column == "confirmed_on":
            found[column] = _day(text) if text else None
        elif column == "siren":
            found[column] = _siren(text)
        else:
            found[column] = _plain(column, text)
    if not found.get("name"):
        raise Refusal("Il n'y a pas de nom.", "Écrivez le nom de l'organisation.")
    return found


def _plain(column: str, text: str) -> str:
    text = "".join(sign for sign in text if sign >= " " or sign in "\n\t").strip()
    if len(text) > LONGEST.get(column, 100):
        raise Refusal(f"« {text[:30]}… » est trop long pour « {COLUMNS[column][0]} ».", "Raccourcissez.")
    if column == "website" and text and not re.match(r"https?://[^\s<>\"']+$", text):
        text = f"https://{text}"
        if not re.match(r"https://[\w-]+(\.[\w-]+)+(/[^\s<>\"']*)?$", text):
            raise Refusal(f"« {text[8:40]} » n'est pas une adresse de site.", "Écrivez https://exemple.fr.")
    if column == "commune" and text and not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", text):
        raise Refusal(f"« {text[:20]} » n'est pas un code de commune.", "Il a cinq signes : 34172, 2A004.")
    if column == "rna" and text and not re.fullmatch(r"W[0-9A-Z]{9}", text):
        raise Refusal(f"« {text[:20]} » n'est pas un numéro RNA.", "Il s'écrit W et neuf signes.")
    return text


def _siren(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not digits:
        return ""
    if len(digits) not in (9, 14):
        raise Refusal(f"« {text[:20]} » n'est pas un numéro SIREN.", "Il a neuf chiffres (un SIRET en a quatorze).")
    return digits[:9]


def _word(column: str, text: str, among: Mapping[str, Mapping[str, str]]) -> str:
    wanted = name_key(text)
    for key, names in among.items():
        if text == key or wanted in {name_key(key), *(name_key(n) for n in names.values())}:
            return key
    if column == "kind":
        for key, names in among.items():
            if any(len(w) > 4 and w in wanted.split() for w in name_key(names["fr"]).split()):
                return key
    listed = ", ".join(names["fr"] for names in among.values())
    raise Refusal(f"« {text[:40]} » n'est pas un mot de « {COLUMNS[column][0]} ».", f"Choisissez parmi : {listed}.")


def _country(text: str) -> str:
    code = (from_alpha2(text) if len(text) == 2 else None) or from_name(text)
    if code is None:
        raise Refusal(f"« {text[:40]} » n'est pas un pays connu.", "Écrivez son nom français ou son code : Mali, ML.")
    return code


def _day(text: str) -> dt.date:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Refusal(f"« {text[:20]} » n'est pas une date.", "Écrivez année-mois-jour : 2026-11-23.")


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in re.split(r"[|;,\n]", text) if part.strip())


def _worded(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " | ".join(map(str, value))
    return str(value)


def _out(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _in(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA and text[1:] else text


def country_words(codes: Iterable[str], language: str) -> str:
    """Countries by name."""
    return ", ".join(country_name(code, language) for code in codes)
