"""The world map of a territory's partner countries for one marker: true areas, a dot for countries too small to be drawn.
A country that is no known partner is left pale: the legend says that it is not a zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely

from longuevue.edition.maps import signs
from longuevue.edition.maps.choropleth import Asked
from longuevue.edition.maps.classes import classes_of
from longuevue.edition.maps.drawing import Drawing, LegendLine, painted
from longuevue.edition.maps.projection import equal_earth, fitted
from longuevue.edition.maps.sheet import WIDTH, Sheet, lay
from longuevue.edition.maps.words import say, status_name
from longuevue.engine.measures.rings import capitals
from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.numbers import number
from longuevue.terms.periods import period_words
from longuevue.terms.words import WITHHELD, seen_as

HEIGHT = 312.0
LAND = "#ece5d5"
_EDGES = equal_earth(np.array([[-180.0, 0.0], [180.0, 0.0], [0.0, 83.7], [0.0, -56.0]]))


def world_map(
    asked: Asked, place: str, readings: Sequence[Mapping[str, Any]], outlines: Path, origins: str, source: str
) -> Drawing:
    """The map of these readings by partner country; those whose country is unknown are told, not drawn."""
    language = asked.language
    known = {r["counterpart_area"]: r for r in readings if r["value"] is not None and r["counterpart_area"]}
    unknown = known.pop("ZZ", None) or known.pop("_U", None)
    sheet, dots = world_sheet(outlines)
    values = {code: float(r["value"]) for code, r in known.items()}
    classes = classes_of(list(values.values()))
    ramp = signs.shades(asked.marker["direction"], len(classes.highs)) if classes else ()
    fills: dict[str, tuple[str, str]] = dict.fromkeys(sheet.paths, (LAND, ""))
    for code, reading in known.items():
        value = values[code]
        if classes is None or value == 0:
            fills[code] = (signs.PAPER, "zero")
        else:
            over = reading["status"] if reading["status"] in signs.OVER_A_SHADE else ""
            fills[code] = (ramp[classes.of(value)], str(over))
    withheld = {
        r["counterpart_area"]: seen_as(r["status"], None)
        for r in sorted(readings, key=lambda r: str(r["counterpart_area"]))
        if r["value"] is None
        and seen_as(r["status"], None) in WITHHELD
        and r["counterpart_area"] in {*sheet.paths, *dots}
    }
    fills |= {code: ("", sign) for code, sign in withheld.items()}
    body = painted(sheet, {code: fills[code] for code in sheet.paths})
    undrawn = []
    for code in sorted(values):
        if code in sheet.paths:
            continue
        if code not in dots:
            undrawn.append(code)
            continue
        (x, y), (colour, _) = dots[code], fills[code]
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}" stroke="{signs.INK}" stroke-width="1"/>'
    for code in (code for code in withheld if code not in sheet.paths):
        x, y = dots[code]
        pattern = f"url(#map-{withheld[code]})"
        body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{pattern}" stroke="{signs.INK}" stroke-width="1"/>'
    legend = []
    for index in range(len(ramp)):
        low, high = classes.lows[index], classes.highs[index]  # type: ignore[union-attr]
        text = asked.figure(low)
        if asked.figure(high) != text:
            text = say("from_to", language, low=asked.figure(low), high=asked.figure(high))
        count = sum(v != 0 and classes.of(v) == index for v in values.values())  # type: ignore[union-attr]
        legend.append(LegendLine(ramp[index], "", text, count))
    none_here = set(sheet.paths) - set(values) - set(withheld)
    legend.append(LegendLine(LAND, "", say("world_none_here", language), len(none_here)))
    signed = Counter(withheld.values())
    legend += [
        LegendLine(signs.PAPER, sign, status_name(sign, language), signed[sign]) for sign in WITHHELD if signed[sign]
    ]
    title = say(
        "world_title",
        language,
        marker=asked.marker["label"][language],
        period=period_words(asked.period, language),
        place=place,
    )
    names = sorted((country_name(code, language) for code in values), key=in_order_of_names)
    notes = [say("world_unknown", language)] if unknown else []
    if undrawn:
        missing = ", ".join(country_name(code, language) for code in undrawn)
        notes.append(say("undrawn", language, names=missing))
    if values:
        listed = ", ".join(names[:30])
        if len(names) > 30:
            listed += " " + say("and_more", language, count=len(names) - 30)
        ends = {"low": asked.figure(min(values.values())), "high": asked.figure(max(values.values()))}
        same = "_one" if len(values) == 1 else "_same" if min(values.values()) == max(values.values()) else ""
        alt = say(
            f"world_alt{same}", language, title=title, count=number(len(values), 0, language), names=listed, **ends
        )
    else:
        alt = say("world_none", language, title=title)
    for sign in (sign for sign in WITHHELD if signed[sign]):
        name = status_name(sign, language)
        many = number(signed[sign], 0, language)
        alt += " " + say("alt_status", language, name=name[:1].upper() + name[1:], count=many)
    alt = f"{alt} {say('alt_twin', language)}"
    return Drawing(title, alt, legend, [*notes, origins], source, HEIGHT, body, undrawn)


@lru_cache(maxsize=2)
def world_sheet(path: Path) -> tuple[Sheet, dict[str, tuple[float, float]]]:
    """Countries as paths, and where the capital of each country without an outline lies on the sheet."""
    rows = pq.ParquetFile(path).read().to_pylist()
    shapes = {r["country"]: shapely.from_wkb(r["wkb"]) for r in rows if r["country"] and r["country"] != "AQ"}
    codes = sorted(shapes)
    sheet = Sheet(HEIGHT)
    frame = fitted(_EDGES, 4, 4, WIDTH - 8, HEIGHT - 8)
    dense = shapely.segmentize(np.array([shapes[c] for c in codes], dtype=object), 4.0)
    lay(sheet, codes, dense, equal_earth, frame)
    dots = {}
    for code, capital in capitals().items():
        if code not in shapes:
            x, y = frame.place(equal_earth(np.array([[capital.lon, capital.lat]])))[0]
            dots[code] = (float(x), float(y))
    return sheet, dots
