"""The whole ancestry of one figure: definition, formula, the facts it stands on, their files and hashes.
It reads the edition only; nothing is recomputed."""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.edition import layout
from longuevue.edition.keys import area_key, area_keys
from longuevue.edition.measured.rows import both
from longuevue.edition.reader import Edition
from longuevue.edition.rows import SortedRows
from longuevue.engine.precision.classes import fewer_than, verdict
from longuevue.engine.precision.weighted import Estimate
from longuevue.facts.sampling import counted, covariance
from longuevue.markers.grammar import KINDS, read_formula

#: facts printed at most; the whole list is in the edition's `facts/`
MOST_FACTS = 60


def explain(edition: Edition, marker_id: str, area: str, period: str | None = None) -> dict[str, Any]:
    """The reading, how it is defined, and every fact under it, down to the file and its SHA-256."""
    marker = edition.marker(marker_id)
    reading = edition.reading(marker_id, area, period)
    place = edition.territory(area)
    measures = read_formula(marker["formula"], where=marker_id).measures()
    facts = _facts(edition, place["ref"], measures, reading["time_period"])
    squares = tuple(covariance(measure, measure) for measure in measures)
    spreads = {_same(row): row["value"] for row in _facts(edition, place["ref"], squares, reading["time_period"])}
    used = sorted({row["source_id"] for row in facts}) or [s for s in (reading["source"] or "").split(";") if s]
    sources = [card for card in edition.sources() if card["id"] in used]
    manifest = edition.manifest
    return {
        "reading": reading,
        "remarks": edition.remarks(marker_id, area),
        "starter_differs": _differences(edition, place["ref"], measures, reading["time_period"]),
        "side_by_side": edition.side_by_side(marker_id, area),
        "marker": {
            key: marker[key] for key in ("id", "version", "registered", "label", "question", "caveat", "aggregation")
        },
        "formula": marker["formula_tree"],
        "formula_words": formula_words(marker["formula_tree"]),
        "facts": [
            _told(fact, spreads) | {"item_name": edition.under.name_of(fact["item"])} for fact in facts[:MOST_FACTS]
        ],
        "facts_count": len(facts),
        "facts_too_uncertain": sum(fact.get(layout.PRECISION) == "C" for fact in facts),
        "facts_below_floor": _below_floor(edition, place["ref"], measures, reading["time_period"]),
        "sources": [
            {
                "id": card["id"],
                "publisher": card["publisher"],
                "title": card["title"],
                "vintage": card["vintage"],
                "licence": card["licence"],
                "url": card["url"],
                "receipt": card["receipt"],
            }
            for card in sources
        ],
        "edition": {
            "id": edition.id,
            "date": edition.date,
            "fingerprint": manifest["fingerprint"],
            "readings_sha256": manifest["hashes"]["readings"],
            "software": manifest["software"],
        },
    }


def formula_words(tree: dict[str, Any]) -> str:
    """The formula in French words: `une part : (la somme de students_international) ÷ (…) × 100`."""
    kind, args = next(iter(tree.items()))
    if kind == "ratio":
        return f"({formula_words(args['of'])}) ÷ ({formula_words(args['to'])}) × {args['per']}"
    inside = [formula_words(value) for value in args.values() if isinstance(value, dict)]
    words = KINDS[kind].means_fr
    if "measure" in args:
        words = f"{words} « {args['measure']} »"
    return words + (f" [{' ; '.join(inside)}]" if inside else "")


def _facts(edition: Edition, ref: str, measures: tuple[str, ...], period: str | None) -> list[dict[str, Any]]:
    """Facts of the area itself and of its members, for the measures and period of the figure, in order of codes."""
    rows = SortedRows(edition.path / layout.FACTS_BY_TERRITORY, "area_key")
    own = _of(rows.of(ref), measures, period)
    if own:
        return own
    inside = pa.array(sorted({member["ref"] for member in edition.members(ref)}))
    facts = pq.ParquetFile(edition.path / layout.FACTS_BY_MARKER).read()
    facts = facts.filter(pc.is_in(facts["measure"], value_set=pa.array(measures)))
    facts = facts.append_column("area_key", area_keys(facts))
    return _of(facts.filter(pc.is_in(facts["area_key"], value_set=inside)), measures, period)


def _told(fact: dict[str, Any], spreads: dict[tuple[Any, ...], float]) -> dict[str, Any]:
    """The fact as it may be read alone: « moins de 30 » in place of a count of class C, which serves totals only."""
    if fact.get(layout.PRECISION) != "C":
        return fact | {"withheld": None}
    variance = spreads.get(_same(fact))
    words = verdict(Estimate(fact["value"], math.sqrt(variance), 0, 0)).words if variance else fewer_than(None)
    return fact | {"value": None, "withheld": both(words)}


def _same(row: dict[str, Any]) -> tuple[Any, ...]:
    names = ("source_id", "area_level", "ref_area", "time_period", "counterpart_area")
    return (counted(row["measure"]), *(row[name] for name in names))


def _differences(edition: Edition, ref: str, measures: tuple[str, ...], period: str | None) -> list[dict[str, Any]]:
    """Where the publisher's file replaced another figure of the starter, for the area or the communes under it."""
    inside = {ref} | {member["ref"] for member in edition.members(ref)}
    return [
        {"area_level": note["area_level"], "ref_area": note["ref_area"], "source": note["source_id"]}
        | {"fr": note["text_fr"], "en": note["text_en"]}
        for note in edition.notes().get("annotations", ())
        if note["kind"] == "replaced"
        and note["measure"] in measures
        and note["time_period"] == (period or note["time_period"])
        and area_key(note["area_level"], note["ref_area"]) in inside
    ]


def _below_floor(edition: Edition, ref: str, measures: tuple[str, ...], period: str | None) -> int:
    """How many facts of the place and of its members a population floor withholds; none of them is read further."""
    path = edition.path / layout.FACTS_APART
    if not path.is_file():
        return 0
    facts = pq.read_table(path, columns=["area_level", "ref_area", "measure", "time_period", "item"])
    here = pa.array(sorted({ref, *(member["ref"] for member in edition.members(ref))}))
    return len(_of(facts.filter(pc.is_in(area_keys(facts), value_set=here)), measures, period))


def _of(table: pa.Table, measures: tuple[str, ...], period: str | None) -> list[dict[str, Any]]:
    table = table.filter(pc.is_in(table["measure"], value_set=pa.array(measures)))
    if period:
        table = table.filter(pc.equal(table["time_period"], period))
    keys = [("ref_area", "ascending"), ("measure", "ascending"), ("item", "ascending")]
    return table.sort_by(keys).to_pylist()
