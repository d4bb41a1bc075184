"""The one gate of what a view reads by itself of a request, without a form. A null character is refused, as the fields of a form
refuse it: SQLite would keep it, PostgreSQL would break on it."""

from __future__ import annotations

from django.http import QueryDict

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say


def text_of(values: QueryDict, name: str, most: int | None = None) -> str:
    """What was sent under that name, cut after `most` signs; nothing when it was not sent."""
    return _let_in(values.get(name, ""))[:most]


def whole_of(values: QueryDict, name: str, most: int) -> str:
    """What a person wrote under that name, refused when it is longer: what is kept is what was written."""
    text = _let_in(values.get(name, "")).strip()
    if len(text) > most:
        raise Refusal(say("frame.too_long", signs=len(text)), say("frame.too_long_remedy", most=most))
    return text


def texts_of(values: QueryDict, name: str) -> list[str]:
    """Everything sent under that name: boxes ticked."""
    return [_let_in(text) for text in values.getlist(name)]


def texts_under(values: QueryDict, prefix: str) -> dict[str, str]:
    """What follows the prefix in each name → what was sent under it: the lines of a ballot."""
    return {_let_in(key.removeprefix(prefix)): _let_in(text) for key, text in values.items() if key.startswith(prefix)}


def _let_in(text: str) -> str:
    if "\x00" in text:
        raise Refusal(say("frame.null_character"), say("frame.null_character_remedy"))
    return text
