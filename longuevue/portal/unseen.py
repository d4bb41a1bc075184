"""What is not seen, told by field: the question, the reason in words, and who could see it. Counting gaps is not done here."""

from __future__ import annotations

from typing import Any

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.terms.flows import FIELDS


def unseen_blocks(visit: Visit, figures: list[Figure]) -> list[dict[str, Any]]:
    """The figures without a value, field by field."""
    blocks = []
    for field, names in FIELDS.items():
        items = [
            {
                "question": f.question,
                "url": f.marker_url,
                "direction": f.direction,
                "status": f.status,
                "status_name": f.status_name,
                "why": f.reason_text or f.status_means,
                "who": f.who_text,
            }
            for f in figures
            if f.field_id == field
        ]
        if items:
            size = visit.say("unseen.one") if len(items) == 1 else visit.say("unseen.many", count=len(items))
            blocks.append({"id": field, "name": names[visit.language], "items": items, "size": size})
    return blocks
