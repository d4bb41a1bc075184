"""The shape of a reading and of an absence, as Arrow schemas. How they are computed is not known here."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

#: one row per marker × territory × period × counterpart that has something to say of its own
READINGS: Final = pa.schema(
    [
        ("marker", pa.string()),
        ("marker_version", pa.int32()),
        ("area_level", pa.string()),
        ("ref_area", pa.string()),
        ("geography_year", pa.int32()),
        ("time_period", pa.string()),
        ("counterpart_area", pa.string()),
        ("value", pa.float64()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("coverage", pa.float64()),
        ("status", pa.string()),
        ("status_reason", pa.string()),
        ("precision", pa.string()),
        ("standard_error", pa.float64()),
        ("method_version", pa.string()),
        ("source", pa.string()),
        ("vintage", pa.string()),
        ("licence", pa.string()),
    ]
)

#: why a territory of that level, without a row above, has no value for that marker
ABSENCES: Final = pa.schema(
    [
        ("marker", pa.string()),
        ("area_level", pa.string()),
        ("zone", pa.string()),
        ("status", pa.string()),
        ("status_reason", pa.string()),
    ]
)

KEY: Final[tuple[str, ...]] = ("marker", "area_level", "ref_area", "time_period", "counterpart_area")

#: changed when the engine computes differently from the same facts and formulas; each is told in docs/reference/edition.md
METHOD: Final = "3"
