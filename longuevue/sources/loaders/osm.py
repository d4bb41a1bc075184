"""Places to eat of OpenStreetMap by cuisine: the city's CSV, or an OSM extract (PBF) read in one streamed pass or two.

The known part is kept in sight: a place without a `cuisine` tag is counted under the empty category.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from longuevue.facts.cuisines import main_cuisine, partner_country_of_cuisine
from longuevue.sources.loaders import Files
from longuevue.sources.loaders.osm_shops import food_shops
from longuevue.sources.places import Outlines, commune_with_arrondissements_merged
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal

#: places located together: their memory is small, their cost is the library's
TOGETHER = 4096
PLACES = frozenset({"restaurant", "fast_food", "cafe", "bar", "food_court", "ice_cream"})


#: latitude, longitude, cuisine
Place = tuple[float, float, str]


def tidy(files: Files) -> Tidied:
    """Places to eat per commune and cuisine."""
    tally = Tally()
    sums: Counter[tuple[str, str, str]] = Counter()
    year = str(files.description.settings.get("time_period", ""))
    for path in files.paths.get("table", []):
        commune = str(files.description.settings["commune"])
        for row in files.rows("table", path):
            if row.broken:
                tally.refuse(f"ligne {row.line}", row.broken, "ligne cassée")
            elif row.cells["amenity"] not in PLACES:
                tally.aside("autre chose qu'un lieu de restauration")
            else:
                sums[commune, year, row.cells["cuisine"]] += 1
                tally.keep()
    extracts = files.paths.get("extract", [])
    outlines = Outlines(files.paths.get("communes", [])) if extracts else None
    if outlines is not None and not len(outlines):
        raise Refusal(
            "Un extrait OSM se lit avec des contours de communes.", "Joignez communes-*.geojson.", where="osm-amenities"
        )
    for path in extracts:
        year = dated(path) or year
        for some in batched(places_of_pbf(path), TOGETHER):
            latitudes, longitudes, cuisines = zip(*some, strict=True)
            found = outlines.codes_at(latitudes, longitudes) if outlines else [None] * len(some)
            placed = [(code, cuisine) for code, cuisine in zip(found, cuisines, strict=True) if code is not None]
            for code, cuisine in placed:
                sums[commune_with_arrondissements_merged(code), year, cuisine] += 1
            tally.keep(len(placed))
            if len(placed) < len(some):
                tally.aside("hors des contours de communes donnés", len(some) - len(placed))
    by_category: Counter[tuple[str, str, str, str | None]] = Counter()
    for (commune, period, tag), number in sums.items():
        by_category[commune, period, main_cuisine(tag), partner_country_of_cuisine(tag)] += number
    rows = [
        {
            "measure": "restaurants_by_cuisine",
            "ref_area": commune,
            "time_period": period,
            "category": cuisine,
            "counterpart_area": country,
            "value": float(n),
        }
        for (commune, period, cuisine, country), n in by_category.items()
    ]
    tagged = sum(n for (_, _, tag), n in sums.items() if tag.strip())
    if sums:
        tally.remarks.append(f"Cuisine renseignée pour {tagged} lieux sur {sum(sums.values())}.")
    if files.has("shops"):
        settings = files.description.settings
        rows += food_shops(files, str(settings["commune"]), str(settings["time_period"]), tally)
    return tally.done(
        rows,
        source_id="osm-amenities",
        dataset="OSM_MTP_Restaurants" if files.has("table") else "osm.pbf",
        vintage=year,
        area_level="commune",
        # a place of an extract stands on a commune of the outlines' own year
        geography_year=files.description.settings["outlines_year"] if extracts else files.description.geography_year,
        obs_status="A",
    )


def batched(things: Iterator[Place], size: int) -> Iterator[list[Place]]:
    """Lists of at most `size` (`itertools.batched` is of Python 3.12)."""
    while some := list(islice(things, size)):
        yield some


def places_of_pbf(path: Path) -> Iterator[Place]:
    """(latitude, longitude, cuisine) of each place. A way stands at its first node: memory grows with places, not nodes."""
    try:
        import osmium
    except ImportError:
        raise Refusal(
            "La lecture des extraits OSM n'est pas installée.",
            "Installez-la : pip install longuevue[osm].",
            where=path.name,
        ) from None
    amenities = osmium.filter.TagFilter(*(("amenity", kind) for kind in sorted(PLACES)))
    ways: dict[int, list[str]] = {}
    try:
        kinds = osmium.osm.NODE | osmium.osm.WAY
        thing: Any
        for thing in osmium.FileProcessor(str(path), kinds).with_filter(amenities):
            cuisine = str(thing.tags.get("cuisine", ""))
            if thing.is_node():
                yield thing.location.lat, thing.location.lon, cuisine
            elif len(thing.nodes):
                ways.setdefault(thing.nodes[0].ref, []).append(cuisine)
        if ways:
            wanted = osmium.filter.IdFilter(ways)
            node: Any
            for node in osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(wanted):
                for cuisine in ways[node.id]:
                    yield node.location.lat, node.location.lon, cuisine
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise Refusal(f"Extrait OSM illisible ({error}).", "Téléchargez-le de nouveau.", where=path.name) from None


def dated(path: Path) -> str | None:
    """The year of an extract, by its own header."""
    import osmium

    try:  # asked for nothing else: a reader of everything would unpack the file behind our back
        with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
            stamp = reader.header().get("osmosis_replication_timestamp", "")
    except RuntimeError:
        return None
    return stamp[:4] or None
