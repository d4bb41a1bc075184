"""What hangs on an effect, in one table: a new kind of line is one row here, with its form and its page."""

from __future__ import annotations

from longuevue.workshop.effects import models
from longuevue.workshop.frame.parts import Part

PARTS = {
    part.slug: part
    for part in (
        Part("effects", "sign", models.Sign, ("group", "sign", "stance", "stated_by", "words")),
        Part("effects", "service", models.Service, ("name", "body", "tie", "what", "stated_by")),
        Part("effects", "policy", models.Touch, ("policy", "how", "stated_by")),
        Part("effects", "explanation", models.Explanation, ("text", "author", "evidence", "refuted_by", "outcome")),
        Part(
            "effects", "evidence", models.Evidence, ("kind", "source", "story_id", "independent", "contradicts", "note")
        ),
        Part("effects", "reply", models.Reply, ("by", "asked_on", "answered_on", "text")),
    )
}
