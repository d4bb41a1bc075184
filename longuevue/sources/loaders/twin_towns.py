"""Wikidata's declared twinnings (P190, crawl of 2016): which commune, which partner, which country where it is known.

Edges are directed and one-sided; labels are German first; a third of the ids have no country. Ended links remain.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from longuevue.facts.starter import twin_partners
from longuevue.sources.loaders import Files
from longuevue.sources.places import Outlines, commune_with_arrondissements_merged
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.exonyms import name_of_place
from longuevue.territories.catalogue import load_catalogue


def tidy(files: Files) -> Tidied:
    """One row per French commune and partner that the commune's own record declares."""
    tally = Tally()
    cities = {row.cells["wikidata"]: row.cells for row in files.helping_rows("cities", tally)}
    labels = {row.cells["wikidata"]: row.cells["label"] for row in files.helping_rows("names", tally)}
    communes = _communes(cities, labels, files)
    countries = _countries(cities)
    links: dict[tuple[str, str], None] = {}
    seen: set[tuple[str, str]] = set()
    for row in files.rows("links"):
        if row.broken:
            tally.refuse(f"ligne {row.line}", row.broken, "ligne cassée", "Q42218<tabulation>Q365")
            continue
        start, end = row.cells["from"], row.cells["to"]
        if (start, end) in seen:
            tally.aside("lien écrit deux fois")
            continue
        seen.add((start, end))
        if start in communes and cities.get(end, {}).get("country") == "FR":
            tally.aside("partenaire en France")
        elif start in communes:
            links[communes[start], end] = None
            tally.keep()
        elif cities.get(start, {}).get("country") == "FR":
            tally.aside("lieu français qui n'est pas une commune reconnue")
        elif end in communes:
            tally.aside("lien écrit du côté du partenaire (compté si la commune l'écrit aussi)")
        else:
            tally.aside("lien sans commune française")
    rows, items = [], {}
    for commune, partner in links:
        country, status, position = countries(partner)
        rows.append(
            {
                "ref_area": commune,
                "item": partner,
                "counterpart_area": country,
                "obs_status": "E" if status == "E" else "A",
            }
        )
        items[partner] = _item(partner, labels.get(partner, partner), country, status, position)
    return tally.done(
        rows,
        source_id="wikidata-p190",
        dataset="P190",
        vintage=files.description.vintage or "2016-09",
        items=list(items.values()),
        measure="twinning",
        area_level="commune",
        geography_year=load_catalogue().year,
        time_period=str(files.description.settings["time_period"]),
        value=1.0,
    )


def _item(partner: str, label: str, country: str | None, status: str, position: str | None) -> dict[str, Any]:
    name = name_of_place(partner, label, country)
    latitude, longitude = (position or ",").split(",")
    return {
        "item": partner,
        "label": label,
        "name_fr": name.fr,
        "name_en": name.en,
        "name_origin": name.origin,
        "counterpart_area": country,
        "latitude": float(latitude) if latitude else None,
        "longitude": float(longitude) if longitude else None,
        "country_status": status,
    }


def _countries(cities: dict[str, dict[str, str]]) -> Any:
    """Country, its status and the position of a partner: what the starter knows (corrected, or estimated by name) first."""
    known = twin_partners()

    def country_of(partner: str) -> tuple[str | None, str, str | None]:
        if partner in known and known[partner]["counterpart_area"]:
            record = known[partner]
            return record["counterpart_area"], record["country_status"], record["coordinates"]
        city = cities.get(partner)
        if city is None or len(city["country"]) != 2:
            return None, "M", None
        return city["country"], "A", f"{city['latitude']},{city['longitude']}"

    return country_of


def _communes(cities: dict[str, dict[str, str]], labels: dict[str, str], files: Files) -> dict[str, str]:
    """QID → commune of today, by Wikidata's own label.

    The list of cities gives many ids to a neighbour in the alphabet (Nice to Niderviller, Nantes to Nanteuil): its
    name is never followed, and its position only settles homonyms where its name agrees with the label.
    """
    catalogue = load_catalogue()
    by_name: dict[str, list[str]] = defaultdict(list)
    for commune in catalogue.of_level("commune"):
        by_name[_spelt(commune.name)].append(commune.code)
    outlines = Outlines(files.paths["departements"]) if files.has("departements") else None
    found = {str(qid): str(code) for qid, code in files.description.settings.get("communes", {}).items()}
    for qid, city in cities.items():
        label = labels.get(qid, "")
        if city["country"] != "FR" or qid in found or not label:
            continue
        codes = by_name.get(_spelt(label), [])
        if len(codes) == 1:
            found[qid] = commune_with_arrondissements_merged(codes[0])
        elif codes and outlines is not None and _spelt(city["name"]) == _spelt(label):
            held = outlines.code_at(float(city["latitude"]), float(city["longitude"]))
            inside = [code for code in codes if (d := catalogue.get("commune", code).departement) and d.code == held]
            if len(inside) == 1:
                found[qid] = inside[0]
    return found


def _spelt(name: str) -> str:
    """Names compare with their accents: Vire is not Viré."""
    return name.casefold().replace("’", "'").replace("-", " ").replace("œ", "oe").strip()
