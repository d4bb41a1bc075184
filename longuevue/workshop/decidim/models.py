"""A row of a Decidim table, whole, but for the names of persons. A result is also a commitment, which is followed here."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from longuevue.workshop.decidim.tables import COMMENTS, PROPOSALS, RESULTS
from longuevue.workshop.frame.words import later


class Row(models.Model):
    """One row as it came: its identifier in Decidim, and every column it had."""

    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="decidim_rows")
    table = models.CharField(
        max_length=10, choices=[(name, later(f"decidim.{name}")) for name in (PROPOSALS, RESULTS, COMMENTS)]
    )
    ident = models.CharField(max_length=40)
    cells = models.JSONField(default=dict)
    commitment = models.OneToOneField(
        "policies.Commitment", models.SET_NULL, null=True, blank=True, related_name="decidim_row"
    )
    came_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("observatory", "table", "ident"), name="a_decidim_row_comes_in_once"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.ident}"
