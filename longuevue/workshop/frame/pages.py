"""Long lists page by page: the page asked for, and the links from one to another, which keep what was asked besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.http import urlencode

PAGE = "page"


def page_of(request: HttpRequest, listed: Any, size: int, by: str = PAGE) -> Page[Any]:
    """The page that the address asks for, by that name when several lists share a screen; the first or the last one without such a page."""
    asked = request.POST if request.method == "POST" else request.GET
    return Paginator(listed, size).get_page(asked.get(by))


def query_of(request: HttpRequest, kept: Mapping[str, Any], page: int, by: str = PAGE) -> str:
    """What follows the address of a page: what was asked besides, or what the view says to keep, and the number."""
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name not in (*kept, by)]
    return "?" + urlencode([*asked, *((name, value) for name, value in kept.items() if value), (by, page)])
