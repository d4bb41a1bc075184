"""OpenFlights airports and routes, to foreign destinations of the airports of French départements.

No header, `\\N` for null; Basel-Mulhouse is filed under France, Geneva under Switzerland. Routes are of about 2014.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from longuevue.facts.starter import starter_facts
from longuevue.sources.countries import from_name
from longuevue.sources.loaders import Files
from longuevue.sources.places import Outlines
from longuevue.sources.tidying import Tally, Tidied

NULL = r"\N"


def tidy(files: Files) -> Tidied:
    """Distinct foreign destinations per département and country, then each of them as a link."""
    tally = Tally()
    airports = {
        row.cells["iata"]: row.cells for row in files.helping_rows("airports", tally) if row.cells["iata"] != NULL
    }
    iso = _countries(files, tally)
    departement = _departements(files, airports)
    reached: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for row in files.rows("routes"):
        if row.broken:
            tally.refuse(f"ligne {row.line}", row.broken, "ligne cassée")
            continue
        start, end = airports.get(row.cells["src"]), airports.get(row.cells["dst"])
        if start is None or end is None:
            tally.aside("aéroport absent de airports.dat")
        elif start["country"] != "France":
            tally.aside("départ hors de France")
        elif end["country"] == "France":
            tally.aside("liaison intérieure")
        elif row.cells["src"] not in departement:
            tally.aside("aéroport français hors des départements connus")
        else:
            reached[row.cells["src"], iso.get(end["country"])].add(row.cells["dst"])
            tally.keep()
    # distinct within the département: where two airports serve it, a shared destination is counted once
    places: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for (origin, country), ends in reached.items():
        places[departement[origin], country] |= ends
    rows: list[dict[str, Any]] = []
    for (area, country), ends in places.items():
        shared = {"ref_area": area, "counterpart_area": country}
        rows.append(shared | {"measure": "air_destinations", "value": float(len(ends))})
        rows += [shared | {"measure": "air_links", "item": end, "value": 1.0} for end in ends]
    named = {origin for origin, _ in reached} | {end for ends in places.values() for end in ends}
    return tally.done(
        rows,
        source_id="openflights",
        dataset="routes.dat",
        vintage=files.description.vintage or "2014",
        items=[_item(code, airports[code], iso) for code in sorted(named)],
        area_level="departement",
        geography_year=files.description.geography_year,
        time_period="2014",
        obs_status="A",
    )


def _item(code: str, airport: dict[str, str], iso: dict[str, str]) -> dict[str, Any]:
    return {
        "item": code,
        "label": airport["name"],
        "name_fr": airport["name"],
        "name_en": airport["name"],
        "name_origin": "publisher",
        "counterpart_area": iso.get(airport["country"]),
        "latitude": float(airport["latitude"]),
        "longitude": float(airport["longitude"]),
        "country_status": "A",
    }


def _countries(files: Files, tally: Tally) -> dict[str, str]:
    """English name → ISO alpha-2: the publisher's own table, then CLDR for the 18 names it lacks."""
    iso = {
        r.cells["name"]: r.cells["iso2"]
        for r in files.helping_rows("countries", tally)
        if len(r.cells.get("iso2", "")) == 2
    }
    for row in files.rows("airports"):
        name = row.cells.get("country", "")
        if name and name not in iso and (code := from_name(name)):
            iso[name] = code
    return iso


def _departements(files: Files, airports: dict[str, dict[str, str]]) -> dict[str, str]:
    """French airport → département: the starter's table, then the outlines for airports it does not know."""
    facts = starter_facts().to_pylist()
    known = {row["item"]: row["ref_area"] for row in facts if row["measure"] == "air_destinations"}
    if files.has("departements"):
        outlines = Outlines(files.paths["departements"])
        for code, airport in airports.items():
            if code not in known and airport["country"] == "France":
                point = float(airport["latitude"]), float(airport["longitude"])
                if found := outlines.code_at(*point) or outlines.nearest(*point, 0.05):
                    known[code] = found
    return known
