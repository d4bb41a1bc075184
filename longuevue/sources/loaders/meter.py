"""What the meter measured, from its dossiers to facts; the part that a page shows travels whole, as a note of its own kind.

A dossier is written by `longuevue debate`; this reader knows its format and nothing of how it was measured.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from longuevue.sources.loaders import Files
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.levels import LEVEL_OF_PREFIX
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue

FORMAT = "longuevue-meter/1"
_MEASURES = re.compile(r"(?:deliberation|agenda|programme|journal|uptake)[a-z0-9_]*")
_PERIOD = re.compile(r"(?:19|20)\d{2}")


def tidy(files: Files) -> Tidied:
    """Counts of every dossier, and the dossiers themselves for the debate page."""
    tally = Tally()
    catalogue = load_catalogue()
    rows: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for path in files.paths["dossiers"]:
        content = _read(path)
        level, code = _place(content, path)
        if not catalogue.has(level, code):
            raise Refusal(f"Territoire inconnu : « {content['area']} ».", "Vérifiez le code.", where=path.name)
        if (content["area"], content["corpus"]) in seen:
            raise Refusal(
                f"Deux dossiers « {content['corpus']} » pour {content['area']}.", "Gardez-en un.", where=path.name
            )
        seen.add((content["area"], content["corpus"]))
        place = {"ref_area": code, "area_level": level, "geography_year": catalogue.year}
        periods = []
        for number, given in enumerate(content["facts"], start=1):
            row = _row(given)
            if row is None:
                tally.refuse(f"{path.name}, fait {number}", given, "fait illisible", '{"measure": "journal_units", …}')
                continue
            rows.append(place | {"dataset": content["corpus"]} | row)
            periods.append(row["time_period"])
            tally.keep()
        page = {key: value for key, value in content.items() if key not in ("facts", "format")}
        notes.append(
            place
            | {
                "kind": "debate",
                "measure": content["corpus"],
                "time_period": max(periods, default=""),
                "text_fr": json.dumps(page, ensure_ascii=False, sort_keys=True),
            }
        )
    return tally.done(
        [{**row, "source_id": "longuevue-meter"} for row in rows],
        source_id="longuevue-meter",
        dataset="debate",
        vintage=max((row["time_period"] for row in rows), default="vide"),
        annotations=notes,
        counterpart_area="W",
    )


def _read(path: Path) -> dict[str, Any]:
    remedy = "Refaites-le : longuevue debate FICHIER… --area CODE --corpus CORPUS."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise Refusal("Ce dossier du mètre ne se lit pas.", remedy, where=path.name) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Refusal("Ce fichier n'est pas un dossier du mètre.", remedy, where=path.name)
    for key, kind in (("area", str), ("corpus", str), ("facts", list), ("sentences", list), ("share", dict)):
        if not isinstance(content.get(key), kind):
            raise Refusal(f"Ce dossier du mètre n'a pas de « {key} ».", remedy, where=path.name)
    return content


def _place(content: dict[str, Any], path: Path) -> tuple[str, str]:
    prefix, _, code = content["area"].partition("-")
    level = LEVEL_OF_PREFIX.get(prefix)
    if level is None or not code:
        raise Refusal(f"Territoire illisible : « {content['area']} ».", "Écrivez com-34172.", where=path.name)
    return level, code


def _row(given: Any) -> dict[str, Any] | None:
    if not isinstance(given, dict):
        return None
    measure, period, value = given.get("measure"), given.get("time_period"), given.get("value")
    number = value is None or (isinstance(value, int | float) and not isinstance(value, bool) and value >= 0)
    if not (isinstance(measure, str) and _MEASURES.fullmatch(measure) and number):
        return None
    if not (isinstance(period, str) and _PERIOD.fullmatch(period)):
        return None
    return {
        "measure": measure,
        "time_period": period,
        "category": given.get("category"),
        "value": None if value is None else float(value),
        # A count that rests on the meter's judgement comes as an estimate, and stays one.
        "obs_status": "M" if value is None else "E" if given.get("obs_status") == "E" else "A",
    }
