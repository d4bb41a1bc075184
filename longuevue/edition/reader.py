"""The only way into an edition, for portal, report and open data: figures released before are found, dressed and explained."""

from __future__ import annotations

import difflib
import json
import threading
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.edition import layout
from longuevue.edition.absences import Absences
from longuevue.edition.beneath import Beneath
from longuevue.edition.breaks import breaks_of
from longuevue.edition.companions import Companions
from longuevue.edition.dressing import place_card, reading_of
from longuevue.edition.inside import LEARNT, wrong_inside
from longuevue.edition.members import Members
from longuevue.edition.places import Place, Places
from longuevue.edition.portraits import blind_spots_of, portrait_of
from longuevue.edition.remarks import Remarks
from longuevue.edition.rooms import MAY_SAY
from longuevue.edition.rows import SortedRows
from longuevue.edition.side_by_side import SideBySide
from longuevue.edition.standings import peers_of, standing_of, zones_of
from longuevue.edition.voices import HIDDEN, SHOWN_BESIDE, TOGETHER, VOICE_SAYS, Voices, shown_before
from longuevue.terms.refusal import Refusal
from longuevue.territories.areas import AreaRef

if TYPE_CHECKING:
    from longuevue.edition.maps.atlas import Atlas
    from longuevue.edition.measured.measures import Measures

__all__ = [
    "HIDDEN", "LEARNT", "MAY_SAY", "SHOWN_BESIDE", "TOGETHER", "VOICE_SAYS", "WORLD", "Edition", "shown_before",
    "wrong_inside",
]  # fmt: skip
WORLD = "W"


class Edition(Voices):
    """One edition, opened for reading. Safe to share between threads; nothing in it ever changes."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest
        self.id: str = manifest["id"]
        self.date: str = manifest["date"]
        self.observatory: dict[str, Any] = self._document(layout.OBSERVATORY)
        self._markers: dict[str, dict[str, Any]] = {m["id"]: m for m in self._document(layout.MARKERS)}
        self._companions = Companions(self, self._markers)
        self._lock = threading.RLock()
        self._dressed = lru_cache(maxsize=256)(self._rows_of)
        self._latest = lru_cache(maxsize=256)(self._latest_of)
        self._lent = lru_cache(maxsize=512)(self._lent_by)
        self._lent_to = lru_cache(maxsize=256)(lambda p: self._lent(tuple(one.key for one in self.places.larger(p))))
        self._peers = lru_cache(maxsize=256)(lambda place: peers_of(self, place))
        self.rows_by_level = lru_cache(maxsize=64)(self.table)
        self._values_by_code = lru_cache(maxsize=64)(self._coded_values)

    @classmethod
    def open(cls, path: str | Path) -> Edition:
        """The edition in the folder `path`. Raises `Refusal` when it is not one, or not whole."""
        folder = Path(path)
        try:
            return cls(folder, json.loads((folder / layout.MANIFEST).read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise Refusal(
                "Ce dossier n'est pas une édition entière.", "Construisez-en une : longuevue build.", where=str(folder)
            ) from error
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            raise Refusal("Cette édition est abîmée.", "Vérifiez-la : longuevue verify.", where=str(folder)) from error

    # -- places -------------------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> Places:
        """The territories of the edition."""
        return Places(self.path / layout.TERRITORIES)

    def territory(self, area: str | AreaRef) -> dict[str, Any]:
        """The territory: level, code, ref, name, population, zone, its larger scales and its parts abroad."""
        return self.place_card(self._find(area))

    def search(self, text: str, limit: int = 10) -> list[dict[str, Any]]:
        """Territories by name or code; typing errors forgiven, larger places first."""
        return [self.place_card(place) for place in self.places.search(text, limit)]

    def members(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The communes (and foreign ones) that make the territory, in order of names, with the share that counts."""
        return self.membership.of(self._find(area))

    # -- markers and sources ------------------------------------------------------------------------------------

    def markers(self) -> list[dict[str, Any]]:
        """The markers that may be shown, in order of fields."""
        return [marker for marker in self._markers.values() if marker["shown"]]

    def marker(self, marker_id: str) -> dict[str, Any]:
        """One marker. Raises `Refusal`: unknown, or off until a manager turns it on with a written reason."""
        marker = self._markers.get(marker_id) or self._companions.documents.get(marker_id)
        if marker is None:
            near = difflib.get_close_matches(marker_id, [m["id"] for m in self.markers()], n=3, cutoff=0.4)
            raise Refusal(
                f"Le marqueur « {marker_id} » n'existe pas.",
                "Vouliez-vous dire :" if near else "La liste : docs/reference/markers.md.",
                choices=tuple(near),
            )
        if not marker["shown"]:
            raise Refusal(
                f"Le marqueur « {marker_id} » est éteint : il peut blesser des personnes.",
                "Seul le responsable de l'observatoire peut l'allumer, par une raison écrite : "
                f'dans observatory.toml, section [sensitive], {marker_id} = "la raison".',
            )
        return marker

    def sources(self) -> list[dict[str, Any]]:
        """The cards of the sources, with what was read of them."""
        return self._document(layout.SOURCES)

    def tombstones(self) -> list[dict[str, Any]]:
        """Markers that were public and are no longer, each with its reason, when it went and who decided."""
        stones: list[dict[str, Any]] = self.notes().get("withdrawn", [])
        return stones

    def remarks(self, marker: str, area: str | AreaRef) -> list[dict[str, str]]:
        """What must be told beside a figure (`kind, fr, en`): a doubt, communes merged, a series cut."""
        return self._remarks.on(self.marker(marker), self._find(area))

    def side_by_side(self, marker: str, area: str | AreaRef | None = None) -> list[dict[str, Any]]:
        """The counts of the same reality by other publishers, with their definitions: shown together, never summed."""
        return self._side_by_side.of(self.marker(marker), self._find(area) if area else None)

    def notes(self) -> dict[str, Any]:
        """What accompanies figures: twin partners' names, main origins, national context."""
        return self._document(layout.NOTES)

    def debates(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """What the meter read of this place: one dossier per corpus, with its share, themes, alarms and sentences."""
        key = self._find(area).key
        return [dossier for dossier in self._debate.get("dossiers", []) if dossier["area"] == key]

    def debate_notice(self) -> dict[str, str] | None:
        """The notice of an election, with its dates and its editor, when the observatory has set them."""
        return self._debate.get("notice")

    @cached_property
    def _debate(self) -> dict[str, Any]:
        return self.notes().get("debate") or {}

    @cached_property
    def atlas(self) -> Atlas:
        """The maps of this edition: choropleths, partner countries, vector tiles."""
        from longuevue.edition.maps.atlas import Atlas  # the libraries of geometry are read for a map only

        return Atlas(self)

    @cached_property
    def measures(self) -> Measures:
        """Precision, links that stand out, zonings, trend and scale of this edition's figures."""
        from longuevue.edition.measured.measures import Measures  # SciPy is read when a measure is asked for only

        return Measures(self)

    def outlines(self, level: str) -> pa.Table:
        """The shapes of every territory drawn at a level: `ref_area, kind, origin, wkb`."""
        return self.atlas.table(level)

    def absence(self, marker: str, level: str, zone: str) -> tuple[str, str]:
        """The status and reason of the territories of a level and zone that have no row."""
        return self._absences.why(marker, level, zone)

    # -- readings -----------------------------------------------------------------------------------------------

    def reading(
        self, marker: str, area: str | AreaRef, period: str | None = None, counterpart: str = WORLD
    ) -> dict[str, Any]:
        """One reading, in the JSON contract of the command line; the latest period when none is given."""
        known, place = self.marker(marker), self._find(area)
        if period is not None and known["periods"] and period not in known["periods"]:
            raise Refusal(
                f"Pas de période « {period} » pour {marker}.",
                f"Périodes disponibles : {', '.join(known['periods'])}.",
            )
        counterpart = counterpart.upper()
        return self.with_offer(known, place, period, counterpart)

    def series(self, marker: str, area: str | AreaRef, counterpart: str = WORLD) -> list[dict[str, Any]]:
        """The same reading for each period that has one, oldest first."""
        known, place = self.marker(marker), self._find(area)
        rows = [
            r for r in self._dressed(place.key) if r["marker"] == known["id"] and r["counterpart_area"] == counterpart
        ]
        return sorted((dict(r) for r in rows), key=lambda r: r["time_period"])

    def breaks(self, marker: str, area: str | AreaRef) -> dict[str, str]:
        """Period → why it does not follow from the one before: `publisher`, `source`, `method` or `boundaries`."""
        known, place = self.marker(marker), self._find(area)
        return breaks_of(self, known, place, self.series(marker, place.ref))

    def counterparts(self, marker: str, area: str | AreaRef, period: str | None = None) -> list[dict[str, Any]]:
        """The readings by partner country, in order of codes; the latest period when none is given."""
        known, place = self.marker(marker), self._find(area)
        rows = [r for r in self._dressed(place.key) if r["marker"] == known["id"]]
        wanted = period or max((r["time_period"] for r in rows), default=None)
        found = [dict(r) for r in rows if r["time_period"] == wanted and r["counterpart_area"] != WORLD]
        return sorted(found, key=lambda r: r["counterpart_area"] or "")

    def table(self, marker: str, level: str, period: str | None = None) -> list[dict[str, Any]]:
        """The readings of every territory of a level that has one, in order of names, never of values."""
        known = self.marker(marker)
        rows = self._by_marker.of(f"{known['id']}|{level}")
        rows = rows.filter(pc.equal(rows["counterpart_area"], WORLD))
        wanted = period or (pc.max(rows["time_period"]).as_py() if rows.num_rows else None)
        rows = rows.filter(pc.equal(rows["time_period"], wanted)) if wanted else rows
        found = [
            self._dress(row, self.places.get(level, row["ref_area"]))
            for row in rows.to_pylist()
            if "/" not in row["ref_area"]
        ]
        return sorted(found, key=lambda r: (r["ref_area_name"], r["ref_area"]))

    def readings(self, marker: str, level: str) -> list[dict[str, Any]]:
        """Every reading of a marker at a level: all periods, all partner countries, in order of names."""
        known = self.marker(marker)
        rows = self._by_marker.of(f"{known['id']}|{level}").to_pylist()
        found = [self._dress(row, self.places.get(level, row["ref_area"])) for row in rows]
        order = ("ref_area_name", "ref_area", "time_period")
        return sorted(found, key=lambda r: (*(r[name] or "" for name in order), r["counterpart_area"] or ""))

    def beneath(self, marker: str, area: str | AreaRef, period: str | None = None) -> dict[str, Any]:
        """What the figure counts and names: twin towns, first countries of origin, the publisher's notes."""
        known, place = self.marker(marker), self._find(area)
        reading = self.own_reading(known, place, period, WORLD)
        return self.under.of(known, reading, place, self.membership.of(place))

    def companions(self, marker: str, area: str | AreaRef, period: str | None = None) -> list[dict[str, Any]]:
        """The companion measures of a marker here (diversity, reach, intensity…), each with its label and reading."""
        return self._companions.of(self.marker(marker), self._find(area), period)

    def values(self, marker: str, level: str, period: str) -> list[float]:
        """The whole published values of a level in one period, nobody named: what a distribution needs."""
        rows = self._by_marker.of(f"{self.marker(marker)['id']}|{level}")
        # two comparisons rather than a set of values: making an Arrow array of a list imports pandas, one second
        whole = pc.or_(pc.equal(rows["status"], "ok"), pc.equal(rows["status"], "estimated"))
        rows = rows.filter(pc.and_(whole, pc.equal(rows["counterpart_area"], WORLD)))
        return rows.filter(pc.equal(rows["time_period"], period))["value"].to_pylist()

    def values_by_code(self, marker: str, level: str, period: str) -> dict[str, tuple[float, str]]:
        """Code → (value, status) of a level in one period, for the places that have a published value."""
        return self._values_by_code(marker, level, period)

    def peers(self, area: str | AreaRef) -> dict[str, Any] | None:
        """With whom the place may be compared, in order of names, and why; None where nobody is proposed."""
        group: dict[str, Any] | None = self._peers(self._find(area))
        return group

    def zones(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """What the place may be compared with: its peers, then each larger area that holds it."""
        return zones_of(self, self._find(area))

    def standing(self, reading: dict[str, Any], zone: str = "peers") -> dict[str, Any] | None:
        """Where a reading stands among the places of a zone: median, percentile, « higher » or « lower »."""
        return standing_of(self, reading, zone)

    # -- what a page tells --------------------------------------------------------------------------------------

    def portrait(self, area: str | AreaRef) -> dict[str, Any]:
        """One reading per marker shown, the latest; then fields, coverage, context, parts abroad and questions."""
        return portrait_of(self, self._find(area))

    def blind_spots(self, area: str | AreaRef) -> dict[str, Any]:
        """What is not seen of the place, why, and who could see it."""
        return blind_spots_of(self, self._find(area))

    def find(self, area: str | AreaRef) -> Place:
        """The place that a person's text means."""
        return self._find(area)

    def rows_of_marker(self, marker: str, level: str) -> pa.Table:
        """The rows of a marker at a level as they are stored: all periods, all partner countries, nothing dressed."""
        return self._by_marker.of(f"{self.marker(marker)['id']}|{level}")

    # -- inside -------------------------------------------------------------------------------------------------

    def _find(self, area: str | AreaRef) -> Place:
        with self._lock:
            return self.places.find(area)

    def _document(self, name: str) -> Any:
        return _read_json(self.path / name)

    @cached_property
    def _side_by_side(self) -> SideBySide:
        return SideBySide(self)

    @cached_property
    def _remarks(self) -> Remarks:
        return Remarks(self)

    @cached_property
    def _by_territory(self) -> SortedRows:
        return SortedRows(self.path / layout.READINGS_BY_TERRITORY, "area_key")

    @cached_property
    def facts_by_territory(self) -> SortedRows:
        """The recorded facts, found by territory."""
        return SortedRows(self.path / layout.FACTS_BY_TERRITORY, "area_key")

    @cached_property
    def _by_marker(self) -> SortedRows:
        return SortedRows(self.path / layout.READINGS_BY_MARKER, "marker_key")

    @cached_property
    def under(self) -> Beneath:
        """Names of the things counted, and what publishers noted beside their figures."""
        return Beneath(self.path, self.notes())

    @cached_property
    def membership(self) -> Members:
        """Who is a member of what."""
        return Members(self.path / layout.MEMBERSHIP, self.places)

    @cached_property
    def _absences(self) -> Absences:
        return Absences(self.path / layout.ABSENCES, self.id, self.places.year)

    def place_card(self, place: Place) -> dict[str, Any]:
        """The place as a page's head needs it: parents, parts, population, zone."""
        return place_card(self.places, place)

    @cached_property
    def _shown(self) -> frozenset[str]:
        """The markers and companions that may be shown."""
        return frozenset(m["id"] for m in (*self.markers(), *self._companions.documents.values()) if m["shown"])

    def _rows_of(self, key: str) -> tuple[dict[str, Any], ...]:
        with self._lock:
            rows = self._by_territory.of(key).to_pylist()
        if not rows:
            return ()
        place = self.places.get(rows[0]["area_level"], rows[0]["ref_area"])
        return tuple(self._dress(row, place) for row in rows if row["marker"] in self._shown)

    def _latest_of(self, key: str) -> dict[tuple[str, str | None, str | None], dict[str, Any]]:
        """The place's readings by marker, partner and period; under the period None, the latest one."""
        found: dict[tuple[str, str | None, str | None], dict[str, Any]] = {}
        for row in self._dressed(key):
            which = (row["marker"], row["counterpart_area"])
            found.setdefault((*which, row["time_period"]), row)
            latest = found.setdefault((*which, None), row)
            if row["time_period"] > latest["time_period"]:
                found[(*which, None)] = row
        return found

    def _dress(self, row: Mapping[str, Any], place: Place) -> dict[str, Any]:
        marker = self._markers.get(row["marker"]) or self._companions.documents[row["marker"]]
        return reading_of(row, marker, place, self.id)

    def _coded_values(self, marker: str, level: str, period: str) -> dict[str, tuple[float, str]]:
        rows = self._by_marker.of(f"{self.marker(marker)['id']}|{level}")
        rows = rows.filter(pc.and_(pc.equal(rows["counterpart_area"], WORLD), pc.equal(rows["time_period"], period)))
        rows = rows.filter(pc.is_valid(rows["value"]))
        columns = (rows[name].to_pylist() for name in ("ref_area", "value", "status"))
        return {code: (value, status) for code, value, status in zip(*columns, strict=True)}

    def own_reading(
        self, marker: Mapping[str, Any], place: Place, period: str | None, counterpart: str
    ) -> dict[str, Any]:
        """The place's own reading, or its absence with the reason."""
        own = self._latest(place.key).get((marker["id"], counterpart, period))
        return own or self.said_closed(self._absences.reading(marker, place, period, counterpart), place)

    def with_offer(
        self, marker: Mapping[str, Any], place: Place, period: str | None, counterpart: str
    ) -> dict[str, Any]:
        """The place's own reading, or its absence with what a larger scale offers."""
        reading = dict(self.own_reading(marker, place, period, counterpart))
        if reading["value"] is None:
            lent = self._lent_to(place).get((marker["id"], counterpart, period))
            reading["offered"] = dict(lent) if lent else None
        return reading

    def _lent_by(self, chain: tuple[str, ...]) -> dict[tuple[str, str | None, str | None], dict[str, Any]]:
        """What these larger scales lend, the nearest that has a value first: the same for every commune inside."""
        if not chain:
            return {}
        wider = self._lent(chain[1:])
        own = {which: row for which, row in self._latest(chain[0]).items() if row["value"] is not None}
        return wider | own if own else wider


@lru_cache(maxsize=64)
def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
