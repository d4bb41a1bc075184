"""The portal's addresses, made from the table in `routes.py`: each page in French and English, today's edition or a named one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import re_path

from longuevue.portal.pages import plain
from longuevue.portal.routes import ROUTES, pattern
from longuevue.portal.tiles import tiles
from longuevue.portal.views import VIEWS
from longuevue.portal.words import say


def choose_language(request: HttpRequest, edition_id: str = "") -> HttpResponse:
    """`/`: to French or English by the browser's stated wish, French when it has none."""
    wish = request.headers.get("Accept-Language", "")
    first = next((part.split(";")[0].strip()[:2].lower() for part in wish.split(",") if part.strip()), "fr")
    prefix = f"/edition/{edition_id}" if edition_id else ""
    response = HttpResponseRedirect(f"{prefix}/{'en' if first == 'en' else 'fr'}/")
    response["Vary"] = "Accept-Language"
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """Indexing is welcome; older editions are for citation, not for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /edition/\n", content_type="text/plain; charset=utf-8")


def _language_of(request: HttpRequest) -> str:
    return "en" if request.path.startswith("/en/") or "/en/" in request.path[:120] else "fr"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the address leads nowhere."""
    language = _language_of(request)
    return plain(request, 404, say("error.not_found", language), language)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself cannot be read."""
    language = _language_of(request)
    return plain(request, 400, say("error.bad_request", language), language)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, said so."""
    language = _language_of(request)
    return plain(request, 500, say("error.server", language), language)


_EDITION = r"(?P<edition_id>[A-Za-z0-9][A-Za-z0-9._-]{0,80})"

urlpatterns = [
    re_path(r"^$", choose_language),
    re_path(r"^robots\.txt$", robots),
    re_path(rf"^edition/{_EDITION}/$", choose_language),
    re_path(rf"^tuiles/{_EDITION}/(?P<level>[a-z]{{1,20}})\.pmtiles$", tiles),
]
for _name, _paths in ROUTES.items():
    for _language, _path in zip(("fr", "en"), _paths, strict=True):
        _tail = pattern(_path)[1:]
        _fixed = {"language": _language, "name": _name}
        urlpatterns.append(re_path(rf"^{_language}/{_tail}", VIEWS[_name], _fixed))
        urlpatterns.append(re_path(rf"^edition/{_EDITION}/{_language}/{_tail}", VIEWS[_name], _fixed))

handler404 = not_found
handler400 = bad_request
handler500 = server_error
