"""Where a place's figures stand among others: its peers, or the places of a zone that the reader chooses.

Who peers are and what « higher » means is decided in `diagnosis`; here the places and their published values are found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from longuevue.diagnosis.peers import PEERS, PeerGroup, Place, provisional_peers
from longuevue.diagnosis.standing import ALONE, HIGHER, LOWER, NOT_DISTINGUISHABLE, standing
from longuevue.edition.measured.rows import size_free
from longuevue.edition.places import Place as Territory

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition

#: what a place may be compared with: its peers, then the larger areas that hold it
ZONES: Final = ("peers", "epci", "departement", "region", "country")
SIDES: Final = {HIGHER: "higher", LOWER: "lower", NOT_DISTINGUISHABLE: "same", ALONE: "alone"}
#: under so many values, a percentile would say more than it knows
FEWEST_FOR_PERCENTILE: Final = 5


def peers_of(edition: Edition, place: Territory) -> dict[str, Any] | None:
    """The peers of a place in order of names, how they were found and what to warn of; None where none is proposed."""
    if place.level not in ("commune", "epci", "departement", "region", "arrondissement") or not place.population:
        return None
    near = [_as_peer(other) for other in edition.places.near_in_population(place, PEERS)]
    group: PeerGroup = provisional_peers(_as_peer(place), near)
    found = [edition.places.get(place.level, peer.code) for peer in group.peers]
    return {
        "label": {"fr": group.label.fr, "en": group.label.en},
        "why": {"fr": group.why.fr, "en": group.why.en},
        "warning": {"fr": group.warning.fr, "en": group.warning.en} if group.warning else None,
        "peers": [
            {"ref": p.key, "name": p.name, "population": p.population}
            for p in sorted(found, key=lambda p: (p.name, p.code))
        ],
    }


def zones_of(edition: Edition, place: Territory) -> list[dict[str, Any]]:
    """What a place may be compared with: `zone`, and the area that holds the places compared (None for peers)."""
    if place.level not in ("commune", "epci", "departement", "region", "arrondissement"):
        return []
    found: list[dict[str, Any]] = [{"zone": "peers", "area": None, "name": None}] if place.population else []
    return found + [
        {"zone": larger.level, "area": larger.key, "name": larger.name} for larger in edition.places.larger(place)
    ]


def standing_of(edition: Edition, reading: dict[str, Any], zone: str) -> dict[str, Any] | None:
    """Where this reading stands in a zone: how many are compared, their median, the percentile when it means something.

    Values of the same marker, level and period only, established ones (`ok`), this one first: an estimate among observed
    figures has no percentile (methodology §2.8). None otherwise, and where the zone does not hold the place.
    With a sampling interval that holds the median, nothing is said to differ. A count that grows with the place has no
    percentile outside its peers, who are of its size.
    """
    if reading["value"] is None or reading["status"] != "ok":
        return None
    place = edition.places.get(reading["area_level"], reading["ref_area"])
    values = edition.values_by_code(reading["marker"], place.level, reading["time_period"])
    inside = _inside(edition, place, zone, values)
    if inside is None:
        return None
    asked, codes = inside
    marker = edition.marker(reading["marker"])
    low, high = edition.measures.sureness.interval(marker, place, reading)
    found = standing(reading["value"], [values[code] for code in codes if code != place.code], low=low, high=high)
    tells = found.compared_with >= FEWEST_FOR_PERCENTILE and (zone == "peers" or size_free(marker))
    return {
        "marker": reading["marker"],
        "zone": zone,
        "compared_with": found.compared_with,
        "asked": asked,
        "median": found.peer_median,
        "percentile": found.percentile if tells else None,
        "side": SIDES[found.words],
        "words": {"fr": found.words.fr, "en": found.words.en},
        "low": low,
        "high": high,
    }


def _inside(
    edition: Edition, place: Territory, zone: str, values: dict[str, tuple[float, str]]
) -> tuple[int, list[str]] | None:
    """How many places of that level the zone holds besides this one, and the codes of those that have a value."""
    if zone == "peers":
        group = edition.peers(place.ref)
        codes = [peer["ref"].partition("-")[2] for peer in group["peers"]] if group else []
        return (len(codes), [code for code in codes if code in values]) if group else None
    holder = "FR" if zone == "country" else getattr(place, zone, None)
    if not holder or (zone == "country" and place.zone == "com"):
        return None
    return edition.places.count_in(place.level, zone, holder) - 1, [
        code for code in values if "/" not in code and edition.places.holds(zone, holder, place.level, code)
    ]


def _as_peer(place: Territory) -> Place:
    return Place(place.level, place.code, place.name, place.population, place.zone)
