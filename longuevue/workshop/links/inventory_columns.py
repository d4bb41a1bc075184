"""What the columns of an inventory of external action may be, under the names that French registers give them, and how each
cell is read. The export of the CNCD has no public description: nothing here rests on its exact titles or words, and a word
that is not known leaves the cell as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from longuevue.sources.own.templates import COUNTRY, PARTNER, PERIOD, UNTIL
from longuevue.sources.places import name_key
from longuevue.sources.reading.numbers import iso_date
from longuevue.terms.agendas import TAGS
from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.links.models import Kind, Status
from longuevue.workshop.links.table import date_read, dates_in_order, named
from longuevue.workshop.reasoning import object_tables as tables

ROLES: tables.Columns = {
    "authority": ("Collectivité française", ("collectivité", "collectivité territoriale", "collectivité territoriale française", "nom de la collectivité", "nom de la collectivité française", "collectivité chef de file", "chef de file", "collectivité porteuse", "autorité locale française", "commune", "notre commune", "nom de la commune", "territoire", "epci", "ville", "local authority")),
    "authority_code": ("Code INSEE ou SIREN de la collectivité", ("code insee", "insee", "siren", "siret", "code siren", "numéro siren", "n° siren", "numéro siret", "n° siret", "code insee / siren", "code insee/siren", "code commune", "code collectivité", "code de la collectivité", "siren de la collectivité", "siren collectivité", "siret de la collectivité", "code officiel géographique", "code territoire")),
    "departement": ("Département de la collectivité", ("département", "departement", "dept", "dép", "code département", "numéro de département", "n° département")),
    "partner": ("Partenaire", (PARTNER[0], *(name for name in PARTNER[1] if name != "jumelage"), "collectivité partenaire", "autorité locale étrangère", "autorité locale partenaire", "collectivité étrangère", "collectivité locale étrangère", "collectivité territoriale étrangère", "partenaire étranger", "partenaires", "partenaires étrangers", "nom du partenaire", "nom de la collectivité partenaire", "partenaire local", "local partner")),
    "country": (COUNTRY[0], (*(name for name in COUNTRY[1] if name != "état"), "pays du partenaire", "pays de la collectivité partenaire", "pays d'intervention", "pays bénéficiaire", "pays de coopération", "pays / territoire", "code iso pays")),
    "kind": ("Type de partenariat", ("nature du lien", "type de lien", "type", "nature", "forme", "nature du partenariat", "type de coopération", "nature de la coopération", "type d'accord", "type de relation", "type d'action", "cadre du partenariat", "type of partnership")),
    "title": ("Intitulé du projet", ("intitulé", "titre", "titre du projet", "nom du projet", "projet", "libellé", "libellé du projet", "intitulé de l'action", "action", "project title")),
    "identifier": ("Identifiant du projet", ("identifiant", "id", "numéro de projet", "numéro du projet", "n° de projet", "n° projet", "code projet", "référence", "référence du projet", "id projet", "numéro de dossier", "n° de dossier", "n° dossier", "project id")),
    "field": ("Thématique", ("thématiques", "thématique(s)", "thématiques / odd", "thématique(s) / odd", "thème", "thèmes", "domaine", "domaines", "secteur", "secteurs", "domaine d'intervention", "secteur d'intervention", "thématique principale", "topic")),
    "tags": ("ODD", ("objectifs de développement durable", "objectif de développement durable", "odd visés", "odd visé", "odd principal", "odd principaux", "objectifs (odd)", "sdg")),
    "start": ("Date de début", (*(name for name in PERIOD[1] if len(name) > 3), "année", "date début", "année de début", "début du projet", "date de démarrage", "démarrage", "date de lancement", "année de lancement", "start date")),
    "end": ("Date de fin", (UNTIL[0], *UNTIL[1], "date fin", "année fin", "fin du projet", "échéance", "date d'échéance", "terme", "clôture", "date de clôture", "end date")),
    "status": ("Statut", ("état", "état du lien", "état d'avancement", "avancement", "situation", "statut du projet", "statut du partenariat", "statut de la coopération", "status")),
    "amount": ("Montant", ("budget", "coût", "coût total", "coût global", "montant total", "budget total", "montant en euros", "montant (€)", "budget (€)", "montant €", "budget prévisionnel", "coût du projet", "amount")),
    "funder": ("Bailleur", ("bailleurs", "bailleur de fonds", "bailleurs de fonds", "financeur", "financeurs", "cofinanceur", "cofinanceurs", "cofinancement", "cofinancements", "cofinancement meae", "source de financement", "funder")),
    "aims": ("Descriptif", ("description", "descriptif du projet", "description du projet", "résumé", "objectif", "objectifs", "buts", "but", "objet", "présentation", "contenu", "aims")),
}  # fmt: skip
#: roles whose cells are kept with the link and shown, and that nothing is worked out from: a sum without its year or its payer
#: is no line of a budget
KEPT = ("title", "identifier", "amount", "funder", "departement")
AUTHORITY = ("authority", "authority_code", "departement")

#: stem of a word → what it means; the first found wins
_Stems = tuple[tuple[str, Any], ...]
#: stem of a word → form, the first found wins: « accord de jumelage » is a twinning, « projet de coopération » a project
_FORMS: _Stems = (
    ("jumel", Kind.TWINNING), ("pacte", Kind.FRIENDSHIP_PACT), ("amitie", Kind.FRIENDSHIP_PACT), ("charte", Kind.FRIENDSHIP_PACT),
    ("projet", Kind.PROJECT), ("programme", Kind.PROJECT), ("action", Kind.PROJECT), ("subvention", Kind.PROJECT),
    ("reseau", Kind.NETWORK), ("cooperation", Kind.DECENTRALISED_COOPERATION), ("convention", Kind.DECENTRALISED_COOPERATION),
    ("accord", Kind.DECENTRALISED_COOPERATION), ("partenariat", Kind.DECENTRALISED_COOPERATION),
    ("protocole", Kind.DECENTRALISED_COOPERATION), ("entente", Kind.DECENTRALISED_COOPERATION),
)  # fmt: skip
_STATES: _Stems = (
    ("sommeil", Status.DORMANT), ("suspendu", Status.DORMANT), ("inacti", Status.DORMANT), ("veille", Status.DORMANT),
    ("termine", Status.ENDED), ("clos", Status.ENDED), ("clotur", Status.ENDED), ("acheve", Status.ENDED), ("fini", Status.ENDED),
    ("echu", Status.ENDED), ("abandon", Status.ENDED), ("annul", Status.ENDED), ("rompu", Status.ENDED),
    ("en cours", Status.ALIVE), ("acti", Status.ALIVE), ("vivant", Status.ALIVE), ("en vigueur", Status.ALIVE),
)  # fmt: skip
_FIELDS: _Stems = (
    ("educ", "education"), ("enseign", "education"), ("universit", "education"), ("recherche", "education"), ("sante", "health"),
    ("cultur", "culture"), ("patrimoine", "culture"), ("sport", "sport"), ("tourism", "housing-tourism"),
    ("eau", "environment-urbanism"), ("assainissement", "environment-urbanism"), ("environnement", "environment-urbanism"),
    ("climat", "environment-urbanism"), ("dechet", "environment-urbanism"), ("urban", "environment-urbanism"),
    ("energie", "environment-urbanism"), ("biodiversite", "environment-urbanism"), ("econom", "economy"), ("emploi", "economy"),
    ("agricol", "economy"), ("agricultur", "economy"), ("gouvernance", "institutions"), ("appui institutionnel", "institutions"),
    ("langue", "languages-food-lifestyles"), ("migra", "people"),
)  # fmt: skip
_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that keeps its row out: its role, what was found and what to do."""

    role: str
    said: str


@dataclass(slots=True)
class Said:
    """What the cells of a row say of a link, the cells that keep it out, the words that are not known."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)


def read(texts: Mapping[str, str], default_kind: str) -> Said:
    """Every cell but those of the authority; each is tried, so that a person mends them all at once."""
    said = Said()
    for role, text in texts.items():
        if role in KEPT or role in AUTHORITY:
            continue
        text = text.strip()
        try:
            value = _READERS[role](text)
        except Refusal as refusal:
            said.faults.append(Fault(role, refusal.sentence()))
            continue
        if value is None:
            said.unknown.append((role, text))
        else:
            said.values[role] = value
    if not said.values.get("kind"):
        titled = not texts.get("kind", "").strip() and texts.get("title", "").strip()
        said.values["kind"] = str(Kind.PROJECT) if titled else default_kind
    if not said.faults:
        try:
            dates_in_order(said.values)
        except Refusal as refusal:
            said.faults.append(Fault("end", refusal.sentence()))
    return said


def _stem(among: _Stems) -> Callable[[str], str | None]:
    def found(text: str) -> str | None:
        key = f" {name_key(text)}"
        return next((str(value) for stem, value in among if f" {stem}" in key), None)

    return found


def _word(role: str, words: Mapping[str, Mapping[str, str]], stems: _Stems, empty: str) -> Any:
    """A word of our list by its name, else by its stem; None for one that is not known."""
    exact, near = tables.word(ROLES[role][0], words, empty), _stem(stems)

    def found(text: str) -> str | None:
        try:
            return str(exact(text))
        except Refusal:
            return near(text)

    return found


def _field(text: str) -> str | None:
    """The first theme that is known, of several."""
    known = _word("field", FIELDS, _FIELDS, "")
    return next(
        (found for part in (text, *tables.parts(text.replace("/", ";"))) if (found := known(part)) is not None), None
    )


def _tags(text: str) -> list[str] | None:
    found: dict[str, None] = {}
    for part in tables.parts(text.replace("/", ";")):
        if number := re.match(r"(?:(?:odd|sdg)\D{0,4})?0*(1[0-7]|[1-9])(?!\d)", part, re.IGNORECASE):
            found.setdefault(f"sdg-{number[1]}")
        else:
            try:
                found.setdefault(tables.word(ROLES["tags"][0], TAGS, None)(part))
            except Refusal:
                continue
    return list(found) if found or not text else None


def _date(text: str) -> str:
    """As the other tables read a date, and as people write one: « mai 1998 », « 05/1998 », « 1er mai 1998 »."""
    if day := iso_date(text):
        return day
    if month := re.fullmatch(r"(0?[1-9]|1[0-2])[/.-](\d{4})", text):
        return f"{month[2]}-{int(month[1]):02}"
    worded = re.fullmatch(r"(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4})", name_key(text))
    if worded and worded[2] in _MONTHS:
        number = _MONTHS.index(worded[2]) + 1
        plain = f"{worded[3]}-{number:02}" + (f"-{int(worded[1]):02}" if worded[1] else "")
        if not worded[1] or iso_date(plain):
            return plain
    found = date_read(text)
    if len(found) == 10 and not iso_date(found):
        raise Refusal(
            f"« {text[:20]} » n'est pas un jour du calendrier.", "Corrigez le jour, ou n'écrivez que l'année."
        )
    return found


_READERS: dict[str, Callable[[str], Any]] = {
    "partner": tables.plain(ROLES["partner"][0], 200, Refusal("Il n'y a pas de partenaire.", "Écrivez son nom.")),
    "country": tables.country,
    "kind": _word("kind", named("kind", Kind.values), _FORMS, ""),
    "field": _field,
    "tags": _tags,
    "start": _date,
    "end": _date,
    "status": _word("status", named("status", Status.values), _STATES, str(Status.UNKNOWN)),
    "aims": tables.plain(ROLES["aims"][0], 20_000),
}
