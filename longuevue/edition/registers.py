"""Networks, organisation of the authority, cards of the territory and the layers of links, found by territory in an edition.
They were approved in the workshop; nothing is counted here but lines of a register."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from longuevue.edition import layout
from longuevue.edition.asked import Asked
from longuevue.terms.across import Across, across_services
from longuevue.terms.countries import in_order_of_names
from longuevue.terms.strata import Stratum, stratigraphy

if TYPE_CHECKING:
    from longuevue.edition.places import Place
    from longuevue.territories.areas import AreaRef


class Registers(Asked):
    """The part of an edition's reader that answers for registers beside actors and links."""

    def networks(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The networks where a place of the territory is a member or a guest; `here` are those members."""
        place, found = self._find(area), []
        for network in self._recorded(layout.NETWORKS):
            here = [one for one in network["members"] if one["area"] and self._is_home(one["area"], place)]
            if here:
                found.append({**network, "here": here})
        return sorted(found, key=lambda one: (in_order_of_names(one["name"]), one["id"]))

    def organisations(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """How the authority of that very territory is organised; `gaps` are its directions without a strand."""
        place, found = self._find(area), []
        for one in self._recorded(layout.ORGANISATIONS):
            home = self._known(one["area"])
            if home is not None and home.key == place.key:
                blank = [d["name"] for d in one["directions"] if not d["strand"].strip()]
                found.append({**one, "gaps": blank if one["option"] == "strands" else []})
        return found

    def across_services(self, area: str | AreaRef) -> Across:
        """The effects of the territory service by service, and the services of its authority of which none is said."""
        return across_services(self.effects(area), self.organisations(area))

    def cards(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The cards of the territory and of the places inside it, kind by kind, in order of names."""
        place = self._find(area)
        mine = [card for card in self._recorded(layout.CARDS) if self._is_home(card["area"], place)]
        return sorted(mine, key=lambda card: (card["kind"], in_order_of_names(card["name"]), card["id"]))

    def events(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The events of the territory and of the places inside it, in order of dates."""
        place = self._find(area)
        mine = [event for event in self._recorded(layout.EVENTS) if self._is_home(event["area"], place)]
        return sorted(mine, key=_moment)

    def events_of_field(self, field: str) -> list[dict[str, Any]]:
        """The events of a field, wherever they are, in order of dates."""
        return sorted((event for event in self._recorded(layout.EVENTS) if event["field"] == field), key=_moment)

    def strata(self, area: str | AreaRef) -> list[Stratum]:
        """The links of the territory by decade and layer, oldest first, undated last: the totals make the register."""
        return stratigraphy(
            SimpleNamespace(
                layer=link["layer"],
                start_year=int(link["start"][:4]) if link["start"] else None,
                alive=link["status"] != "ended",
            )
            for link in self.links(area)
        )

    def tagged(self, tag: str) -> dict[str, list[dict[str, Any]]]:
        """Links and decisions that carry a goal or an agenda (`sdg-4`, `agenda-migration`), each list in order of names."""
        links = [one for one in self._recorded(layout.LINKS) if tag in one.get("tags", ())]
        acts = [one for one in self._recorded(layout.THREADS["deliberations"]) if tag in one.get("tags", ())]
        return {
            "links": sorted(links, key=lambda one: (in_order_of_names(one["partner"]), one["id"])),
            "deliberations": sorted(acts, key=lambda one: (one["date"], one["id"])),
        }

    def tags(self) -> set[str]:
        """The goals and agendas that some link or decision carries."""
        records = [*self._recorded(layout.LINKS), *self._recorded(layout.THREADS["deliberations"])]
        return {tag for one in records for tag in one.get("tags", ())}

    def registers(self) -> dict[str, list[dict[str, Any]]]:
        """Every record of the edition, list by list, as the press handed them over."""
        return {name: self._recorded(file) for name, file in layout.RECORDS.items()}

    def _is_home(self, ref: str, place: Place) -> bool:
        home = self._known(ref)
        return home is not None and self._is_in(home, place)


def _moment(event: dict[str, Any]) -> tuple[str, str, str, str]:
    return event["day"], event["hour"], in_order_of_names(event["title"]), event["id"]
