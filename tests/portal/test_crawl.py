"""A walk through the portal, link after link: every figure has its papers, two pages never disagree, nothing is broken."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from longuevue.portal.routes import Links
from tests.portal.reading_html import Tag, read_html

SEED = 20261123


def test_a_long_walk_meets_no_broken_link_and_no_two_values_for_one_figure(
    pages: Client, starter: Any, counts: Callable[[int, int], int], prove: Callable[..., None]
) -> None:
    most = counts(100, 2_000)
    draw = random.Random(SEED)
    places = [place.key for place in starter.places.of_level("commune")]
    starts = [f"/{lang}/" for lang in ("fr", "en")]
    drawn = draw.sample(places, most // 5)
    starts += [Links(("fr", "en")[turn % 2]).to("territory", area=area) for turn, area in enumerate(drawn)]
    waiting, seen = list(starts), set(starts)
    read, broken, naked, values = 0, [], [], {}
    languages = {"fr": 0, "en": 0}
    while waiting and read < most:
        address = waiting.pop(draw.randrange(len(waiting)))
        response = pages.get(address)
        read += 1
        if response.status_code != 200:
            broken.append((response.status_code, address))
            continue
        languages["fr" if "/fr/" in address else "en"] += 1
        if "html" not in response.headers["Content-Type"]:
            continue
        text = response.content.decode()
        root, _ = read_html(text)
        for figure in root.all("article", "figure"):
            _look(figure, address, naked, values)
        for href in re.findall(r'\shref="(/[^"#]*)', text):
            path = html.unescape(href)
            if path not in seen and not path.startswith(("/static/", "/atelier/")):
                seen.add(path)
                waiting.append(path)
    disagreeing = {key: found for key, found in values.items() if len(found) > 1}
    prove("pages walked, broken links", value=f"{read}, {len(broken)}", bar="0 broken", holds=not broken)
    prove("figures without their papers", value=len(naked), bar="0", holds=not naked)
    prove("figures said in two ways", value=len(disagreeing), bar=f"0 of {len(values)}", holds=not disagreeing)
    assert read == most and len(values) > 50 and min(languages.values()) > most // 10


def _look(figure: Tag, address: str, naked: list[str], values: dict[str, set[str]]) -> None:
    """The papers of one figure, and its value under the address of its data."""
    if "is-absent" in figure.attributes["class"]:
        return
    papers = [dd.text.strip() for dd in figure.all("dd")]
    said = [span.text.strip() for span in figure.all("span", "value")]
    status = [span.text.strip() for span in figure.all("span", "status")]
    if len(said) != 1 or not said[0] or not status or len(papers) < 6 or not all(papers[:3]):
        naked.append(f"{address} {figure.text[:60]}")
        return
    data = next((a.attributes["href"] for a in figure.all("a") if a.attributes["href"].endswith(".csv")), "")
    if data and "/pays/" not in address and "/country/" not in address:
        values.setdefault(data, set()).add(said[0])
