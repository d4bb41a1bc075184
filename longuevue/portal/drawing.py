"""Numbers inside drawings: always with a point, whatever the language of the page. What is drawn is decided elsewhere."""

from __future__ import annotations


def svg(value: float) -> str:
    """A coordinate or a length for an SVG attribute."""
    return f"{value:.1f}".removesuffix(".0")
