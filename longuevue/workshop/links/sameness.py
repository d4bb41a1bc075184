"""What a person decided of two links that looked alike, so that it is not asked again. Likeness and the gesture itself are in
`merging.py`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Sameness(models.Model):
    """Two links that are one, or two."""

    first = models.ForeignKey("links.Link", models.CASCADE, related_name="+")
    second = models.ForeignKey("links.Link", models.CASCADE, related_name="+")
    same = models.BooleanField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("first", "second"), name="links_decided_once"),)

    def __str__(self) -> str:
        return f"{self.first_id} {'=' if self.same else '≠'} {self.second_id}"
