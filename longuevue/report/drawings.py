"""The drawings of a paper and the words that replace them, made from readings. How lines are laid is in `charts`."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from longuevue.report import charts
from longuevue.report.desk import Desk, Reading, has_value, shortened
from longuevue.report.model import Chart
from longuevue.terms.flows import FIELDS
from longuevue.terms.periods import period_words
from longuevue.terms.spoken import full_text
from longuevue.terms.words import reason_words

#: below this a distribution would name its few members
FEWEST_PLACES = 8
#: a series shorter than this is said, not drawn
FEWEST_PERIODS = 3


def drawings_of(desk: Desk, reading: Reading) -> Iterator[Chart]:
    """What sets a figure in its time and among others: its series, then the spread of its peers, or plain bars."""
    if chart := series_chart(desk, reading):
        yield chart
    if chart := spread_chart(desk, reading) or compared_chart(desk, reading):
        yield chart


def series_chart(desk: Desk, reading: Reading) -> Chart | None:
    """The figure over time, when it has enough periods."""
    marker = desk.marker(reading)
    rows = [r for r in desk.edition.series(reading["marker"], desk.place["ref"]) if has_value(r)]
    if len(rows) < FEWEST_PERIODS:
        return None
    points = [
        (period_words(r["time_period"], desk.language), float(r["value"]), full_text(r, marker, desk.language))
        for r in rows
    ]
    svg, height = charts.dots(points)
    first, last = points[0], points[-1]
    alternative = desk.say(
        "figure.series_alternative",
        name=desk.text(marker["label"]),
        first=first[2],
        start=first[0],
        last=last[2],
        end=last[0],
        all=", ".join(f"{period} {text}" for period, _, text in points),
    )
    caption = desk.say("figure.series_caption", first=first[0], last=last[0])
    return Chart(svg, alternative, caption, height=height)


def spread_chart(desk: Desk, reading: Reading) -> Chart | None:
    """How the places of the same scale spread, nobody named; None below eight places."""
    values = desk.published_values(reading)
    if len(values) < FEWEST_PLACES:
        return None
    marker = desk.marker(reading)

    def said(value: float) -> str:
        return full_text({**reading, "value": value, "status": "ok"}, marker, desk.language)

    quarter, median, three = statistics.quantiles(values, n=4, method="inclusive")
    here = said(reading["value"])
    words = desk.say(
        "figure.spread",
        count=desk.number(len(values)),
        quarter=said(quarter),
        median=said(median),
        three=said(three),
    )
    words = f"{words} {desk.say('figure.spread_here', value=here)}"
    ends = (said(min(0.0, *values)), said(max(values)))
    svg, height = charts.strip(values, float(reading["value"]), ends, here)
    name = desk.text(marker["label"])
    return Chart(
        svg,
        desk.say("figure.spread_alternative", name=name, words=words),
        desk.say("figure.spread_caption", place=desk.name),
        height=height,
    )


def compared_chart(desk: Desk, reading: Reading) -> Chart | None:
    """The figure beside that of the areas that hold the place."""
    others = desk.compared(reading)
    if not others:
        return None
    rows = [charts.Bar(desk.name, float(reading["value"]), desk.value(reading), strong=True)]
    rows += [charts.Bar(shortened(r["ref_area_name"]), float(r["value"]), text) for r, text in others]
    svg, height = charts.bars(rows)
    name = desk.text(desk.marker(reading)["label"])
    told = ", ".join(f"{row.name} {row.text}" for row in rows)
    return Chart(
        svg,
        desk.say("figure.bars_alternative", name=name, all=told),
        desk.say("figure.bars_caption", name=name),
        height=height,
    )


def coverage_rows(desk: Desk) -> list[tuple[str, int, int, int]]:
    """(field, own figures, lent figures, nothing) in the product's order of fields; fields without a question left out."""
    rows = []
    for field, names in FIELDS.items():
        inside = [r for r in desk.readings if desk.marker(r)["field"] == field and r["status"] != "not_applicable"]
        own = sum(has_value(r) for r in inside)
        lent = sum(not has_value(r) and bool(r["offered"]) for r in inside)
        if inside:
            rows.append((names[desk.language], own, lent, len(inside) - own - lent))
    return rows


def coverage_chart(desk: Desk) -> Chart | None:
    """What is seen, field by field."""
    rows = coverage_rows(desk)
    if not rows:
        return None
    names = [desk.say(f"seen.{key}") for key in ("own", "lent", "nothing")]
    svg, height = charts.stacks([(field, counts) for field, *counts in rows], names)
    told = "; ".join(
        desk.say("seen.coverage_row", field=field, own=own, lent=lent, nothing=nothing)
        for field, own, lent, nothing in rows
    )
    return Chart(svg, desk.say("seen.coverage_alternative", all=told), desk.say("seen.coverage_caption"), height=height)


def reasons_chart(desk: Desk) -> Chart | None:
    """Why figures are missing, in the order of the words of the reasons."""
    counts: dict[str, int] = {}
    for reading in desk.missing():
        reason = reason_words(reading["status_reason"], desk.language)
        counts[reason] = counts.get(reason, 0) + 1
    if not counts:
        return None
    rows = [charts.Bar(reason, count, str(count)) for reason, count in sorted(counts.items())]
    svg, height = charts.bars(rows, left=330)
    told = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
    return Chart(svg, desk.say("unseen.why_alternative", all=told), desk.say("unseen.why_caption"), height=height)
