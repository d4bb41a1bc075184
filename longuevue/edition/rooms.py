"""Records of debates, as an edition holds them: found by territory, by marker, by room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from longuevue.edition import layout
from longuevue.edition.threads import MAY_SAY as OF_THREADS
from longuevue.edition.threads import Threads
from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    from longuevue.territories.areas import AreaRef


#: what a record may say; a build refuses any other word
MAY_SAY: Final[dict[str, frozenset[str]]] = {
    **OF_THREADS,
    "room_records": frozenset((
        "id", "room", "asks", "origin", "origin_name", "opened_from", "area", "marker", "frozen", "sides", "made_on",
        "opened_on", "closed_on", "sections", "removed", "sought", "votes", "salt",
    )),
}  # fmt: skip


class Rooms(Threads):
    """The part of an edition's reader that answers for records of debates."""

    def rooms(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The records of the rooms opened on the territory or on a place inside it, latest first; `home` says where."""
        place, found = self._find(area), []
        for record in self._debated:
            home = self._known(record["area"])
            if home is not None and self._is_in(home, place):
                found.append({**record, "home": {"ref": home.key, "name": home.name}})
        return found

    def rooms_of_marker(self, marker: str) -> list[dict[str, Any]]:
        """The records of the rooms opened on a figure of that marker, wherever it is."""
        return [record for record in self._debated if record["marker"] == marker]

    def room(self, room_id: str) -> dict[str, Any]:
        """The record of that room. Raises `Refusal` when this edition holds none."""
        for record in self._debated:
            if record["room"] == room_id:
                return record
        raise Refusal(
            "Cette édition n'a pas de compte rendu de ce débat.", "Voyez la page du territoire, ou une autre édition."
        )

    @property
    def _debated(self) -> list[dict[str, Any]]:
        return sorted(
            self._recorded(layout.ROOM_RECORDS), key=lambda record: (record["made_on"], record["id"]), reverse=True
        )
