"""A finished map: its SVG, its legend, and the same in words. Who asks for which map is not known here."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from longuevue.edition.maps import signs
from longuevue.edition.maps.sheet import WIDTH, Sheet

#: over this many shapes, lines between neighbours would hide the colours
DENSE = 3_000


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One line of the legend: how it is filled (a colour, or the name of a pattern), what it means, how many."""

    fill: str
    pattern: str
    text: str
    count: int

    @property
    def swatch(self) -> str:
        """The two fills of its little rectangle, the second empty when there is no pattern."""
        return f'<rect width="30" height="18" fill="{self.fill}" stroke="{signs.GREY}"/>' + (
            f'<rect width="30" height="18" fill="url(#map-{self.pattern})" stroke="{signs.GREY}"/>'
            if self.pattern
            else ""
        )


@dataclass(slots=True)
class Drawing:
    """A map ready to be shown: `svg()` alone, or `svg(whole=True)` with title, legend and source for print."""

    title: str
    alt: str
    legend: list[LegendLine]
    notes: list[str]
    source: str
    height: float
    body: str
    undrawn: list[str] = field(default_factory=list)
    #: how many places have a figure
    valued: int = 0
    #: fill of each code, for whoever draws the same map otherwise: a colour, or the name of a status
    fills: dict[str, str] = field(default_factory=dict)

    @property
    def signs(self) -> str:
        """The patterns that the legend's swatches name, for the page that shows them."""
        return signs.patterns()

    def svg(self, *, whole: bool = False) -> str:
        """The image. Only attributes, no style sheet and no script: it is safe under any content policy."""
        top = 0.0
        before, after = "", ""
        height = self.height
        if whole:
            lines = _wrapped(self.title, 58)
            before = "".join(_text(8, 24 + 24 * i, line, 19, bold=True) for i, line in enumerate(lines))
            top = 14.0 + 24 * len(lines)
            y = top + self.height + 10
            for line in self.legend:
                after += f'<g transform="translate(8 {y:.0f})">{line.swatch}</g>{_text(48, y + 14, f"{line.text} ({line.count})", 14)}'
                y += 24
            for note in [*self.notes, self.source]:
                for piece in _wrapped(note, 92):
                    y += 18
                    after += _text(8, y, piece, 12)
            height = y + 14
        ground = f'<rect width="{WIDTH:.0f}" height="{height:.0f}" fill="{signs.PAPER}"/>'
        inside = f'<g transform="translate(0 {top:.0f})">{self.body}</g>' if top else self.body
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" '
            f'height="{height:.0f}" role="img" aria-labelledby="map-title map-alt">'
            f'<title id="map-title">{escape(self.title)}</title><desc id="map-alt">{escape(self.alt)}</desc>'
            f"{signs.patterns()}{ground}{before}{inside}{after}</svg>"
        )


def painted(sheet: Sheet, fills: dict[str, tuple[str, str]]) -> str:
    """The shapes of a sheet in their fills (a colour and a pattern, either may be empty): one path for each pair."""
    groups: dict[tuple[str, str], list[str]] = {}
    for code, path in sheet.paths.items():
        groups.setdefault(fills[code], []).append(path)
    dense = len(sheet.paths) > DENSE
    line = "" if dense else ' stroke="#fff" stroke-width="5" stroke-linejoin="round"'
    found = []
    for (colour, pattern), paths in sorted(groups.items()):
        data = "".join(paths)
        if colour:
            found.append(f'<path d="{data}" fill="{colour}"{line}/>')
        if pattern:
            edge = "" if dense or colour else f' stroke="{signs.GREY}" stroke-width="4" stroke-linejoin="round"'
            found.append(f'<path d="{data}" fill="url(#map-{pattern}-10)"{edge}/>')
    boxes = "".join(
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="none" stroke="{signs.GREY}" stroke-width=".7"/>'
        for x, y, w, h in sheet.boxes
    )
    labels = "".join(_text(x, y, name, 9.5, middle=True) for x, y, name in sheet.labels)
    return f'<g transform="scale(.1)">{"".join(found)}</g>{boxes}{labels}'


def marked(sheet: Sheet, code: str) -> str:
    """A thick line around one place, dark on white: seen on any colour, and in print."""
    path = sheet.paths.get(code)
    if not path:
        return ""
    lines = "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
        for colour, width in (("#fff", 34), (signs.INK, 18))
    )
    return f'<g transform="scale(.1)">{lines}</g>'


def grid(
    names: list[tuple[str, str]], fills: dict[str, tuple[str, str]], top: float, mark: str = ""
) -> tuple[str, float]:
    """Places without an outline, (code, name) in order of names: one square and its name each; bare squares when many."""
    if not names:
        return "", 0.0
    named = len(names) <= 120
    across, side, wide, tall = (3, 20, 210.0, 28.0) if named else (40, 13, 15.6, 15.6)
    found = []
    for index, (code, name) in enumerate(names):
        x, y = 8 + (index % across) * wide, top + 8 + (index // across) * tall
        colour, pattern = fills[code]
        for fill in filter(None, (colour, f"url(#map-{pattern})" if pattern else "")):
            found.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{side}" height="{side}" fill="{fill}" stroke="{signs.INK if code == mark else signs.GREY}" stroke-width="{2.4 if code == mark else 0.8}"/>'
            )
        if named:
            short = name if len(name) <= 26 else f"{name[:25]}…"
            found.append(_text(x + side + 7, y + 15, short, 13, bold=code == mark))
    return "".join(found), 16 + tall * -(-len(names) // across)


def _text(x: float, y: float, text: str, size: float, *, bold: bool = False, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="&#39;Source Sans 3&#39;, &#39;Liberation Sans&#39;, Arial, sans-serif" '
        f'font-size="{size}" fill="{signs.INK}"{anchor}{weight}>{escape(text)}</text>'
    )


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width) or [""]
