"""The companion measures of a figure (diversity, reach, intensity…) in one edition: a département's are asked again for
each of its communes, and are put together once. Their formulas were computed by the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from longuevue.edition.dressing import COMPANION, companion_documents
from longuevue.edition.measured.between import between
from longuevue.edition.places import Place

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition

WORLD = "W"
NO_CENTRE = {
    "fr": "le centre de ce territoire n'est pas connu : aucune distance n'est calculée",
    "en": "the centre of this place is unknown: no distance is computed",
}
NOT_LOCATED = {
    "fr": "trop peu de partenaires ont un lieu connu : aucune distance n'est calculée",
    "en": "too few partners have a known place: no distance is computed",
}


class Companions:
    """Companions of every marker, each dressed as a marker of its own: `twinnings.countries`."""

    def __init__(self, edition: Edition, markers: dict[str, dict[str, Any]]) -> None:
        self._edition = edition
        self.documents = {c["id"]: c for marker in markers.values() for c in companion_documents(marker)}
        self._kept = lru_cache(maxsize=1024)(self._measured)

    def of(self, headline: dict[str, Any], place: Place, period: str | None) -> list[dict[str, Any]]:
        """The companions of a marker here, each with its label, its reading and, where it has two bounds, `between`."""
        return list(self._kept(headline["id"], place, period))

    def _measured(self, headline: str, place: Place, period: str | None) -> tuple[dict[str, Any], ...]:
        found = []
        for companion in self._edition.marker(headline).get("companions", []):
            known = self.documents[f"{headline}.{companion['id']}"]
            reading = dict(self._edition.own_reading(known, place, period, WORLD))
            span = between(self._edition, headline, known, reading)
            found.append(
                {name: known[name] for name in COMPANION}
                | {"reading": reading, "between": span, "why": self._why(known, reading, place)}
            )
        return tuple(found)

    def _why(self, companion: dict[str, Any], reading: dict[str, Any], place: Place) -> dict[str, str] | None:
        """Why there is no distance, where the reason of the reading is too general to say it."""
        if companion["property"] != "reach" or reading["value"] is not None or reading["status_reason"] != "undefined":
            return None
        return dict(NO_CENTRE if (place.level, place.code) not in self._centres else NOT_LOCATED)

    @cached_property
    def _centres(self) -> frozenset[tuple[str, str]]:
        # what reads the columns of territories brings NumPy: read where a distance is missing only
        from longuevue.edition.measured.rows import centres

        return frozenset(centres(self._edition))


class CompanionsAt(Mapping[str, list[dict[str, Any]]]):
    """Marker → its companions in one place. Most pages read those of a few markers only: none is measured before."""

    def __init__(self, edition: Edition, place: Place) -> None:
        self._edition, self._place = edition, place
        self._markers = [marker["id"] for marker in edition.markers() if marker["companions"]]

    def __getitem__(self, marker: str) -> list[dict[str, Any]]:
        if marker not in self._markers:
            raise KeyError(marker)
        return self._edition.companions(marker, self._place.ref)

    def __iter__(self) -> Iterator[str]:
        return iter(self._markers)

    def __len__(self) -> int:
        return len(self._markers)
