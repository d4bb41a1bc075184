"""Commands that ask an edition: territories, reading, portrait, blind-spots, explain. They write nothing."""

from __future__ import annotations

import re
from typing import Any

import click

from longuevue.config.commands.opening import opened
from longuevue.config.console import give, give_json, say
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number, with_unit
from longuevue.terms.refusal import Refusal
from longuevue.terms.spoken import parts_text
from longuevue.terms.words import reason_words, status_words

as_json = click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard, rien d'autre.")
of_edition = click.option("--edition", help="Identifiant ou dossier d'une édition (défaut : celle en vigueur).")


@click.command()
@click.argument("text")
@as_json
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 200), help="Nombre de réponses.")
def territories(text: str, json_: bool, limit: int) -> None:
    """Chercher un territoire par son nom ou son code (accents et fautes de frappe pardonnés)."""
    from longuevue.config.observatory import find_observatory

    found = find_observatory().catalogue().search(text, limit)
    if json_:
        give_json(
            [
                {"ref": str(t.ref), "level": t.level, "code": t.code, "name": t.name, "population": t.population}
                for t in found
            ]
        )
        return
    if not found:
        raise Refusal(f"Aucun territoire ne ressemble à « {text} ».", "Essayez un mot du nom, ou un code.")
    for place in found:
        people = f"{number(place.population)} hab." if place.population is not None else "population inconnue"
        give(f"{place.ref!s:<18} {place.name} ({LEVEL_NAMES[place.level]['fr']}, {people})")


@click.command()
@click.argument("marker")
@click.argument("area")
@click.option("--period", help="Période, comme le producteur l'écrit (2022-23). Défaut : la dernière.")
@click.option(
    "--counterpart", default="W", show_default=True, help="Pays partenaire, code ISO à deux lettres ; W : le monde."
)
@of_edition
@as_json
def reading(marker: str, area: str, period: str | None, counterpart: str, edition: str | None, json_: bool) -> None:
    """Lire la valeur d'un marqueur pour un territoire."""
    if not re.fullmatch(r"[A-Za-z]{1,2}", counterpart):
        raise Refusal(
            f"« {counterpart} » n'est pas un code de pays.", "Donnez deux lettres (DE, CH, MA), ou W pour le monde."
        )
    found = opened(edition).reading(marker, area, period, counterpart)
    if json_:
        give_json(found)
        return
    give(told(found))
    if found["offered"]:
        give("À défaut : " + told(found["offered"]))


@click.command()
@click.argument("area")
@of_edition
@as_json
def portrait(area: str, edition: str | None, json_: bool) -> None:
    """Toutes les lectures d'un territoire, avec ce qui se voit et ce qui ne se voit pas."""
    from longuevue.config.commands.flows import flows_of, give_flows

    opened_ = opened(edition)
    found = opened_.portrait(area)
    flows = flows_of(opened_, found)
    if json_:
        give_json({**found, "flows": flows})
        return
    place, coverage = found["territory"], found["coverage"]
    give(f"{place['name']} ({LEVEL_NAMES[place['level']]['fr']}, {place['ref']})")
    give(f"On voit {coverage['seen']} marqueurs sur {coverage['asked']}.\n")
    for row in found["readings"]:
        if row["value"] is not None:
            give("  " + told(row))
    lent = [row["offered"] for row in found["readings"] if row["value"] is None and row["offered"]]
    if lent:
        give("\nChiffres d'un territoire plus grand, faute de mieux :")
        for row in lent:
            give("  " + told(row))
    give_flows(flows)
    give("\nTrois questions à poser ici :")
    for question in found["questions"]:
        give(f"  - {question['question']['fr']} (qui pourrait répondre : {', '.join(question['seen_by'])})")


@click.command("blind-spots")
@click.argument("area")
@of_edition
@as_json
def blind_spots(area: str, edition: str | None, json_: bool) -> None:
    """Ce qu'on ne voit pas d'un territoire, pourquoi, et qui pourrait le voir."""
    found = opened(edition).blind_spots(area)
    if json_:
        give_json(found)
        return
    for spot in found["blind_spots"]:
        give(f"- {spot['label']['fr']} : {reason_words(spot['status_reason'])}")
        give(f"    {spot['sentence']['fr']} Qui pourrait le voir : {', '.join(spot['seen_by'])}.")


@click.command()
@click.argument("marker")
@click.argument("area")
@click.option("--period", help="Période. Défaut : la dernière.")
@of_edition
@as_json
def explain(marker: str, area: str, period: str | None, edition: str | None, json_: bool) -> None:
    """Toute l'ascendance d'un chiffre, jusqu'au fichier et à son empreinte."""
    from longuevue.edition.explain import explain as ancestry

    found = ancestry(opened(edition), marker, area, period)
    if json_:
        give_json(found)
        return
    reading_, marker_ = found["reading"], found["marker"]
    give(told(reading_))
    if reading_["offered"]:
        give("À défaut : " + told(reading_["offered"]))
    for remark in found["remarks"]:
        give(f"À savoir    {remark['fr']}")
    _tell_beside(found["side_by_side"])
    give(f"\nQuestion    {marker_['question']['fr']}")
    give(f"Définition  {marker_['id']}, version {marker_['version']}, enregistrée le {marker_['registered']}")
    give(f"Formule     {found['formula_words']}")
    give(f"Échelle     agrégation « {marker_['aggregation']} »")
    give(f"Prudence    {marker_['caveat']['fr']}")
    give(f"\nFaits ({found['facts_count']})")
    for fact in found["facts"]:
        thing = " ".join(f" {word}" for word in (fact["item"], fact["item_name"]) if word)
        give(
            f"  {fact['area_level']} {fact['ref_area']} {fact['time_period']} {fact['measure']}{thing} "
            f"{fact['counterpart_area'] or 'pays inconnu'} = {_stated(fact)} [{fact['obs_status']}]"
        )
    if found["facts_count"] > len(found["facts"]):
        say(f"(les {len(found['facts'])} premiers ; tous sont dans facts/ de l'édition)")
    if unsure := found["facts_too_uncertain"]:
        give(
            "  Échantillon trop petit : ce compte sert aux totaux et ne se lit pas seul."
            if unsure == 1
            else f"  Échantillon trop petit : {number(unsure)} de ces comptes servent aux totaux et ne se lisent pas seuls."
        )
    if found["facts_below_floor"]:
        give(
            f"  {number(found['facts_below_floor'])} fait(s) de communes sous le seuil de population du producteur : "
            "ils comptent dans les totaux et ne sont pas montrés."
        )
    give("\nSources")
    for source in found["sources"]:
        receipt = source["receipt"] or {}
        give(f"  {source['publisher']['fr']}, {source['title']['fr']}, millésime {source['vintage']}")
        give(f"    licence {source['licence']['label'] if source['licence'] else 'non dite'} ; {source['url'] or ''}")
        if receipt:
            origin = "chiffres de départ, embarqués" if receipt.get("origin") == "starter" else "fichier du producteur"
            give(f"    {origin} : {receipt.get('file', '')}, sha256 {receipt['sha256']}")
            starter = receipt.get("starter") or {}
            if starter.get("same", 0) + starter.get("different", 0) + starter.get("only_starter", 0):
                give(
                    f"    ce fichier remplace les chiffres de départ : identiques {starter['same']}, différents "
                    f"{starter['different']}, nouveaux {starter['only_file']}, absents du fichier {starter['only_starter']}"
                )
    _tell_replaced(found["starter_differs"])
    edition_ = found["edition"]
    give(f"\nÉdition     {edition_['id']} du {edition_['date']}, empreinte des lectures {edition_['readings_sha256']}")
    give(f"Adresse     {reading_['address']}")


def _tell_replaced(differences: list[dict[str, Any]]) -> None:
    """Where the file and the starter differ, the file has won: said place by place, the first ones in full."""
    if differences:
        give("\nLe fichier l'emporte sur le jeu de départ")
    for one in differences[:5]:
        give(f"  {LEVEL_NAMES[one['area_level']]['fr']} {one['ref_area']} : {one['fr']}")
    if len(differences) > 5:
        give(f"  … et {len(differences) - 5} autres lieux (explain --json, « starter_differs »)")


def told(reading_: dict[str, Any]) -> str:
    """One reading in one line: place, value or reason, parts, period, source, status."""
    where = f"{reading_['ref_area_name']} ({LEVEL_NAMES[reading_['area_level']]['fr']})"
    if reading_["value"] is None:
        why = reason_words(reading_["status_reason"]) if reading_["status_reason"] else status_words(reading_["status"])
        return f"{reading_['marker']} : {where} : pas de valeur ({why})"
    parts = parts_text(reading_)
    parts = f" ({parts})" if parts else ""
    decimals = 0 if float(reading_["value"]).is_integer() or reading_["unit"].startswith("km") else 1
    value = with_unit(number(reading_["value"], decimals), reading_["unit"])
    return (
        f"{reading_['marker']} : {where} : {value}{parts}, {reading_['time_period']}, source {reading_['source']}, "
        f"{status_words(reading_['status'])}"
    )


def _stated(fact: dict[str, Any]) -> str:
    """A fact's value with all its digits, or the words for one that is withheld."""
    if fact["withheld"]:
        return str(fact["withheld"]["fr"])
    return status_words("suppressed") if fact["value"] is None else f"{fact['value']:.12g}"


def _tell_beside(counts: list[dict[str, Any]]) -> None:
    """The other counts of the same reality: each with its definition, none added to another."""
    if counts:
        give("\nLa même réalité, comptée autrement (à lire côte à côte, jamais à additionner)")
    for count in counts:
        held = "pas de chiffre ici" if count["loaded"] else "pas encore chargé"
        if count["withheld"]:
            held = f"{count['withheld']['fr']} : échantillon trop petit pour dire combien"
        value = f"{number(count['value'])} ({count['time_period']})" if count["value"] is not None else held
        if count["value"] is not None and count["known_for"] < count["members"]:
            value += f", partiel : connu pour {count['known_for']} communes sur {count['members']}"
        give(f"  {count['publisher']['fr']} : {count['label']['fr']} : {value}")
        if count["definition"]:
            give(f"    ce qui est compté : {count['definition']['fr']}")
