"""Pages as they are sent to browsers: compressed once, kept while their edition is open, never sent again to whom has them.
What a page says is not known here."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from typing import Final

from django.http import HttpRequest, HttpResponse

#: bytes of compressed pages kept by one process and one edition: some five thousand pages
MOST: Final = 48 * 1024 * 1024
#: below, compressing saves nothing worth the wait
SHORT: Final = 600
_LEVEL: Final = 3
_TEXTS: Final = ("text/", "image/svg+xml", "application/json")


class Sent:
    """The compressed pages of one edition by address, the least asked going first. Threads share it."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[str, HttpResponse] = OrderedDict()
        self._lock = threading.Lock()

    def again(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to this address, as it was sent before."""
        if not wants_gzip(request):
            return None
        with self._lock:
            known = self._kept.get(request.get_full_path())
            if known is None:
                return None
            self._kept.move_to_end(request.get_full_path())
        return _copy(known)

    def compressed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer made lighter for a browser that can read it so, and kept unless a person typed part of its address."""
        response["Vary"] = "Accept-Encoding"
        kind = response.headers.get("Content-Type", "")
        if len(response.content) < SHORT or not kind.startswith(_TEXTS) or not wants_gzip(request):
            return response
        response.content = gzip.compress(response.content, _LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        if not request.META.get("QUERY_STRING"):
            self._keep(request.get_full_path(), _copy(response))
        return response

    def _keep(self, address: str, response: HttpResponse) -> None:
        with self._lock:
            old = self._kept.pop(address, None)
            self._size += len(response.content) - (len(old.content) if old else 0)
            self._kept[address] = response
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1].content)


def wants_gzip(request: HttpRequest) -> bool:
    """Whether who asks can read compressed pages."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def has_it(request: HttpRequest, etag: str) -> bool:
    """Whether who asks has this very page: a proxy may have marked its copy as weak, or list several."""
    held = request.headers.get("If-None-Match", "")
    return etag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in held.split(",")}


def _copy(response: HttpResponse) -> HttpResponse:
    """The same answer, on which the layers above may write their headers."""
    twin = HttpResponse(response.content)
    for name, value in response.items():
        twin[name] = value
    for mark in ("may_be_framed", "_csp_replace"):
        if hasattr(response, mark):
            setattr(twin, mark, getattr(response, mark))
    return twin
