"""What hangs on a commitment, in one table: a new kind of line is one row here, with its form, page and permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from longuevue.workshop.frame.words import say
from longuevue.workshop.policies import models


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of line: its model and the columns that a person fills."""

    slug: str
    model: Any
    columns: tuple[str, ...]

    def title(self) -> str:
        """What the lines are, in the page's language."""
        return say(f"policies.part_{self.slug}")

    def lines(self, commitment: Any) -> Any:
        """The lines of that kind of a commitment."""
        return self.model.objects.filter(commitment=commitment)


PARTS = {
    part.slug: part
    for part in (
        Part("step", models.Step, ("day", "status", "reason")),
        Part("evidence", models.Evidence, ("day", "what", "url")),
        Part("money", models.Money, ("year", "voted", "spent")),
    )
}
