"""A figure as every page shows it: value, unit, parts, source, period, scale, status and age, already in words.

Two views never disagree because both print this object; fetching readings and drawing pages is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from longuevue.portal.drawing import svg
from longuevue.portal.library import Library
from longuevue.portal.routes import Links
from longuevue.portal.words import has, say
from longuevue.terms import place_words, spoken
from longuevue.terms.flows import DIRECTIONS, FIELDS
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number, with_unit
from longuevue.terms.periods import age_in_years, is_old, period_words
from longuevue.terms.statuses import WITH_VALUE
from longuevue.terms.words import seen_as, status_words


@dataclass(slots=True)
class Figure:
    """One reading in words, in one language. `value` stays exact for data files; everything else is text."""

    marker_id: str
    label: str
    question: str
    field_id: str
    field_name: str
    direction: str
    direction_name: str
    value: float | None
    value_text: str
    unit: str
    full_text: str
    parts_text: str
    aloud: str
    status: str
    status_name: str
    status_means: str
    reason_text: str
    is_zero: bool
    old: bool
    age_text: str
    source_id: str
    source_name: str
    licence: str
    period: str
    period_text: str
    vintage: str
    geography_year: str
    coverage_text: str
    precision: str
    method_version: str
    marker_version: str
    level: str
    scale_name: str
    place_name: str
    area: str
    counterpart: str
    address: str
    marker_url: str
    url: str
    json_url: str
    csv_url: str
    percent: str
    caveat: str
    cannot_see: str
    borrowed_text: str = ""
    offered: Figure | None = None
    compared: list[tuple[str, str]] = field(default_factory=list)
    seers: tuple[str, ...] = ()
    who_text: str = ""
    #: what must be told beside the figure: a doubt, communes merged, a series cut
    remarks: tuple[str, ...] = ()

    @property
    def has_value(self) -> bool:
        return self.value is not None

    @property
    def shown(self) -> Figure | None:
        """The figure to read on this page: its own, or the larger scale's that is offered instead."""
        return self if self.has_value else self.offered

    @property
    def mark(self) -> str:
        """The one drawing that tells this status everywhere: zero is a status of its own for the eye."""
        return seen_as(self.status, self.value)


def figure(reading: dict[str, Any], library: Library, links: Links) -> Figure:
    """The reading in words. `offered` is followed and labelled with the place it really describes.

    Most readings of a page are the same absences as on thousands of other pages: those are worded once per edition.
    """
    if reading["value"] is not None or reading.get("offered"):
        return _worded(reading, library, links)
    key = (reading["marker"], reading["status"], reading["status_reason"], reading["area_level"], links)
    known = library.absent.get(key)
    if known is None:
        known = library.absent[key] = _worded(reading, library, links)
    return known


def with_remarks(shown: Figure, area: str, library: Library, language: str) -> Figure:
    """The same figure with the notes that the edition holds on it here, whether or not it has a value."""
    said = library.edition.remarks(shown.marker_id, area)
    if not said:
        return shown
    # an absence is one object for thousands of pages: the notes of a place go on a copy
    return replace(shown, remarks=tuple(library.text(note, language) for note in said))


def _worded(reading: dict[str, Any], library: Library, links: Links) -> Figure:
    language = links.language
    marker = library.markers[reading["marker"]]
    value = reading["value"] if reading["status"] in WITH_VALUE else None
    period_text = period_words(reading["time_period"], language)
    level = reading["area_level"]
    area = library.area_text(level, reading["ref_area"])
    seen = "too_uncertain" if value is None and reading["status"] == "low_precision" else reading["status"]
    own = Figure(
        marker_id=marker["id"],
        label=library.text(marker["label"], language),
        question=library.text(marker["question"], language),
        field_id=marker["field"],
        field_name=FIELDS[marker["field"]][language],
        direction=marker["direction"],
        direction_name=DIRECTIONS[marker["direction"]][language],
        value=value,
        value_text=spoken.value_text(reading, marker, language),
        unit=spoken.unit_text(reading, marker, language),
        full_text=spoken.full_text(reading, marker, language),
        parts_text=spoken.parts_text(reading, language),
        aloud=spoken.aloud(reading, marker, language),
        status=reading["status"],
        status_name=status_words(seen, language),
        status_means=say(f"status.means.{seen}", language),
        reason_text=_reason(reading, marker, library, language),
        is_zero=value == 0,
        old=is_old(reading["time_period"], library.date),
        age_text=_age(reading["time_period"], library, language),
        source_id=reading["source"] or "",
        source_name=library.source_name(reading["source"], language),
        licence=library.licence_name(reading["licence"]),
        period=reading["time_period"] or "",
        period_text=period_text,
        vintage=reading["vintage"] or "",
        geography_year=str(reading["geography_year"] or ""),
        coverage_text=_coverage(reading, language),
        precision=reading.get("precision") or "",
        method_version=str(reading["method_version"] or "").rpartition("/")[2],
        marker_version=str(reading["marker_version"] or ""),
        level=level,
        scale_name=LEVEL_NAMES[level][language],
        place_name=reading["ref_area_name"] or "",
        area=area,
        counterpart=reading["counterpart_area"] or "",
        address=reading["address"] or "",
        marker_url=links.to("marker", marker=marker["id"]),
        url=links.to("figure", marker=marker["id"], area=area),
        json_url=links.to("figure.json", marker=marker["id"], area=area),
        csv_url=links.to("figure.csv", marker=marker["id"], area=area),
        percent=_percent(value, marker),
        caveat=library.caveat(marker, language),
        cannot_see=library.text(marker["cannot_see"], language),
        seers=tuple(library.text(name, language) for name in marker["seen_by_names"]),
        who_text=library.names(marker["seen_by_names"], language),
    )
    if value is None and reading.get("offered"):
        own.offered = _lent(reading, library, links)
    return own


def _lent(reading: dict[str, Any], library: Library, links: Links) -> Figure:
    """The larger scale's figure as it is lent to places of this level: worded once, shown on the page of each of them."""
    key = (reading["offered"]["address"], reading["area_level"], links)
    known: Figure | None = library.lent.get(key)
    if known is None:
        known = figure(reading["offered"], library, links)
        known.borrowed_text = borrowed(known, reading, library, links.language)
        code = library.code(known.area)
        known.aloud = spoken.lent(known.aloud, known.level, code, known.place_name, links.language)
        library.lent[key] = known
    return known


def borrowed(offered: Figure, reading: dict[str, Any], library: Library, language: str) -> str:
    """« chiffre du département de la Loire, pas de votre commune »: the label that a lent figure never loses."""
    of = place_words.of_place(offered.level, library.code(offered.area), offered.place_name, language)
    return say("figure.borrowed", language, of=of, yours=place_words.this_place(reading["area_level"], language))


def _reason(reading: dict[str, Any], marker: dict[str, Any], library: Library, language: str) -> str:
    reason = reading.get("status_reason")
    key = f"status.reason.{reason}"
    text = say(key, language) if reason and has(key) else ""
    absence = marker.get("absence")
    if reading["status"] == "not_observed" and absence and absence.get("reason", reason) == reason:
        text = f"{text} {library.text(absence, language)}".strip()
    return text


def _age(period: str | None, library: Library, language: str) -> str:
    age = age_in_years(period, library.date)
    if age is None:
        return ""
    years = int(age)
    if years < 1:
        return say("figure.age_under_one", language)
    return say("figure.age_one" if years == 1 else "figure.age_many", language, years=years)


def _coverage(reading: dict[str, Any], language: str) -> str:
    share = reading.get("coverage")
    if share is None or share >= 1:
        return ""
    return say("figure.coverage", language, share=with_unit(number(share * 100, 1, language), "%", language))


def _percent(value: float | None, marker: dict[str, Any]) -> str:
    if value is None or not marker["unit"]["fr"].startswith("%") or not 0 <= value <= 100:
        return ""
    return svg(value)
