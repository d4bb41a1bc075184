"""The door to what is computed when an edition is read: one method per measure, one document for all of a figure's.
Each measure lives in the neighbouring module of its name."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from longuevue.edition.measured.links import Links
from longuevue.edition.measured.movement import Movement
from longuevue.edition.measured.rows import Rows, size_free
from longuevue.edition.measured.scales import Scales
from longuevue.edition.measured.sureness import Sureness
from longuevue.edition.measured.told import interval_said, told
from longuevue.edition.measured.zonings import Zonings
from longuevue.territories.areas import AreaRef

if TYPE_CHECKING:
    from longuevue.edition.places import Place
    from longuevue.edition.reader import Edition

Area = str | AreaRef


class Measures:
    """Measures of one edition. Every text is a `{"fr", "en"}`; a null value comes with the sentence that explains it."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.rows = Rows(edition)
        self.sureness = Sureness(self)
        self.members = lru_cache(maxsize=64)(self._members)
        # a département's figure is read under each of its communes
        self._told = lru_cache(maxsize=2048)(lambda marker, place, period: told(self, marker, place.ref, period))

    def standings(self, marker: str, area: Area, period: str | None = None) -> list[dict[str, Any]]:
        """Where the figure stands among its peers, then in each larger area that holds it (`edition.standing`)."""
        reading = self.edition.reading(marker, area, period)
        zones = self.edition.zones(area)
        found = [(zone, self.edition.standing(reading, zone["zone"])) for zone in zones]
        return [{**standing, "area": zone["area"], "name": zone["name"]} for zone, standing in found if standing]

    def precision(self, marker: str, area: Area, period: str | None = None) -> dict[str, Any]:
        """Class A, B or C, 95 % interval, and how they were found."""
        return self.sureness.of(
            self.edition.marker(marker), self._find(area), self.edition.reading(marker, area, period)
        )

    def interval_told(self, marker: dict[str, Any], place: Place) -> dict[str, str] | None:
        """The sentence of the 95 % interval of the latest figure, where it has one."""
        return interval_said(marker, self.sureness.of(marker, place, self.edition.reading(marker["id"], place.ref)))

    def specific_links(self, marker: str, area: Area, period: str | None = None) -> dict[str, Any]:
        """Partner countries against what size and distance would have: ratio and residual of each."""
        return self._links.specific(self.edition.marker(marker), self._find(area), period)

    def partition(self, marker: str, area: Area, period: str | None = None) -> dict[str, Any]:
        """Alpha, beta and gamma of partner countries: inside the members, between them, of them all."""
        return self._links.partition(self.edition.marker(marker), self._find(area), period)

    def zonings(self, marker: str, area: Area, period: str | None = None) -> dict[str, Any]:
        """The same reading at other zonings, with the range: `around` the place, and `inside` a région or France."""
        known, place = self.edition.marker(marker), self._find(area)
        companions = [self.edition.marker(f"{known['id']}.{c['id']}") for c in known.get("companions", [])]
        return {
            "around": self._zonings.around(known, place, period),
            "inside": self._zonings.inside(known, place, period),
            "companions": {c["id"]: self._zonings.around(c, place, period) for c in companions if size_free(c)},
        }

    def trend(self, marker: str, area: Area) -> dict[str, Any]:
        """Points with their years and breaks, change since the last break, slope and test from eight points on."""
        return self._movement.of(self.edition.marker(marker), self._find(area))

    def scale(self, question: str, area: Area) -> dict[str, Any]:
        """At which scale a question (a marker's, or a field) can honestly be asked about a territory, and why."""
        return self._scales.advice(question, self._find(area))

    def told(self, marker: str, area: Area, period: str | None = None) -> list[dict[str, Any]]:
        """The same in plain sentences, by subject: precision, links, members, boundaries."""
        found: list[dict[str, Any]] = self._told(marker, self._find(area), period)
        return found

    def read_ahead(self, area: Area) -> None:
        """Have ready what is told of every figure of a place: those who ask for its communes will not wait for it."""
        for reading in self.edition.portrait(area)["readings"]:
            if reading["value"] is not None:
                self.told(reading["marker"], area, reading["time_period"])

    def of(self, marker: str, area: Area, period: str | None = None) -> dict[str, Any]:
        """All that is known of one figure: reading, companions, and every measure above."""
        return {
            "reading": self.edition.reading(marker, area, period),
            "companions": self.edition.companions(marker, area, period),
            "precision": self.precision(marker, area, period),
            "standings": self.standings(marker, area, period),
            "peers": self.edition.peers(area),
            "specific_links": self.specific_links(marker, area, period),
            "partition": self.partition(marker, area, period),
            "zonings": self.zonings(marker, area, period),
            "trend": self.trend(marker, area),
            "edition": self.edition.id,
        }

    def departements_of(self, place: Place) -> tuple[str, ...]:
        """The départements of a région, or those that an EPCI lies in."""
        if place.level == "region":
            return tuple(self.members(place, "departement"))
        return tuple(sorted({d for _, _, d in self.edition.places.communes_of(place) if d}))

    def _members(self, place: Place, level: str) -> list[str]:
        """Codes of the territories of that level inside the place; an EPCI is inside when all its communes are."""
        if level == "commune" or place.level == "perimeter":
            keys = [member["ref"] for member in self.edition.members(place.ref)]
            return [key.partition("-")[2] for key in keys if key.startswith("com-")]
        return self.edition.places.inside(place, level)

    def _find(self, area: Area) -> Place:
        return self.edition.find(area)

    @cached_property
    def _links(self) -> Links:
        return Links(self)

    @cached_property
    def _zonings(self) -> Zonings:
        return Zonings(self)

    @cached_property
    def _movement(self) -> Movement:
        return Movement(self)

    @cached_property
    def _scales(self) -> Scales:
        return Scales(self)
