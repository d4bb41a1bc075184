"""What hangs on a commitment, in one table: a new kind of line is one row here, with its form, page and permission."""

from __future__ import annotations

from longuevue.workshop.frame.parts import Part
from longuevue.workshop.policies import models

PARTS = {
    part.slug: part
    for part in (
        Part("policies", "step", models.Step, ("day", "status", "reason")),
        Part("policies", "evidence", models.Evidence, ("day", "what", "url")),
        Part("policies", "money", models.Money, ("year", "voted", "spent")),
    )
}
