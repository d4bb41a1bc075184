"""The debate pages of an edition, put together: the meter's dossiers, the alarms, the notice of an election.
What is measured is measured in `discourse`; here its words meet the readings, and the rules of an election are held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.config.observatory import Observatory
from longuevue.discourse.elections import ElectionSettings, notice, notice_in, refuse_if_frozen
from longuevue.discourse.uptake.standing import Rule, ThemeSeen, alarms
from longuevue.markers.marker import Marker
from longuevue.terms.levels import PREFIX_OF_LEVEL
from longuevue.terms.refusal import Refusal

KIND, PROGRAMMES = "debate", "programmes"
#: the theme of debate that a field of markers belongs to
THEME_OF_FIELD = {
    "cooperation": "cooperation",
    "economy": "economy",
    "education": "education",
    "health": "health",
    "culture": "culture",
    "sport": "culture",
    "housing-tourism": "tourism",
    "environment-urbanism": "environment",
    "people": "asylum",
}
#: with fewer places to compare with, « high » means nothing
LEAST_PEERS = 20


def elections_of(observatory: Observatory) -> ElectionSettings:
    """The `[elections]` table of observatory.toml."""
    return ElectionSettings.from_table(_table(observatory, "elections"))


def rule_of(observatory: Observatory) -> Rule:
    """The thresholds of `[debate.rule]`, or the default ones."""
    given = _table(observatory, "debate").get("rule", {})
    return Rule.edited(given) if isinstance(given, dict) else Rule()


def elected_of(observatory: Observatory) -> list[str]:
    """Elected members in office, whose names stay: `[debate] elected`."""
    names = _table(observatory, "debate").get("elected", [])
    return [str(name) for name in names] if isinstance(names, list) else []


def _table(observatory: Observatory, name: str) -> dict[str, Any]:
    found = observatory.tables().get(name, {})
    if not isinstance(found, dict):
        raise Refusal(f"« {name} » doit être une section.", f"Écrivez [{name}].", where="observatory.toml")
    return found


def debate_notes(
    observatory: Observatory, annotations: Sequence[dict[str, Any]], markers: Iterable[Marker], readings: pa.Table
) -> dict[str, Any]:
    """What `notes.json` says of debates: dossiers in order of places, each with its alarms, and the notice of elections."""
    rule, settings = rule_of(observatory), elections_of(observatory)
    listed = list(markers)
    dossiers = []
    for note in sorted((n for n in annotations if n["kind"] == KIND), key=lambda n: (n["ref_area"], n["measure"])):
        dossier = json.loads(note["text_fr"])
        stakes = stakes_of(dossier["area"], listed, readings)
        seen = {
            row["theme"]: ThemeSeen(row["theme"], dossier["counts"]["units"], row["units"]) for row in dossier["themes"]
        }
        labels = {marker.id: marker.label for marker in listed}
        dossier["alarms"] = [
            {
                "theme": alarm.theme,
                "marker": alarm.marker,
                "fr": alarm.said.replace(alarm.marker, f"« {labels[alarm.marker].fr} »"),
                "en": alarm.said_en.replace(alarm.marker, f"“{labels[alarm.marker].en}”"),
            }
            for alarm in alarms(seen, stakes, rule)
        ]
        # One set of questions for the whole page: no list can be asked another.
        dossier["questions"] = list(settings.questions) if dossier["corpus"] == PROGRAMMES else []
        dossiers.append(dossier)
    if not dossiers:
        return {}
    return {"dossiers": dossiers, "notice": notice_in(settings)}


def stakes_of(area: str, markers: Iterable[Marker], readings: pa.Table) -> list[tuple[str, str, float]]:
    """(theme, marker, percentile) of every share of this place among the places of its level, latest common period."""
    prefix, _, code = area.partition("-")
    level = next((name for name, short in PREFIX_OF_LEVEL.items() if short == prefix), "")
    found = []
    whole = readings.filter(
        pc.and_(
            pc.and_(pc.equal(readings["area_level"], level), pc.equal(readings["counterpart_area"], "W")),
            pc.is_valid(readings["value"]),
        )
    )
    for marker in markers:
        theme = THEME_OF_FIELD.get(marker.field)
        if theme is None or marker.unit.fr != "%":
            continue
        rows = whole.filter(pc.equal(whole["marker"], marker.id))
        mine = rows.filter(pc.equal(rows["ref_area"], code))
        if not mine.num_rows:
            continue
        period = max(mine["time_period"].to_pylist())
        peers = rows.filter(pc.equal(rows["time_period"], period))["value"].to_pylist()
        value = next(r["value"] for r in mine.to_pylist() if r["time_period"] == period)
        if len(peers) >= LEAST_PEERS:
            below = sum(peer < value for peer in peers) + 0.5 * (sum(peer == value for peer in peers) - 1)
            found.append((theme, marker.id, 100.0 * below / (len(peers) - 1)))
    return found


def hold_elections(
    observatory: Observatory, annotations: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]], now: datetime
) -> None:
    """Refuse an edition that would change anything about lists during the silence, or that nobody answers for."""
    settings = elections_of(observatory)
    lists = [note["text_fr"] for note in annotations if note["kind"] == KIND and note["measure"] == PROGRAMMES]
    if any(note["kind"] == KIND for note in annotations):
        notice(settings, now)  # a refusal when no editor is named within six months of a poll
    was = [json.dumps(d, ensure_ascii=False, sort_keys=True) for d in before if d.get("corpus") == PROGRAMMES]
    asked = [json.loads(text).get("questions", []) for text in was]
    same_questions = all(found == list(settings.questions) for found in asked)
    if [_bare(text) for text in lists] != [_bare(text) for text in was] or not same_questions:
        refuse_if_frozen(settings, now)


def _bare(text: str) -> dict[str, Any]:
    return {key: value for key, value in json.loads(text).items() if key not in ("alarms", "questions")}
