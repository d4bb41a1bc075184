"""What the workshop's templates may call: words in the page's language, permissions, a field with its label and faults."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.safestring import SafeString

from longuevue.terms.countries import country_name
from longuevue.terms.paging import ways
from longuevue.workshop.actors.kinds import ACCESS, KINDS
from longuevue.workshop.frame.doors import may as may_
from longuevue.workshop.frame.pages import PAGE, query_of
from longuevue.workshop.frame.words import both, language, say

register = template.Library()
STATIC = Path(__file__).resolve().parent.parent / "static"


@register.simple_tag
def w(key: str, **values: Any) -> str:
    """The text of the catalogue in the page's language; values are escaped like any other."""
    return say(key, **values)


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], permission: str, thing: Any = None) -> bool:
    """True when the person may: `{% may 'actors.add_actor' observatory as can_add %}`."""
    return may_(context["request"].user, permission, thing)


@register.filter
def bilingual(texts: dict[str, str] | str) -> str:
    """A bilingual text in the page's language."""
    return texts if isinstance(texts, str) else both(texts)


@register.filter
def country(code: str) -> str:
    """The name of a country in the page's language."""
    return country_name(code, language())


@register.filter
def actor_kind(kind: str) -> str:
    """The kind of an actor in the page's language."""
    return both(KINDS.get(kind, KINDS["other"]))


@register.filter
def actor_access(access: str) -> str:
    """How open an actor's data are."""
    return both(ACCESS.get(access, ACCESS["on_request"]))


@register.inclusion_tag("workshop/parts/form.html", takes_context=True)
def fields(context: dict[str, Any], form: Any) -> dict[str, Any]:
    """A form's fields, each with its label, its help and its faults."""
    return {"form": form, "lang": context.get("lang", "fr")}


@register.inclusion_tag("workshop/parts/pages.html", takes_context=True)
def pages(
    context: dict[str, Any], page: Any, *, by: str = PAGE, of: str = "", at: str = "", **kept: Any
) -> dict[str, Any]:
    """The links of a long list: `{% pages page %}` keeps what the address asks besides, `{% pages page etat=state %}` what it says.

    Where several lists share a screen, `by` names the number of each, `of` the list, and `at` the heading one comes back to.
    """
    request = context["request"]
    links = [
        {
            "words": say(f"frame.{words}"),
            "address": query_of(request, kept, number, by) + (f"#{at}" if at else ""),
            "rel": rel,
        }
        for words, number, rel in ways(page.number, page.paginator.num_pages)
    ]
    return {"page": page, "links": links, "of": of}


@register.filter
def with_hints(bound: Any) -> SafeString:
    """A field's widget tied to its help and faults for screen readers."""
    ids = [f"{bound.auto_id}-help"] if bound.help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}-faults")
    attributes = {"aria-describedby": " ".join(ids)} if ids else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound.as_widget(attrs=attributes)


@register.simple_tag
def shop_asset(path: str) -> str:
    """The address of one of the workshop's static files, which changes when its content does."""
    return f"/static/{path}?v={_fingerprint(path)}"


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
