"""How a number is written for people, in French and in English. What the number means is not known here."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

#: a thin space on which a line never breaks, as French typography wants it inside numbers and before %
THIN = "\u202f"
NBSP = "\u00a0"
MINUS = "\u2212"


def number(value: float | int | None, decimals: int = 0, language: str = "fr") -> str:
    """`value` with `decimals` decimals, rounded half away from zero; an empty text for None.

    Twelve significant digits are kept first, as editions do, so that 14.45 never shows as 14.4.
    """
    if value is None:
        return ""
    try:
        exact = Decimal(f"{value:.12g}")
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    except (InvalidOperation, ValueError, TypeError):
        return str(value)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    groups.insert(0, whole)
    text = (THIN if language == "fr" else ",").join(groups)
    if fraction:
        text += ("," if language == "fr" else ".") + fraction
    return MINUS + text if rounded < 0 else text


def with_unit(text: str, unit: str, language: str = "fr") -> str:
    """A written number followed by its unit, on one line."""
    if not unit or not text:
        return text
    if unit.startswith("%"):
        return f"{text}{THIN if language == 'fr' else ''}{unit}"
    return f"{text}{NBSP}{unit}"


def measure(value: float | None, unit: dict[str, Any], span: dict[str, float] | None, language: str = "fr") -> str:
    """A measure with its unit: one number, or « entre 21,4 et 28 » where only its two bounds are known."""
    if span is None:
        return with_unit(number(value, unit["decimals"], language), unit[language], language)
    ends = [number(span[end], 0 if span[end].is_integer() else unit["decimals"], language) for end in ("low", "high")]
    text = "entre {} et {}" if language == "fr" else "between {} and {}"
    return with_unit(text.format(*ends), unit[language], language)


def count_decimals(value: float | None) -> int:
    """How many decimals a numerator needs: none for a count, one when the publisher's weights make it fractional."""
    return 0 if value is None or float(value).is_integer() or abs(value) >= 100 else 1


def french_spaces(text: str) -> str:
    """The sentence with the unbreakable spaces of French typography before `% ; : ! ?` and inside « »."""
    for mark in "%;!?":
        text = text.replace(f" {mark}", f"{THIN}{mark}")
    return text.replace(" :", f"{NBSP}:").replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")
