"""How a reading is said: its number, its parts and its marker's own sentence, the same words on every page and paper.
Readings are fetched elsewhere; what surrounds the figure (source, comparison, drawing) is added by those who show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longuevue.terms.countries import country_name
from longuevue.terms.numbers import count_decimals, french_spaces, number, with_unit
from longuevue.terms.periods import period_words
from longuevue.terms.statuses import WITH_VALUE

Reading = Mapping[str, Any]
Marker = Mapping[str, Any]


def value_text(reading: Reading, marker: Marker, language: str = "fr") -> str:
    """The number as written for people, `≈` before an estimate; an empty text when there is no value."""
    if reading["value"] is None or reading["status"] not in WITH_VALUE:
        return ""
    text = number(reading["value"], int(marker["unit"].get("decimals", 0)), language)
    return f"≈ {text}" if reading["status"] == "estimated" else text


def full_text(reading: Reading, marker: Marker, language: str = "fr") -> str:
    """The number and its unit: « 14,9 % »."""
    return with_unit(value_text(reading, marker, language), marker["unit"][language], language)


def parts_text(reading: Reading, language: str = "fr") -> str:
    """« 9 872 sur 66 141 »; empty where the figure is not made of two parts."""
    numerator, denominator = reading["numerator"], reading["denominator"]
    if numerator is None or denominator is None:
        return ""
    among = "sur" if language == "fr" else "out of"
    return f"{_count(numerator, language)} {among} {_count(denominator, language)}"


def aloud(reading: Reading, marker: Marker, language: str = "fr") -> str:
    """The marker's own sentence with this reading's figures in it; empty when there is no value."""
    said = value_text(reading, marker, language)
    if not said:
        return ""
    period = period_words(reading["time_period"], language)
    template = (marker["aloud"].get(language) or marker["aloud"]["fr"]) if marker.get("aloud") else ""
    missing = any(f"{{{part}}}" in template and reading[part] is None for part in ("numerator", "denominator"))
    if missing or not template:
        return french(f"{with_unit(said, marker['unit'][language], language)} ({period}).", language)
    counterpart = reading["counterpart_area"]
    sentence = template.format(
        value=said,
        unit=marker["unit"][language],
        numerator=_count(reading["numerator"], language),
        denominator=_count(reading["denominator"], language),
        period=period,
        counterpart=country_name(counterpart, language) if counterpart else "",
    )
    return french(sentence, language)


def french(sentence: str, language: str) -> str:
    """The sentence with the spaces of French typography when it is French."""
    return french_spaces(sentence) if language == "fr" else sentence


def _count(value: float | None, language: str) -> str:
    return number(value, count_decimals(value), language)
