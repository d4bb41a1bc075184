"""A figure over time as a light line drawn by the page: breaks cut the line, missing periods leave a gap."""

from __future__ import annotations

from typing import Any

from longuevue.portal.drawing import svg
from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit

WIDTH, HEIGHT = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 10, 10, 16, 10


def trend(figures: list[Figure], visit: Visit) -> dict[str, Any] | None:
    """Points, line and the table that says the same; None when there are fewer than two values."""
    known = [f for f in figures if f.value is not None]
    if len(known) < 2:
        return None
    high = max(f.value for f in known if f.value is not None) or 1.0
    low = min(0.0, *(f.value for f in known if f.value is not None))
    span = (high - low) or 1.0
    step = (WIDTH - LEFT - RIGHT) / max(1, len(figures) - 1)
    points: list[dict[str, str]] = []
    pieces: list[list[str]] = []
    piece: list[str] = []
    for index, figure in enumerate(figures):
        if figure.value is None:
            if piece:
                pieces.append(piece)
            piece = []
            continue
        x = LEFT + index * step
        y = TOP + (1 - (figure.value - low) / span) * (HEIGHT - TOP - BOTTOM)
        points.append({"x": svg(x), "y": svg(y), "text": figure.full_text, "period": figure.period_text})
        piece.append(f"{x:.1f},{y:.1f}")
    if piece:
        pieces.append(piece)
    first, last = known[0], known[-1]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "points": points,
        "lines": [" ".join(p) for p in pieces if len(p) > 1],
        "rows": [(f.period_text, f.full_text or f.status_name, f.parts_text, f.status_name) for f in figures],
        "first": first,
        "last": last,
        "words": visit.say(
            "trend.words", first=first.full_text, start=first.period_text, last=last.full_text, end=last.period_text
        ),
    }
