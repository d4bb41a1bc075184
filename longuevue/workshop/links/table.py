"""Links, networks and members as tables: their columns, and how each cell is read. What becomes of the rows is in `bringing`."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any

from longuevue.sources.own.cities import Communes, DoubtfulError
from longuevue.sources.own.templates import AREA, COUNTRY, NETWORK, PARTNER, PERIOD, UNTIL
from longuevue.terms.agendas import TAGS
from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue
from longuevue.workshop.frame.words import catalogue
from longuevue.workshop.links.models import Kind, Layer, Membership, Status
from longuevue.workshop.links.services import checked_area
from longuevue.workshop.reasoning import object_tables as tables

LINKS: tables.Columns = {
    "public_id": tables.ID,
    "kind": ("Forme", ("type", "type de lien", "nature", "form")),
    "partner": PARTNER,
    "country": COUNTRY,
    "partner_id": ("Identifiant Wikidata", ("wikidata", "identifiant du partenaire")),
    "area": AREA,
    "bearer": ("Qui porte le lien", ("porteur", "structure porteuse", "comité", "bearer")),
    "involves_authority": ("La collectivité y prend part", ("avec la collectivité", "collectivité engagée")),
    "layer": ("Couche", ("layer",)),
    "field": ("Domaine", ("thème", "thématique", "field")),
    "start": PERIOD,
    "end": UNTIL,
    "status": ("État du lien", ("état", "statut", "situation", "status")),
    "languages": ("Langues de travail", ("langues", "langue", "languages")),
    "vote": ("Délibération", ("vote", "délibération du conseil")),
    "aims": ("Buts", ("but", "objectifs", "objet", "aims")),
    "local_interest": ("Intérêt local", ("local interest",)),
    "mutual_interest": ("Intérêt mutuel", ("mutual interest",)),
    "tags": ("Objectifs et agendas", ("odd", "objectifs de développement durable", "agendas", "tags")),
}
NETWORKS: tables.Columns = {
    "public_id": tables.ID,
    "name": NETWORK,
    "founded": ("Créé en", ("fondé en", "année de création", "founded")),
    "ground": ("Ce qui en fait membre", ("motif", "ground")),
    "pillars": ("Piliers", ("axes", "pillars")),
    "announced_members": ("Membres annoncés", ("nombre de membres", "announced members")),
}
MEMBERS: tables.Columns = {
    "name": ("Membre", ("ville", "nom", "ville membre", "lieu", "member", "city")),
    "country": COUNTRY,
    "area": ("Code du territoire", ("territoire", "code insee", "code commune", "code")),
    "ground": ("À quel titre", ("titre", "qualité", "ground")),
    "since": ("Depuis", ("année d'adhésion", "adhésion", "année", "since")),
    "note": ("Note", ("commentaire", "remarque")),
}


def named(prefix: str, values: list[str]) -> dict[str, dict[str, str]]:
    return {value: dict(catalogue()[f"links.{prefix}_{value}"]) for value in values}


def links_table(observatory: Any, kind: str) -> tables.ObjectTable:
    """Of links; `kind` is what a row without a form is."""
    header = {column: name for column, (name, _) in LINKS.items()}
    return tables.ObjectTable(
        LINKS,
        {
            "public_id": tables.identifier,
            "kind": tables.word(header["kind"], named("kind", Kind.values), kind),
            "partner": tables.plain(header["partner"], 200, Refusal("Il n'y a pas de partenaire.", "Écrivez son nom.")),
            "country": tables.country,
            "partner_id": tables.plain(header["partner_id"], 20),
            "area": partial(_area, observatory, home=True),
            "bearer": tables.plain(header["bearer"], 200),
            "involves_authority": tables.yes_or_no(header["involves_authority"], True),
            "layer": tables.word(header["layer"], named("layer", Layer.values)),
            "field": tables.word(header["field"], FIELDS),
            "start": date_read,
            "end": date_read,
            "status": tables.word(header["status"], named("status", Status.values), str(Status.UNKNOWN)),
            "languages": _languages,
            "vote": tables.plain(header["vote"], 200),
            "aims": tables.plain(header["aims"], 20_000),
            "local_interest": tables.plain(header["local_interest"], 20_000),
            "mutual_interest": tables.plain(header["mutual_interest"], 20_000),
            "tags": lambda text: [_tag(part) for part in tables.parts(text)],
        },
        frozenset({"partner"}),
        dates_in_order,
    )


def networks_table() -> tables.ObjectTable:
    """Of networks, without their members."""
    header = {column: name for column, (name, _) in NETWORKS.items()}
    return tables.ObjectTable(
        NETWORKS,
        {
            "public_id": tables.identifier,
            "name": tables.plain(header["name"], 200, Refusal("Il n'y a pas de nom.", "Écrivez le nom du réseau.")),
            "founded": tables.whole_number(header["founded"], 1800, 2100),
            "ground": tables.plain(header["ground"], 300),
            "pillars": tables.plain(header["pillars"], 20_000),
            "announced_members": tables.whole_number(header["announced_members"], 0, 1_000_000),
        },
        frozenset({"name"}),
    )


def members_table(observatory: Any) -> tables.ObjectTable:
    """Of the members of one network."""
    header = {column: name for column, (name, _) in MEMBERS.items()}
    return tables.ObjectTable(
        MEMBERS,
        {
            "name": tables.plain(header["name"], 200, Refusal("Il n'y a pas de nom.", "Écrivez le nom du membre.")),
            "country": tables.country,
            "area": partial(_area, observatory, home=False),
            "ground": tables.word(
                header["ground"], named("ground", Membership.Ground.values), str(Membership.Ground.SITE)
            ),
            "since": tables.whole_number(header["since"], 1800, 2100),
            "note": tables.plain(header["note"], 300),
        },
        frozenset({"name"}),
    )


_tag = tables.word(LINKS["tags"][0], TAGS, None)


@cache
def _communes() -> Communes:
    """The communes by name, read once: thousands of cells ask."""
    return Communes(load_catalogue(), ("commune",), {})


def _area(observatory: Any, text: str, *, home: bool) -> str:
    """A territory by its code or its name. A blank is the observatory's own where it has only one (`home`)."""
    if not text:
        if not home:
            return ""
        if len(observatory.perimeter) == 1:
            return str(observatory.perimeter[0])
        raise Refusal("Il n'y a pas de territoire d'ici.", "Écrivez son nom ou son code : Montpellier, 34172.")
    try:
        return checked_area(observatory, text)
    except Refusal:
        if any(sign.isdigit() for sign in text):
            raise
    try:
        place = _communes().place(text)
    except DoubtfulError as doubt:
        choices = " ; ".join(choice.partition(" : --city")[0] for choice in doubt.choices)
        said = f" Peut-être : {choices}." if choices else ""
        raise Refusal(f"« {text[:40]} » : {doubt}.{said}", "Écrivez le code de la commune : 34172.") from None
    return f"com-{place.code}"


def date_read(text: str) -> str:
    """A year, a month or a day, as spreadsheets write them too."""
    text = re.sub(r"[ T]00:00(:00)?$", "", text).removesuffix(".0")
    if french := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        text = f"{french[3]}-{int(french[2]):02}-{int(french[1]):02}"
    if text and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
        raise Refusal(
            f"« {text[:20]} » n'est pas une date.", "Écrivez 1998, 1998-05 ou 1998-05-12 ; rien si nul ne sait."
        )
    return text


def _languages(text: str) -> list[str]:
    codes = [code.lower() for part in tables.parts(text) for code in part.split()]
    for code in codes:
        if not re.fullmatch(r"[a-z]{2,3}", code):
            raise Refusal(f"« {code[:20]} » n'est pas un code de langue.", "Deux lettres par langue : fr | en | es.")
    return codes


def dates_in_order(row: dict[str, Any]) -> None:
    start, end = row.get("start"), row.get("end")
    if start and end and end < start[: len(end)]:
        raise Refusal(f"La fin ({end}) est avant le début ({start}).", "Corrigez l'une des deux dates.")
