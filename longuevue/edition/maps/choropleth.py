"""The map of one marker at one scale: every territory in the colour of its class or under the sign of its status.
Figures and statuses are those of the edition; nothing is computed here but the classes."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from longuevue.edition.maps import signs
from longuevue.edition.maps.classes import Classes, classes_of
from longuevue.edition.maps.drawing import Drawing, LegendLine, grid, marked, painted
from longuevue.edition.maps.sheet import WIDTH, Sheet
from longuevue.edition.maps.words import level_words, say, status_name
from longuevue.terms.numbers import number
from longuevue.terms.periods import period_words
from longuevue.terms.spoken import full_text
from longuevue.terms.words import seen_as

Fill = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the map is of: marker, level, period, place whose members are shown (or the whole country), language."""

    marker: Mapping[str, Any]
    level: str
    period: str
    language: str
    within: str = ""

    @property
    def title(self) -> str:
        values = {
            "marker": self.marker["label"][self.language],
            "period": period_words(self.period, self.language),
            "level": level_words(self.level, self.language),
        }
        if self.within:
            return say("title_within", self.language, place=self.within, **values)
        return say("title", self.language, **values)

    def figure(self, value: float) -> str:
        """A value as printed, small ones never as zero."""
        return full_text({"value": value, "status": "ok"}, self.marker, self.language)


def status_of(reading: Mapping[str, Any]) -> str:
    """The status for the eye: zero is one of its own when nothing else is to be said, and so is a withheld weak figure."""
    return seen_as(str(reading["status"]), reading["value"])


def choropleth(
    asked: Asked,
    readings: Mapping[str, Mapping[str, Any]],
    sheet: Sheet,
    beside: Sequence[tuple[str, str]],
    notes: list[str],
    source: str,
    mark: str = "",
) -> Drawing:
    """The map. `readings` has one entry per territory to be shown, valued or not; `beside` are those without outline.

    `mark` is the code of the place that a thick line shows.
    """
    language = asked.language
    values = [float(r["value"]) for r in readings.values() if r["value"] is not None]
    classes = classes_of(values)
    ramp = signs.shades(asked.marker["direction"], len(classes.highs)) if classes else ()
    fills = {code: _fill(reading, classes, ramp) for code, reading in readings.items()}
    body = painted(sheet, fills) + marked(sheet, mark)
    aside, more = grid(list(beside), fills, sheet.height, mark)
    statuses = Counter(status_of(r) for r in readings.values())
    legend = _legend(asked, classes, ramp, readings, statuses)
    if classes:
        notes = [say(classes.method, language), *notes]
    return Drawing(
        title=asked.title,
        alt=_alt(asked, values, len(readings), statuses),
        legend=legend,
        notes=notes,
        source=source,
        height=sheet.height + more,
        body=body + aside,
        valued=len(values),
        fills={code: colour or pattern for code, (colour, pattern) in fills.items()},
    )


def _fill(reading: Mapping[str, Any], classes: Classes | None, ramp: Sequence[str]) -> Fill:
    status = status_of(reading)
    value = reading["value"]
    if status in signs.ALONE or value is None or classes is None:
        return "", status if status in signs.ALONE else "not_available"
    if value == 0:
        return signs.PAPER, status
    colour = ramp[classes.of(float(value))]
    return colour, status if status in signs.OVER_A_SHADE else ""


def _legend(
    asked: Asked,
    classes: Classes | None,
    ramp: Sequence[str],
    readings: Mapping[str, Mapping[str, Any]],
    statuses: Counter[str],
) -> list[LegendLine]:
    lines = []
    if classes:
        inside = Counter(classes.of(float(r["value"])) for r in readings.values() if r["value"])
        for index, (low, high) in enumerate(zip(classes.lows, classes.highs, strict=True)):
            text = asked.figure(low)
            if asked.figure(high) != text:
                text = say("from_to", asked.language, low=asked.figure(low), high=asked.figure(high))
            lines.append(LegendLine(ramp[index], "", text, inside[index]))
    pale = ramp[0] if ramp else signs.PAPER
    for status in (*signs.OVER_A_SHADE, *signs.ALONE):
        if statuses[status]:
            ground = pale if status in signs.OVER_A_SHADE else signs.PAPER
            lines.append(LegendLine(ground, status, status_name(status, asked.language), statuses[status]))
    return lines


def _alt(asked: Asked, values: Sequence[float], total: int, statuses: Counter[str]) -> str:
    language = asked.language
    count = {"title": asked.title, "total": number(total, 0, language), "count": number(len(values), 0, language)}
    ends = {"low": asked.figure(min(values)), "high": asked.figure(max(values))} if values else {}
    if not values:
        text = say("alt_none", language, **count)
    elif len(values) == 1:
        text = say("alt_one", language, **count, **ends)
    elif min(values) == max(values):
        text = say("alt_same", language, **count, **ends)
    elif len(values) < 8:
        text = say("alt_few", language, **count, **ends)
    else:
        quarter, _, three = statistics.quantiles(values, n=4, method="inclusive")
        between = {"quarter": asked.figure(quarter), "three": asked.figure(three)}
        text = say("alt", language, **count, **ends, **between)
    for status, times in sorted(statuses.items()):
        if status != "ok":
            name = status_name(status, language)
            text += " " + say(
                "alt_status", language, name=name[:1].upper() + name[1:], count=number(times, 0, language)
            )
    return f"{text} {say('alt_twin', language)}"


__all__ = ["WIDTH", "Asked", "choropleth", "status_of"]
