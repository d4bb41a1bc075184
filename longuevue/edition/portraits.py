"""What a page tells of a place, put together from one edition: portrait, what is known of its communes, blind spots.
Readings are found by `reader`; what they mean is said by `diagnosis`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from longuevue.diagnosis.blind_spots import questions_worth_asking, unseen
from longuevue.diagnosis.portrait import context_of, coverage_of, fields_of
from longuevue.edition.companions import CompanionsAt
from longuevue.edition.keys import area_key
from longuevue.edition.places import Place

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition


def portrait_of(edition: Edition, place: Place) -> dict[str, Any]:
    """One reading per marker shown, the latest; then fields, coverage, context, parts abroad and questions."""
    markers = edition.markers()
    by_id = {marker["id"]: marker for marker in markers}
    readings = _latest(edition, place)
    card = edition.place_card(place)
    context = context_of(card, edition.membership.count(place), _centre(edition, place))
    return {
        "area": place.key,
        "territory": card,
        "readings": readings,
        "companions": CompanionsAt(edition, place),
        "fields": fields_of(readings, by_id),
        "coverage": coverage_of(readings),
        "peers": edition.peers(place.ref),
        "standings": {
            reading["marker"]: standing for reading in readings if (standing := edition.standing(reading, "peers"))
        },
        "context": context,
        "parts": [
            {"area": part.key, "country": part.country, "readings": _latest(edition, part)}
            for part in edition.places.parts(place)
        ],
        "inside": _inside(edition, place, readings),
        "questions": questions_worth_asking(card, context, unseen(readings, by_id)),
        "edition": edition.id,
    }


def _centre(edition: Edition, place: Place) -> dict[str, Any] | None:
    """The point that stands for a place in France: its own centre, else that of its most peopled commune if located."""
    if place.country != "FR" or place.zone not in ("metro", "drom") or place.level in ("country", "region"):
        return None
    own = edition.places.centre(place)
    if own is None and place.level == "epci":
        inside = [edition.places.find(member["ref"]) for member in edition.members(place.ref)]
        largest = max(inside, key=lambda p: p.population or 0, default=None)
        where = edition.places.centre(largest) if largest else None
        return {"lat": where[0], "lon": where[1], "name": largest.name} if where and largest else None
    return {"lat": own[0], "lon": own[1], "name": None} if own else None


def blind_spots_of(edition: Edition, place: Place) -> dict[str, Any]:
    """What is not seen of the place, why, and who could see it."""
    readings = _latest(edition, place)
    return {
        "area": place.key,
        "coverage": coverage_of(readings),
        "blind_spots": unseen(readings, {marker["id"]: marker for marker in edition.markers()}),
        "edition": edition.id,
    }


def _latest(edition: Edition, place: Place) -> list[dict[str, Any]]:
    return [edition.with_offer(marker, place, None, "W") for marker in edition.markers()]


def _inside(edition: Edition, place: Place, readings: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """By marker, the readings of the communes inside, in order of names, where the whole has no honest total:
    under 95 % covered, only the list of members is published (methodology §2.1)."""
    if place.level not in ("epci", "departement", "perimeter"):
        return {}
    wanted = [r["marker"] for r in readings if r["value"] is None and r["status_reason"] == "undefined"]
    mine = {member["ref"] for member in edition.members(place.ref)} if wanted else set()
    found = {}
    for marker in wanted:
        rows = [
            row
            for level in ("commune", "lau")
            for row in edition.rows_by_level(marker, level)
            if area_key(level, row["ref_area"]) in mine and row["value"] is not None
        ]
        if rows:
            found[marker] = rows
    return found
