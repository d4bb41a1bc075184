"""How a reading is said: its number, its parts and its marker's own sentence, the same words on every page and paper.
Readings are fetched elsewhere; what surrounds the figure (source, comparison, drawing) is added by those who show it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from longuevue.terms.countries import country_name
from longuevue.terms.numbers import NBSP, count_decimals, french_spaces, number, with_unit
from longuevue.terms.periods import period_words
from longuevue.terms.place_words import in_place
from longuevue.terms.statuses import WITH_VALUE

Reading = Mapping[str, Any]
Marker = Mapping[str, Any]


#: words that end in « s » without being a plural
_INVARIABLE = frozenset({"dans", "sans", "plus", "moins", "mais", "pays", "across", "its", "this", "less"})


def value_text(reading: Reading, marker: Marker, language: str = "fr") -> str:
    """The number as written for people, `≈` before an estimate; an empty text when there is no value.

    A value too small for its decimals is « < 0,1 »: only zero is printed as zero.
    """
    value = reading["value"]
    if value is None or reading["status"] not in WITH_VALUE:
        return ""
    decimals = int(marker["unit"].get("decimals", 0))
    least = 10.0**-decimals
    if value != 0 and abs(value) < least / 2:
        return f"< {number(least, decimals, language)}"
    text = number(value, decimals, language)
    return f"≈ {text}" if reading["status"] == "estimated" else text


def unit_text(reading: Reading, marker: Marker, language: str = "fr") -> str:
    """The unit agreed with its number: « 1 jumelage », "1 twinning"; rates never change."""
    unit: str = marker["unit"][language]
    value = reading["value"]
    one = value is not None and (abs(value) < 2 if language == "fr" else value == 1)
    if not one or unit.startswith(("pour ", "per ", "%", "€")) or " par " in unit or " per " in unit:
        return unit
    return " ".join(_one(word) for word in unit.split(" "))


def full_text(reading: Reading, marker: Marker, language: str = "fr") -> str:
    """The number and its unit: « 14,9 % »."""
    return with_unit(value_text(reading, marker, language), unit_text(reading, marker, language), language)


def parts_text(reading: Reading, language: str = "fr") -> str:
    """« 9 872 sur 66 141 », or « 59 344 km pour 19 liens »; empty where the figure is not made of two parts.

    Counts of a weak sample are said to the nearest ten (methodology §6).
    """
    counts = reading["numerator"], reading["denominator"]
    if None in counts:
        return ""
    above, below = (_part(reading, name, language) for name in ("numerator", "denominator"))
    if str(reading.get("unit") or "").startswith("km"):
        links = {"fr": "lien" if counts[1] < 2 else "liens", "en": "link" if counts[1] == 1 else "links"}[language]
        return f"{above} km {'pour' if language == 'fr' else 'over'} {below} {links}"
    return f"{above} {'sur' if language == 'fr' else 'out of'} {below}"


def aloud(reading: Reading, marker: Marker, language: str = "fr") -> str:
    """The marker's own sentence with this reading's figures in it; empty when there is no value."""
    said = value_text(reading, marker, language)
    if not said:
        return ""
    period = period_words(reading["time_period"], language)
    if _is_abroad(reading):
        return _abroad(reading, marker, language)
    template = (marker["aloud"].get(language) or marker["aloud"]["fr"]) if marker.get("aloud") else ""
    missing = any(f"{{{part}}}" in template and reading[part] is None for part in ("numerator", "denominator"))
    if missing or not template:
        return french(f"{with_unit(said, marker['unit'][language], language)} ({period}).", language)
    counterpart = reading["counterpart_area"]
    sentence = template.format(
        value=said,
        unit=marker["unit"][language],
        numerator=_part(reading, "numerator", language),
        denominator=_part(reading, "denominator", language),
        period=period,
        counterpart=country_name(counterpart, language) if counterpart else "",
    )
    return french(_singular(sentence, said, language), language)


def lent(sentence: str, level: str, code: str, name: str, language: str = "fr") -> str:
    """The sentence of a larger area read on a smaller one's page: « ici » becomes the name of the larger area."""
    here = " ici" if language == "fr" else " here"
    where = in_place(level, code, name, language)
    if re.search(rf"{here}\b", sentence):
        return re.sub(rf"{here}\b", f" {where}", sentence, count=1)
    colon = f"{NBSP}:" if language == "fr" else ":"
    return f"{where[:1].upper()}{where[1:]}{colon} {lower_first(sentence)}"


def lower_first(text: str) -> str:
    """The sentence after a colon: its first letter falls, unless it opens a number or an acronym."""
    return text[:1].lower() + text[1:] if len(text) > 1 and text[1].islower() else text


def _is_abroad(reading: Reading) -> bool:
    area = str(reading.get("ref_area") or "")
    return reading.get("area_level") == "lau" or ("/" in area and not area.endswith("/FR"))


def _abroad(reading: Reading, marker: Marker, language: str) -> str:
    """A sentence written for France (« la nationalité française ») is not spoken for another country's count."""
    label = marker["label"].get(language) or marker["label"]["fr"]
    figure, period = full_text(reading, marker, language), period_words(reading["time_period"], language)
    if language == "fr":
        return f"{label}{NBSP}: {figure} ({period}), au sens de la statistique de ce pays."
    return f"{label}: {figure} ({period}), as this country's statistics define it."


def _singular(sentence: str, said: str, language: str) -> str:
    """The marker's plural sentence when there is one thing only."""
    if said.replace("≈", "").strip() != "1":
        return sentence
    head, mark, tail = sentence.partition("1 ")
    words = tail.split(" ")
    for index, word in enumerate(words[:2]):
        if not word.endswith("s"):
            break
        words[index] = _one(word)
    tail = " ".join(words)
    plural, one = (" sont connus", " est connu") if language == "fr" else (" are known", " is known")
    return head + mark + tail.replace(plural, one)


def _one(word: str) -> str:
    return word[:-1] if word.endswith("s") and word not in _INVARIABLE else word


def french(sentence: str, language: str) -> str:
    """The sentence with the spaces of French typography when it is French."""
    return french_spaces(sentence) if language == "fr" else sentence


def _part(reading: Reading, name: str, language: str) -> str:
    count = reading[name]
    if count is not None and reading.get("precision") == "B":
        count = 10 * math.floor(count / 10 + 0.5)
    return _count(count, language)


def _count(value: float | None, language: str) -> str:
    return number(value, count_decimals(value), language)
