"""Vector tiles of an edition, handed out piece by piece (HTTP Range): a browser reads only what its view needs.
They never change: each edition has its own address, kept for a year by whoever reads it."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified

from longuevue.portal import desk
from longuevue.portal.pages import plain
from longuevue.portal.words import say
from longuevue.terms.refusal import Refusal

#: a single request may not ask for more at once than the largest archive a browser would read piece by piece
MOST_AT_ONCE = 4 * 1024 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def tiles(request: HttpRequest, edition_id: str, level: str) -> HttpResponseBase:
    """`/tuiles/2026-11-01-6def439bf8/departement.pmtiles`"""
    if request.method not in ("GET", "HEAD"):
        return plain(request, 405, say("error.method", "fr"))
    try:
        library = desk.pinned(edition_id)
    except Refusal as refusal:
        return plain(request, 404, str(refusal))
    path = library.edition.atlas.tiles(level)
    known = library.edition.manifest["files"].get(f"outlines/{level}.pmtiles")
    if path is None or known is None:
        return plain(request, 404, say("error.not_found", "fr"))
    etag = f'"{known["sha256"][:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return _dressed(HttpResponseNotModified(), etag)
    asked = request.headers.get("Range")
    if asked and request.headers.get("If-Range", etag) == etag:
        return _dressed(_part(path, int(known["bytes"]), asked), etag)
    whole = FileResponse(path.open("rb"), content_type="application/octet-stream")
    return _dressed(whole, etag)


def _part(path: Path, size: int, asked: str) -> HttpResponse:
    """The bytes asked for (206), or the size of the whole when they do not exist (416)."""
    span = _span(asked, size)
    if span is None:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    first, last = span
    with path.open("rb") as stream:
        stream.seek(first)
        body = stream.read(last - first + 1)
    part = HttpResponse(body, status=206, content_type="application/octet-stream")
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _span(asked: str, size: int) -> tuple[int, int] | None:
    match = _RANGE.fullmatch(asked.strip())
    if match is None or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if not start:
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(start), min(int(end) if end else size - 1, size - 1)
    if first > last or first >= size:
        return None
    return first, min(last, first + MOST_AT_ONCE - 1)


def _dressed(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=31536000, immutable, no-transform"
    return response
