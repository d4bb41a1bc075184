"""The maps of one edition: which shapes and figures go on which sheet, kept at hand from one map to the next.
How a map is coloured is in `choropleth` and `world`; who shows it is a page's matter."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from longuevue.edition import layout
from longuevue.edition.maps.choropleth import Asked, choropleth
from longuevue.edition.maps.drawing import Drawing, marked
from longuevue.edition.maps.sheet import Sheet, country_sheet, local_sheet
from longuevue.edition.maps.words import say
from longuevue.terms.countries import in_order_of_names
from longuevue.terms.numbers import number
from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    from longuevue.edition.reader import Edition

#: levels of a country map, small to large
LEVELS = ("commune", "epci", "departement", "region")


class Atlas:
    """Maps of an edition. Safe to share between threads: what is kept never changes."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._folder = edition.path / layout.OUTLINES
        self.sheet = lru_cache(maxsize=8)(self._sheet)
        self.shapes = lru_cache(maxsize=8)(self._shapes)
        self._units = lru_cache(maxsize=8)(self._units_of)
        self.choropleth = lru_cache(maxsize=12)(self._choropleth)
        self.card = lru_cache(maxsize=2048)(self._card)
        self.partners = lru_cache(maxsize=128)(self._partners)

    @cached_property
    def about(self) -> dict[str, Any]:
        """Whose outlines, how many of which kind, and what nothing draws; empty in an edition made without outlines."""
        try:
            return json.loads((self._folder / "outlines.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}

    def warm(self) -> None:
        """Lay the sheets that every map of a level shares, so that the first to ask does not wait for it."""
        for level in reversed(LEVELS):
            if level in self.about.get("levels", {}):
                self.sheet(level)

    def table(self, level: str) -> pa.Table:
        """`ref_area, kind, origin, wkb` of every territory drawn at that level."""
        path = self._folder / f"{level}.parquet"
        if not path.is_file():
            raise Refusal(
                f"Cette édition n'a pas de contours pour « {level} ».",
                f"Niveaux dessinés : {', '.join(sorted(self.about.get('levels', {})))}.",
            )
        return pq.ParquetFile(path).read()

    def tiles(self, level: str) -> Path | None:
        """The archive of vector tiles of that level, or None when it is not tiled."""
        path = self._folder / f"{level}.pmtiles"
        return path if path.is_file() else None

    def tiled_levels(self) -> list[str]:
        """The levels of a country map that have tiles."""
        return [level for level in LEVELS if self.tiles(level)]

    def _choropleth(
        self, marker: str, level: str, period: str | None = None, within: str = "", language: str = "fr", mark: str = ""
    ) -> Drawing:
        """The map of a marker by territories of one level: of the country, or of the members of `within`.

        `mark` is the code of one of them, drawn with a thick line.
        """
        edition = self._edition
        known = edition.marker(marker)
        rows = edition.rows_by_level(marker, level, period)
        when = period or (rows[0]["time_period"] if rows else known["periods"][-1] if known["periods"] else "")
        by_code = {row["ref_area"]: row for row in rows}
        shapes = self.shapes(level) if level in LEVELS else ({}, {})
        place = edition.territory(within) if within else None
        if place is not None:
            inside = self._members(within, level)
            kept = {c: s for c, s in shapes[0].items() if c in inside and shapes[1][c] != "square"}
            sheet = local_sheet(kept)
            names = self._units(level)
            beside = [(c, names[c][0]) for c in inside if c not in kept and c in names]
            beside.sort(key=lambda pair: in_order_of_names(pair[1]))
            codes = [*kept, *(c for c, _ in beside)]
        else:
            sheet = self.sheet(level)
            codes = list(sheet.paths)
            beside = []
        readings = {code: by_code.get(code) or self._absent(known, level, code) for code in codes}
        notes = self._notes(level, sheet, [c for c, _ in beside], place is not None, language)
        asked = Asked(known, level, when, language, place["name"] if place else "")
        drawing = choropleth(asked, readings, sheet, beside, notes, self._source(rows, known, language), mark)
        drawing.undrawn = [] if place else self.about.get("undrawn", {}).get(level, [])
        return drawing

    def among(self, marker: str, level: str, code: str, within: str = "", language: str = "fr") -> Drawing:
        """A map with a thick line around one place. The country's is drawn once, whatever the place."""
        if within:
            return self._choropleth(marker, level, within=within, language=language, mark=code)
        plain = self.choropleth(marker, level, within=within, language=language)
        return replace(plain, body=plain.body + marked(self.sheet(level), code))

    def _card(self, marker: str, level: str, within: str = "", language: str = "fr") -> Drawing:
        """What is said of a map, without its shapes: small enough to be kept for every page."""
        return replace(self.choropleth(marker, level, within=within, language=language), body="", fills={})

    def _partners(self, marker: str, area: str, period: str | None = None, language: str = "fr") -> Drawing:
        """The world map of the partner countries of a territory for one marker."""
        from longuevue.edition.maps.world import world_map

        edition = self._edition
        known = edition.marker(marker)
        readings = edition.counterparts(marker, area, period)
        when = readings[0]["time_period"] if readings else period or ""
        place = edition.territory(area)["name"]
        origins = self._origins(["natural-earth"], language)
        asked = Asked(known, "country", when, language)
        source = self._source(readings, known, language)
        return world_map(asked, place, readings, self._folder / "world.parquet", origins, source)

    def _shapes(self, level: str) -> tuple[dict[str, shapely.Geometry], dict[str, str]]:
        table = self.table(level)
        codes = table.column("ref_area").to_pylist()
        geometries = shapely.from_wkb(table.column("wkb").to_numpy(zero_copy_only=False))
        return dict(zip(codes, geometries, strict=True)), dict(
            zip(codes, table.column("kind").to_pylist(), strict=True)
        )

    def _sheet(self, level: str) -> Sheet:
        return country_sheet(self.shapes(level)[0])

    def _units_of(self, level: str) -> dict[str, tuple[str, str]]:
        return {p.code: (p.name, p.zone) for p in self._edition.places.of_level(level)}

    def _members(self, within: str, level: str) -> list[str]:
        """The territories of a level that lie inside a place: communes of its membership, or EPCI and départements."""
        edition = self._edition
        communes = [m["ref"] for m in edition.members(within)]
        if level in ("commune", "lau"):
            prefix = "com-" if level == "commune" else "lau-"
            return [ref.removeprefix(prefix) for ref in communes if ref.startswith(prefix)]
        parents = {getattr(edition.places.find(ref), level, None) for ref in communes if ref.startswith("com-")}
        return sorted(code for code in parents if code)

    def _absent(self, marker: dict[str, Any], level: str, code: str) -> dict[str, Any]:
        zone = self._units(level).get(code, ("", "metro"))[1]
        zone = "abroad" if level == "lau" else zone if zone in ("drom", "com") else "metro"
        status, reason = self._edition.absence(marker["id"], level, zone)
        return {"value": None, "status": status, "status_reason": reason}

    def _notes(self, level: str, sheet: Sheet, beside: list[str], apart: bool, language: str) -> list[str]:
        kinds = self.shapes(level)[1] if level in LEVELS else {}
        counted = Counter(kinds.get(code, "none") for code in sheet.paths)
        found = []
        if apart:
            if beside:
                found.append(say("grid", language, count=number(len(beside), 0, language)))
        else:
            found += (
                [say("squares", language, count=number(counted["square"], 0, language))] if counted["square"] else []
            )
            found += (
                [say("approximate", language, count=number(counted["approximate"], 0, language))]
                if counted["approximate"]
                else []
            )
            undrawn = self.about.get("undrawn", {}).get(level, [])
            names = [self._units(level)[code][0] for code in undrawn if code in self._units(level)]
            found += [say("undrawn", language, names=", ".join(names))] if names and len(names) <= 12 else []
        shown = sorted(set(self.table(level).column("origin").to_pylist())) if sheet.paths else []
        return [*found, self._origins(shown, language)] if shown else found

    def _origins(self, ids: list[str], language: str) -> str:
        cards = [card for card in self.about.get("origins", []) if card["id"] in ids]
        names = [
            f"{c['publisher'][language]}, {c['title'][language]} ({_licence(c['licence'], language)})" for c in cards
        ]
        return say("origins", language, names="\u202f; ".join(names) if language == "fr" else "; ".join(names))

    def _source(self, rows: list[dict[str, Any]], marker: dict[str, Any], language: str) -> str:
        cards = {card["id"]: card for card in self._edition.sources()}
        ids = dict.fromkeys(
            p.strip() for r in (rows or [marker])[:50] for p in (r["source"] or "").split(";") if p.strip()
        )
        names = [f"{cards[i]['publisher'][language]}, {cards[i]['title'][language]}" if i in cards else i for i in ids]
        return say("source", language, names="\u202f; ".join(names)) if names else ""


def _licence(text: str, language: str) -> str:
    return "public domain" if language == "en" and text == "domaine public" else text
