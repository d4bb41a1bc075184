"""From a view to an answer: language, edition, ETag, refusals in plain words. What a page says is in the views."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.template.loader import get_template

from longuevue import __version__
from longuevue.portal import desk
from longuevue.portal.figures import Figure, figure
from longuevue.portal.glossary import explained
from longuevue.portal.library import Library
from longuevue.portal.routes import LEVEL_OF_SLUG, ZONE_OF_SLUG, Links
from longuevue.portal.sent import has_it
from longuevue.portal.words import say
from longuevue.terms.refusal import Refusal

LANGUAGES = ("fr", "en")
Content: TypeAlias = HttpResponse | tuple[str, dict[str, Any]]


class Visit:
    """One request: the edition read, the language, the links, and the way back to the same page in the other language."""

    def __init__(self, request: HttpRequest, library: Library, links: Links, name: str, values: dict[str, Any]) -> None:
        self.request, self.library, self.links, self.name, self.values = request, library, links, name, values
        self.language = links.language

    def figure(self, reading: dict[str, Any]) -> Figure:
        """A reading in the words of this page."""
        return figure(reading, self.library, self.links)

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue in the language of this page."""
        return say(key, self.language, **values)

    def text(self, texts: Any) -> str:
        """A bilingual text of the edition in the language of this page."""
        return self.library.text(texts, self.language)

    def context(self) -> dict[str, Any]:
        """What the frame of every page needs."""
        other = "en" if self.language == "fr" else "fr"
        query = {k: v for k, v in self.request.GET.items() if k in ("q", "a", "periode", "period", "recits")}
        values = dict(self.values)
        for name, known in (("level", LEVEL_OF_SLUG), ("zone", ZONE_OF_SLUG)):
            if name in values:  # a slug has its twin in the other language
                values[name] = known.get((self.language, values[name]), values[name])
        twin = self.links.in_language(other).to(self.name, query or None, **values) if self.name else f"/{other}/"
        return {
            "visit": self,
            "lang": self.language,
            "links": self.links,
            "library": self.library,
            "observatory_name": self.text(self.library.observatory.get("name")) or "Longuevue",
            "twin_url": twin,
            "twin_lang": other,
            "here": self.name,
        }


def page(view: Callable[..., Content]) -> Callable[..., HttpResponse]:
    """Turn `view(visit, **values)` into a Django view with ETag, both languages and refusals said on a page."""

    @functools.wraps(view)
    def answer(request: HttpRequest, language: str, name: str, edition_id: str = "", **values: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return plain(request, 405, say("error.method", language), language)
        try:
            library = desk.pinned(edition_id) if edition_id else desk.current()
            state, sent = library.as_it_stands()
            etag = f'W/"{library.id}-{__version__}-{language}{state}"'
            forever = bool(edition_id) and not state
            if has_it(request, etag):
                return _dressed(HttpResponseNotModified(), etag, forever)
            if again := sent.again(request):
                return again
            links = Links(language, f"/edition/{edition_id}" if edition_id else "")
            visit = Visit(request, library, links, name, values)
            content = view(visit, **values)
            if isinstance(content, tuple):
                template, context = content
                drawn = get_template(template).render({**visit.context(), **context}, request)
                if name != "vocabulary":  # the page where every word is explained already
                    drawn = explained(drawn, language, links.to("vocabulary"))
                content = HttpResponse(drawn)
        except Refusal as refusal:
            return plain(request, 404, str(refusal), language)
        if content.status_code == 200:
            return sent.compressed(request, _dressed(content, etag, forever))
        return content

    return answer


def _dressed(response: HttpResponse, etag: str, forever: bool) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "public, no-cache"
    return response


def plain(request: HttpRequest, status: int, sentence: str, language: str = "fr") -> HttpResponse:
    """A short page that says what went wrong and what to do; it works even where no edition can be opened."""
    try:
        library: Library | None = desk.current()
    except Refusal:
        library = None
    links = Links(language)
    context: dict[str, Any] = {
        "lang": language,
        "links": links,
        "library": library,
        "observatory_name": "Longuevue",
        "twin_url": f"/{'en' if language == 'fr' else 'fr'}/",
        "twin_lang": "en" if language == "fr" else "fr",
        "here": "",
        "status": status,
        "sentence": sentence,
        "title_text": say(f"error.title_{status}" if status in (400, 404, 405, 500) else "error.title_404", language),
    }
    return HttpResponse(get_template("portal/error.html").render(context, request), status=status)


def moved(url: str) -> HttpResponsePermanentRedirect:
    """The right address of what was asked under another one."""
    return HttpResponsePermanentRedirect(url)
