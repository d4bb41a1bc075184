"""A whole edition as static files: the same pages, links made relative, search by a list and a small script.
What a page says is decided in the views; which files are data is decided in `publish`."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from longuevue.edition.reader import Edition
from longuevue.terms.refusal import Refusal
from longuevue.terms.words import WITHHELD, seen_as

Progress = Callable[[str], None]

_ANCHOR = re.compile(r'<a\b([^>]*?)\shref="(/[^"]*)"([^>]*)>(.*?)</a>', re.S)
#: pictures that a page shows or offers; they are written once the pages that name them are
_PICTURE = re.compile(r'\s(?:src|href)="(/(?!static/)[^"?#]*\.svg)"')
#: what only a server can do: the moving map reads its tiles by parts
_MOVING = re.compile(r"<template>.*?</template>\s*<p class=\"map-start\".*?</script>", re.S)
_ADDRESS = re.compile(r'(\s(?:href|action|src))="(/[^"]*)"')
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; img-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'\">"
)


def export(
    edition_path: Path,
    out: Path,
    *,
    every: bool = False,
    places: Sequence[str] | None = None,
    progress: Progress = lambda text: None,
) -> dict[str, Any]:
    """Write the pages of the edition into `out`, a new or empty folder; returns how many.

    Without `every`: the observatory's places with their members and larger areas, every département and région,
    France, and every marker; `places` replaces that choice. Raises `Refusal` when `out` is not empty.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal(f"« {out} » existe et n'est pas vide.", "Donnez à --out un dossier neuf.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "longuevue.config.django_settings"
    os.environ["LONGUEVUE_EDITION"] = str(Path(edition_path).resolve())
    import django

    django.setup()
    from longuevue.portal import desk

    edition = Edition.open(edition_path)
    desk.lend(edition)
    try:
        return _write_all(edition, out, list(places) if places else _areas(edition, every), progress)
    finally:
        desk.lend(None)


def _write_all(edition: Edition, out: Path, areas: list[str], progress: Progress) -> dict[str, Any]:
    from longuevue.portal.site_search import search_pages

    paths = dict.fromkeys(_paths(edition, areas))
    lists = search_pages(edition, areas)
    known = {*paths, *lists}
    pictures: dict[str, None] = {}
    for index, path in enumerate(paths):
        if index % 200 == 0:
            progress(f"Pages : {index}/{len(paths)}")
        content = _fetch(path)
        if path.endswith("/"):
            shown = dict.fromkeys(_PICTURE.findall(content.decode("utf-8")))
            pictures |= shown
            known |= set(shown)
        _save(out, path, content, known)
    for index, path in enumerate(pictures):
        if index % 200 == 0:
            progress(f"Cartes : {index}/{len(pictures)}")
        _save(out, path, _fetch(path), known)
    for path, html in lists.items():
        _save(out, path, html, known)
    static = Path(__file__).parent / "static"
    shutil.copytree(static, out / "static", dirs_exist_ok=True)
    (out / "index.html").write_text(_ROOT, encoding="utf-8")
    (out / "robots.txt").write_text("User-agent: *\nAllow: /\n", encoding="utf-8")
    return {"edition": edition.id, "path": str(out), "pages": len(known), "places": len(areas)}


def _areas(edition: Edition, every: bool) -> list[str]:
    """The places whose pages are written, each once."""
    wanted: dict[str, None] = {"FR": None}
    if every:
        return [place.key for level in _LEVELS for place in edition.places.of_level(level)] + ["FR"]
    for area in map(str, edition.observatory.get("perimeter") or []):
        place = edition.territory(area)
        wanted[place["ref"]] = None
        for other in [*edition.members(area), *place["parents"], *place["parts"]]:
            wanted[other["ref"]] = None
    for level in ("departement", "region"):
        wanted |= {place.key: None for place in edition.places.of_level(level)}
    return list(wanted)


_LEVELS = ("commune", "epci", "departement", "region", "arrondissement", "perimeter", "lau")


def _paths(edition: Edition, areas: list[str]) -> Iterator[str]:
    from longuevue.portal.routes import Links
    from longuevue.portal.views.marker import ROWS_PER_PAGE

    for links in (Links("fr"), Links("en")):
        for name in (
            "home",
            "questions",
            "coverage",
            "sources",
            "method",
            "vocabulary",
            "accessibility",
            "editions",
            "api",
        ):
            yield links.to(name)
        yield links.to("vocabulary.ttl")
        yield links.to("api.json")
        if edition.observatory.get("theme"):
            yield links.to("theme.css")
        for step in (1, 2, 3, 4):
            yield links.to("tour", step=step)
        yield from _paths_of_fields(edition, links)
        for marker in edition.markers():
            yield links.to("marker", marker=marker["id"])
            for level in marker["levels_with_data"]:
                rows = [r for r in edition.table(marker["id"], level) if r["value"] is not None]
                if not rows:
                    continue
                yield links.to("marker_level", marker=marker["id"], level=level)
                yield links.to("marker.csv", marker=marker["id"], level=level)
                yield links.to("marker.json", marker=marker["id"], level=level)
                for page in range(1, -(-len(rows) // ROWS_PER_PAGE) + 1):
                    if len(rows) > ROWS_PER_PAGE:
                        yield links.to("marker_page", marker=marker["id"], level=level, page=page)
        for record in edition.registers()["room_records"]:
            yield links.to("room", room=record["room"])
        for area in areas:
            yield from _paths_of(edition, links, area)


def _paths_of_fields(edition: Edition, links: Any) -> Iterator[str]:
    markers = edition.markers()
    for field in dict.fromkeys(marker["field"] for marker in markers):
        yield links.to("field", field=field)
        for step in (1, 2, 3, 4):
            yield links.to("field_step", field=field, step=step)
    goals = {f"{'odd' if links.language == 'fr' else 'sdg'}-{n}" for marker in markers for n in marker["sdg"]}
    carried = {tag.replace("sdg-", "odd-") if links.language == "fr" else tag for tag in edition.tags()}
    for tag in sorted(goals | carried | {f"agenda-{name}" for marker in markers for name in marker["agendas"]}):
        yield links.to("tagged", tag=tag)
        yield links.to("tagged.json", tag=tag)
    for stone in edition.tombstones():
        yield links.to("marker", marker=stone["id"])


def _paths_of(edition: Edition, links: Any, area: str) -> Iterator[str]:
    yield links.to("territory", area=area)
    yield links.to("blind_spots", area=area)
    yield from _debate_paths(edition, links, area)
    yield links.to("territory.csv", area=area)
    yield links.to("territory.json", area=area)
    readings = edition.portrait(area)["readings"]
    if any(edition.standing(reading, "peers") for reading in readings):
        for zone in edition.zones(area):
            yield links.to("territory_zone", area=area, zone=zone["zone"])
    for reading in readings:
        if reading["value"] is None:
            continue
        for name in ("figure", "embed", "figure.csv", "figure.json"):
            yield links.to(name, marker=reading["marker"], area=area)
        for partner in edition.counterparts(reading["marker"], area):
            code = partner["counterpart_area"]
            given = partner["value"] is not None or seen_as(partner["status"], None) in WITHHELD
            if code and given and re.fullmatch(r"[A-Z]{2}", code) and code not in ("ZZ", "FR"):
                yield links.to("country", area=area, country=code)


def _debate_paths(edition: Edition, links: Any, area: str) -> Iterator[str]:
    from longuevue.portal.views.debate import SENTENCES_PER_PAGE

    dossiers = edition.debates(area)
    if dossiers:
        yield links.to("debate", area=area)
    for dossier in dossiers:
        for page in range(1, -(-len(dossier["sentences"]) // SENTENCES_PER_PAGE) + 1):
            yield links.to("debate_texts", area=area, corpus=dossier["corpus"], page=page)


def _fetch(path: str) -> bytes:
    from django.test import RequestFactory
    from django.urls import resolve

    match = resolve(path)
    request = RequestFactory().get(path)
    request.to_a_file = True
    response = match.func(request, *match.args, **match.kwargs)
    if response.status_code != 200:
        raise Refusal(f"La page {path} n'a pas pu être faite.", "Vérifiez l'édition : longuevue verify.")
    return bytes(response.content)


def _save(out: Path, path: str, content: bytes | str, known: set[str]) -> None:
    target = out / path.lstrip("/")
    if path.endswith("/"):
        target = target / "index.html"
        text = content if isinstance(content, str) else content.decode("utf-8")
        content = _static(text, path, known)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def _static(html: str, path: str, known: set[str]) -> str:
    """The page with relative links; a link to a page that is not written becomes plain text."""
    up = "../" * path.strip("/").count("/") + ("../" if path.strip("/") else "")

    def anchor(match: re.Match[str]) -> str:
        before, href, after, inside = match.groups()
        bare = re.split(r"[?#]", href)[0]
        if bare in known or bare.startswith("/static/"):
            return match.group(0)
        kept = re.sub(r'\s(?:hreflang|rel|target)="[^"]*"', "", before + after)
        return f"<span{kept}>{inside}</span>"

    def address(match: re.Match[str]) -> str:
        attribute, href = match.groups()
        bare, mark, tail = re.match(r"([^?#]*)([?#]?)(.*)", href).groups()  # type: ignore[union-attr]
        name = bare.lstrip("/") + ("index.html" if bare.endswith("/") else "")
        return f'{attribute}="{up}{name}{mark}{tail}"'

    html = _MOVING.sub("", html).replace(" data-map ", " ")
    html = _ANCHOR.sub(anchor, html)
    html = re.sub(r'<link rel="alternate"[^>]*>\n?', "", html)
    html = _ADDRESS.sub(address, html)
    return html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{_POLICY}', 1)


_ROOT = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=fr/index.html">
<title>Longuevue</title></head>
<body><p><a href="fr/index.html">Longuevue en français</a> · <a href="en/index.html" lang="en" hreflang="en">Longuevue in English</a></p></body></html>
"""
