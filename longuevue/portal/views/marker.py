"""A marker's page: its question, the table of places in order of names, how it is made and what it cannot see."""

from __future__ import annotations

from typing import Any

from longuevue.portal import effects, rooms, survey, threads, voices
from longuevue.portal.beside import side_by_side
from longuevue.portal.distribution import distribution
from longuevue.portal.drawing import svg
from longuevue.portal.figures import Figure
from longuevue.portal.formulas import formula_words, measures_of
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.routes import LEVEL_OF_SLUG
from longuevue.portal.tags import tag_links
from longuevue.portal.telling import citation, legend
from longuevue.portal.trend import trend_of
from longuevue.portal.views.maps import map_of_level
from longuevue.portal.views.prose import terms_of
from longuevue.portal.words import has
from longuevue.terms import spoken
from longuevue.terms.agendas import MET
from longuevue.terms.flows import DIRECTIONS, FIELDS, STANCES
from longuevue.terms.levels import LEVEL_NAMES, LEVELS
from longuevue.terms.numbers import number, with_unit
from longuevue.terms.periods import day_words
from longuevue.terms.refusal import Refusal
from longuevue.terms.statuses import WITH_VALUE

ROWS_PER_PAGE = 400
#: the level opened first: the one where a reader is likely to find home, and the table stays short
PREFERRED = ("departement", "region", "epci", "commune", "perimeter", "lau", "country", "arrondissement")


@page
def marker(visit: Visit, marker: str, level: str = "", page: str = "1") -> Content:
    """`/fr/marqueur/international-students-share/departements/`"""
    stone = next((s for s in visit.library.edition.tombstones() if s["id"] == marker), None)
    if stone:
        return "portal/tombstone.html", _stone(visit, stone)
    card = published_marker(visit, marker)
    counts = survey.counts(visit.library, marker)
    wanted = LEVEL_OF_SLUG.get((visit.language, level)) if level else next((p for p in PREFERRED if p in counts), "")
    if level and not wanted:
        raise Refusal(f"L'échelle « {level} » n'existe pas.", "Choisissez une échelle sur la page du marqueur.")
    context = {
        **_head(visit, card),
        **_about(visit, card),
        "tabs": _tabs(visit, marker, counts, wanted),
        "decisions": threads.of_marker(visit, marker),
        "terms": terms_of(visit, marker),
        "effects": effects.of_marker(visit, marker),
        "stories": voices.of_marker(visit, marker),
        "rooms": rooms.of_marker(visit, marker),
        "beside_one": side_by_side(visit, marker),
        "trend": trend_of(visit, marker, "FR"),
        "legend": legend(visit),
        "citation": citation(visit, visit.text(card["label"]), visit.request.path),
    }
    if wanted in counts:
        context |= _table(visit, card, wanted, int(page))
        context["map"] = map_of_level(visit, marker, wanted)
    else:
        context |= _absent(visit, card, wanted)
    return "portal/marker.html", context


def published_marker(visit: Visit, marker_id: str) -> dict[str, Any]:
    """The marker as published. Raises the edition's own `Refusal` for an unknown or unpublished one."""
    if marker_id in visit.library.markers:
        return visit.library.markers[marker_id]
    visit.library.edition.marker(marker_id)
    raise Refusal(f"Le marqueur « {marker_id} » n'est pas publié.", "La liste est sur la page des questions.")


def _stone(visit: Visit, stone: dict[str, Any]) -> dict[str, Any]:
    """What is said of a marker that was public and is no longer."""
    return {
        "label": visit.text(stone["label"]),
        "question": visit.text(stone["question"]),
        "reason": visit.text(stone["reason"]),
        "withdrawn_text": visit.say(
            "marker.withdrawn_text",
            day=day_words(stone["withdrawn"], visit.language),
            by=stone["by"],
            version=stone["version"],
        ),
    }


def _head(visit: Visit, card: dict[str, Any]) -> dict[str, Any]:
    stated = card.get("according_to")
    if stated:
        stance = visit.say(
            "marker.stance_stated", stance=STANCES[card["stance"]][visit.language], who=visit.text(stated)
        )
    else:
        stance = visit.say("marker.stance_not_stated")
    france = next(
        (r for r in visit.library.portrait("FR")["readings"] if r["marker"] == card["id"] and r["value"] is not None),
        None,
    )
    return {
        "marker_label": visit.text(card["label"]),
        "question": visit.text(card["question"]),
        "why": visit.text(card["why"]),
        "direction": card["direction"],
        "direction_name": DIRECTIONS[card["direction"]][visit.language].capitalize(),
        "field_name": FIELDS[card["field"]][visit.language],
        "field_url": visit.links.to("field", field=card["field"]),
        "met": MET[card["met"]][visit.language] if card.get("met") else "",
        "tags": tag_links(visit, card),
        "stance": stance,
        "france": visit.say("marker.in_france", aloud=visit.figure(france).aloud) if france else "",
    }


def _tabs(visit: Visit, marker_id: str, counts: dict[str, int], here: str | None) -> list[dict[str, Any]]:
    return [
        {
            "name": LEVEL_NAMES[level][visit.language],
            "count": number(counts[level], 0, visit.language),
            "url": visit.links.to("marker_level", marker=marker_id, level=level),
            "here": level == here,
        }
        for level in LEVELS
        if level in counts
    ]


def _table(visit: Visit, card: dict[str, Any], level: str, page_number: int) -> dict[str, Any]:
    readings = survey.table(visit.library, card["id"], level)
    with_value = survey.with_value(visit.library, card["id"], level)
    pages = max(1, -(-len(with_value) // ROWS_PER_PAGE))
    if not 1 <= page_number <= pages:
        raise Refusal(f"Ce tableau n'a pas de page {page_number}.", f"Il en a {pages}.")
    shown = with_value[(page_number - 1) * ROWS_PER_PAGE : page_number * ROWS_PER_PAGE]
    top = max((abs(r["value"]) for r in with_value), default=0) or 1
    figures = [visit.figure(r) for r in shown]
    rows = [_row(visit, figure, top) for figure in figures]
    periods = sorted({f.period_text for f in figures})
    unit = visit.text(card["unit"])
    count = len(with_value)
    lead = (
        visit.say("marker.table_lead", count=number(count, 0, visit.language))
        if count > 1
        else visit.say("marker.table_lead_one")
    )
    first = figures[0]
    return {
        "rows": rows,
        "bars": count > 1,
        "table_lead": lead + _others(visit, readings),
        "table_caption": visit.say(
            "marker.table_caption",
            label=visit.text(card["label"]),
            level=LEVEL_NAMES[level][visit.language],
            period=", ".join(periods),
        ),
        "level_name": LEVEL_NAMES[level][visit.language].capitalize(),
        "unit_head": unit or visit.say("marker.value_head"),
        "plot": distribution([visit.figure(r) for r in with_value], visit) if count > 3 else None,
        "pager": _pager(visit, card["id"], level, with_value, page_number, pages),
        "table_source": f"{first.source_name} · {', '.join(periods)} · {first.licence}",
        "csv_url": visit.links.to("marker.csv", marker=card["id"], level=level),
        "json_url": visit.links.to("marker.json", marker=card["id"], level=level),
    }


def _row(visit: Visit, figure: Figure, top: float) -> dict[str, Any]:
    assert figure.value is not None
    return {
        "url": visit.links.to("territory", area=figure.area) + f"#{figure.marker_id}",
        "place_name": figure.place_name,
        "value_text": with_unit(figure.value_text, "%", visit.language) if figure.unit == "%" else figure.value_text,
        "width": svg(100 * abs(figure.value) / top),
        "parts": figure.parts_text,
        "period_text": figure.period_text,
        "old": figure.old,
        "status": figure.status,
        "hatched": figure.status in ("estimated", "partial", "low_precision"),
        "status_name": figure.status_name,
    }


def _others(visit: Visit, readings: list[dict[str, Any]]) -> str:
    absent = next((r for r in readings if r["status"] not in WITH_VALUE and r.get("status_reason")), None)
    if absent is None or not has(f"status.reason.{absent['status_reason']}"):
        return ""
    return visit.say("marker.others_absent", reason=_lower(visit.say(f"status.reason.{absent['status_reason']}")))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pager(
    visit: Visit, marker_id: str, level: str, rows: list[dict[str, Any]], here: int, pages: int
) -> list[dict[str, Any]]:
    if pages == 1:
        return []
    found = []
    for index in range(pages):
        first = rows[index * ROWS_PER_PAGE]["ref_area_name"]
        last = rows[min((index + 1) * ROWS_PER_PAGE, len(rows)) - 1]["ref_area_name"]
        url = visit.links.to("marker_page", marker=marker_id, level=level, page=index + 1)
        found.append({"name": f"{first[:12]} – {last[:12]}", "url": url, "here": index + 1 == here})
    return found


def _absent(visit: Visit, card: dict[str, Any], level: str | None) -> dict[str, Any]:
    reading = next((r for r in visit.library.portrait("FR")["readings"] if r["marker"] == card["id"]), None)
    if reading is None or reading["status"] in WITH_VALUE:
        here = visit.say("status.means.not_available")
        return {
            "absent_status": "not_available",
            "absent_name": visit.say("status.name.not_available"),
            "absent_why": here,
        }
    figure = visit.figure(reading)
    return {
        "absent_status": figure.status,
        "absent_name": figure.status_name[:1].upper() + figure.status_name[1:],
        "absent_why": figure.reason_text or figure.status_means,
    }


def _about(visit: Visit, card: dict[str, Any]) -> dict[str, Any]:
    checker = card.get("checker")
    checked = visit.say("marker.checked", checker=checker) if checker else visit.say("marker.unchecked")
    early = str(card["registered"])[:10] <= visit.library.date.isoformat()
    version = visit.say(
        "marker.version" if early else "marker.version_late",
        version=card["version"],
        registered=day_words(card["registered"], visit.language),
        author=card["author"],
        checker=checked,
        review=day_words(card["next_review"], visit.language),
    )
    unit = card["unit"]
    return {
        "formula": formula_words(card.get("formula"), visit),
        "measures": measures_of(card.get("formula"), visit),
        "unit": unit[visit.language] or "—",
        "rollup": visit.say(f"marker.rollup_{card['aggregation']}"),
        "finest": _upper(visit.text(card["finest_scale"])),
        "rhythm": _upper(visit.text(card["rhythm"])),
        "caveat": visit.text(card["caveat"]),
        "caveat_codes": [visit.text(text) for text in card["caveat_texts"]],
        "cannot_see": visit.text(card["cannot_see"]),
        "seen_by": _upper(visit.library.names(card["seen_by_names"], visit.language)),
        "policies": _upper(visit.library.names(card["policy_area_names"], visit.language)),
        "example": _example(visit, card),
        "sources": [_source(visit, source_id) for source_id in card["sources"]],
        "version_text": version,
        "reviews": [
            {"by": r["by"], "on": day_words(r["on"], visit.language), "verdict": visit.text(r["verdict"])}
            for r in card.get("reviews", ())
        ],
        "history": [past_version(visit, change) for change in reversed(card.get("history", ()))],
    }


def past_version(visit: Visit, change: dict[str, Any], now: dict[str, Any] | None = None) -> dict[str, Any]:
    """A former version: until when it stood, what changed, what the changed keys held and hold in the card `now`."""
    return {
        "name": visit.say("marker.past", version=change["version"], until=day_words(change["until"], visit.language)),
        "change": visit.text(change["change"]),
        "before": [
            {
                "key": key,
                "value": _held(visit, key, value),
                "now": _held(visit, key, now[key]) if now and key in now else "",
            }
            for key, value in change["before"].items()
        ],
    }


def _held(visit: Visit, key: str, value: Any) -> str:
    if key == "formula":
        return formula_words(value, visit)
    if isinstance(value, dict):
        return str(visit.text(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _source(visit: Visit, source_id: str) -> dict[str, Any]:
    card = visit.library.source(source_id) or {}
    licence = card.get("licence") or {}
    return {
        "id": source_id,
        "name": visit.library.source_name(source_id, visit.language),
        "licence": licence.get("label") if isinstance(licence, dict) else licence,
        "vintage": card.get("vintage"),
        "at_hand": card.get("at_hand", True),
    }


def _example(visit: Visit, card: dict[str, Any]) -> dict[str, Any] | None:
    example = card.get("example")
    if not example:
        return None
    decimals = card["unit"].get("decimals", 0)
    expect = example["expect"]
    if expect.get("value") is None:
        result = visit.say(f"status.name.{expect['status']}")
    else:
        result = with_unit(
            number(expect["value"], decimals, visit.language), card["unit"][visit.language], visit.language
        )
    parts = ""
    if expect.get("numerator") is not None and expect.get("denominator") is not None:
        parts = spoken.parts_text(expect, visit.language)
    labels = {m["id"]: m["label"] for m in measures_of(card.get("formula"), visit)}
    rows = [
        {
            "what": labels.get(fact["measure"], fact["measure"].replace("_", " ")),
            "where": _example_place(fact, card.get("example_places") or {}),
            "period": fact.get("time_period", ""),
            "value": number(
                fact["value"], 0 if fact["value"] is None or float(fact["value"]).is_integer() else 2, visit.language
            )
            or visit.say("status.name.suppressed"),
        }
        for fact in example["facts"]
    ]
    return {"says": visit.text(example["says"]), "rows": rows, "result": result, "parts": parts}


def _example_place(fact: dict[str, Any], names: dict[str, str]) -> str:
    extra = " · ".join(
        str(fact[key]) for key in ("counterpart_area", "category", "item") if fact.get(key) not in (None, "W")
    )
    return f"{names.get(fact['ref_area'], fact['ref_area'])}{' · ' + extra if extra else ''}"
