"""What templates may call: words in the page's language, addresses, numbers, static files with their content hash."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from longuevue.portal.figures import Figure
from longuevue.portal.words import say
from longuevue.terms import numbers, periods

register = template.Library()
STATIC = Path(__file__).resolve().parent.parent / "static"
#: what `make assets` brought from npm: the map viewer
GATHERED = STATIC.parent.parent / "_assets" / "static"


@register.simple_tag(takes_context=True)
def w(context: dict[str, Any], key: str, **values: Any) -> str:
    """The text of the catalogue in the page's language; values are escaped like any other."""
    return say(key, context["lang"], **values)


@register.simple_tag(takes_context=True)
def href(context: dict[str, Any], name: str, **values: Any) -> str:
    """The address of a page in the page's language."""
    return context["links"].to(name, **values)


@register.simple_tag
@cache
def direction_icon(direction: str, size: int = 22) -> SafeString:
    """The arrow of a direction, drawn once at the head of the page; a word always stands beside it."""
    return mark_safe(
        f'<svg class="dir dir-{direction}" width="{size}" height="{size}" aria-hidden="true" focusable="false">'
        f'<use href="#d-{direction}"></use></svg> '
    )


@register.simple_tag(takes_context=True)
def t(context: dict[str, Any], texts: Any) -> SafeString:
    """A bilingual text of the edition; where the English is missing the French is shown and said to be French."""
    language = context["lang"]
    if isinstance(texts, str) or not texts:
        return conditional_escape(texts or "")
    if texts.get(language):
        text = texts[language]
        return conditional_escape(numbers.french_spaces(text) if language == "fr" else text)
    note = say("frame.missing_translation", language)
    french = conditional_escape(texts.get("fr", ""))
    return mark_safe(f'<span lang="fr">{french}</span> <small>({conditional_escape(note)})</small>')


@register.simple_tag(takes_context=True)
def card(context: Context, figure: Figure, rank: int = 3, named: bool = False) -> SafeString:
    """The card of a figure, drawn once per edition: a département's figure is lent to each of its communes."""
    shown, cards = figure.shown, context["library"].cards
    key: tuple[object, ...] = (
        figure.marker_id,
        figure.status,
        figure.reason_text,
        *figure.remarks,
        context["links"],
        rank,
        named,
    )
    if shown is not None:
        key += (shown.address, shown.borrowed_text, shown.aloud, tuple(shown.compared))
    found: SafeString | None = cards.get(key)
    if found is not None:
        return found
    with context.push(figure=figure, rank=rank, named=named):
        template = context.template.engine.get_template("portal/parts/figure.html")
        found = cards[key] = template.render(context)
    return found


class KeptNode(template.Node):
    """A part of a page that is drawn once per edition for the same values."""

    def __init__(self, nodelist: template.NodeList, values: list[template.base.FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values

    def render(self, context: Context) -> SafeString:
        """The part as it was drawn before for the same values, else drawn now."""
        library = context.get("library")
        if library is None:
            return self.nodelist.render(context)
        key = (id(self), context["links"], *(repr(value.resolve(context)) for value in self.values))
        found: SafeString | None = library.cards.get(key)
        if found is None:
            found = library.cards[key] = self.nodelist.render(context)
        return found


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """`{% kept a b %}…{% endkept %}`: what stands inside depends on `a`, `b`, the language and the edition, on nothing else."""
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)


@register.filter
def plain_number(value: float | int | None, language: str) -> str:
    """A whole number with its thousands."""
    return numbers.number(value, 0, language)


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], value: Any) -> str:
    """A date in words."""
    return periods.day_words(value, context["lang"])


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, which changes when its content does."""
    return f"/static/{path}?v={_fingerprint(path)}"


@cache
def _fingerprint(path: str) -> str:
    file = STATIC / path if (STATIC / path).is_file() else GATHERED / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
