"""How visible the international is, territory by territory: from the logs and the events of an observatory, the measures that
its page shows and the counts that its press hands over. The sums themselves are in `reasoning/visibility.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from longuevue.workshop.agenda.models import CouncilItem, Event, MagazineSpace, ReaderYear, VenueYear
from longuevue.workshop.agenda.selectors import events, public_events
from longuevue.workshop.reasoning import ical, visibility


@dataclass(frozen=True, slots=True)
class Visible:
    """What was written down of one territory; `spaces` by unit, for pages and square centimetres are not added up."""

    area: str
    ranks: list[visibility.Rank]
    spaces: dict[str, list[visibility.Space]]
    attendance: list[visibility.Attendance]
    readers: list[ReaderYear]


def home_of(observatory: Any, area: str) -> str:
    """The territory of a line: its own, else the first of the observatory."""
    return area or (observatory.perimeter[0] if observatory.perimeter else "")


def visible(observatory: Any) -> list[Visible]:
    """The territory of the observatory first, then any other of which somebody wrote something down."""
    logs = _logs(observatory, events(observatory).filter(cancelled=False))
    first = home_of(observatory, "")
    return [logs.visible(area) for area in (first, *sorted(logs.areas - {first}))]


def counts(observatory: Any) -> list[dict[str, Any]]:
    """One row a measure, territory and year. Of events, those that anyone may read and that were held; a log nobody kept
    gives no row."""
    held = public_events(observatory).filter(cancelled=False, starts__lte=timezone.now())
    logs = _logs(observatory, held)
    return [
        {"measure": measure, "area": area, "time_period": str(year), "value": value}
        for area in sorted(logs.areas)
        for measure, year, value in logs.counts(area)
    ]


@dataclass(frozen=True, slots=True)
class _Logs:
    """Every line, with its territory put beside it."""

    council: list[tuple[str, CouncilItem]]
    magazine: list[tuple[str, MagazineSpace]]
    venues: list[tuple[str, VenueYear]]
    readers: list[tuple[str, ReaderYear]]
    held: list[tuple[str, Event]]

    @property
    def areas(self) -> set[str]:
        return {
            area for lines in (self.council, self.magazine, self.venues, self.readers, self.held) for area, _ in lines
        }

    def _items(self, area: str) -> list[tuple[int, int, int]]:
        return [(one.day.year, one.rank, one.of) for home, one in self.council if home == area]

    def _issues(self, area: str, unit: str) -> list[tuple[int, float, float]]:
        return [(one.day.year, one.part, one.whole) for home, one in self.magazine if home == area and one.unit == unit]

    def _came(self, area: str) -> list[tuple[int, int | None]]:
        return [(timezone.localtime(one.starts, ical.HERE).year, one.came) for home, one in self.held if home == area]

    def _visits(self, area: str) -> list[tuple[int, int]]:
        return [(one.year, one.visits) for home, one in self.venues if home == area]

    def visible(self, area: str) -> Visible:
        spaces = {unit: visibility.spaces(self._issues(area, unit)) for unit in MagazineSpace.Unit.values}
        return Visible(
            area,
            visibility.ranks(self._items(area)),
            {unit: rows for unit, rows in spaces.items() if rows},
            visibility.attendance(self._came(area), self._visits(area)),
            [one for home, one in self.readers if home == area],
        )

    def counts(self, area: str) -> Iterable[tuple[str, int, float]]:
        for year, before, others in visibility.rank_parts(self._items(area)):
            yield "council_places_before", year, before
            yield "council_places_others", year, others
        for unit in MagazineSpace.Unit.values:
            for year, part, whole in visibility.space_parts(self._issues(area, unit)):
                yield f"magazine_{unit}_international", year, part
                yield f"magazine_{unit}", year, whole
        for row in visibility.attendance(self._came(area), self._visits(area)):
            if row.events:
                yield "international_events", row.year, row.events
            if row.visits is not None:
                yield "international_visits", row.year, row.visits
        for home, one in self.readers:
            if home == area and one.reads is not None:
                yield "edition_reads", one.year, one.reads
            if home == area and one.downloads is not None:
                yield "edition_downloads", one.year, one.downloads


def _logs(observatory: Any, held: Iterable[Event]) -> _Logs:
    def placed(lines: Iterable[Any]) -> list[tuple[str, Any]]:
        return [(home_of(observatory, line.area), line) for line in lines]

    return _Logs(
        placed(CouncilItem.objects.filter(observatory=observatory)),
        placed(MagazineSpace.objects.filter(observatory=observatory)),
        placed(VenueYear.objects.filter(observatory=observatory)),
        placed(ReaderYear.objects.filter(observatory=observatory)),
        placed(held),
    )
