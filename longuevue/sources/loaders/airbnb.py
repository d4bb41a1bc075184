"""Inside Airbnb listings by commune: how many, and entire homes open to rent. No guest, no host's name.

Bordeaux's file lost its accented letters (« Bgles »): an explicit table of the description gives the commune.
"""

from __future__ import annotations

from collections import Counter

from longuevue.sources.loaders import Files
from longuevue.sources.reading.numbers import NotAFigureError, count
from longuevue.sources.tidying import Tally, Tidied


def tidy(files: Files) -> Tidied:
    """Listings, and short-term rentals: entire homes open at least one day of the coming year."""
    names = {str(name): str(code) for name, code in files.description.settings["communes"].items()}
    tally = Tally()
    sums: Counter[tuple[str, str]] = Counter()
    latest = ""
    for path in files.paths["listings"]:
        for row in files.rows("listings", path):
            where = f"{path.name.split('-', 1)[-1]}, ligne {row.line}"
            if row.broken:
                tally.refuse(where, row.broken, "ligne cassée")
                continue
            place = row.cells["group"] or row.cells["neighbourhood"]
            if place not in names:
                tally.refuse(where, place, "commune inconnue de la table de la source", "Bordeaux")
                continue
            try:
                days = count(row.cells["availability"])
            except NotAFigureError as error:
                tally.refuse(where, error, "disponibilité illisible", "265")
                continue
            latest = max(latest, row.cells["last_review"][:4])
            sums[names[place], "rental_listings"] += 1
            sums[names[place], "short_term_rentals"] += row.cells["room_type"] == "Entire home/apt" and bool(days.value)
            tally.keep()
    return tally.done(
        [{"ref_area": code, "measure": measure, "value": float(number)} for (code, measure), number in sums.items()],
        source_id="insideairbnb",
        dataset="listings",
        vintage=files.description.vintage or latest,
        area_level="commune",
        geography_year=files.description.geography_year,
        time_period=latest or "2024",
        counterpart_area="W",
        obs_status="A",
    )
