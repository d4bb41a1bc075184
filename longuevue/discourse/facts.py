"""What the meter counts, as rows that become facts: deliberations, programmes, municipal journal, ranks.
The rows hold counts only; corrected shares and their intervals go with the texts, in `dossier`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from longuevue.discourse.corpus.document import TITLE, UNREAD, Document
from longuevue.discourse.measure.counting import JudgedUnit, tally

#: a row before it knows its place and its source: measure, period, value (None: not read), category
Row = dict[str, Any]
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def fact(measure: str, period: str, value: float | None, category: str | None = None) -> Row:
    """A row of facts; None is a value nobody could read."""
    # What rests on the meter's judgement is an estimate: the meter is sometimes wrong. What was only read is counted.
    judged_by_meter = "_international" in measure or measure.startswith(("agenda_rank", "uptake_documents_found"))
    return {
        "measure": measure,
        "time_period": period,
        "value": value,
        "category": category,
        "obs_status": "M" if value is None else "E" if judged_by_meter else "A",
    }


def year_of(one: JudgedUnit, default: str) -> str:
    """The year of a unit: its date, else the one year that its document's name gives, else the default."""
    if one.unit.date:
        return one.unit.date[:4]
    years = set(YEAR.findall(one.unit.document))
    return years.pop() if len(years) == 1 else default


def deliberation_rows(
    units: Sequence[JudgedUnit], documents: Sequence[Document], period: str, category: str = "full_text"
) -> list[Row]:
    """For `deliberations-share`: units read and units international, by year; titles and texts kept apart."""
    rows: list[Row] = []
    for titles, series in ((True, "titles"), (False, category)):
        by_year: dict[str, list[JudgedUnit]] = {}
        for one in units:
            if one.counts and (one.unit.kind == TITLE) is titles:
                by_year.setdefault(year_of(one, period), []).append(one)
        for year, members in sorted(by_year.items()):
            hits = [one for one in members if one.judgement.international]
            for measure, value in (
                ("deliberation_units", len(members)),
                ("deliberation_units_international", len(hits)),
                ("deliberations_read", len({act_of(one) for one in members})),
                ("deliberations_international", len({act_of(one) for one in hits})),
            ):
                rows.append(fact(measure, year, float(value), series))
    silent = [document for document in documents if document.status == UNREAD]
    if silent:
        rows.append(fact("deliberations_unread", period, float(len(silent)), category))
    if not any(row["measure"] == "deliberation_units" for row in rows):
        rows.append(fact("deliberation_units", period, None, category))
    return rows


def act_of(one: JudgedUnit) -> str:
    """The act a unit belongs to: itself when it is a title, else its document."""
    return one.unit.id if one.unit.kind == TITLE else one.unit.document


def programme_rows(units: Sequence[JudgedUnit], lists: Sequence[tuple[str, str]], period: str) -> list[Row]:
    """For `programmes-share`, all lists together: with one list unread the whole is missing, not a smaller zero."""
    counted = [one for one in units if one.counts]
    read = {one.unit.group for one in counted}
    whole = bool(counted) and all(list_id in read for list_id, _ in lists)
    hits = sum(one.judgement.international for one in counted)
    return [
        fact("programme_units", period, float(len(counted)) if whole else None),
        fact("programme_units_international", period, float(hits) if whole else None),
    ]


def journal_rows(units: Sequence[JudgedUnit], documents: Sequence[Document], period: str) -> list[Row]:
    """For `municipal-journal-share`, by year: units, words (the space taken), pages, with the pages nobody could read."""
    rows: list[Row] = []
    by_year: dict[str, list[JudgedUnit]] = {}
    for one in units:
        if one.counts:
            by_year.setdefault(year_of(one, period), []).append(one)
    for year, members in sorted(by_year.items()):
        hits = [one for one in members if one.judgement.international]
        for measure, value in (
            ("journal_units", len(members)),
            ("journal_units_international", len(hits)),
            ("journal_words", sum(one.unit.words for one in members)),
            ("journal_words_international", sum(one.unit.words for one in hits)),
            ("journal_pages", len({(one.unit.document, one.unit.page) for one in members if one.unit.page})),
            ("journal_pages_international", len({(one.unit.document, one.unit.page) for one in hits if one.unit.page})),
        ):
            rows.append(fact(measure, year, float(value)))
        counted = tally(members)
        if counted.has_space:
            rows.append(fact("journal_space_cm2", year, counted.space_cm2))
            rows.append(fact("journal_space_cm2_international", year, counted.international_space_cm2))
    if not rows:
        rows.append(fact("journal_units", period, None))
    unread = sum(len(document.unread_pages) for document in documents)
    rows.append(fact("journal_pages_unread", max(by_year, default=period), float(unread)))
    return rows


_ITEM = re.compile(r"^\s*(\d{1,3})\s*[-–—.)]\s*(?:<DELTIT>)?\s*(?=[A-ZÀ-Ý«\"])")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of a council's order, and where it stands."""

    rank: int
    of: int
    title: str
    international: bool


def agenda(units: Sequence[JudgedUnit]) -> list[AgendaItem]:
    """The items of one council, in order: numbered titles of its minutes, or its list of deliberations."""
    titles = [one for one in units if one.unit.kind == TITLE and not one.unit.copy_of]
    if not titles:
        titles = []
        wanted = 1
        for one in units:
            found = _ITEM.match(one.unit.text)
            # Items come one after the other: « 12. » inside a speech is not the next item.
            if found and wanted <= int(found[1]) <= wanted + 3 and not one.unit.furniture:
                titles.append(one)
                wanted = int(found[1]) + 1
    return [
        AgendaItem(rank, len(titles), one.unit.text, one.judgement.international)
        for rank, one in enumerate(titles, start=1)
    ]


def rank_rows(sessions: Sequence[tuple[str, Sequence[AgendaItem]]]) -> list[Row]:
    """Where the international items stand in the council's orders, by year: sum of ranks over sum of lengths."""
    by_year: dict[str, list[float]] = {}
    for day, items in sessions:
        sums = by_year.setdefault(day[:4], [0.0, 0.0, 0.0, 0.0])
        hits = [item for item in items if item.international]
        sums[0] += len(items)
        sums[1] += len(hits)
        sums[2] += sum(item.rank for item in hits)
        sums[3] += sum(item.of for item in hits)
    names = ("agenda_items", "agenda_items_international", "agenda_rank_total", "agenda_rank_length")
    return [
        fact(name, year, value)
        for year, sums in sorted(by_year.items())
        for name, value in zip(names, sums, strict=True)
    ]


def sessions_of(units: Sequence[JudgedUnit], period: str) -> list[tuple[str, list[AgendaItem]]]:
    """The orders of the councils: one for each day of dated titles, one for each document of minutes."""
    held: dict[str, list[JudgedUnit]] = {}
    days: dict[str, str] = {}
    for one in units:
        dated = one.unit.kind == TITLE and one.unit.date
        key = str(one.unit.date) if dated else one.unit.document
        held.setdefault(key, []).append(one)
        days[key] = str(one.unit.date) if dated else year_of(one, period)
    found = [(days[key], agenda(members)) for key, members in held.items()]
    return [(day, items) for day, items in found if len(items) > 1]
