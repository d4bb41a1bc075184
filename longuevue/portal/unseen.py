"""What is not seen, told by field: the question, the reason in words, and who could see it. Counting gaps is not done here."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.flows import FIELDS


def unseen_blocks(visit: Visit, figures: list[Figure]) -> list[dict[str, Any]]:
    """The figures without a value, field by field."""
    blocks = []
    for field, names in FIELDS.items():
        items = [_item(visit, figure) for figure in figures if figure.field_id == field]
        if items:
            size = visit.say("unseen.one") if len(items) == 1 else visit.say("unseen.many", count=len(items))
            blocks.append({"id": field, "name": names[visit.language], "items": items, "size": size})
    return blocks


def _item(visit: Visit, figure: Figure) -> SafeString:
    """One gap as HTML, drawn once per edition: it is the same on every page where that question has no figure."""
    key = ("item", figure.marker_id, figure.status, figure.reason_text, visit.links)
    known = visit.library.absent.get(key)
    if known is None:
        item = {
            "question": figure.question,
            "url": figure.marker_url,
            "direction": figure.direction,
            "status": figure.status,
            "status_name": figure.status_name,
            "why": figure.reason_text or figure.status_means,
            "who": figure.who_text,
        }
        known = get_template("portal/parts/unseen_item.html").render({"item": item, "lang": visit.language})
        visit.library.absent[key] = known
    return known
