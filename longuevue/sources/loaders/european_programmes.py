"""Erasmus+ KA1 mobilities and CORDIS organisations: cities are free text, matched to communes or told as unmatched."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from longuevue.sources.countries import from_alpha2
from longuevue.sources.loaders import Files
from longuevue.sources.places import name_key
from longuevue.sources.reading.archives import extracted
from longuevue.sources.reading.numbers import NotAFigureError, count
from longuevue.sources.tidying import Tally, Tidied
from longuevue.territories.catalogue import load_catalogue


class Cities:
    """French communes by the names that programmes print: `LYON CEDEX 07`, `Paris 5`, `ST ETIENNE`."""

    def __init__(self) -> None:
        catalogue = load_catalogue()
        self.year = catalogue.year
        self._names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for commune in catalogue.of_level("commune"):
            departement = commune.departement.code if commune.departement else ""
            self._names[name_key(commune.name)].append((commune.code, departement))

    def commune(self, city: str, postcode: str = "") -> str | None:
        """The one commune of that name (in the département of the postcode when it is given), else None."""
        plain = re.sub(r"\bcedex\b.*|\b\d+(er|e|eme|ème)?\b(\s*arrondissement)?", " ", city.casefold())
        found = self._names.get(name_key(plain), [])
        if len(found) > 1 and postcode:
            inside = {"20": ("2A", "2B")}.get(
                postcode[:2], (postcode[:3] if postcode.startswith("97") else postcode[:2],)
            )
            found = [pair for pair in found if pair[1] in inside]
        return found[0][0] if len(found) == 1 else None


def tidy(files: Files) -> Tidied:
    """Erasmus+: participants sent and received by commune and partner country, one academic year at a time."""
    cities = Cities()
    tally = Tally()
    sums: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for path in files.paths["mobilities"]:
        for row in files.rows("mobilities", path):
            if row.broken:
                tally.refuse(f"ligne {row.line}", row.broken, "ligne cassée")
            else:
                _mobility(row.line, row.cells, cities, tally, sums)
    rows = [
        {"measure": measure, "ref_area": commune, "counterpart_area": country, "time_period": year, "value": value}
        for (measure, commune, country, year), value in sums.items()
    ]
    return tally.done(
        rows,
        source_id="erasmus-plus",
        dataset="erasmus-mobility-statistics",
        vintage=max((year for _, _, _, year in sums), default="vide"),
        area_level="commune",
        geography_year=cities.year,
        obs_status="A",
    )


def _mobility(
    line: int, cells: dict[str, str], cities: Cities, tally: Tally, sums: dict[tuple[str, str, str, str], float]
) -> None:
    sending, receiving = from_alpha2(cells["sending_country"]), from_alpha2(cells["receiving_country"])
    if "FR" not in (sending, receiving):
        tally.aside("mobilité sans la France")
        return
    if sending == receiving:
        tally.aside("mobilité à l'intérieur de la France")
        return
    outbound = sending == "FR"
    partner = receiving if outbound else sending
    city = cells["sending_city"] if outbound else cells["receiving_city"]
    if partner is None:
        code = cells["receiving_country"] if outbound else cells["sending_country"]
        tally.refuse(f"ligne {line}", code, "code de pays invalide", "DE")
        return
    try:
        people = count(cells["participants"])
    except NotAFigureError as error:
        tally.refuse(f"ligne {line}", error, "nombre de participants illisible", "12")
        return
    commune = cities.commune(city)
    if commune is None:
        tally.refuse(
            f"ligne {line}",
            f"{city} ({cells['participants']} participants)",
            "ville introuvable ou homonyme",
            "Annemasse",
        )
        return
    measure = "erasmus_outbound_participants" if outbound else "erasmus_inbound_participants"
    sums[measure, commune, partner, cells["year"]] += people.value or 0
    tally.keep()


def tidy_cordis(files: Files) -> Tidied:
    """CORDIS: net European contribution by commune of seat, and projects with the countries of their partners."""
    cities = Cities()
    tally = Tally()
    path = files.path("organisations")
    if path.suffix.lower() == ".zip":
        path = extracted(path, "organization.csv", files.scratch)
    communes: dict[str, set[str]] = defaultdict(set)
    countries: dict[str, set[str]] = defaultdict(set)
    funding: dict[str, float] = defaultdict(float)
    for row in files.rows("organisations", path):
        where = f"ligne {row.line}"
        if row.broken:
            tally.refuse(where, row.broken, "ligne cassée")
            continue
        cells = row.cells
        country = from_alpha2(cells["country"])
        if country is None:
            tally.refuse(where, cells["country"], "code de pays invalide", "EL")
            continue
        if country != "FR":
            countries[cells["project"]].add(country)
            tally.aside("organisme étranger (compté comme pays partenaire)")
            continue
        commune = cities.commune(cells["city"], cells["postcode"])
        try:
            amount = count(cells["net"] or "0")
        except NotAFigureError as error:
            tally.refuse(where, error, "montant illisible", "250000,5")
            continue
        if commune is None:
            tally.refuse(where, f"{cells['postcode']} {cells['city']}", "commune introuvable", "74000 ANNECY")
            continue
        communes[cells["project"]].add(commune)
        funding[commune] += amount.value or 0
        tally.keep()
    period = str(files.description.settings["time_period"])
    rows: list[dict[str, Any]] = [
        {"measure": "eu_project_funding", "ref_area": commune, "counterpart_area": "W", "value": value}
        for commune, value in funding.items()
    ]
    rows += [
        {"measure": "eu_project", "ref_area": commune, "counterpart_area": country, "item": project, "value": 1.0}
        for project, places in communes.items()
        for commune in places
        for country in (*countries.get(project, ()),) or (None,)
    ]
    return tally.done(
        rows,
        source_id="cordis",
        dataset="organization",
        vintage=files.description.vintage or period,
        area_level="commune",
        geography_year=cities.year,
        time_period=period,
        obs_status="A",
    )
