"""Shares of a wave in words."""

from __future__ import annotations

from typing import Any

from django import template

from longuevue.workshop.frame.words import language

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share in per cent, one decimal, in the page's language."""
    text = f"{100 * (share or 0):.1f}"
    return text.replace(".", ",") if language() == "fr" else text


@register.filter
def named(lines: list[Any]) -> str:
    """The names of these lines, one after the other."""
    return ", ".join(line.name for line in lines)
