"""A figure over time as a light line drawn by the page: breaks cut the line, missing periods leave a gap, dated shocks
stand where they fell. The same is told in a sentence and in a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from longuevue.portal.drawing import svg
from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.periods import day_words, period_end
from longuevue.terms.shocks import Shock, shocks_between

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 10, 10, 56, 10
#: two shocks nearer than this on the drawing are told on two rows
MARK = 24


def trend_of(visit: Visit, marker: str, area: str) -> dict[str, Any] | None:
    """The trend of a marker at a place, with its breaks and the shocks of its field."""
    edition = visit.library.edition
    figures = [visit.figure(r) for r in edition.series(marker, area)]
    if sum(f.value is not None for f in figures) < 2:
        return None
    found = visit.library.territory(area)
    departement = found["code"] if found["level"] == "departement" else found.get("departement")
    return trend(figures, visit, edition.breaks(marker, area), (departement,) if departement else ())


def trend(
    figures: list[Figure], visit: Visit, breaks: dict[str, str] | None = None, departements: tuple[str, ...] = ()
) -> dict[str, Any] | None:
    """Points, line, breaks, shocks and the table that says the same; None when there are fewer than two values."""
    breaks = breaks or {}
    known = [f for f in figures if f.value is not None]
    if len(known) < 2:
        return None
    high = max(f.value for f in known if f.value is not None) or 1.0
    low = min(0.0, *(f.value for f in known if f.value is not None))
    span = (high - low) or 1.0
    step = (WIDTH - LEFT - RIGHT) / max(1, len(figures) - 1)
    points: list[dict[str, str]] = []
    pieces: list[list[str]] = [[]]
    cuts: list[str] = []
    for index, figure in enumerate(figures):
        x = LEFT + index * step
        if figure.value is None or (figure.period in breaks and pieces[-1]):
            pieces.append([])
        if figure.period in breaks:
            cuts.append(svg(x - step / 2))
        if figure.value is None:
            continue
        y = TOP + (1 - (figure.value - low) / span) * (HEIGHT - TOP - BOTTOM)
        points.append({"x": svg(x), "y": svg(y), "text": figure.full_text, "period": figure.period_text})
        pieces[-1].append(f"{x:.1f},{y:.1f}")
    marks = _shocks(visit, figures, step, departements)
    told = [(f.period_text, visit.say(f"trend.break_{breaks[f.period]}")) for f in known if f.period in breaks]
    first, last = known[0], known[-1]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "points": points,
        "lines": [" ".join(p) for p in pieces if len(p) > 1],
        "cuts": cuts,
        "breaks": told,
        "shocks": marks,
        "rows": [_row(visit, f, breaks) for f in figures],
        "first": first,
        "last": last,
        "words": _words(visit, first, last, told, marks),
    }


def _row(visit: Visit, figure: Figure, breaks: dict[str, str]) -> tuple[str, str, str, str]:
    status = figure.status_name
    if figure.period in breaks:
        status = f"{status} · {visit.say('trend.break')}"
    return figure.period_text, figure.full_text or figure.status_name, figure.parts_text, status


def _words(visit: Visit, first: Figure, last: Figure, told: list[tuple[str, str]], marks: list[dict[str, str]]) -> str:
    text = visit.say(
        "trend.words", first=first.full_text, start=first.period_text, last=last.full_text, end=last.period_text
    )
    if told:
        text += " " + visit.say("trend.words_breaks", periods=", ".join(period for period, _ in told))
    if marks:
        text += " " + visit.say("trend.words_shocks", shocks=", ".join(f"{m['name']} ({m['day']})" for m in marks))
    return text


def _shocks(visit: Visit, figures: list[Figure], step: float, departements: tuple[str, ...]) -> list[dict[str, str]]:
    """The shocks of the field that fell inside the line, each at its own day, numbered in order of days."""
    days = [period_end(figure.period) for figure in figures]
    if days[0] is None or days[-1] is None:
        return []
    found = shocks_between(days[0], days[-1], figures[0].field_id, departements)
    places = [LEFT + _place(days, shock) * step for shock in found]
    low = [False] * len(found)
    for index in range(1, len(found)):
        low[index] = places[index] - places[index - 1] < MARK and not low[index - 1]
    return [
        {
            "n": str(number),
            "x": svg(places[number - 1]),
            "mark_y": "35" if low[number - 1] else "12",
            "number_y": "40" if low[number - 1] else "17",
            "name": shock.name[visit.language],
            "day": day_words(shock.date, visit.language),
            "source": shock.source[visit.language],
        }
        for number, shock in enumerate(found, 1)
    ]


def _place(days: list[dt.date | None], shock: Shock) -> float:
    """Where the shock's day falls among the points, which are equally spaced."""
    for index in range(1, len(days)):
        before, after = days[index - 1], days[index]
        if before and after and before <= shock.date <= after and after > before:
            return index - 1 + (shock.date - before) / (after - before)
    return float(len(days) - 1)
