"""What travels beside the facts: the things counted one by one, and notes on a figure. Figures are in `table`."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

ITEMS: Final[pa.Schema] = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("item", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("name_fr", pa.string(), nullable=False),
        pa.field("name_en", pa.string(), nullable=False),
        #: own table, cldr, or publisher: the label as it stands, sometimes in German
        pa.field("name_origin", pa.string(), nullable=False),
        pa.field("counterpart_area", pa.string()),
        pa.field("latitude", pa.float64()),
        pa.field("longitude", pa.float64()),
        #: A from a list, E estimated by the name, M unknown, C corrected by us
        pa.field("country_status", pa.string(), nullable=False),
    ]
)
ANNOTATIONS: Final[pa.Schema] = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("measure", pa.string(), nullable=False),
        pa.field("ref_area", pa.string(), nullable=False),
        pa.field("area_level", pa.string(), nullable=False),
        pa.field("geography_year", pa.int32(), nullable=False),
        pa.field("time_period", pa.string(), nullable=False),
        pa.field("rank", pa.int32()),
        pa.field("counterpart_area", pa.string()),
        pa.field("text_fr", pa.string(), nullable=False),
        pa.field("text_en", pa.string()),
        pa.field("vintage", pa.string(), nullable=False),
    ]
)
