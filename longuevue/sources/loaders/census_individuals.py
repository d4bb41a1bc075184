"""INSEE census individual files, streamed: MOBPRO (work), MIGCOM (residence a year before), INDCVI (occupation).

Every count is a sum of IPONDI kept in full precision, with the rows that say how sure it is (`census_precision`). CSV,
zipped CSV and Parquet alike; columns by name.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from longuevue.sources.countries import BORDER_PREFIXES
from longuevue.sources.loaders import Files
from longuevue.sources.loaders.census_precision import HOUSEHOLD, Workers, from_people
from longuevue.sources.reading.streams import Batch, batches, summed, weights
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal

#: INSEE's own rule of reliability is applied to readings, not here: counts keep their full weight
ABROAD = "7"
#: combinations of answers that wait to be put together, whatever the number of people
MOST_PROFILES = 60_000
#: what is summed over people with the same answers: weights, their squares, and the people themselves
SUMMED = ("weight", "square", "people")
Counts = dict[tuple[Any, ...], float]


def tidy(files: Files) -> Tidied:
    """The counts that the description asks for: `settings.what` is mobpro, migcom or indcvi."""
    what = files.description.settings["what"]
    tally = Tally()
    sums, squares, people = Counts(), Counts(), Counts()
    workers = Workers() if what == "indcvi" else None
    described = files.description.files["individuals"]
    grouped: list[pa.Table] = []
    most = MOST_PROFILES
    for path in files.paths["individuals"]:
        for batch in batches(
            path, described.aliases(), tally, optional=frozenset(described.optional), delimiter=described.delimiter
        ):
            kept, weight = _placed(*weights(batch, "weight", tally), tally)
            tally.keep(len(kept))
            if workers is not None:
                workers.add(kept, weight)
            kept.columns = {role: column for role, column in kept.columns.items() if role not in HOUSEHOLD}
            grouped.append(_by_profile(kept, weight))
            if sum(table.num_rows for table in grouped) > most:
                grouped = [_regrouped(grouped)]
                most = max(MOST_PROFILES, 2 * grouped[0].num_rows)
    if grouped:
        whole = _regrouped(grouped)
        columns = {name: whole[name].combine_chunks() for name in whole.column_names if name not in SUMMED}
        for name, into in zip(SUMMED, (sums, squares, people), strict=True):
            READERS[what](Batch(columns, 0), whole[name].combine_chunks(), into, files.description.settings)
    if files.has("codes"):
        _check_border_codes(files, tally)
    year = year_of(files)
    level = "departement" if what == "indcvi" else "commune"
    rows = [_row(key, value, level) for key, value in sums.items()]
    effect = float(files.description.settings["design_effect"])
    if workers is not None:
        rows += workers.rows(design_effect=effect)
    else:
        rows += from_people(sums, squares, people, design_effect=effect)
    return tally.done(
        rows,
        source_id=files.description.id,
        dataset=files.description.settings["dataset"],
        vintage=year,
        area_level=level,
        geography_year=int(year) + 3,
        time_period=year,
        obs_status="A",
    )


def _by_profile(batch: Batch, weight: pa.Array) -> pa.Table:
    """People of one batch with the same answers, put together: what is kept does not grow with the file."""
    keys = {role: column for role, column in batch.columns.items() if role != "weight"}
    ones = pa.array(np.ones(len(weight)))
    return _summed(pa.table({**keys, "weight": weight, "square": pc.multiply(weight, weight), "people": ones}))


def _regrouped(tables: list[pa.Table]) -> pa.Table:
    return _summed(pa.concat_tables(tables))


def _summed(table: pa.Table) -> pa.Table:
    keys = [name for name in table.column_names if name not in SUMMED]
    grouped = table.group_by(keys, use_threads=False).aggregate([(name, "sum") for name in SUMMED])
    return grouped.select([*keys, *(f"{name}_sum" for name in SUMMED)]).rename_columns([*keys, *SUMMED])


def _check_border_codes(files: Files, tally: Tally) -> None:
    """INSEE's own list of foreign workplaces: prefixes that our table of countries does not know are told."""
    listed = {row.cells["code"][:2] for row in files.rows("codes") if not row.broken}
    unknown = listed - BORDER_PREFIXES.keys() - {"ZZ", "99"}
    if unknown:
        tally.remarks.append(f"Pays frontaliers inconnus de notre table : {', '.join(sorted(unknown))}.")


def _placed(batch: Batch, weight: pa.Array, tally: Tally) -> tuple[Batch, pa.Array]:
    """The rows that say where the person lives; the others are refused."""
    role = "commune" if "commune" in batch.columns else "departement"
    places = pc.fill_null(batch.columns[role], "").dictionary_encode()
    if isinstance(places, pa.ChunkedArray):
        places = places.combine_chunks()
    good = pc.match_substring_regex(places.dictionary, r"^(\d{2,3}|2[AB]|\d{5}|2[AB]\d{3})$").take(places.indices)
    if pc.all(good).as_py():
        return batch, weight
    for position in pc.indices_nonzero(pc.invert(good)).to_pylist():
        tally.refuse(
            "ligne sans lieu", batch.columns[role][position].as_py() or "vide", "code de lieu illisible", "74012"
        )
    return batch.filtered(good), weight.filter(good)


def _row(key: tuple[Any, ...], value: float, level: str) -> dict[str, Any]:
    area, measure, country, category = key
    return {"ref_area": area, "measure": measure, "counterpart_area": country, "category": category, "value": value}


def year_of(files: Files) -> str:
    """The census year, by the file's name (`FD_MOBPRO_2021.csv`, `RP2018_mobpro_csv.zip`) or the description."""
    for path in next(iter(files.paths.values())):
        if found := re.search(r"(?<!\d)(20[0-4]\d)(?!\d)", path.name.split("-", 1)[-1]):
            return found[1]
    if files.description.vintage:
        return files.description.vintage
    raise Refusal(
        "L'année du recensement n'est pas dans le nom du fichier.", "Renommez-le, par exemple FD_MOBPRO_2021.csv."
    )


def _constant(batch: Batch, text: str | None) -> pa.Array:
    return pa.array([text] * len(batch), pa.string())


def _mobpro(batch: Batch, weight: pa.Array, sums: dict[tuple[Any, ...], float], settings: dict[str, Any]) -> None:
    """ILT 7: works abroad. DCFLT gives the country for five neighbours, `ZZZZZ` for any other (sources.md 2.5)."""
    area = batch.columns["commune"]
    none = _constant(batch, None)
    summed(sums, [area, _constant(batch, "employed_residents"), _constant(batch, "W"), none], weight)
    abroad = pc.fill_null(pc.equal(batch.columns["where"], ABROAD), False)
    away = batch.filtered(abroad)
    if not len(away):
        return
    place = pc.replace_substring(pc.fill_null(away.columns["foreign"], ""), ".", "")
    prefix = pc.utf8_slice_codeunits(place, 0, 2)
    country = pa.array([BORDER_PREFIXES.get(letters) for letters in prefix.to_pylist()], pa.string())
    kept = weight.filter(abroad)
    none = _constant(away, None)
    summed(sums, [away.columns["commune"], _constant(away, "cross_border_commuters"), country, none], kept)
    if "transport" in away.columns:
        transit = pc.is_in(away.columns["transport"], value_set=pa.array([str(c) for c in settings["transit"]]))
        by_transit = away.filtered(transit)
        if len(by_transit):
            measure = _constant(by_transit, "cross_border_commuters_by_transit")
            keys = [by_transit.columns["commune"], measure, country.filter(transit), _constant(by_transit, None)]
            summed(sums, keys, kept.filter(transit))


def _migcom(batch: Batch, weight: pa.Array, sums: dict[tuple[Any, ...], float], settings: dict[str, Any]) -> None:
    """IRAN 8: abroad in the EU, 9: abroad elsewhere, Z: born since (sources.md 2.6). No country of origin."""
    where = pc.fill_null(batch.columns["before"], "")
    old = pc.invert(pc.equal(where, "Z"))
    alive = batch.filtered(old)
    none = _constant(alive, None)
    summed(
        sums,
        [alive.columns["commune"], _constant(alive, "residents_over_1"), _constant(alive, "W"), none],
        weight.filter(old),
    )
    for code, category in (("8", "union-europeenne"), ("9", "hors-union-europeenne")):
        mask = pc.equal(where, code)
        came = batch.filtered(mask)
        if len(came):
            keys = [
                came.columns["commune"],
                _constant(came, "arrivals_from_abroad"),
                _constant(came, None),
                _constant(came, category),
            ]
            summed(sums, keys, weight.filter(mask))


def _indcvi(batch: Batch, weight: pa.Array, sums: dict[tuple[Any, ...], float], settings: dict[str, Any]) -> None:
    """TACT 11: employed. IMMI 1 immigrant, INATC 2 foreign; broad sector as category (sources.md 2.4)."""
    working = pc.fill_null(pc.equal(batch.columns["activity"], "11"), False)
    batch, weight = batch.filtered(working), weight.filter(working)
    if not len(batch):
        return
    tests = (("workers", None, ""), ("workers_immigrant", "immigrant", "1"), ("workers_foreign", "nationality", "2"))
    for measure, role, code in tests:
        mask = None if role is None else pc.fill_null(pc.equal(batch.columns[role], code), False)
        part = batch if mask is None else batch.filtered(mask)
        if len(part):
            keys = [part.columns["departement"], _constant(part, measure), _constant(part, "W"), part.columns["sector"]]
            summed(sums, keys, weight if mask is None else weight.filter(mask))


READERS = {"mobpro": _mobpro, "migcom": _migcom, "indcvi": _indcvi}
