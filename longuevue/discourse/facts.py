"""What the meter counts, as fact rows that the engine reads: deliberations, programmes, municipal journal, ranks.
The rows hold counts only; corrected shares and their intervals stay with the meter's own pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from longuevue.discourse.corpus.document import TITLE, UNREAD, Document
from longuevue.discourse.measure.counting import JudgedUnit

SOURCE = "discourse-meter"
SCHEMA = pa.schema(
    [
        ("source_id", pa.string()),
        ("dataset", pa.string()),
        ("measure", pa.string()),
        ("ref_area", pa.string()),
        ("area_level", pa.string()),
        ("geography_year", pa.int32()),
        ("time_period", pa.string()),
        ("counterpart_area", pa.string()),
        ("category", pa.string()),
        ("item", pa.string()),
        ("value", pa.float64()),
        ("obs_status", pa.string()),
        ("vintage", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose texts they are."""

    ref_area: str
    area_level: str
    geography_year: int
    vintage: str


def _row(place: Place, dataset: str, measure: str, period: str, value: float | None, **more: str) -> dict:
    return {
        "source_id": SOURCE,
        "dataset": dataset,
        "measure": measure,
        "ref_area": place.ref_area,
        "area_level": place.area_level,
        "geography_year": place.geography_year,
        "time_period": period,
        "counterpart_area": more.get("counterpart", "W"),
        "category": more.get("category"),
        "item": more.get("item"),
        "value": value,
        "obs_status": "M" if value is None else "A",
        "vintage": place.vintage,
    }


def _table(rows: Iterable[dict]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


def _period(one: JudgedUnit, default: str) -> str:
    return (one.unit.date or "")[:4] or default


def deliberation_facts(
    units: Sequence[JudgedUnit], documents: Sequence[Document], place: Place, period: str
) -> pa.Table:
    """For `deliberations-share`: units read and units international, by year; titles and full texts kept apart."""
    rows: list[dict] = []
    for titles, category in ((True, "titles"), (False, "full_text")):
        by_year: dict[str, list[JudgedUnit]] = {}
        for one in units:
            if one.counts and (one.unit.kind == TITLE) is titles:
                by_year.setdefault(_period(one, period), []).append(one)
        for year, members in sorted(by_year.items()):
            hits = [one for one in members if one.judgement.international]
            for measure, value in (
                ("units_read", len(members)),
                ("units_international", len(hits)),
                ("documents_read", len({_act(one) for one in members})),
                ("documents_international", len({_act(one) for one in hits})),
            ):
                rows.append(_row(place, "deliberations", measure, year, float(value), category=category))
    silent = [document for document in documents if document.status == UNREAD]
    if silent:
        rows.append(_row(place, "deliberations", "documents_unread", period, float(len(silent)), category="full_text"))
    if not any(row["measure"] == "units_read" for row in rows):
        rows.append(_row(place, "deliberations", "units_read", period, None, category="full_text"))
    return _table(rows)


def _act(one: JudgedUnit) -> str:
    return one.unit.id if one.unit.kind == TITLE else one.unit.document


def programme_facts(
    units: Sequence[JudgedUnit], lists: Sequence[tuple[str, str]], place: Place, period: str
) -> pa.Table:
    """For `programmes-share`: one pair of rows per list, in the order given; a list not read is missing, not zero."""
    rows: list[dict] = []
    for list_id, _ in lists:
        members = [one for one in units if one.counts and one.unit.group == list_id]
        read = float(len(members)) if members else None
        hits = float(sum(one.judgement.international for one in members)) if members else None
        rows.append(_row(place, "programmes", "units_read", period, read, item=list_id))
        rows.append(_row(place, "programmes", "units_international", period, hits, item=list_id))
    return _table(rows)


def journal_facts(units: Sequence[JudgedUnit], documents: Sequence[Document], place: Place, period: str) -> pa.Table:
    """For `municipal-journal-share`: pages and units, with the pages nobody could read."""
    counted = [one for one in units if one.counts]
    hits = [one for one in counted if one.judgement.international]
    pages = {(one.unit.document, one.unit.page) for one in counted if one.unit.page}
    hit_pages = {(one.unit.document, one.unit.page) for one in hits if one.unit.page}
    unread = sum(len(document.unread_pages) for document in documents)
    values = (
        ("units_read", len(counted)),
        ("units_international", len(hits)),
        ("pages_read", len(pages)),
        ("pages_international", len(hit_pages)),
        ("pages_unread", unread),
        ("words_read", sum(one.unit.words for one in counted)),
        ("words_international", sum(one.unit.words for one in hits)),
    )
    read = bool(counted)
    return _table(
        _row(place, "municipal_journal", name, period, float(value) if read or name == "pages_unread" else None)
        for name, value in values
    )


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


def rank_facts(items: Sequence[AgendaItem], place: Place, session: str) -> pa.Table:
    """Rank of each international item in the council's order, with the length of the order."""
    rows = [_row(place, "council_order", "items", session, float(len(items)))]
    rows += [
        _row(place, "council_order", "international_item_rank", session, float(item.rank), item=str(item.rank))
        for item in items
        if item.international
    ]
    return _table(rows)
