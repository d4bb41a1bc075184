"""How the figures of one level spread, drawn as stacked dots with the place of interest on them; never a ranking."""

from __future__ import annotations

import statistics
from typing import Any

from longuevue.portal.drawing import svg
from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.numbers import number
from longuevue.terms.spoken import full_text

BINS = 40
WIDTH, HEIGHT, BASE = 640, 150, 140


def distribution(figures: list[Figure], visit: Visit, here: str = "") -> dict[str, Any] | None:
    """Dots in bins, the median and the quarter marks, and the same told in a sentence; None below four figures."""
    values = [f.value for f in figures if f.value is not None]
    if len(values) < 4:
        return None
    low, high = min(min(values), 0.0), max(values)
    span = (high - low) or 1.0
    tallest: dict[int, int] = {}
    for value in values:
        index = _bin(value, low, span)
        tallest[index] = tallest.get(index, 0) + 1
    step = min(9.0, (BASE - 20) / max(tallest.values()))
    stacked: dict[int, int] = {}
    dots = []
    for figure in figures:
        if figure.value is None:
            continue
        index = _bin(figure.value, low, span)
        level = stacked.get(index, 0)
        stacked[index] = level + 1
        dots.append(
            {
                "x": svg(_x(index)),
                "y": svg(BASE - 6 - level * step),
                "r": svg(max(1.2, min(4.2, step * 0.47))),
                "here": figure.area == here,
            }
        )
    quarter, median, three = statistics.quantiles(values, n=4, method="inclusive")
    words = _words(visit, figures[0], len(values), quarter, median, three)
    return {
        "dots": sorted(dots, key=lambda dot: dot["here"]),
        "median_x": svg(_position(median, low, span)),
        "low": _text(visit, figures[0], low),
        "high": _text(visit, figures[0], high),
        "width": WIDTH,
        "height": HEIGHT,
        "base": BASE,
        "words": words,
    }


def _bin(value: float, low: float, span: float) -> int:
    return min(BINS - 1, int((value - low) / span * BINS))


def _x(index: int) -> float:
    return (index + 0.5) * WIDTH / BINS


def _position(value: float, low: float, span: float) -> float:
    return (value - low) / span * WIDTH


def _text(visit: Visit, like: Figure, value: float) -> str:
    marker = visit.library.markers[like.marker_id]
    return full_text({"value": value, "status": "ok"}, marker, visit.language)


def _words(visit: Visit, like: Figure, count: int, quarter: float, median: float, three: float) -> str:
    return visit.say(
        "plot.words",
        count=number(count, 0, visit.language),
        quarter=_text(visit, like, quarter),
        median=_text(visit, like, median),
        three=_text(visit, like, three),
    )
