"""The card to share: one figure, what it is compared with and its source, as one drawing with its alternative text."""

from __future__ import annotations

from html import escape

from longuevue.report.brief import source_line
from longuevue.report.desk import Desk
from longuevue.report.model import Chart
from longuevue.report.telling import put_forward, said_of

WIDTH, HEIGHT, EDGE = 1200, 630, 70
INK, BLUE, PAPER, GREY = "#1b2733", "#1f5f8b", "#ffffff", "#3b4956"


def card(desk: Desk) -> Chart:
    """The drawing, 1200 × 630, and its words."""
    say = desk.say
    chosen = put_forward(desk, 1)
    if chosen:
        reading = chosen[0]
        value, fact = desk.value(reading), said_of(desk, reading)
        others = ", ".join(f"{r['ref_area_name']} {text}" for r, text in desk.compared(reading))
        compared = say("kits.magazine_compared", compared=others) if others else say("brief.compared_none")
        if not desk.is_own(reading):
            compared = f"{desk.borrowed(reading)} {compared if others else ''}".strip()
    else:
        value, fact, compared = "?", say("kits.card_none", place=desk.name), say("debate.council_no_figure")
    source = source_line(desk, chosen)
    drawn = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/><rect width="24" height="{HEIGHT}" fill="{BLUE}"/>',
        _line(EDGE, 78, say("kits.card_kicker"), 28, BLUE, bold=True),
    ]
    y = 128.0
    for line in wrapped(desk.name, 40, most=2):
        drawn.append(_line(EDGE, y, line, 46, INK, bold=True))
        y += 52
    size = 96 if len(value) <= 12 else 60 if len(value) <= 28 else 40
    y += size * 0.75
    drawn.append(_line(EDGE, y, value, size, BLUE, bold=True))
    y += 52
    for line in wrapped(fact, 74, most=4):
        drawn.append(_line(EDGE, y, line, 30, INK))
        y += 37
    for line in wrapped(compared, 88, most=2):
        drawn.append(_line(EDGE, y + 6, line, 25, GREY))
        y += 31
    foot = wrapped(source, 130, most=3)
    for index, line in enumerate(foot):
        drawn.append(_line(EDGE, HEIGHT - 26 - 22 * (len(foot) - 1 - index), line, 17, GREY))
    alternative = say("kits.card_alternative", place=desk.name, fact=fact, compared=compared, source=source)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'lang="{desk.language}" role="img"><title>{escape(desk.name)}</title><desc>{escape(alternative)}</desc>'
        "<g font-family=\"'Source Sans 3','Noto Sans Arabic','DejaVu Sans',sans-serif\">"
        + "".join(drawn)
        + "</g></svg>"
    )
    return Chart(svg, alternative, width=WIDTH, height=HEIGHT)


def wrapped(text: str, signs: int, *, most: int) -> list[str]:
    """The text in lines of about `signs` signs, at most `most` of them; an ellipsis says what was left out."""
    lines, line = [], ""
    for word in text.split(" "):
        while len(word) > signs:
            lines += [line] if line else []
            line, word = word[:signs], word[signs:]
            lines.append(line)
            line = ""
        if line and len(line) + 1 + len(word) > signs:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip(" ")
    lines += [line] if line else []
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: signs - 1].rstrip() + "…"]
    return lines


def _line(x: float, y: float, text: str, size: float, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y:.0f}" font-size="{size}" fill="{fill}"{weight}>{escape(text)}</text>'
