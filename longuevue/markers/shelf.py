"""Where the markers are kept: the shelf of the product, then the observatory's own. What a page holds is `marker.py`'s."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from longuevue.markers.marker import Marker, read_marker
from longuevue.terms.refusal import Refusal

SHELF = Path(__file__).parent / "shelf"


class Shelf:
    """All markers of one observatory, by id, in the order of fields then ids."""

    def __init__(self, markers: list[Marker], paths: dict[str, Path]) -> None:
        self._by_id = {marker.id: marker for marker in markers}
        self.paths = paths

    def __iter__(self) -> Iterator[Marker]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, marker_id: str) -> bool:
        return marker_id in self._by_id

    def get(self, marker_id: str) -> Marker:
        """The marker of that id. Raises `Refusal` with the nearest ids."""
        try:
            return self._by_id[marker_id]
        except KeyError:
            near = difflib.get_close_matches(marker_id, self._by_id, n=3, cutoff=0.5)
            remedy = "Vouliez-vous dire :" if near else "La liste est dans docs/reference/markers.md."
            raise Refusal(f"Le marqueur « {marker_id} » n'existe pas.", remedy, choices=tuple(near)) from None


def load_shelf(own: Path | None = None) -> Shelf:
    """The product's markers and those of the folder `own` (an observatory's `markers/`).

    A marker of the observatory may not reuse an id of the product: `Refusal`.
    """
    markers = list(_shipped())
    paths = dict(_shipped_paths())
    for path in sorted(own.rglob("[!_]*.yaml")) if own and own.is_dir() else []:
        marker = read_marker(path)
        if marker.id in paths:
            raise Refusal(f"Le marqueur « {marker.id} » existe déjà.", "Donnez un autre nom au vôtre.", where=str(path))
        markers.append(marker)
        paths[marker.id] = path
    return Shelf(markers, paths)


@cache
def _shipped_paths() -> tuple[tuple[str, Path], ...]:
    return tuple((path.stem, path) for path in sorted(SHELF.rglob("*.yaml")) if not path.name.startswith("_"))


@cache
def _shipped() -> tuple[Marker, ...]:
    return tuple(read_marker(path) for _, path in _shipped_paths())
