"""Drawings as PNG pictures, for office files and social networks, which do not all read SVG."""

from __future__ import annotations

from functools import cache

from longuevue.report.letters import fonts_folder

#: pixels per unit of the drawing: sharp on paper at full width
SCALE = 2.5


def png(svg: str, *, scale: float = SCALE) -> bytes:
    """The drawing as PNG bytes, with our letters."""
    return bytes(_converter().svg_to_png(svg, scale=scale))


@cache
def _converter():  # type: ignore[no-untyped-def]
    import vl_convert

    vl_convert.register_font_directory(str(fonts_folder()))
    return vl_convert
