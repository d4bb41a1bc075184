"""The meter's quality sheet: what it got right and wrong on coded units, by stratum, shipped as counts only.
The texts stay with their licences; the sheet is made by `benchmarks/meter_quality.py`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources

from longuevue.discourse.judge.lexicon import version
from longuevue.discourse.measure.correction import Errors


@lru_cache(maxsize=1)
def sheet() -> dict:
    """The counts by stratum and the lexicon they were made with."""
    text = resources.files("longuevue.discourse").joinpath("lexicon", "quality.json").read_text(encoding="utf-8")
    return json.loads(text)


def known_errors() -> Errors:
    """Sensitivity from every coded positive; specificity from units drawn at random only."""
    strata = sheet()["strata"]
    return Errors(
        sum(row["caught"] for row in strata.values()),
        sum(row["missed"] for row in strata.values()),
        sum(row["quiet"] for name, row in strata.items() if row["natural"]),
        sum(row["alarms"] for name, row in strata.items() if row["natural"]),
    )


def up_to_date() -> bool:
    """Was the sheet made with the lexicon that is running?"""
    return sheet()["lexicon"] == version()
