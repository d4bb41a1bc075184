"""The embedded starter: published figures restated with the package, so that a fresh machine shows real ones.

It gives facts, the things counted (`starter_items`) and annotations. A publisher's own file, once loaded, wins over
all of it; that choice is made in `sources`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from longuevue.facts.companions import ANNOTATIONS, ITEMS
from longuevue.facts.corrections import corrected
from longuevue.facts.cuisines import partner_country_of_cuisine
from longuevue.facts.table import facts_from_rows, joined
from longuevue.terms.exonyms import name_of_place
from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml, read_yaml_as_text
from longuevue.territories.assets import LATEST_YEAR
from longuevue.territories.units import units_of_year

HERE: Final = Path(__file__).parent
TWINNING: Final = "wikidata-p190"


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one of our own CSV files."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def starter_contents() -> tuple[dict[str, str], ...]:
    """One entry per source of the starter: source_id, folder, file, dataset, vintage, licence, sha256, rows."""
    listed = read_yaml((HERE / "starter" / "contents.yaml").read_text(encoding="utf-8"))
    for entry in listed:
        content = (HERE / entry["folder"] / entry["file"]).read_bytes()
        entry["sha256"] = hashlib.sha256(content).hexdigest()
        entry["rows"] = str(content.count(b"\n") - 1)
    return tuple(listed)


@cache
def starter_fingerprint() -> str:
    """A hash of everything the starter is made of: tables, corrections, doubts, cuisines, the code that joins them."""
    digest = hashlib.sha256()
    for path in sorted(p for p in HERE.rglob("*") if p.suffix in (".csv", ".yaml", ".py")):
        digest.update(path.relative_to(HERE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def starter_facts() -> pa.Table:
    """Every fact of the starter, in the columns of the house."""
    return joined(_facts_of(entry) for entry in starter_contents())


def _facts_of(entry: dict[str, str]) -> pa.Table:
    rows = [_typed(row) for row in read_rows(HERE / entry["folder"] / entry["file"])]
    if entry["source_id"] == TWINNING:
        partners = twin_partners()
        for row in rows:
            partner = partners[row["item"]]
            row["counterpart_area"] = partner["counterpart_area"]
            # only the country is estimated: the card of the measure says so (`estimated_part`)
            row["obs_status"] = "E" if partner["country_status"] == "E" else "A"
            if row["ref_area"] in twinning_doubts():
                row["obs_status"] = "E"
    if entry["source_id"] == "osm-amenities":
        for row in rows:
            row["category"] = row["category"] or ""
            row["counterpart_area"] = partner_country_of_cuisine(row["category"])
    return facts_from_rows(rows, source_id=entry["source_id"], dataset=entry["dataset"], vintage=entry["vintage"])


def _typed(row: dict[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text or None for name, text in row.items()}
    typed["geography_year"] = int(row["geography_year"])
    typed["value"] = float(row["value"])
    return typed


@cache
def twin_partners() -> dict[str, dict[str, Any]]:
    """Country and position of each twin partner, our corrections applied (ODbL: see `starter-odbl/LICENCE.md`)."""
    folder = HERE / "starter-odbl"
    partners = {}
    for row in read_rows(folder / "twin-partners.csv"):
        position = f"{row['partner_lat']},{row['partner_lon']}" if row["partner_lat"] else None
        partners[row["partner_wikidata"]] = {
            "counterpart_area": row["counterpart_area"] or None,
            "coordinates": position,
            "country_status": row["country_status"],
        }
    for item in corrected(partners, folder / "corrections.yaml", field="counterpart_area"):
        partners[item]["country_status"] = "C"
    corrected(partners, folder / "corrections.yaml", field="coordinates")
    return partners


@cache
def starter_items() -> pa.Table:
    """The things counted one by one: twin partners with their French name, French airports."""
    rows = []
    partners = twin_partners()
    for row in read_rows(HERE / "starter" / "wikidata-p190-partners.csv"):
        partner = partners[row["item"]]
        latitude, longitude = (partner["coordinates"] or ",").split(",")
        name = name_of_place(row["item"], row["label"], partner["counterpart_area"])
        rows.append(
            {
                "source_id": TWINNING,
                "item": row["item"],
                "label": row["label"],
                "name_fr": name.fr,
                "name_en": name.en,
                "name_origin": name.origin,
                "counterpart_area": partner["counterpart_area"],
                "latitude": float(latitude) if latitude else None,
                "longitude": float(longitude) if longitude else None,
                "country_status": partner["country_status"],
            }
        )
    for row in read_rows(HERE / "starter-odbl" / "openflights-airports.csv"):
        same = {
            "label": row["label"],
            "name_fr": row["label"],
            "name_en": row["label"],
            "name_origin": "publisher",
        }
        rows.append(
            {"source_id": "openflights", "item": row["item"], "counterpart_area": "FR", "country_status": "A"} | same
        )
    return pa.Table.from_pylist(rows, schema=ITEMS)


@cache
def starter_annotations() -> pa.Table:
    """What accompanies a figure without being one: main countries of birth, notes on a contradiction."""
    vintages = {entry["source_id"]: entry["vintage"] for entry in starter_contents()}
    rows = [*_main_origins(), *_notes(), *_doubts()]
    for row in rows:
        row["vintage"] = vintages[row["source_id"]]
    return pa.Table.from_pylist(rows, schema=ANNOTATIONS)


def _main_origins() -> Iterator[dict[str, Any]]:
    countries = printed_countries()
    path = HERE / "starter" / "insee-rp-img-main-origins.csv"
    for row in read_rows(path):
        printed = row["printed_name"]
        if printed not in countries:
            raise Refusal(
                f"Pays « {printed} » inconnu.",
                "Ajoutez-le à starter/printed-countries.yaml avec son code ISO.",
                where=path.name,
            )
        yield {
            "kind": "main_origin",
            "source_id": "insee-rp-img",
            "measure": "immigrants_share",
            "ref_area": row["ref_area"],
            "area_level": row["area_level"],
            "geography_year": int(row["geography_year"]),
            "time_period": row["time_period"],
            "rank": int(row["rank"]),
            "counterpart_area": countries[printed],
            "text_fr": printed,
            "text_en": None,
        }


def _notes() -> Iterator[dict[str, Any]]:
    for note in read_yaml((HERE / "starter" / "notes.yaml").read_text(encoding="utf-8")):
        words = {"text_fr": note.pop("fr"), "text_en": note.pop("en")}
        yield {"kind": "note", "rank": None, "counterpart_area": None, **note, **words}


@cache
def twinning_doubts() -> dict[str, dict[str, str]]:
    """Communes whose starter links are those of another place: the list of cities gave them its Wikidata id.

    The publisher's own file, read by Wikidata's label, puts the links where they belong; until it is loaded, the
    starter shows them as estimated, with a note.
    """
    return {row["ref_area"]: row for row in read_rows(HERE / "starter" / "twinning-doubts.csv")}


def _doubts() -> Iterator[dict[str, Any]]:
    """One note on the commune that wrongly holds the links, one on the commune that lacks them."""
    communes = units_of_year(LATEST_YEAR)["commune"]
    names = dict(zip(communes.column("code"), communes.column("name"), strict=True))
    for commune, doubt in twinning_doubts().items():
        theirs, links = doubt["label"], int(doubt["links"])
        one = links == 1
        yield _doubt(
            commune,
            f"À vérifier : {'ce jumelage est sans doute celui' if one else f'ces {links} jumelages sont sans doute ceux'} "
            f"de « {theirs} », un autre lieu que la liste de villes employée ici confond avec cette commune. "
            "Demandez à la mairie avant de citer ce chiffre.",
            f"To be checked: {'this twinning is probably that' if one else f'these {links} twinnings are probably those'} "
            f"of '{theirs}', another place that the list of cities used here confuses with this commune. "
            "Ask the town hall before quoting this figure.",
        )
        if doubt["belongs_to"] and doubt["belongs_to"] != commune:
            yield _doubt(
                doubt["belongs_to"],
                f"À vérifier : {'un jumelage' if one else f'{links} jumelages'} de cette commune "
                f"{'a été rangé' if one else 'ont été rangés'} par erreur sous {names.get(commune, 'un autre lieu')} ({commune}). "
                f"{'Il manque' if one else 'Ils manquent'} ici ; demandez à la mairie.",
                f"To be checked: {'one twinning' if one else f'{links} twinnings'} of this commune "
                f"{'was' if one else 'were'} filed by mistake under {names.get(commune, 'another place')} ({commune}). "
                f"{'It is' if one else 'They are'} missing here; ask the town hall.",
            )


def _doubt(commune: str, french: str, english: str) -> dict[str, Any]:
    return {
        "kind": "doubt",
        "source_id": TWINNING,
        "measure": "twinning",
        "ref_area": commune,
        "area_level": "commune",
        "geography_year": 2026,
        "time_period": "2016-09",
        "rank": None,
        "counterpart_area": None,
        "text_fr": french,
        "text_en": english,
    }


@cache
def printed_countries() -> dict[str, str]:
    """Country names as INSEE prints them → ISO 3166 alpha-2. `NO` is Norway: the file is read as text."""
    path = HERE / "starter" / "printed-countries.yaml"
    return {str(name): str(code) for name, code in read_yaml_as_text(path.read_text(encoding="utf-8")).items()}
