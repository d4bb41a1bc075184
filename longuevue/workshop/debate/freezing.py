"""A figure kept as it was the day a room opened: its words and numbers, its address, source, date, unit and status. The room
cites the address; nothing here follows the figure afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from longuevue.terms.periods import period_words
from longuevue.terms.refusal import Refusal
from longuevue.terms.spoken import aloud, full_text, lent, parts_text
from longuevue.terms.words import REASON_SENTENCES, STATUS_NAMES
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.selectors import edition_of

LANGUAGES = ("fr", "en")
#: what is kept of a reading as it is
KEPT = (
    "marker", "marker_version", "ref_area", "ref_area_name", "area_level", "geography_year", "time_period", "value", "unit",
    "numerator", "denominator", "coverage", "status", "status_reason", "precision", "source", "vintage", "licence",
    "edition", "address",
)  # fmt: skip


def frozen_figure(observatory: Any, marker_id: str, area: str, period: str = "") -> dict[str, Any]:
    """The reading of a marker there, as shown today. Raises `Refusal`: no edition, no such marker, place or period."""
    edition = edition_of(observatory)
    if edition is None:
        raise Refusal(say("debate.no_edition"), say("debate.no_edition_remedy"))
    marker = edition.marker(marker_id)
    reading = edition.reading(marker_id, area, period or None)
    offered = reading.get("offered")
    shown = offered if reading["value"] is None and offered else reading
    place = edition.territory(area)
    return {
        **{name: reading[name] for name in KEPT},
        "area": place["ref"],
        "edition_date": str(edition.date)[:10],
        "label": marker["label"],
        "question": marker["question"],
        "caveat": marker["caveat"],
        "value_text": _both(lambda language: full_text(shown, marker, language)),
        "aloud": _both(lambda language: _aloud(shown, marker, language, borrowed=shown is not reading)),
        "parts_text": _both(lambda language: parts_text(shown, language)),
        "period_text": _both(lambda language: period_words(shown["time_period"], language)),
        "status_text": STATUS_NAMES[reading["status"]],
        "reason_text": REASON_SENTENCES.get(reading["status_reason"] or "", {"fr": "", "en": ""}),
        "source_text": _source(edition, shown),
        "borrowed_from": shown["ref_area_name"] if shown is not reading else "",
        "borrowed_address": shown["address"] if shown is not reading else "",
    }


def frozen_effect(effect_id: str, words: str, area: str, area_name: str, on: dt.date) -> dict[str, Any]:
    """The words of an effect, as they were that day, with its identifier."""
    return {"effect": effect_id, "words": words, "area": area, "ref_area_name": area_name, "frozen_on": on.isoformat()}


def place_named(observatory: Any, text: str) -> tuple[str, str]:
    """(the territory's code as `com-34172`, its name). Raises `Refusal` for what is no territory of the edition."""
    edition = edition_of(observatory)
    if edition is None:
        raise Refusal(say("debate.no_edition"), say("debate.no_edition_remedy"))
    place = edition.territory(text)
    return place["ref"], place["name"]


def _both(worded: Any) -> dict[str, str]:
    return {language: worded(language) for language in LANGUAGES}


def _aloud(reading: dict[str, Any], marker: dict[str, Any], language: str, *, borrowed: bool) -> str:
    sentence = aloud(reading, marker, language)
    if not borrowed or not sentence:
        return sentence
    return lent(sentence, reading["area_level"], reading["ref_area"], reading["ref_area_name"], language)


def _source(edition: Any, reading: dict[str, Any]) -> dict[str, str]:
    cards = {card["id"]: card for card in edition.sources()}
    mine = [cards[one] for one in (reading["source"] or "").split(";") if one in cards]
    return {
        language: " ; ".join(f"{_text(card['publisher'], language)}, {_text(card['title'], language)}" for card in mine)
        for language in LANGUAGES
    }


def _text(texts: Any, language: str) -> str:
    return texts if isinstance(texts, str) else (texts.get(language) or texts["fr"])
