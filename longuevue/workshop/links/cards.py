"""What a place has, beside its links: practices that came from elsewhere, bodies of government, works, totals that are
announced, what makes the international visible, actions done together, a brand. One row of `KINDS` is one kind of card."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from longuevue.workshop.frame.words import later

COLUMNS: Final = (
    "name", "what", "country", "origin", "since", "decided_by", "number", "unit", "parts", "parties", "evidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """The columns that a kind of card has, and those it cannot do without."""

    columns: tuple[str, ...]
    needs: tuple[str, ...] = ("name",)


KINDS: Final[dict[str, Kind]] = {
    # participatory budgets, cycle streets: an idea adopted from abroad, with where it comes from and what shows it
    "practice": Kind(
        ("name", "what", "country", "origin", "since", "evidence"), ("name", "origin", "since", "evidence")
    ),
    "body": Kind(("name", "what", "since", "evidence")),
    "infrastructure": Kind(("name", "what", "since", "evidence")),
    # a total and its parts as they were announced: said when they do not agree
    "tally": Kind(("name", "what", "number", "unit", "parts", "evidence"), ("name", "number", "parts")),
    "visibility": Kind(("name", "what", "since", "number", "unit", "evidence")),
    # who acts with whom: the parties are what tells a joint action from an action
    "joint_action": Kind(("name", "what", "since", "parties", "evidence"), ("name", "what", "since", "parties")),
    # young ambassadors, school exchanges: those who took part may be asked to tell, and again years later
    "programme": Kind(("name", "what", "country", "since", "number", "unit", "evidence"), ("name", "what")),
    # what was endured, and who decided of it
    "endured": Kind(("name", "what", "since", "decided_by", "evidence"), ("name", "decided_by")),
    # a brand, a label, a campaign: told apart from observation
    "instrument": Kind(("name", "what", "since", "evidence")),
}
CHOICES: Final = tuple((kind, later(f"links.card_{kind}")) for kind in KINDS)


class Card(models.Model):
    """One thing of a place. Public once approved."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="cards")
    kind = models.CharField(later("links.kind"), max_length=20, choices=CHOICES)
    area = models.CharField(later("links.area"), max_length=80)
    name = models.CharField(later("links.card_name"), max_length=200)
    what = models.CharField(later("links.card_what"), max_length=300, blank=True)
    country = models.CharField(later("links.country"), max_length=2, blank=True)
    origin = models.CharField(later("links.card_origin"), max_length=200, blank=True)
    since = models.CharField(
        later("links.since"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$", later("links.bad_date"))],
    )
    decided_by = models.CharField(later("links.decided_by"), max_length=200, blank=True)
    number = models.PositiveIntegerField(
        later("links.card_number"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(later("links.card_unit"), max_length=60, blank=True)
    #: [{"what", "count"}] of an announced total
    parts = models.JSONField(default=list, blank=True)
    #: names of those who act together
    parties = models.JSONField(default=list, blank=True)
    evidence = models.CharField(later("links.evidence"), max_length=300, blank=True)
    origin_note = models.CharField(max_length=300, blank=True, editable=False)

    history = HistoricalRecords(app="links")

    class Meta:
        ordering = ("kind", "name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def sum_of_parts(self) -> int | None:
        """What the parts make together; None when there are none."""
        return sum(part["count"] for part in self.parts) if self.parts else None

    @property
    def disagrees(self) -> bool:
        """True when a total is announced that its parts do not make."""
        return self.kind == "tally" and self.number is not None and self.sum_of_parts not in (None, self.number)
