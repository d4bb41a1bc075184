"""Every address of the URL map under `/atelier/`, with values that lead to something of Valmont. No test here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(route, pattern) of every address of the workshop, read from Django's own map."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif route.startswith("atelier/"):
            yield route, entry


def name_of(route: str, pattern: URLPattern) -> str:
    """The name of an address; its route when it has none."""
    return pattern.name or route


def filled(route: str, values: dict[str, Callable[[], Any] | Any]) -> str:
    """The address, each of its parts replaced by a value; a part without a value is a test's fault."""

    def value(match: re.Match[str]) -> str:
        found = values[match.group(1)]
        return str(found() if callable(found) else found)

    path = re.sub(r"\(\?P<([a-z_0-9]+)>(?:[^()]|\([^()]*\))*\)", value, route)
    path = re.sub(r"<(?:[a-z]+:)?([a-z_0-9]+)>", value, path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\Z", "")
