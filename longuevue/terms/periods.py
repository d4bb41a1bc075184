"""Periods as publishers write them (`2021`, `2022-23`, `2016-09`): their end, their words, their age. No figure is read here."""

from __future__ import annotations

import calendar
import datetime as dt
import re

OLD_AFTER_YEARS = 5

_YEAR = re.compile(r"^(\d{4})$")
_PAIR = re.compile(r"^(\d{4})-(\d{2})$")
_SPAN = re.compile(r"^(\d{4})[-/](\d{4})$")
_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def _is_school_year(year: int, second: int) -> bool:
    return second == (year + 1) % 100


def period_end(period: str | None) -> dt.date | None:
    """The last day of a period; None when the publisher gives no date that can be read.

    `2011-12` is a school year (its second half follows the first), `2016-09` is a month.
    """
    text = str(period or "")
    if match := _YEAR.match(text):
        return dt.date(int(match[1]), 12, 31)
    if match := _PAIR.match(text):
        year, second = int(match[1]), int(match[2])
        if _is_school_year(year, second):
            return dt.date(year + 1, 8, 31)
        if 1 <= second <= 12:
            return dt.date(year, second, calendar.monthrange(year, second)[1])
    if match := _SPAN.match(text):
        return dt.date(int(match[2]), 12, 31)
    if match := _DAY.match(text):
        try:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    return None


def period_words(period: str | None, language: str) -> str:
    """The period as one says it: « septembre 2016 » for `2016-09`, the publisher's own words otherwise."""
    text = str(period or "")
    if match := _PAIR.match(text):
        year, second = int(match[1]), int(match[2])
        if not _is_school_year(year, second) and 1 <= second <= 12:
            return f"{MONTHS[language][second - 1]} {year}"
    return text


def day_words(day: dt.date | str | None, language: str) -> str:
    """A date in words: « 23 novembre 2026 », "23 November 2026"."""
    if isinstance(day, str):
        try:
            day = dt.date.fromisoformat(day[:10])
        except ValueError:
            return str(day)
    if day is None:
        return ""
    first = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{first} {MONTHS[language][day.month - 1]} {day.year}"


def age_in_years(period: str | None, on: dt.date) -> float | None:
    """Years between the end of the period and the date of the edition (never the clock)."""
    end = period_end(period)
    return None if end is None else max((on - end).days, 0) / 365.25


def is_old(period: str | None, on: dt.date) -> bool:
    """True for a figure over five years old: said « donnée ancienne », never the striking fact."""
    age = age_in_years(period, on)
    return age is not None and age > OLD_AFTER_YEARS
