"""The signs of a map: five shades of the marker's direction, and one pattern for each status, the same as on every page.
Shapes of the patterns are those of the portal's small status marks."""

from __future__ import annotations

from typing import Final

PAPER: Final = "#fffdf8"
#: ground of what has no figure: seen as land even where a pattern has no room; zero stays on paper
NO_FIGURE: Final = "#efe8d9"
SHADES: Final[dict[str, tuple[str, ...]]] = {
    "inbound": ("#fde3cf", "#f6b98d", "#e0854a", "#b9500f", "#6f2a02"),
    "outbound": ("#dcebf5", "#a6cbe3", "#63a0c9", "#1f6c9c", "#043f66"),
    "both": ("#e9e2f3", "#c6b3df", "#9a7fc0", "#6d4d9a", "#3f2468"),
}
#: status → what is drawn in a tile of 12, and whether it is filled rather than stroked
_MARKS: Final[dict[str, tuple[str, bool]]] = {
    "zero": ("M6 3.4 A2.6 2.6 0 1 0 6.01 3.4 Z", False),
    "suppressed": ("M-1 6 L6 -1 M-1 12 L12 -1 M5 13 L13 5", False),
    "not_available": ("M1 3 H4.4 M7 9 H10.4", False),
    "not_applicable": ("M3 6 H9", False),
    "not_observed": ("M2.5 9.5 L9.5 2.5 M2.5 2.5 L9.5 9.5", False),
    "estimated": ("M0 6 q3 -3.4 6 0 t6 0", False),
    "partial": ("M6 3 A3 3 0 0 0 6 9 Z", True),
    "too_uncertain": ("M2 6 H10 M2 3.6 V8.4 M10 3.6 V8.4", False),
    "low_precision": ("M6 4.6 A1.4 1.4 0 1 0 6.01 4.6 Z", True),
}
#: statuses shown over a shade; the others stand alone on paper
OVER_A_SHADE: Final = ("estimated", "partial", "low_precision")
ALONE: Final = ("zero", "suppressed", "too_uncertain", "not_available", "not_applicable", "not_observed")
INK: Final = "#14284b"
GREY: Final = "#6b6250"


def shades(direction: str, count: int) -> tuple[str, ...]:
    """`count` shades of a direction, from pale to dark, as far apart as they can be."""
    five = SHADES[direction]
    picked = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4)}.get(count, tuple(range(5)))
    return tuple(five[i] for i in picked)


def patterns(prefix: str = "map") -> str:
    """The `<defs>` that hold every pattern; `fill="url(#map-suppressed)"` then names one.

    Sheets are drawn in tenths of a pixel: `map-suppressed-10` is the same pattern, ten times as large.
    """
    found = []
    for status, (path, filled) in _MARKS.items():
        behind = PAPER if status == "zero" else NO_FIGURE
        ground = f'<rect width="12" height="12" fill="{behind}"/>' if status in ALONE else ""
        if status in OVER_A_SHADE:
            # read on pale and on dark shades alike: ink with a pale edge
            drawn = (
                f'<path d="{path}" fill="{INK}" stroke="{PAPER}" stroke-width=".8"/>'
                if filled
                else f'<path d="{path}" fill="none" stroke="{PAPER}" stroke-width="2.6"/>'
                f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.2"/>'
            )
        else:
            drawn = f'<path d="{path}" fill="none" stroke="{GREY}" stroke-width="1.1"/>'
        size = 'width="12" height="12" patternUnits="userSpaceOnUse"'
        found.append(f'<pattern id="{prefix}-{status}" {size}>{ground}{drawn}</pattern>')
        found.append(
            f'<pattern id="{prefix}-{status}-10" {size} patternTransform="scale(10)">{ground}{drawn}</pattern>'
        )
    return f"<defs>{''.join(found)}</defs>"
