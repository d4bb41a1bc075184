"""From a file of individuals (a census, a register) to counts by territory and country, and the measures on them.

The engine reads the file once into a small cube, commune × country; the rest is the product of two matrices, territories
× communes and communes × countries, both mostly empty. Precision of the weighted counts is `precision/weighted.py`; what
may be shown of them is decided by disclosure control.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy import sparse

from longuevue.engine.backend import Backend
from longuevue.engine.grid import Numbers
from longuevue.engine.measures.measured import Floats
from longuevue.terms.refusal import Refusal

PLACE = ["area_level", "ref_area"]
#: the column of those who do not come from abroad
HERE = 0


@dataclass(frozen=True, slots=True)
class Tabulated:
    """`territories`: people, those from abroad, their share in %, the Shannon diversity of their countries (null when
    nobody comes from abroad); `by_country`: each country's people and `quotient`, how many times more present it is than
    in the whole file. Both tell places by `area_level` and `ref_area`."""

    territories: pa.Table
    by_country: pa.Table

    def write(self, folder: Path) -> None:
        """Write both to `folder`, as `territories.parquet` and `by_country.parquet`."""
        for name in ("territories", "by_country"):
            table: pa.Table = getattr(self, name)
            words = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
            path = folder / f"{name}.parquet"
            pq.write_table(
                table, path, compression="zstd", use_dictionary=words, write_statistics=False, store_schema=False
            )


def tabulate(
    backend: Backend,
    path: str,
    membership: pa.Table,
    *,
    commune: str = "commune",
    country: str = "country",
    weight: str = "weight",
) -> Tabulated:
    """Counts, shares, Shannon diversity and location quotients at every level of `membership`, from the Parquet file, or
    folder of files, at `path`.

    `country` is null for those who do not come from abroad. `membership` has `area_level, ref_area, member_code, share`,
    one level being `country`: the reference of the quotients. Communes that no territory holds are left out, as are
    territories where nobody is. Raises `Refusal` when no territory is of level `country`, or the files cannot be read so.
    """
    if not pc.any(pc.equal(membership["area_level"], "country")).as_py():
        raise Refusal(
            "Aucun territoire n'est de niveau « country » : les quotients n'ont pas de référence.",
            "Ajoutez aux membres un territoire de ce niveau, qui tienne toutes les communes.",
        )
    cube = backend.add_up(path, (commune, country), weight)
    people, communes, countries = _dense(cube["people"]), _coded(cube[commune]), _coded(cube[country])
    if not np.isfinite(people).all():
        raise Refusal(
            f"La colonne « {weight} » a des poids infinis ou qui ne sont pas des nombres (NaN).",
            "Laissez vide un poids inconnu, ou retirez ces lignes.",
            where=path,
        )
    areas, members = _members(membership, communes.dictionary)
    placed = np.flatnonzero(communes.is_valid())
    at = (
        communes.indices.fill_null(0).to_numpy()[placed],
        pc.add(countries.indices, 1).fill_null(HERE).to_numpy()[placed],
    )
    shape = (len(communes.dictionary), len(countries.dictionary) + 1)
    counts = members @ sparse.csr_array((people[placed], at), shape)
    counts.eliminate_zeros()
    return _measured(areas, counts.tocoo(), countries.dictionary)


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return column.combine_chunks().dictionary_encode()


def _dense(column: pa.ChunkedArray) -> Floats:
    return column.combine_chunks().cast(pa.float64()).fill_null(0).to_numpy()


def _members(membership: pa.Table, communes: pa.Array) -> tuple[pa.Table, sparse.csr_array]:
    """The territories (`area_level`, `ref_area`), and the share each holds of every commune: territories × communes."""
    key = pc.binary_join_element_wise(membership["area_level"], membership["ref_area"], "/")
    numbers = _coded(key).indices.to_numpy()
    _, first = np.unique(numbers, return_index=True)
    found = pc.index_in(membership["member_code"].combine_chunks(), value_set=communes)
    held = np.flatnonzero(found.is_valid())
    at = (numbers[held], found.fill_null(0).to_numpy()[held])
    shares = sparse.csr_array((_dense(membership["share"])[held], at), (len(first), len(communes)))
    return membership.select(PLACE).take(first), shares


def _measured(areas: pa.Table, counts: sparse.coo_array, countries: pa.Array) -> Tabulated:
    """The measures, from the people of each territory by country; those who come from nowhere else are in column `HERE`."""
    area, column = counts.coords
    inhabited = np.flatnonzero(np.bincount(area, minlength=areas.num_rows))
    total = _totals(area, counts.data, areas.num_rows)
    abroad = np.flatnonzero(column != HERE)
    area, column, people = area[abroad], column[abroad] - 1, counts.data[abroad]
    from_abroad = _totals(area, people, areas.num_rows)
    # H = ln N − Σ n ln n / N
    logs = _totals(area, people * np.log(np.where(people > 0, people, 1)), areas.num_rows)
    base = np.where(from_abroad > 0, from_abroad, np.nan)
    shannon = np.log(base) - logs / base
    territories = areas.take(inhabited)
    told = {"people": total, "from_abroad": from_abroad, "share": _ratio(from_abroad * 100, total), "shannon": shannon}
    for name, values in told.items():
        territories = territories.append_column(name, pa.array(values[inhabited], from_pandas=True))
    whole = np.asarray(pc.equal(areas["area_level"], "country"))
    everywhere = _totals(column[whole[area]], people[whole[area]], len(countries)) / total[whole].sum()
    quotient = _ratio(people / total[area], everywhere[column])
    words = [_coded(areas[name]).take(pa.array(area)) for name in PLACE]
    words.append(pa.DictionaryArray.from_arrays(column.astype(np.int32), countries))
    figures = [pa.array(people), pa.array(quotient, from_pandas=True)]
    return Tabulated(territories, pa.table([*words, *figures], names=[*PLACE, "country", "people", "quotient"]))


def _totals(at: Numbers, values: Floats, count: int) -> Floats:
    """The sum of the values at each of the `count` numbers; of no value at all, NumPy would make whole numbers."""
    return np.bincount(at, values, count).astype(np.float64, copy=False)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """NaN where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole != 0)
