"""Council decisions: the SCDL schema, and Montpellier's two lists, to a count a year per authority.

The texts themselves are for `discourse`, which reads them through `decisions_of`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from longuevue.sources.loaders import Files
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.reading.numbers import iso_date
from longuevue.sources.tidying import Tally, Tidied
from longuevue.territories.catalogue import Catalogue, load_catalogue


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: its number, its day, its object, and the SIRET of the authority where the file gives it."""

    number: str
    day: str
    text: str
    siret: str = ""
    line: int = 0


#: an archived record opens with a day and closes with a number of four to six digits
_OPENING = re.compile(r"(\d{4}-\d{2}-\d{2});(.*)")
_CLOSING = re.compile(r"(.*?);\s*(\d{4,6})\s*;*\s*")


def archived_decisions(path: Path) -> Iterator[Decision | str]:
    """Montpellier's archive: UTF-16, records broken over several lines by unescaped line breaks, empty columns after.

    A record that never closes, or a piece that belongs to none, is handed back as a text: nothing is lost.
    """
    day, start = "", 0
    pieces: list[str] = []
    with path.open(encoding=encoding_of(path), newline="") as lines:
        for number, raw in enumerate(lines, start=1):
            line = raw.strip("\r\n")
            if not line.strip("; "):
                continue
            if opening := _OPENING.match(line):
                if pieces:
                    yield " ".join(pieces)
                day, pieces, start, line = opening[1], [], number, opening[2]
            if closing := _CLOSING.fullmatch(line):
                text = " ".join([*pieces, closing[1].strip(" ;")]).strip()
                if day and text:
                    yield Decision(closing[2], day, text, line=start)
                else:
                    yield line.strip("; ")
                day, pieces = "", []
            else:
                pieces.append(line.strip(" ;"))
        if pieces:
            yield " ".join(pieces)


def tidy_montpellier(files: Files) -> Tidied:
    """Decisions a year in Montpellier, from the list of 2013-2014 and from the archive."""
    tally = Tally()
    years: Counter[str] = Counter()
    for row in files.rows("list") if files.has("list") else ():
        day = None if row.broken else iso_date(row.cells["day"])
        if day is None or not row.cells["title"]:
            tally.refuse(f"ligne {row.line}", row.broken or row.cells["day"], "ligne cassée ou sans date", "25/11/2013")
            continue
        years[day[:4]] += 1
        tally.keep()
    for decision in archived_decisions(files.path("archive")) if files.has("archive") else ():
        if isinstance(decision, str):
            tally.refuse("archive", decision, "morceau de délibération sans date ou sans numéro")
        else:
            years[decision.day[:4]] += 1
            tally.keep()
    rows = [{"time_period": year, "geography_year": int(year), "value": float(n)} for year, n in years.items()]
    return tally.done(
        rows,
        source_id="montpellier-deliberations",
        dataset="VilleMTP_MTP_Delibs",
        vintage=max(years, default="vide"),
        measure="deliberations",
        ref_area="34172",
        area_level="commune",
        counterpart_area="W",
        obs_status="A",
    )


def tidy(files: Files) -> Tidied:
    """SCDL 2.1.5: decisions a year per authority, whose SIREN is that of a commune or an EPCI."""
    tally = Tally()
    sirens = {str(code): str(area) for code, area in files.description.settings.get("authorities", {}).items()}
    catalogue = load_catalogue()
    counts: Counter[tuple[str, str, str]] = Counter()
    seen: set[tuple[str, str]] = set()
    for row in files.rows("decisions"):
        where = f"ligne {row.line}"
        if row.broken:
            tally.refuse(where, row.broken, "ligne cassée")
            continue
        cells = row.cells
        day, siret = iso_date(cells["day"]), cells["siret"].replace(" ", "")
        if day is None:
            tally.refuse(where, cells["day"], "date illisible", "2024-03-14")
        elif not re.fullmatch(r"\d{14}", siret):
            tally.refuse(where, siret, "SIRET de 14 chiffres attendu", "21740012600013")
        elif not cells["object"]:
            tally.refuse(where, cells["number"], "objet vide", "Convention de coopération décentralisée")
        elif (siret[:9], cells["number"]) in seen:
            tally.aside("délibération listée deux fois (même DELIB_ID)")
        else:
            area = sirens.get(siret[:9]) or _area_of_siren(siret[:9], catalogue)
            if area is None:
                tally.refuse(
                    where, f"{cells['authority']} ({siret})", "collectivité introuvable par son SIREN", "21740012600013"
                )
                continue
            seen.add((siret[:9], cells["number"]))
            level, _, code = area.partition("-")
            counts[level, code, day[:4]] += 1
            tally.keep()
    names = {"com": "commune", "epci": "epci", "dep": "departement", "reg": "region"}
    rows = [
        {"area_level": names[level], "ref_area": code, "time_period": year, "value": float(n)}
        for (level, code, year), n in counts.items()
    ]
    return tally.done(
        rows,
        source_id="deliberations-scdl",
        dataset="scdl/deliberations",
        vintage=max((year for _, _, year in counts), default="vide"),
        measure="deliberations",
        geography_year=catalogue.year,
        counterpart_area="W",
        obs_status="A",
    )


def _area_of_siren(siren: str, catalogue: Catalogue) -> str | None:
    """An EPCI's SIREN is its code; that of Annemasse (74012) is 21 74 0 012 6, of Basse-Terre (97105) 21 971 1 05 8."""
    if catalogue.has("epci", siren):
        return f"epci-{siren}"
    if siren.startswith("21"):
        departement, number = siren[2:4], siren[5:8]
        tried = [departement + number, siren[2:5] + siren[6:8]]
        if departement == "20":
            tried = ["2A" + number, "2B" + number]
        return next((f"com-{code}" for code in tried if catalogue.has("commune", code)), None)
    if siren.startswith("22") and catalogue.has("departement", siren[2:4]):
        return f"dep-{siren[2:4]}"
    return None
