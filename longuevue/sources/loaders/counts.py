"""Counts that the workshop's press hands over: a file of rows, each a measure of a territory in a year. What is counted is
decided in the workshop; here it is read like any publisher's file."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from longuevue.sources.loaders import Files
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.levels import LEVEL_OF_PREFIX
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue

FORMAT = "longuevue-counts/1"
_PERIOD = re.compile(r"(?:19|20)\d{2}")


def tidy(files: Files) -> Tidied:
    """The facts of one file of counts; a row that is no count of a known measure is refused, with what it held."""
    tally = Tally()
    path = files.path("counts")
    source = files.description.id
    known = set(files.description.settings["measures"])
    catalogue = load_catalogue()
    rows: list[dict[str, Any]] = []
    for number, given in enumerate(_rows(path, source), start=1):
        prefix, _, code = str(given.get("area", "")).partition("-")
        level = LEVEL_OF_PREFIX.get(prefix)
        value = _count(given.get("value"))
        period = str(given.get("time_period", ""))
        if given.get("measure") not in known or value is None or not _PERIOD.fullmatch(period):
            tally.refuse(f"{path.name}, ligne {number}", given, "compte illisible", '{"measure": …, "value": 3}')
        elif level is None or level == "perimeter" or not catalogue.has(level, code):
            tally.aside("territoire sans code officiel : son compte n'est pas publié")
        else:
            rows.append(
                {"source_id": source, "measure": given["measure"], "ref_area": code, "area_level": level,
                 "geography_year": catalogue.year, "time_period": period, "value": value, "obs_status": "A"}
            )  # fmt: skip
            tally.keep()
    vintage = max((row["time_period"] for row in rows), default="vide")
    return tally.done(rows, source_id=source, dataset="workshop", vintage=vintage, counterpart_area="W")


def _count(given: Any) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return float(given) if math.isfinite(given) and given >= 0 else None


def _rows(path: Path, source: str) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT or content["source"] != source:
            raise ValueError
        return [dict(row) for row in content["rows"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal("Ce fichier de comptes ne se lit pas.", "Publiez de nouveau.", where=path.name) from None
