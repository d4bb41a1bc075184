"""The desk where a paper is written: one territory of one edition, its readings in words, in one language.
Which parts a paper has, and how they are drawn, is decided elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from longuevue.edition.reader import Edition
from longuevue.report.model import Block, Figure, Paragraph
from longuevue.report.words import list_of, say
from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.flows import FIELDS
from longuevue.terms.levels import PREFIX_OF_LEVEL
from longuevue.terms.numbers import number, with_unit
from longuevue.terms.periods import age_in_years, is_old, period_words
from longuevue.terms.place_words import of_place, this_place
from longuevue.terms.spoken import aloud, french, full_text, parts_text
from longuevue.terms.statuses import WITH_VALUE
from longuevue.terms.words import WITHHELD, reason_words, seen_as, status_words

#: only figures that do not depend on the size of the place are put side by side
COMPARABLE = frozenset({"ratio", "pooled", "recompute"})
#: only whole figures are compared: « at least 13 » is neither more nor less than « at least 9 »
WHOLE = frozenset({"ok", "estimated"})
#: beyond this, a name is written whole once and shortened elsewhere
LONGEST_NAME = 80
#: partner countries named one by one under a figure
MOST_PARTNERS = 60

Reading = dict[str, Any]


class Desk:
    """One territory and its edition, with the words and figures that every part of a paper asks for."""

    def __init__(self, edition: Edition, area: str, language: str = "fr") -> None:
        self.edition = edition
        self.language = language
        self.portrait = edition.portrait(area)
        self.place: dict[str, Any] = self.portrait["territory"]
        self.date = dt.date.fromisoformat(str(edition.date)[:10])
        self.markers: dict[str, dict[str, Any]] = {marker["id"]: marker for marker in edition.markers()}
        self._sources = {source["id"]: source for source in edition.sources()}

    # -- words ----------------------------------------------------------------------------------------------------

    def say(self, key: str, **values: object) -> str:
        """A text of the papers in this desk's language."""
        return say(key, self.language, **values)

    def lines(self, key: str) -> tuple[str, ...]:
        """The texts of a list of the papers."""
        return list_of(key, self.language)

    def text(self, texts: Any) -> str:
        """A bilingual text of the edition; French, said to be French, where the English is missing."""
        if isinstance(texts, str) or not texts:
            return texts or ""
        found = texts.get(self.language)
        return french(found, self.language) if found else f"{texts['fr']} [in French]"

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number as this language writes it."""
        return number(value, decimals, self.language)

    @property
    def name(self) -> str:
        """The place's name, shortened when it would fill pages."""
        return shortened(self.place["name"])

    def of_this(self) -> str:
        """« de cette commune »; in English the bare place, which « for » precedes."""
        this = this_place(self.place["level"], self.language)
        if self.language == "en":
            return this
        return f"d'{this}" if this[0] in "aeiou" else f"de {this}"

    def left_out(self, what: str, count: int, at: str = "") -> list[Block]:
        """What is not on paper, how many, and where on the portal the rest is read; nothing when nothing is left out."""
        if count < 1:
            return []
        page = "territoire" if self.language == "fr" else "territory"
        path = f"/{self.language}/{page}/{self.place['ref']}/{at and f'#{at}'}"
        key = f"left_out.{what}_one" if count == 1 else f"left_out.{what}"
        return [Paragraph(self.say(key, count=self.number(count), path=path), "note")]

    def witnesses(self, marker: dict[str, Any]) -> tuple[str, ...]:
        """Those who could see what the marker counts, each once."""
        named = marker.get("seen_by_names") or list(marker.get("seen_by") or ())
        return tuple(dict.fromkeys(self.text(name) for name in named))

    def names(self, marker: dict[str, Any], most: int | None = None) -> str:
        """The same, as an enumeration; semicolons when a name holds a comma."""
        return enumeration(self.witnesses(marker)[:most])

    def source_name(self, source_ids: str | None) -> str:
        """Publisher and title of each source of a figure."""
        found = []
        for one in filter(None, (source_ids or "").split(";")):
            card = self._sources.get(one)
            if card is None:
                found.append(one)
                continue
            publisher, title = self.text(card["publisher"]), self.text(card["title"])
            found.append(f"{publisher}, {title[:1].lower() + title[1:]}" if title else publisher)
        return " ; ".join(found) if self.language == "fr" else "; ".join(found)

    def sources_of(self, readings: Iterable[Reading]) -> list[dict[str, Any]]:
        """The cards of the sources under these readings, in order of publishers."""
        ids = {one for r in readings for one in (r["source"] or "").split(";") if one in self._sources}
        return sorted((self._sources[one] for one in ids), key=lambda c: in_order_of_names(self.text(c["publisher"])))

    # -- readings -------------------------------------------------------------------------------------------------

    @cached_property
    def readings(self) -> list[Reading]:
        """One reading per marker shown, in order of fields."""
        order = list(FIELDS)
        return sorted(self.portrait["readings"], key=lambda r: order.index(self.markers[r["marker"]]["field"]))

    def own(self, direction: str | None = None) -> list[Reading]:
        """The readings that have a value here."""
        return [r for r in self.readings if has_value(r) and self._goes(r, direction)]

    def lent(self, direction: str | None = None) -> list[Reading]:
        """The readings without a value here that a larger area lends one."""
        return [r for r in self.readings if not has_value(r) and r["offered"] and self._goes(r, direction)]

    def missing(self, direction: str | None = None) -> list[Reading]:
        """The readings without a value here, lent or not; what cannot exist here is not missing."""
        asked = (r for r in self.readings if r["status"] != "not_applicable")
        return [r for r in asked if not has_value(r) and self._goes(r, direction)]

    def unanswered(self) -> list[Reading]:
        """The readings with no value here nor from any larger area."""
        return [r for r in self.missing() if not r["offered"]]

    def _goes(self, reading: Reading, direction: str | None) -> bool:
        return direction is None or self.markers[reading["marker"]]["direction"] == direction

    def is_old(self, reading: Reading) -> bool:
        """True for a figure over five years old at the edition's date."""
        return is_old(reading["time_period"], self.date)

    def marker(self, reading: Reading) -> dict[str, Any]:
        """The marker of a reading."""
        return self.markers[reading["marker"]]

    # -- figures --------------------------------------------------------------------------------------------------

    def value(self, reading: Reading) -> str:
        """Value and unit in words; « pas de chiffre » where there is none."""
        return full_text(reading, self.marker(reading), self.language) or self.say("figure.no_value")

    def aloud(self, reading: Reading) -> str:
        """The marker's sentence with this reading's figures."""
        return aloud(reading, self.marker(reading), self.language)

    def status(self, reading: Reading) -> str:
        """Status, reason and age in words."""
        words = [status_words(reading["status"], self.language)]
        if reading["status_reason"] and reading["status_reason"] != reading["status"]:
            words.append(reason_words(reading["status_reason"], self.language))
        if has_value(reading) and self.is_old(reading):
            years = int(age_in_years(reading["time_period"], self.date) or 0)
            words.append(self.say("figure.old", years=years))
        return ", ".join(words)

    def why(self, reading: Reading) -> str:
        """Why a value is missing: the marker's own sentence where nobody looks, else the reason in words."""
        absence = self.marker(reading).get("absence")
        if reading["status"] == "not_observed" and absence:
            return self.text(absence)
        reason = (
            reason_words(reading["status_reason"] or reading["status"], self.language)
            if reading["status_reason"]
            else ""
        )
        words = reason or status_words(reading["status"], self.language)
        return words[:1].upper() + words[1:] + "."

    def source_line(self, reading: Reading) -> str:
        """Who counted, when, under which licence."""
        return self.say(
            "figure.source_line",
            source=self.source_name(reading["source"]),
            period=period_words(reading["time_period"], self.language),
            licence=self.licence(reading),
        )

    def licence(self, reading: Reading) -> str:
        """The licences of a figure by their names."""
        labels = [
            card["licence"]["label"]
            for card in self.sources_of([reading])
            if card.get("licence") and card["licence"].get("label")
        ]
        return ", ".join(dict.fromkeys(labels)) or reading["licence"] or self.say("method.licence_unknown")

    def compared(self, reading: Reading) -> list[tuple[Reading, str]]:
        """The same figure in the areas that hold the one it describes, nearest first, when comparing has a meaning."""
        if not self.comparable(reading):
            return []
        refs = [(parent["level"], parent["code"], parent["ref"]) for parent in self.place["parents"]]
        described = [i for i, (level, code, _) in enumerate(refs) if (level, code) == self._described(reading)]
        found = []
        for _, _, ref in refs[described[0] + 1 :] if described else refs:
            other = self.edition.reading(reading["marker"], ref)
            if has_value(other) and other["status"] in WHOLE:
                found.append((other, self._compared_text(other, reading)))
        return found

    def is_own(self, reading: Reading) -> bool:
        """True for a figure of the place itself, false for one that a larger area lends."""
        return self._described(reading) == (self.place["level"], self.place["code"])

    @staticmethod
    def _described(reading: Reading) -> tuple[str, str]:
        return reading["area_level"], reading["ref_area"]

    def _compared_text(self, other: Reading, reading: Reading) -> str:
        text = full_text(other, self.marker(other), self.language)
        if other["time_period"] != reading["time_period"]:
            text += f" ({period_words(other['time_period'], self.language)})"
        return text

    def comparable(self, reading: Reading) -> bool:
        """True for a whole figure that does not grow with the place."""
        if reading["status"] not in WHOLE:
            return False
        marker = self.marker(reading)
        is_percent = marker["unit"]["fr"].startswith("%")
        return marker["aggregation"] in COMPARABLE or (marker["aggregation"] == "none" and is_percent)

    def figure(self, reading: Reading, *, whole: bool = True) -> Figure:
        """A reading as a figure of the paper; `whole` adds what it cannot see and its partners."""
        marker = self.marker(reading)
        borrowed = "" if self.is_own(reading) else self.borrowed(reading)
        compared = tuple((shortened(r["ref_area_name"]), text) for r, text in self.compared(reading))
        return Figure(
            name=self.text(marker["label"]),
            question=self.text(marker["question"]),
            value=self.value(reading),
            aloud=self.aloud(reading),
            status=self.status(reading),
            details=tuple(pair for pair in self._details(reading, marker, whole=whole) if pair[1]),
            reading=reading,
            borrowed=borrowed,
            compared=compared,
        )

    def borrowed(self, lent: Reading) -> str:
        """« Chiffre du département de la Loire, pas de cette commune »: the label a lent figure never loses."""
        of = of_place(lent["area_level"], lent["ref_area"], shortened(lent["ref_area_name"]), self.language)
        return self.say("figure.borrowed", of=of, this=this_place(self.place["level"], self.language))

    def _details(self, reading: Reading, marker: dict[str, Any], *, whole: bool) -> Iterable[tuple[str, str]]:
        yield self.say("figure.parts"), parts_text(reading, self.language)
        yield self.say("figure.status"), self.status(reading) + self._coverage(reading)
        yield self.say("figure.source"), self.source_line(reading)
        if whole:
            yield self.partners_title(), self.partners(reading)
        yield self.say("figure.remarks"), self.remarks(reading)
        yield self.say("figure.caveat"), self.text(marker["caveat"])
        if whole:
            yield self.say("figure.cannot_see"), self.text(marker["cannot_see"])
        yield self.say("figure.address"), reading["address"] or ""

    def remarks(self, reading: Reading) -> str:
        """A doubt on the figure, a contradiction of its publisher, communes merged, a series cut: what the page says too."""
        level, code = reading["area_level"], reading["ref_area"]
        place = f"{PREFIX_OF_LEVEL[level]}-{code}" if level in PREFIX_OF_LEVEL else code
        return " ".join(self.text(note) for note in self.edition.remarks(reading["marker"], place))

    def partners_title(self) -> str:
        """The name of the list of partner countries."""
        return self.say("figure.partners")

    def partners(self, reading: Reading) -> str:
        """Partner countries with their values, in order of names; those that are withheld are named as such."""
        marker = self.marker(reading)
        area = self.place["ref"]
        every = self.edition.counterparts(marker["id"], area, reading["time_period"])
        rows = [r for r in every if has_value(r)]
        named = sorted(
            ((country_name(r["counterpart_area"], self.language), r) for r in rows),
            key=lambda pair: (not pair[1]["counterpart_area"], in_order_of_names(pair[0])),
        )
        shown = ", ".join(
            f"{name} {number(r['value'], int(marker['unit'].get('decimals', 0)), self.language)}"
            for name, r in named[:MOST_PARTNERS]
        )
        more = self.say("figure.partners_more", count=len(named) - MOST_PARTNERS) if len(named) > MOST_PARTNERS else ""
        said = [f"{shown}. {more}".strip()] if shown else []
        for sign in WITHHELD:
            hidden = [r for r in every if r["value"] is None and seen_as(r["status"], None) == sign]
            if hidden:
                where = sorted(
                    (country_name(r["counterpart_area"], self.language) for r in hidden), key=in_order_of_names
                )
                name = status_words(sign, self.language)
                colon = " : " if self.language == "fr" else ": "
                said.append(f"{name[:1].upper()}{name[1:]}{colon}{', '.join(where)}.")
        return " ".join(said)

    def _coverage(self, reading: Reading) -> str:
        share = reading.get("coverage")
        if share is None or share >= 1 or not has_value(reading):
            return ""
        said = with_unit(self.number(share * 100, 1), "%", self.language)
        return ", " + self.say("figure.coverage", share=said)

    def published_values(self, reading: Reading) -> list[float]:
        """The values of every place of the same level and period, nobody named; empty where comparing means nothing."""
        if not self.comparable(reading) or self.place["level"] in ("country", "perimeter"):
            return []
        return self.edition.values(reading["marker"], reading["area_level"], reading["time_period"])


def has_value(reading: Reading) -> bool:
    """True when the reading carries a value that may be shown."""
    return reading["value"] is not None and reading["status"] in WITH_VALUE


def enumeration(names: Iterable[str]) -> str:
    """Several names on one line."""
    listed = list(dict.fromkeys(names))
    return ("; " if any(", " in name for name in listed) else ", ").join(listed)


def shortened(name: str) -> str:
    """The name, cut at a word with an ellipsis when it is longer than a title can be."""
    if len(name) <= LONGEST_NAME:
        return name
    cut = name[:LONGEST_NAME]
    return (cut.rsplit(" ", 1)[0] if " " in cut[40:] else cut).rstrip() + "…"
