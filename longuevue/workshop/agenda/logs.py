"""The logs, in one table: a new kind of line is one row here, with its form, page and permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from longuevue.workshop.agenda import models
from longuevue.workshop.frame.words import say


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of log: its model and the columns that a person fills."""

    slug: str
    model: Any
    columns: tuple[str, ...]

    def title(self) -> str:
        return say(f"agenda.log_{self.slug}")


@dataclass(frozen=True, slots=True)
class Log:
    """A log of one observatory, as a door asks for it."""

    observatory: Any
    kind: Kind

    @property
    def observatory_id(self) -> int:
        return self.observatory.pk

    @property
    def _meta(self) -> Any:
        return self.kind.model._meta


LOGS = {
    kind.slug: kind
    for kind in (
        Kind("council", models.CouncilItem, ("area", "day", "title", "rank", "of", "watching")),
        Kind("magazine", models.MagazineSpace, ("area", "issue", "day", "unit", "part", "whole")),
        Kind("venue", models.VenueYear, ("area", "venue", "year", "visits")),
        Kind("readers", models.ReaderYear, ("area", "year", "reads", "downloads")),
    )
}
