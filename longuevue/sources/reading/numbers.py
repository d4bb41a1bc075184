"""Numbers, dates and secrecy marks as publishers and people write them. Which column holds what is not known here."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

#: marks that mean « the publisher knows and does not say »
SECRET = frozenset({"s", "ns", "nd", "n.d.", "xx", "x", "*", "c", "k", "secret", "secret stat", "conf", "<5", "<11"})
#: marks that mean « no figure »
MISSING = frozenset({"", "-", "–", "—", ":", ".", "..", "...", "…", "na", "n/a", "n.a.", r"\n", "null", "none", "//"})
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u2009']+")
_UNITS = re.compile(r"(€|eur|euros?|\$|%|chf|hab\.?)$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says: a value, or the reason why there is none (`M` missing, `Q` secret)."""

    value: float | None
    obs_status: str = "A"


class NotAFigureError(ValueError):
    """The cell holds something else than a figure; the message is for the list of refused rows."""


def figure(text: str, *, secret: frozenset[str] = SECRET) -> Figure:
    """Read one cell. `NotAFigureError` for anything doubtful: nothing is ever guessed into a number.

    >>> figure("1\u202f867\u00a0500 €").value, figure("12,5 %").value, figure("nd").obs_status
    (1867500.0, 12.5, 'Q')
    """
    mark = text.strip().casefold()
    if mark in MISSING:
        return Figure(None, "M")
    if mark in secret:
        return Figure(None, "Q")
    plain = _SPACES.sub("", mark)
    if plain.startswith(("$", "€")):
        plain = plain[1:]
    plain = _point_for_decimals(_UNITS.sub("", plain))
    if not _NUMBER.fullmatch(plain):
        raise NotAFigureError(f"« {text.strip()[:40]} » n'est pas un nombre")
    value = float(plain)
    if not math.isfinite(value):
        raise NotAFigureError(f"« {text.strip()[:40]} » n'est pas un nombre fini")
    return Figure(value)


def count(text: str, *, secret: frozenset[str] = SECRET) -> Figure:
    """A figure that counts something: a negative one is refused, not made positive."""
    found = figure(text, secret=secret)
    if found.value is not None and found.value < 0:
        raise NotAFigureError(f"« {text.strip()[:40]} » est négatif : un effectif ne peut pas l'être")
    return found


def _point_for_decimals(plain: str) -> str:
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        decimal = "," if plain.rfind(",") > plain.rfind(".") else "."
        grouping = "." if decimal == "," else ","
        if plain.count(decimal) > 1 or not _grouped(plain.split(decimal)[0], grouping):
            return "?"
        return plain.replace(grouping, "").replace(decimal, ".")
    for mark, times in ((",", commas), (".", points)):
        if times > 1:
            return plain.replace(mark, "") if _grouped(plain, mark) else "?"
    return plain.replace(",", ".")


def _grouped(whole: str, mark: str) -> bool:
    first, *groups = whole.lstrip("+-").split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 and group.isdigit() for group in groups)


_FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})([T ].*)?")


def iso_date(text: str) -> str | None:
    """A day as `YYYY-MM-DD`, from ISO or French writing; None when the text is no such thing or no such day."""
    plain = text.strip()
    if found := _ISO_DATE.fullmatch(plain):
        year, month, day = found[1], found[2], found[3]
    elif found := _FRENCH_DATE.fullmatch(plain):
        year, month, day = found[3], found[2], found[1]
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def commune_code(text: str) -> str:
    """A commune code as text: zero-padded when a spreadsheet ate its zero, Corsica in capitals."""
    plain = text.strip().upper()
    if re.fullmatch(r"\d{4}\.0|\d{5}\.0", plain):
        plain = plain[:-2]
    return plain.zfill(5) if plain.isdigit() and len(plain) == 4 else plain
