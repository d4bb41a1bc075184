"""Writing what was approved as one file of the observatory's folder. `longuevue build` takes it into the next edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from longuevue.terms.on_disk import write_whole
from longuevue.workshop.actors.kinds import ACCESS, KINDS
from longuevue.workshop.effects.public import faults_of
from longuevue.workshop.frame.words import catalogue
from longuevue.workshop.moderation.records import contact_in
from longuevue.workshop.moderation.selectors import approved
from longuevue.workshop.observatories.selectors import folder_of

#: of the file; a build refuses another one
FORMAT = 1
FILE = "workshop/records.json"
KINDS_PRESSED = ("actors", "links", "vantages", "effects")


def records(observatory: Any) -> dict[str, list[dict[str, Any]]]:
    """The approved records as the edition reads them, each code beside its words in both languages."""
    found = approved(observatory)
    words = catalogue()
    for actor in found["actor"]:
        actor["kind_name"] = KINDS.get(actor["kind"], KINDS["other"])
    for link in found["link"]:
        link["kind_name"] = _texts(words[f"links.kind_{link['kind']}"])
        link["status_name"] = _texts(words[f"links.status_{link['status']}"])
    for point in found["vantage"]:
        point["access_name"] = ACCESS.get(point["access"], ACCESS["on_request"])
    told = [one for one in found["effect"] if not faults_of(observatory, one)]
    return {"actors": found["actor"], "links": found["link"], "vantages": found["vantage"], "effects": told}


def press(observatory: Any) -> dict[str, int]:
    """Write the approved records for the next edition, in one gesture; how many of each. No contact can pass."""
    told = records(observatory)
    kept = {name: [row for row in rows if not contact_in(row)] for name, rows in told.items()}
    _written(folder_of(observatory) / FILE, {"format": FORMAT, **kept})
    return {name: len(rows) for name, rows in kept.items()}


def pressed(observatory: Any) -> dict[str, set[str]]:
    """Identifiers of what was last handed over, by kind."""
    try:
        document = json.loads((folder_of(observatory) / FILE).read_text(encoding="utf-8"))
        return {n: {row["id"] for row in document[n]} for n in KINDS_PRESSED}
    except (OSError, ValueError, KeyError):
        return {name: set() for name in KINDS_PRESSED}


def _texts(texts: dict[str, str]) -> dict[str, str]:
    return {"fr": texts["fr"], "en": texts["en"]}


def _written(path: Path, document: dict[str, Any]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n")
