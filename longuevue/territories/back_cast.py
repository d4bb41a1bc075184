"""A series brought into the commune codes of one year, with its breaks shown.

One conversion is `passage`; what a chart draws is decided by the pages.
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from longuevue.terms.refusal import Refusal
from longuevue.territories.assets import LATEST_YEAR
from longuevue.territories.conversion import CONVERTED, SET_ASIDE, Converted
from longuevue.territories.movements import Movement
from longuevue.territories.passage import passage

NEEDED = ("geography_year", "time_period", "code", "value")
_ORIGIN = [("geography_year", pa.int32()), ("time_period", pa.string())]
SERIES = pa.schema([*_ORIGIN, *CONVERTED, ("break_codes", pa.list_(pa.string()))])
SERIES_SET_ASIDE = pa.schema([*_ORIGIN, *SET_ASIDE])


def back_cast(
    table: pa.Table,
    reference_year: int = LATEST_YEAR,
    *,
    sensitive: bool = False,
    movements: tuple[Movement, ...] = (),
) -> Converted:
    """Every point of `table` in the codes of `reference_year`; each keeps the geography year it was published in.

    `series_break` is true on points of a commune that has since lost parts, which `break_codes` names: cut the line
    there. The figure of the wider commune is set aside with the communes that cover it.
    """
    missing = [name for name in NEEDED if name not in table.column_names]
    if missing:
        raise Refusal(f"Il manque {', '.join(missing)} dans la série.", f"Colonnes attendues : {', '.join(NEEDED)}.")
    points: dict[tuple[int, str], list[dict]] = defaultdict(list)
    for row in table.select(NEEDED).to_pylist():
        points[row["geography_year"], row["time_period"]].append({"code": row["code"], "value": row["value"]})
    rows: list[dict] = []
    aside: list[dict] = []
    for (year, period), listed in sorted(points.items(), key=lambda item: (item[0][1], item[0][0])):
        step = passage(year, reference_year, movements)
        values = pa.Table.from_pylist(listed, schema=pa.schema([("code", pa.string()), ("value", pa.float64())]))
        done = step.convert(values, sensitive=sensitive)
        origin = {"geography_year": year, "time_period": period}
        for row in done.table.to_pylist():
            rows.append(origin | row | {"break_codes": list(step.lost_parts.get(row["code"], ()))})
        aside += [origin | row for row in done.set_aside.to_pylist()]
    return Converted(pa.Table.from_pylist(rows, schema=SERIES), pa.Table.from_pylist(aside, schema=SERIES_SET_ASIDE))
