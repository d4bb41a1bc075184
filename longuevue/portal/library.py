"""One opened edition with what every page asks of it again and again kept at hand. The edition itself is read elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from longuevue.portal.kept import Kept
from longuevue.portal.sent import Sent, shelf
from longuevue.terms.levels import PREFIX_OF_LEVEL
from longuevue.terms.numbers import french_spaces


class Library:
    """An edition (`longuevue.edition.reader.Edition`, or anything with its methods) and its small indexes."""

    def __init__(self, edition: Any) -> None:
        self.edition = edition
        self.id: str = str(edition.id)
        self.date: dt.date = _as_date(edition.date)
        self.observatory: dict[str, Any] = dict(edition.observatory or {})
        self.markers: dict[str, dict[str, Any]] = {marker["id"]: marker for marker in edition.markers()}
        self.sources: list[dict[str, Any]] = list(edition.sources())
        #: absences already worded (see `figures.figure`)
        self.absent: dict[Any, Any] = {}
        #: cards already drawn, and figures already worded, that several places share
        self.cards: Kept = Kept(2048)
        self.lent: Kept = Kept(2048)
        self._state: str | None = None
        self._source_by_id = {source["id"]: source for source in self.sources}
        self._licences = {c["licence"]["id"]: c["licence"]["label"] for c in self.sources if c.get("licence")}
        self.territory = lru_cache(maxsize=512)(self._territory)
        self.portrait = lru_cache(maxsize=64)(edition.portrait)
        self.properties = lru_cache(maxsize=None)(self._properties)

    def as_it_stands(self) -> tuple[str, Sent]:
        """What changes when a story is taken back, and the pages sent since: those before held its words, and are erased."""
        state = self.edition.state()
        if self._state not in (None, state):
            shelf().forget()
        self._state = state
        return state, Sent(shelf(), f"{self.edition.path} {self.id} {state}")

    def _territory(self, area: str) -> dict[str, Any]:
        return self.edition.territory(area)

    def _properties(self, marker: str) -> frozenset[str]:
        """Which properties of a flow the companions of a marker measure, here or elsewhere (see `dressing.property_of`)."""
        return frozenset(c["property"] for c in self.edition.companions(marker, "FR") if c["property"])

    @staticmethod
    def area_text(level: str, code: str) -> str:
        """`com-42218`, `FR`: how a page's address names a territory."""
        return "FR" if level == "country" else f"{PREFIX_OF_LEVEL[level]}-{code}"

    @staticmethod
    def code(area: str) -> str:
        """The bare code of a typed area text."""
        return area.partition("-")[2] or area

    @staticmethod
    def text(texts: Any, language: str) -> str:
        """The words in `language`; French, marked as such, where the English is missing."""
        if isinstance(texts, str):
            return texts
        if not texts:
            return ""
        found = texts.get(language)
        if found:
            return _spaced(found) if language == "fr" else found
        return f"{texts['fr']} [in French]" if texts.get("fr") else ""

    def source_name(self, source_id: str | None, language: str) -> str:
        """Publisher and title of the source (of each, when a figure rests on several)."""
        names = []
        for one in filter(None, (part.strip() for part in (source_id or "").replace(",", ";").split(";"))):
            card = self._source_by_id.get(one)
            if card is None:
                names.append(one)
                continue
            publisher, title = self.text(card.get("publisher"), language), self.text(card.get("title"), language)
            names.append(f"{publisher}, {title[:1].lower() + title[1:]}" if publisher and title else publisher or title)
        return " ; ".join(names) if language == "fr" else "; ".join(names)

    def licence_name(self, ids: str | None) -> str:
        """Licences in words (« Licence Ouverte 2.0 »), each once; the id itself where no card names it."""
        names = dict.fromkeys(self._licences.get(one, one) for one in (ids or "").split(";") if one)
        return ", ".join(names)

    def source(self, source_id: str) -> dict[str, Any] | None:
        """The card of a source as published, or None."""
        return self._source_by_id.get(source_id)

    def names(self, texts: Iterable[Any], language: str, most: int | None = None) -> str:
        """Several bilingual names as an enumeration, each once."""
        found = list(dict.fromkeys(self.text(text, language) for text in texts))
        return ", ".join(found[:most])

    def caveat(self, marker: dict[str, Any], language: str) -> str:
        """The marker's own sentence of caution."""
        return self.text(marker.get("caveat"), language)


@lru_cache(maxsize=8192)
def _spaced(text: str) -> str:
    return french_spaces(text)


def _as_date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value)[:10])
