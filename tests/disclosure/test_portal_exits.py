"""Every address of the portal about planted figures: page, map, chart, alternative text, embed, CSV, JSON, chart address.

The list of addresses is the portal's own: a route that nobody can fill or open here fails the walk.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

import django

django.setup()

from django.test import Client  # noqa: E402

from longuevue.edition.exits import leaks_in  # noqa: E402
from longuevue.edition.reader import Edition  # noqa: E402
from longuevue.portal import desk  # noqa: E402
from longuevue.portal.routes import LEVEL_SLUGS, ROUTES, ZONE_SLUGS  # noqa: E402
from longuevue.portal.urls import urlpatterns  # noqa: E402
from longuevue.terms.flows import FIELDS  # noqa: E402
from tests.disclosure.guarded import COUNTRIES, EPCI, MARKERS  # noqa: E402

#: routes that this observatory cannot open, each with the test that opens them
ELSEWHERE = {
    "changes": "two editions: test_changes_between_editions_tell_a_withheld_figure",
    "room": "the record of a debate on a figure already published, read by the auditor: tests/workshop/test_debate_shown.py",
    "debate_texts": "sentences of texts, no figure of a source: tests/portal/test_debate.py",
}
#: a page that asks its reader something answers to more than its bare address
ASKED = {"search": ("q={name}", "q={name}&page=2"), "compare": ("a={area}&b=epci-" + EPCI, "a=dep-34&b={area}")}
#: what one reads in full: the pages of the planted markers; the others are opened once
_FEW = {"field": ["people"], "tag": ["odd-3", "sdg-3"], "step": list("1234"), "page": ["1"]}
_LANGUAGES = ("fr", "en")
_LEVELS = {"fr": ("commune", "epci"), "en": ("epci", "perimeter")}


def fills_of(language: str, areas: list[str], *, whole: bool = True) -> dict[str, list[str]]:
    """What stands in each placeholder of an address; the tables of 35 000 communes are slow, and read once if not `whole`."""
    levels = ("commune", "epci", "departement", "region", "perimeter", "country") if whole else _LEVELS[language]
    markers = MARKERS if whole or language == "fr" else MARKERS[1:]
    return {
        "area": areas, "marker": list(markers), "country": list(COUNTRIES if whole else COUNTRIES[:1]),
        "level": [LEVEL_SLUGS[level][language] for level in levels],
        "zone": [slugs[language] for slugs in ZONE_SLUGS.values()][:: 1 if whole or language == "fr" else 3], **_FEW,
    }  # fmt: skip


def addresses(
    areas: list[str], name_of_place: str, languages: tuple[str, ...], *, whole: bool
) -> Iterator[tuple[str, str]]:
    """Every route of the portal, filled with the planted markers, the places and the countries; in English
    on the first place only, when the walk is not `whole`."""
    for language in languages:
        fills = fills_of(language, areas if whole or language == "fr" else areas[:1], whole=whole)
        for name, paths in ROUTES.items():
            if name in ELSEWHERE:
                continue
            path = paths[_LANGUAGES.index(language)]
            holes = re.findall(r"{(\w+)}", path)
            for values in product(*(fills[hole] for hole in holes)):
                plain = f"/{language}/" + path.format(**dict(zip(holes, values, strict=True)))
                yield name, plain
                yield from (
                    (name, f"{plain}?{q.format(name=name_of_place, area=areas[0])}") for q in ASKED.get(name, ())
                )


def walk(
    folder: Path, edition: Edition, areas: list[str], languages: tuple[str, ...] = _LANGUAGES, *, whole: bool = False
) -> tuple[Counter[str], int]:
    """Each answer in a file, its address first; how many answered by route, and how many files."""
    folder.mkdir()
    opened: Counter[str] = Counter()
    desk.lend(edition)
    try:
        visitor = Client()
        name_of_place = edition.territory(areas[0])["name"]
        for number, (name, address) in enumerate(addresses(areas, name_of_place, languages, whole=whole)):
            response = visitor.get(address)
            if response.status_code != 200:
                assert response.status_code in (301, 302, 404), (response.status_code, address)
                continue
            body = b"".join(response.streaming_content) if response.streaming else response.content
            kind = next(
                (kind for kind in (".csv", ".json", ".svg") if address.partition("?")[0].endswith(kind)), ".html"
            )
            (folder / f"{number:04d}-{name}{kind}").write_bytes(body)
            (folder / f"{number:04d}-{name}-adresse.txt").write_text(address, encoding="utf-8")
            opened[name] += 1
    finally:
        desk.lend(None)
    return opened, len(list(folder.iterdir()))


def test_a_new_address_is_walked_by_nobody():
    fills = fills_of("fr", ["com-34172"]).keys()
    known = {hole for paths in ROUTES.values() for path in paths for hole in re.findall(r"{(\w+)}", path)}
    assert {
        name: holes
        for name, paths in ROUTES.items()
        if name not in ELSEWHERE and (holes := set(re.findall(r"{(\w+)}", paths[0])) - fills)
    } == {}
    assert known - fills == {"corpus", "old", "new", "room"} and set(ELSEWHERE) <= ROUTES.keys()
    assert set(FIELDS) >= set(_FEW["field"])
    # addresses outside the table: the choice of a language (twice), robots.txt, the tiles (walked with the maps)
    assert len(urlpatterns) == 4 * len(ROUTES) + 4


def test_no_address_of_the_portal_gives_a_withheld_figure(guarded, open_door, secrets, tmp_path: Path, counts, prove):
    edition = Edition.open(guarded[1])
    hidden = sorted({k.area for k in secrets if (k.area[:4], k.measure, k.counterpart) == ("com-", "care_abroad", "W")})
    whole = counts(0, 1) == 1
    areas = [*hidden[:12], f"epci-{EPCI}", "per-rive"] if whole else [hidden[0], f"epci-{EPCI}"]
    opened, files = walk(tmp_path / "close", edition, areas, whole=whole)
    assert opened.keys() == ROUTES.keys() - ELSEWHERE.keys()
    leaks, read = leaks_in(tmp_path / "close", secrets)
    assert read == files
    figure = f"withheld figures met at {len(opened)} kinds of address of the portal, {sum(opened.values())} opened"
    prove(figure, value=len(leaks), bar="0", holds=leaks == [])

    # the walk can see: what is published about the same places is there to be read, and what is withheld says so
    pages = "\n".join(path.read_text(errors="replace") for path in (tmp_path / "close").iterdir())
    total = edition.reading("valmont-care-abroad", f"epci-{EPCI}")
    assert f"{total['value']:.0f}" in re.sub(r"[\s\u00a0\u202f]", "", pages)
    assert "valeur protégée" in pages.lower() and "suppressed" in pages

    # and with the gate off, the planted figures are met at every kind of address that tells a figure
    walk(tmp_path / "ouverte", Edition.open(open_door), hidden[:1], ("fr",))
    leaks, _ = leaks_in(tmp_path / "ouverte", secrets)
    told = {re.sub(r"^\d+-|-adresse|\.\w+$", "", leak.where) for leak in leaks}
    kinds = {"territory", "figure", "embed", "marker_level", "territory.json", "territory.csv", "marker.json"}
    assert told >= kinds | {"marker.csv", "figure.json", "figure.csv"}, told
