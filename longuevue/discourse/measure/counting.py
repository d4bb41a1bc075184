"""Judged units counted: by units, words, pages, documents; by theme, direction, year, list.
Copies, formulas and other languages are counted apart; no correction is made here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from longuevue.discourse.corpus.document import UNREAD, Document, Unit
from longuevue.discourse.judge import Judgement, judge


@dataclass(frozen=True, slots=True)
class JudgedUnit:
    """A unit and what the meter says of it."""

    unit: Unit
    judgement: Judgement

    @property
    def counts(self) -> bool:
        """Is it speech of this council or list, once? Only then it enters a share."""
        unit = self.unit
        return not (unit.furniture or unit.copy_of or unit.language != "fr" or self.judgement.boilerplate)


@dataclass(slots=True)
class Tally:
    """Counts of one corpus, or of one part of it."""

    units: int = 0
    international: int = 0
    words: int = 0
    international_words: int = 0
    space_cm2: float = 0.0
    international_space_cm2: float = 0.0
    unspaced: int = 0  # units whose layout gives no column space
    themes: Counter[str] = field(default_factory=Counter)
    directions: Counter[str] = field(default_factory=Counter)
    years: dict[str, list[int]] = field(default_factory=dict)
    pages: set[tuple[str, int]] = field(default_factory=set)
    international_pages: set[tuple[str, int]] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    international_documents: set[str] = field(default_factory=set)
    boilerplate: int = 0
    european_boilerplate: int = 0
    copies: int = 0
    other_languages: int = 0

    @property
    def has_space(self) -> bool:
        """Does every unit have its column space? A part of it would compare with nothing."""
        return self.units > 0 and not self.unspaced

    def add(self, judged: JudgedUnit) -> None:
        unit, found = judged.unit, judged.judgement
        if unit.copy_of:
            self.copies += 1
            return
        if unit.furniture or found.boilerplate:
            self.boilerplate += 1
            # The European footprint of legal texts is a companion measure, never the headline.
            self.european_boilerplate += "europ" in unit.text.lower() or "/UE" in unit.text or "/CE" in unit.text
            return
        if unit.language != "fr":
            self.other_languages += 1
            return
        self.units += 1
        self.words += unit.words
        self.space_cm2 += unit.space_cm2 or 0.0
        self.unspaced += unit.space_cm2 is None
        self.documents.add(unit.document)
        if unit.page is not None:
            self.pages.add((unit.document, unit.page))
        year = (unit.date or "")[:4]
        if year:
            self.years.setdefault(year, [0, 0])[1] += 1
        if found.international:
            self.international += 1
            self.international_words += unit.words
            self.international_space_cm2 += unit.space_cm2 or 0.0
            self.themes[found.themes[0]] += 1
            self.directions[found.direction] += 1
            self.international_documents.add(unit.document)
            if unit.page is not None:
                self.international_pages.add((unit.document, unit.page))
            if year:
                self.years[year][0] += 1


def judged(documents: Iterable[Document], partner_places: Sequence[str] = ()) -> list[JudgedUnit]:
    """Every unit of the readable documents, judged."""
    places = tuple(partner_places)
    return [
        JudgedUnit(unit, judge(unit.text, partner_places=places))
        for document in documents
        if document.status != UNREAD
        for unit in document.units
    ]


def tally(units: Iterable[JudgedUnit]) -> Tally:
    """The counts of a corpus."""
    counted = Tally()
    for one in units:
        counted.add(one)
    return counted


def tallies_by_list(units: Iterable[JudgedUnit]) -> dict[str, Tally]:
    """Counts of each list of a programme, in the order they are met (never sorted by their share)."""
    found: dict[str, Tally] = {}
    for one in units:
        found.setdefault(one.unit.group or "", Tally()).add(one)
    return found
