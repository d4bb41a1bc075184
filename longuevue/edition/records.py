"""What people of the place know, as an edition holds it: actors, links with the world, who sees what, found by territory.
They were approved in the workshop; what may be said of each is listed here, and a contact is in no list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from longuevue.edition import layout
from longuevue.edition.inside import LEARNT
from longuevue.terms.countries import in_order_of_names
from longuevue.terms.gap import Gap, gaps
from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    from longuevue.edition.members import Members
    from longuevue.edition.places import Place
    from longuevue.territories.areas import AreaRef

#: grades of effects that are more than one voice
COUNTED: Final = ("A", "B", "C")
#: what a record may say; a build refuses any other word
MAY_SAY: Final[dict[str, frozenset[str]]] = {
    "actors": frozenset(
        [
            "id",
            "name",
            "acronym",
            "kind",
            "kind_name",
            "fields",
            "countries",
            "strands",
            "circle",
            "siren",
            "rna",
            "place",
            "commune",
            "website",
            "description",
            "confirmed_on",
        ]
    ),
    "links": frozenset(
        [
            "id",
            "kind",
            "kind_name",
            "area",
            "bearer",
            "involves_authority",
            "partner",
            "country",
            "partner_id",
            "layer",
            "field",
            "start",
            "end",
            "status",
            "status_name",
            "languages",
            "vote",
            "aims",
            "local_interest",
            "mutual_interest",
            "tags",
            "aims_before_diagnostic",
            "origin",
            "origin_note",
            "changes",
            "money",
            "returns",
            "agreements",
            "engagements",
            "milestones",
            "missions",
            "third_parties",
            "legs",
        ]
    ),
    "effects": frozenset(
        [
            "id",
            "template",
            "what",
            "area",
            "since",
            "field",
            "marker",
            "address",
            "flow",
            "contribution",
            "stated_by",
            "initiator",
            "bearer",
            "intended",
            "visible",
            "role",
            "other_side",
            "signs",
            "services",
            "policies",
            "discreet_policies",
            "explanations",
            "evidence",
            "replies",
            "grade",
        ]
    ),
    "vantages": frozenset(["id", "actor", "marker", "data_held", "access", "access_name", "frequency", "scale"]),
    "networks": frozenset(["id", "name", "founded", "ground", "pillars", "announced_members", "members"]),
    "organisations": frozenset(["id", "area", "option", "option_name", "service", "elected", "directions"]),
    "cards": frozenset(
        [
            "id",
            "kind",
            "kind_name",
            "area",
            "name",
            "what",
            "country",
            "origin",
            "since",
            "decided_by",
            "number",
            "unit",
            "parts",
            "parties",
            "evidence",
            "sum_of_parts",
            "disagrees",
            "origin_note",
        ]
    ),
    "events": frozenset(
        [
            "id",
            "title",
            "place",
            "area",
            "kind",
            "kind_name",
            "field",
            "text",
            "url",
            "cancelled",
            "day",
            "hour",
            "last_day",
        ]
    ),
    "requests": frozenset(["id", "actor", "marker", "data", "state", "state_name", "closed", "steps"]),
}


class Records:
    """The part of an edition's reader that answers for actors, links and vantage points."""

    if TYPE_CHECKING:
        path: Path
        manifest: dict[str, Any]
        observatory: dict[str, Any]

        def _find(self, area: str | AreaRef) -> Place: ...
        def _document(self, name: str) -> Any: ...
        @property
        def membership(self) -> Members: ...

    def actors(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The actors at home in the territory, in order of names."""
        place = self._find(area)
        return [actor for actor in self._actors.values() if self._at_home(actor, place)]

    def links(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The links of the territory and of the places inside it, in order of partners; `home` is this end."""
        place, found = self._find(area), []
        for link in self._links:
            home = self._known(link["area"])
            if home is not None and self._is_in(home, place):
                found.append({**link, "home": {"ref": home.key, "name": home.name}, "inside": home.key != place.key})
        return found

    def vantages(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """Who sees what of the territory: its own actors, then (`around`) those of the observatory that holds it."""
        place = self._find(area)
        followed = any(self._is_in(place, whole) for whole in self._perimeter)
        found = []
        for point in self._points:
            actor = self._actors.get(point["actor"])
            if actor is None:
                continue
            here = self._at_home(actor, place)
            if here or followed:
                found.append({**point, "actor": actor, "around": not here})
        return sorted(found, key=lambda p: (p["around"], p["marker"], in_order_of_names(p["actor"]["name"])))

    def effects(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The effects told of the territory and of the places inside it, in order of words; `home` says where. `counted`:
        not a single voice, which is shown apart and enters no sum."""
        place = self._find(area)
        return [one for one in self._effects if self._is_in(self._find(one["home"]["ref"]), place)]

    def effects_of_marker(self, marker: str) -> list[dict[str, Any]]:
        """The effects that cite a marker as a contributing flow, wherever they are told."""
        return [one for one in self._effects if one["marker"] == marker]

    def authority_gap(self, area: str | AreaRef) -> list[Gap]:
        """The authority beside its territory: living links with it and without it, all fields first."""
        alive = (link for link in self.links(area) if link["status"] != "ended")
        return gaps(SimpleNamespace(involves_authority=one["involves_authority"], field=one["field"]) for one in alive)

    # -- inside -------------------------------------------------------------------------------------------------

    def _recorded(self, name: str) -> list[dict[str, Any]]:
        """The records of a file, read once: an edition never changes, and every page of a place asks."""
        if name not in self._read_records:
            self._read_records[name] = self._document(name) if name in self.manifest["files"] else []
        return self._read_records[name]

    @cached_property
    def _read_records(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    @cached_property
    def _actors(self) -> dict[str, dict[str, Any]]:
        rows = sorted(self._recorded(layout.ACTORS), key=lambda a: (in_order_of_names(a["name"]), a["id"]))
        return {row["id"]: row for row in rows}

    @cached_property
    def _links(self) -> list[dict[str, Any]]:
        return sorted(self._recorded(layout.LINKS), key=lambda one: (in_order_of_names(one["partner"]), one["id"]))

    @cached_property
    def _effects(self) -> list[dict[str, Any]]:
        """Each with the place where it is told; one of a place that the edition does not know is not shown."""
        found = []
        for one in sorted(self._recorded(layout.EFFECTS), key=lambda e: (in_order_of_names(e["what"]), e["id"])):
            home = self._known(one["area"])
            if home is not None:
                told = {**LEARNT["effects"], **one}
                beside = {"counted": one["grade"] in COUNTED, "policies": self._policies_of(told)}
                found.append({**told, "home": {"ref": home.key, "name": home.name}, **beside})
        return found

    def _policies_of(self, effect: dict[str, Any]) -> list[dict[str, Any]]:
        """The policies said to touch an effect, each by its name; then those that pull against each other on it, of which `how` is
        empty. One that the edition does not hold is not shown."""
        policies = self._recorded(layout.THREADS["policies"])
        names = {one["id"]: one["name"] for one in policies}
        told = [{**one, "name": names[one["policy"]]} for one in effect["policies"] if one["policy"] in names]
        said = {one["policy"] for one in told}
        told += [
            {"policy": one["id"], "name": one["name"], "how": "", "stated_by": ""}
            for one in policies
            if one["id"] not in said and any(t["effect"] == effect["id"] for t in one["tensions"])
        ]
        return sorted(told, key=lambda one: (in_order_of_names(one["name"]), one["policy"]))

    @cached_property
    def _points(self) -> list[dict[str, Any]]:
        return self._recorded(layout.VANTAGES)

    @cached_property
    def _perimeter(self) -> list[Place]:
        return [place for ref in self.observatory.get("perimeter") or [] if (place := self._known(ref))]

    @cached_property
    def _inside(self) -> dict[str, frozenset[str]]:
        return {}

    def _known(self, ref: str) -> Place | None:
        try:
            return self._find(ref)
        except Refusal:
            return None

    def _at_home(self, actor: dict[str, Any], place: Place) -> bool:
        """In the territory by its commune; an actor without one is at home wherever the whole observatory is."""
        home = self._known(f"com-{actor['commune']}") if actor["commune"] else None
        if home is not None and self._is_in(home, place):
            return True
        return any(self._is_in(whole, place) for whole in self._perimeter)

    def _is_in(self, inner: Place, outer: Place) -> bool:
        if inner.key == outer.key or outer.level == "country":
            return inner.key == outer.key or inner.country == outer.code
        if outer.level in ("epci", "departement", "region"):
            return bool(getattr(inner, outer.level) == outer.code)
        if outer.level != "perimeter":
            return False
        inside = self._communes(outer)
        return inner.key in inside or bool(self._communes(inner) and self._communes(inner) <= inside)

    def _communes(self, place: Place) -> frozenset[str]:
        if place.key not in self._inside:
            self._inside[place.key] = frozenset(_refs(self.membership.of(place)))
        return self._inside[place.key]


def _refs(members: Iterable[dict[str, Any]]) -> Iterable[str]:
    return (member["ref"] for member in members)
