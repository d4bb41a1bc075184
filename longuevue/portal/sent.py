"""Pages as they are sent to browsers: compressed once, kept while their server is open, never sent again to whom has them.
What a page says is not known here."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Final

from django.http import HttpRequest, HttpResponse

from longuevue.portal.shelf import Shelf

#: bytes of compressed pages kept by one server, all its processes and editions together: some eight thousand pages
MOST: Final = 160 * 1024 * 1024
#: below, compressing saves nothing worth the wait
SHORT: Final = 600
_LEVEL: Final = 3
_MARKS: Final = ("may_be_framed", "_csp_replace")
_TEXTS: Final = ("text/", "image/svg+xml", "application/json")


@cache
def shelf() -> Shelf:
    """Where this server keeps its pages: the same for all the processes forked after the first who asks."""
    return Shelf(MOST)


class Sent:
    """The compressed pages of one edition as it stands, by address. Threads and processes share it."""

    def __init__(self, shelf: Shelf, mark: str) -> None:
        self._shelf, self._mark = shelf, mark

    def again(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to this address, as it was sent before."""
        known = self._shelf.get(self._key(request)) if wants_gzip(request) else None
        return None if known is None else _unfolded(known)

    def compressed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer made lighter for a browser that can read it so, and kept unless a person typed part of its address."""
        response["Vary"] = "Accept-Encoding"
        kind = response.headers.get("Content-Type", "")
        if len(response.content) < SHORT or not kind.startswith(_TEXTS) or not wants_gzip(request):
            return response
        response.content = gzip.compress(response.content, _LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        if not request.META.get("QUERY_STRING"):
            self._shelf.put(self._key(request), _folded(response))
        return response

    def _key(self, request: HttpRequest) -> str:
        return f"{self._mark} {request.get_full_path()}"


def wants_gzip(request: HttpRequest) -> bool:
    """Whether who asks can read compressed pages."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def has_it(request: HttpRequest, etag: str) -> bool:
    """Whether who asks has this very page: a proxy may have marked its copy as weak, or list several."""
    held = request.headers.get("If-None-Match", "")
    return etag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in held.split(",")}


def _folded(response: HttpResponse) -> bytes:
    """The answer in one piece: what the layers above still have to know, its headers, its content."""
    marks = {mark: getattr(response, mark) for mark in _MARKS if hasattr(response, mark)}
    return json.dumps([dict(response.items()), marks]).encode() + b"\n" + response.content


def _unfolded(kept: bytes) -> HttpResponse:
    head, _, content = kept.partition(b"\n")
    headers, marks = json.loads(head)
    response = HttpResponse(content, headers=headers)
    for mark, value in marks.items():
        setattr(response, mark, value)
    return response
