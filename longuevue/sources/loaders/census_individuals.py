"""INSEE census individual files, streamed: MOBPRO (work), MIGCOM (residence a year before), INDCVI (occupation).

Every count is a sum of IPONDI kept in full precision. CSV, zipped CSV and Parquet alike; columns by name.
"""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.sources.countries import BORDER_PREFIXES
from longuevue.sources.loaders import Files
from longuevue.sources.reading.streams import Batch, batches, summed, weights
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal

#: INSEE's own rule of reliability is applied to readings, not here: counts keep their full weight
ABROAD = "7"


def tidy(files: Files) -> Tidied:
    """The counts that the description asks for: `settings.what` is mobpro, migcom or indcvi."""
    what = files.description.settings["what"]
    tally = Tally()
    sums: dict[tuple[Any, ...], float] = {}
    described = files.description.files["individuals"]
    for path in files.paths["individuals"]:
        for batch in batches(
            path, described.aliases(), tally, optional=frozenset(described.optional), delimiter=described.delimiter
        ):
            kept, weight = weights(batch, "weight", tally)
            kept, weight = _placed(kept, weight, tally)
            tally.keep(len(kept))
            if len(kept):
                READERS[what](kept, weight, sums, files.description.settings)
    year = year_of(files)
    level = "departement" if what == "indcvi" else "commune"
    rows = [_row(key, value, level) for key, value in sums.items()]
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


def _placed(batch: Batch, weight: pa.Array, tally: Tally) -> tuple[Batch, pa.Array]:
    """The rows that say where the person lives; the others are refused."""
    role = "commune" if "commune" in batch.columns else "departement"
    good = pc.match_substring_regex(pc.fill_null(batch.columns[role], ""), r"^(\d{2,3}|2[AB]|\d{5}|2[AB]\d{3})$")
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
