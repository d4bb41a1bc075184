"""What hangs on a link or a network, in one table: a new kind of line is one row here, with its form, page and permission.
A change of status is the only part that is never taken away."""

from __future__ import annotations

from longuevue.workshop.frame.parts import Part
from longuevue.workshop.links import models

PARTS = {
    part.slug: part
    for part in (
        Part("links", "change", models.Change, ("day", "what", "reason", "debated", "deliberation"), may_go=False),
        Part("links", "agreement", models.Agreement, ("title", "parties", "signed", "ends", "vote", "address")),
        Part("links", "money", models.Money, ("year", "own", "co_funded")),
        Part("links", "return", models.Return, ("kind", "beneficiary", "years", "evidence")),
        Part("links", "proof", models.Proof, ("leg", "day", "evidence")),
        Part("links", "engagement", models.Engagement, ("service", "what", "since")),
        Part("links", "milestone", models.Milestone, ("what", "day")),
        Part("links", "mission", models.Mission, ("day", "what", "service", "changed", "decision")),
        Part("links", "third-party", models.ThirdParty, ("funder", "amount_eur", "what")),
    )
}
