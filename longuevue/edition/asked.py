"""What was asked of holders of data, and the sources that stand closed: read from an edition's records, found by territory.
Whether a source is closed was decided in the workshop, step by step, and approved."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from longuevue.edition import layout
from longuevue.edition.posts import Posts
from longuevue.terms.countries import in_order_of_names

if TYPE_CHECKING:
    from longuevue.edition.places import Place
    from longuevue.territories.areas import AreaRef

#: a source of which somebody of the place says it is closed
CLOSED = "source_closed"


class Asked(Posts):
    """The part of an edition's reader that answers for requests and closed sources."""

    def requests(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """What was asked of whoever could see: the actors of the place, then those of the observatory that holds it."""
        place = self._find(area)
        found = []
        for request in self._requests:
            actor = self._actors.get(request["actor"])
            if actor is not None and self._concerns(actor, place):
                found.append({**request, "actor": actor})
        return sorted(found, key=lambda r: (r["marker"], in_order_of_names(r["actor"]["name"]), r["id"]))

    def closed_sources(self, area: str | AreaRef) -> dict[str, list[str]]:
        """Marker → the holders that are closed, where nobody of the place is open about it."""
        return self._closed(self._find(area))

    def said_closed(self, reading: dict[str, Any], place: Place) -> dict[str, Any]:
        """An absence whose source was asked for and stands closed says so, whatever the marker's page supposes."""
        if reading["status"] != "not_observed" or not (self._requests or self._points):
            return reading
        if reading["marker"] not in self._closed(place):
            return reading
        return {**reading, "status_reason": CLOSED}

    # -- inside -------------------------------------------------------------------------------------------------

    def _closed(self, place: Place) -> dict[str, list[str]]:
        if place.key not in self._closed_by_place:
            shut: dict[str, set[str]] = {}
            given: set[str] = set()
            told = [(r["actor"], r["marker"], r["closed"], r["state"] == "answered") for r in self._requests]
            told += [(p["actor"], p["marker"], p["access"] == "closed", p["access"] == "open") for p in self._points]
            for holder, marker, is_closed, is_given in told:
                actor = self._actors.get(holder)
                if actor is None or not self._concerns(actor, place):
                    continue
                if is_closed:
                    shut.setdefault(marker, set()).add(actor["name"])
                elif is_given:
                    given.add(marker)
            self._closed_by_place[place.key] = {
                marker: sorted(names, key=in_order_of_names) for marker, names in shut.items() if marker not in given
            }
        return self._closed_by_place[place.key]

    def _concerns(self, actor: dict[str, Any], place: Place) -> bool:
        return self._at_home(actor, place) or any(self._is_in(place, whole) for whole in self._perimeter)

    @cached_property
    def _requests(self) -> list[dict[str, Any]]:
        return self._recorded(layout.REQUESTS)

    @cached_property
    def _closed_by_place(self) -> dict[str, dict[str, list[str]]]:
        return {}
