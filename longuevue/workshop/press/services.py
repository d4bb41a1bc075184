"""Writing what was approved as one file of the observatory's folder. `longuevue build` takes it into the next edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from longuevue.terms.on_disk import write_whole
from longuevue.workshop.actors.kinds import ACCESS, KINDS
from longuevue.workshop.agenda import visible
from longuevue.workshop.agenda.telling import told_events
from longuevue.workshop.debate.selectors import public_rooms
from longuevue.workshop.debate.telling import told_rooms
from longuevue.workshop.effects.public import faults_of
from longuevue.workshop.frame.words import catalogue
from longuevue.workshop.moderation.records import contact_in
from longuevue.workshop.moderation.selectors import approved
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.policies.selectors import discreet_ids
from longuevue.workshop.press import decisions, voices
from longuevue.workshop.sheets import selectors as sheets
from longuevue.workshop.tables.selectors import gap_counts

#: of the file; a build refuses another one
FORMAT = 2
FILE = "workshop/records.json"
#: one table a marker: what actors counted, for the sources to read and the gate to hold
COUNTS = "workshop/counts"
#: list of the file → kind of record
LISTS = {
    "actors": "actor",
    "links": "link",
    "vantages": "vantage",
    "requests": "request",
    "networks": "network",
    "organisations": "organisation",
    "cards": "card",
    "effects": "effect",
    "events": "event",
    "room_records": "told_room",
}
#: of a file of counts; a source refuses another one
COUNTS_FORMAT = "longuevue-counts/1"
ALL_LISTS = (*LISTS, *decisions.KINDS)


def records(observatory: Any) -> dict[str, list[dict[str, Any]]]:
    """The approved records as the edition reads them, each code beside its words in both languages."""
    found, hidden = approved(observatory), discreet_ids(observatory)
    words = catalogue()
    for actor in found["actor"]:
        actor["kind_name"] = KINDS.get(actor["kind"], KINDS["other"])
    for link in found["link"]:
        link["kind_name"] = _texts(words[f"links.kind_{link['kind']}"])
        link["status_name"] = _texts(words[f"links.status_{link['status']}"])
        for leg in link["legs"]:
            leg["name"] = _texts(words[f"links.leg_{leg['leg']}"])
    for point in found["vantage"]:
        point["access_name"] = ACCESS.get(point["access"], ACCESS["on_request"])
    found["effect"] = [one for one in decisions.touched(found, hidden) if not faults_of(observatory, one)]
    for network in found["network"]:
        for member in network["members"]:
            member["ground_name"] = _texts(words[f"links.ground_{member['ground']}"])
    for organisation in found["organisation"]:
        organisation["option_name"] = _texts(words[f"links.option_{organisation['option']}"])
    for card in found["card"]:
        card["kind_name"] = _texts(words[f"links.card_{card['kind']}"])
    for request in found["request"]:
        request["state_name"] = _texts(words[f"data_requests.step_{request['state']}"])
        for step in request["steps"]:
            step["what_name"] = _texts(words[f"data_requests.step_{step['what']}"])
    found["event"] = told_events(observatory)
    found["told_room"] = told_rooms(observatory)
    # a room that is no longer public takes its record away, though nobody refused the record itself
    public = {one["room"] for one in found["told_room"]}
    found["room_record"] = [one for one in found["room_record"] if one["room"] in public]
    return {name: found[kind] for name, kind in LISTS.items()} | decisions.decided(found, hidden)


def press(observatory: Any) -> dict[str, int]:
    """Write the approved records for the next edition, in one gesture; how many of each. No contact can pass."""
    found = records(observatory)
    kept = {name: [row for row in rows if not contact_in(row)] for name, rows in found.items()}
    _written(folder_of(observatory) / FILE, {"format": FORMAT, **kept})
    _count(observatory)
    counts = _write_counts(folder_of(observatory) / COUNTS, sheets.files(observatory))
    told = voices.write(observatory)
    return {name: len(rows) for name, rows in kept.items()} | {"counts": counts, "stories": told}


def _write_counts(folder: Path, files: dict[str, str]) -> int:
    """The accepted sheets, table by table; a table that is the same keeps its date, one with no sheet left goes."""
    for path in folder.glob("*.csv"):
        if path.stem not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / f"{name}.csv"
        folder.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != text.encode():
            write_whole(path, text, mode=0o600)
    return len(files)


def pressed(observatory: Any) -> dict[str, set[str]]:
    """Identifiers of what was last handed over, by kind."""
    try:
        document = json.loads((folder_of(observatory) / FILE).read_text(encoding="utf-8"))
        return {name: {row["id"] for row in document.get(name, ())} for name in ALL_LISTS}
    except (OSError, ValueError, KeyError, TypeError):
        return {name: set() for name in ALL_LISTS}


def _count(observatory: Any) -> None:
    """The counts beside the records, each for the source of its name; nothing where nobody ever looked, which is not zero."""
    found = approved(observatory)
    followed = decisions.counts(found, observatory.perimeter, timezone.localdate().year) if found["policy"] else []
    opened = [(room.area, timezone.localtime(room.made_at).year) for room in public_rooms(observatory)]
    followed += decisions.appropriated(found, discreet_ids(observatory), opened)
    for source, rows in (
        ("longuevue-policy", followed),
        ("longuevue-visibility", visible.counts(observatory)),
        ("longuevue-survey", gap_counts(observatory)),
    ):
        path = folder_of(observatory) / COUNTS / f"{source}.json"
        if rows or path.is_file():
            _written(path, {"format": COUNTS_FORMAT, "source": source, "rows": rows})


def _texts(texts: dict[str, str]) -> dict[str, str]:
    return {"fr": texts["fr"], "en": texts["en"]}


def _written(path: Path, document: dict[str, Any]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n")
