"""Plain drawings in SVG: bars, stacked bars, dots over time, dots of a distribution. Their words are written beside them;
no figure is computed here, and nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 640
INK, GREY, LINE, PAPER = "#1b2733", "#52606d", "#b8c2cc", "#ffffff"
BLUE, SAND, PALE = "#1f5f8b", "#d9a441", "#e6ebf0"
_FONT = "font-family=\"'Source Sans 3','Noto Sans Arabic','DejaVu Sans',sans-serif\""


@dataclass(frozen=True, slots=True)
class Bar:
    """A named value and the way it is written; `strong` marks the place that the paper is about."""

    name: str
    value: float
    text: str
    strong: bool = False


def bars(rows: Sequence[Bar], *, width: int = WIDTH, left: int = 220) -> tuple[str, int]:
    """Horizontal bars in the order given, each with its name and its value written; the SVG and its height."""
    step = 26
    most = max((abs(row.value) for row in rows), default=0) or 1
    room = width - left - 20 - 7.2 * max((len(row.text) for row in rows), default=0)
    drawn = []
    for index, row in enumerate(rows):
        y = 4 + index * step
        long = round(abs(row.value) / most * max(room, 40), 1)
        weight = ' font-weight="600"' if row.strong else ""
        drawn.append(_text(left - 8, y + 15, _cut(row.name, left // 6), anchor="end", extra=weight))
        drawn.append(
            f'<rect x="{left}" y="{y + 2}" width="{max(long, 1)}" height="17" fill="{BLUE if row.strong else GREY}"/>'
        )
        drawn.append(_text(left + max(long, 1) + 6, y + 15, row.text, extra=weight))
    height = 8 + step * len(rows)
    return _svg(drawn, width, height), height


def stacks(rows: Sequence[tuple[str, Sequence[int]]], names: Sequence[str], *, width: int = WIDTH) -> tuple[str, int]:
    """Stacked counts, one row each: full, hatched and empty, so that they read in black and white too."""
    step, left, top = 25, 220, 26
    fills = (BLUE, "url(#hatch)", PAPER)
    most = max((sum(parts) for _, parts in rows), default=0) or 1
    unit = (width - left - 20) / most
    drawn = [
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{PALE}"/><path d="M0,6 L6,0" stroke="{INK}" stroke-width="1.3"/></pattern></defs>'
    ]
    x = float(left)
    for name, fill in zip(names, fills, strict=False):
        if not name:
            continue
        drawn.append(f'<rect x="{x:.1f}" y="4" width="14" height="12" fill="{fill}" stroke="{INK}" stroke-width=".8"/>')
        drawn.append(_text(x + 19, 14, name, size=12))
        x += 30 + 6.6 * len(name)
    for index, (name, parts) in enumerate(rows):
        y = top + index * step
        drawn.append(_text(left - 8, y + 14, _cut(name, 34), anchor="end"))
        x = float(left)
        for count, fill in zip(parts, fills, strict=False):
            if count:
                wide = round(count * unit, 1)
                drawn.append(
                    f'<rect x="{x:.1f}" y="{y}" width="{wide}" height="18" fill="{fill}" stroke="{INK}" stroke-width=".8"/>'
                )
                if wide > 16:
                    ink = PAPER if fill == BLUE else INK
                    halo = f' stroke="{PAPER}" stroke-width="3" paint-order="stroke"' if fill.startswith("url") else ""
                    drawn.append(
                        _text(x + wide / 2, y + 13.5, str(count), anchor="middle", fill=ink, size=12, extra=halo)
                    )
                x += wide
    height = top + step * len(rows) + 2
    return _svg(drawn, width, height), height


def dots(points: Sequence[tuple[str, float, str]], *, width: int = WIDTH) -> tuple[str, int]:
    """Values over time as dots joined by a line, first and last written; the scale starts at zero."""
    height, left, right, top, base = 150, 20, 20, 30, 118
    low = min(0.0, *(value for _, value, _ in points))
    span = (max(max(value for _, value, _ in points), 0.0) - low) or 1.0
    room = (width - left - right) / max(len(points) - 1, 1)
    placed = [
        (left + 45 + index * room * 0.86, base - (value - low) / span * (base - top))
        for index, (_, value, _) in enumerate(points)
    ]
    drawn = [f'<line x1="{left}" y1="{base}" x2="{width - right}" y2="{base}" stroke="{LINE}"/>']
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    drawn.append(f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="2"/>')
    every = max(1, -(-len(points) // 8))
    for index, ((period, _, text), (x, y)) in enumerate(zip(points, placed, strict=True)):
        edge = index in (0, len(points) - 1)
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{4 if edge else 3}" fill="{BLUE}"/>')
        if edge:
            drawn.append(_text(x, y - 9, text, anchor="middle", extra=' font-weight="600"'))
        if (len(points) - 1 - index) % every == 0:
            drawn.append(_text(x, base + 18, period, anchor="middle", size=12, fill=GREY))
    return _svg(drawn, width, height), height


def strip(
    values: Sequence[float], here: float | None, ends: tuple[str, str], here_text: str, *, width: int = WIDTH
) -> tuple[str, int]:
    """The values of many places as stacked dots, nobody named; this place as a ringed dot with its value written."""
    bins, height, base, left = 44, 140, 112, 20
    low = min(0.0, *values)
    span = (max(max(values), 0.0) - low) or 1.0
    wide = width - 2 * left
    piles: dict[int, int] = {}
    for value in values:
        piles[_bin(value, low, span, bins)] = piles.get(_bin(value, low, span, bins), 0) + 1
    step = min(9.0, (base - 40) / max(piles.values()))
    drawn = [f'<line x1="{left}" y1="{base + 4}" x2="{width - left}" y2="{base + 4}" stroke="{LINE}"/>']
    for index, count in sorted(piles.items()):
        x = left + (index + 0.5) * wide / bins
        # a very high pile is drawn as one line: thousands of circles say no more and weigh more
        if count > 60:
            drawn.append(
                f'<line x1="{x:.1f}" y1="{base}" x2="{x:.1f}" y2="{base - count * step:.1f}" stroke="{GREY}" stroke-width="7"/>'
            )
            continue
        for level in range(count):
            drawn.append(
                f'<circle cx="{x:.1f}" cy="{base - level * step:.1f}" r="{max(1.4, min(3.6, step * 0.45)):.1f}" fill="{GREY}"/>'
            )
    if here is not None:
        x = left + (here - low) / span * wide
        anchor = "start" if x < width * 0.2 else "end" if x > width * 0.8 else "middle"
        drawn.append(f'<line x1="{x:.1f}" y1="22" x2="{x:.1f}" y2="{base + 4}" stroke="{BLUE}" stroke-width="1.6"/>')
        drawn.append(f'<circle cx="{x:.1f}" cy="{base + 4}" r="6" fill="{PAPER}" stroke="{BLUE}" stroke-width="3"/>')
        drawn.append(_text(x, 15, here_text, anchor=anchor, extra=' font-weight="600"'))
    drawn.append(_text(left, base + 24, ends[0], size=12, fill=GREY))
    drawn.append(_text(width - left, base + 24, ends[1], size=12, anchor="end", fill=GREY))
    return _svg(drawn, width, height), height


def _bin(value: float, low: float, span: float, bins: int) -> int:
    return min(bins - 1, int((value - low) / span * bins))


def _cut(text: str, most: int) -> str:
    """A name short enough for its room; the table beside the drawing gives it whole."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 13, fill: str = INK, extra: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{extra}>'
        f"{escape(text)}</text>"
    )


def _svg(drawn: Sequence[str], width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<g {_FONT}>{''.join(drawn)}</g></svg>"
    )
