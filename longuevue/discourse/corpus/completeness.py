"""Is the series of a council complete: holes in numbers and in dates, said before any share is read.
A hole is a question to the council's secretary, not a zero.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import PurePosixPath

from longuevue.discourse.corpus.document import Document

_DAY_IN_NAME = re.compile(
    r"(?<!\d)(\d{4})[-_. ](\d{2})[-_. ](\d{2})(?!\d)|(?<!\d)(\d{2})[-_. ](\d{2})[-_. ](\d{4})(?!\d)"
)
_NUMBER = re.compile(r"(\d+)\D*$")
LONG_SILENCE_DAYS = 120  # a council meets at least once a quarter (CGCT, L. 2121-7)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the series holds and where it has holes."""

    acts: int
    copies: int
    sessions: tuple[str, ...]
    missing_numbers: tuple[tuple[int, int], ...]  # closed ranges of numbers never seen
    silences: tuple[tuple[str, str, int], ...]  # from, to, days
    undated: int
    unread_documents: tuple[tuple[str, str], ...]
    numbered: bool = True  # do the acts bear running numbers, in which a hole could be seen?

    @property
    def complete(self) -> bool:
        return not (self.missing_numbers or self.silences or self.undated or self.unread_documents)

    def sentence(self, language: str = "fr") -> str:
        """The certificate in one sentence, in French or in English."""
        french = language == "fr"
        acts, sessions = self.acts, len(self.sessions)
        if not sessions:
            if french:
                return "Série sans date ni numéro : rien ne dit si elle est complète."
            return "Series without dates or numbers: nothing tells whether it is complete."
        if self.complete and not self.numbered:
            if french:
                return f"Aucun trou de date : {acts} actes, {sessions} séances ; sans numéros, un acte absent ne se voit pas."
            return f"No hole in dates: {acts} acts, {sessions} sessions; without numbers, a missing act cannot be seen."
        if self.complete:
            if french:
                return f"Série complète : {acts} actes, {sessions} séances, aucun trou de numéro ni de date."
            return f"Complete series: {acts} acts, {sessions} sessions, no hole in numbers or dates."
        missing = sum(last - first + 1 for first, last in self.missing_numbers)
        parts = [f"{acts} actes, {sessions} séances" if french else f"{acts} acts, {sessions} sessions"]
        if missing:
            parts.append(f"{missing} numéro(s) jamais vus" if french else f"{missing} number(s) never seen")
        if self.silences:
            start, end, days = self.silences[0]
            parts.append(
                f"aucune séance du {start} au {end} ({days} jours)"
                if french
                else f"no session from {start} to {end} ({days} days)"
            )
        if self.undated:
            parts.append(f"{self.undated} acte(s) sans date" if french else f"{self.undated} act(s) without a date")
        if self.unread_documents:
            count = len(self.unread_documents)
            parts.append(f"{count} document(s) non lus" if french else f"{count} document(s) unread")
        return ("Série incomplète : " if french else "Incomplete series: ") + " ; ".join(parts) + "."


def certificate(documents: Iterable[Document]) -> Certificate:
    """Holes in the numbers (by series and year) and in the dates of sessions."""
    by_year: dict[tuple[str, str], set[int]] = defaultdict(set)
    sessions: set[str] = set()
    acts = copies = undated = 0
    unread: list[tuple[str, str]] = []
    for document in documents:
        if document.status == "unread":
            unread.append((document.name, document.why))
        if document.units and not any(unit.date for unit in document.units):
            # A text of one act or of one session: its file's name says the day, and the number when there is one.
            if all(unit.copy_of for unit in document.units):
                copies += 1
                continue
            acts += 1
            day, number = day_and_number(document.name)
            if day is None:
                undated += 1
            else:
                sessions.add(day.isoformat())
            if day and number and len(number) <= 6:
                by_year[("", str(day.year))].add(int(number))
            continue
        for unit in document.units:
            if unit.copy_of:
                copies += 1
                continue
            acts += 1
            day = _day(unit.date)
            if day is None:
                undated += 1
                continue
            sessions.add(day.isoformat())
            found = _NUMBER.search(unit.group or "")
            if found and len(found[1]) <= 6:
                by_year[(unit.group or "")[: found.start()], str(day.year)].add(int(found[1]))
    holes = tuple(hole for numbers in by_year.values() for hole in _holes(numbers))
    return Certificate(
        acts,
        copies,
        tuple(sorted(sessions)),
        holes,
        _silences(sorted(sessions)),
        undated,
        tuple(unread),
        any(_run_on(numbers) for numbers in by_year.values()),
    )


def day_and_number(name: str) -> tuple[date | None, str]:
    """The day that a file's name gives (« PV_CM_17_02_2014.pdf », « 2014-04-24-0000071216.pdf ») and its number."""
    base = PurePosixPath(name).stem
    found = _DAY_IN_NAME.search(base)
    if not found:
        return None, ""
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    number = _NUMBER.search(base[found.end() :])
    return _day(f"{year}-{month}-{day}"), number[1].lstrip("0") if number else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _holes(numbers: set[int]) -> list[tuple[int, int]]:
    ordered = sorted(numbers)
    if not _run_on(numbers):
        return []
    return [(a + 1, b - 1) for a, b in pairwise(ordered) if b - a > 1]


def _run_on(numbers: set[int]) -> bool:
    """Numbers that jump about are file references, not the running number of acts: no hole can be read in them."""
    return len(numbers) > 1 and max(numbers) - min(numbers) <= 5 * len(numbers)


def _silences(days: list[str]) -> tuple[tuple[str, str, int], ...]:
    gaps = []
    for before, after in pairwise(days):
        wait = (date.fromisoformat(after) - date.fromisoformat(before)).days
        if wait > LONG_SILENCE_DAYS:
            gaps.append((before, after, wait))
    return tuple(gaps)
