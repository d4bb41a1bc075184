"""The authority beside its territory: of the links that cross the place, how many involve the authority itself.
A city may lag behind its own actors; it may also carry nearly everything alone. Both are worth knowing, neither is a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Borne(Protocol):
    """What is asked of a link: whether the authority takes part, and its field."""

    involves_authority: bool
    field: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Living links of one field (or all, field ""): with the authority, and without it."""

    field: str
    with_authority: int
    without: int

    @property
    def total(self) -> int:
        return self.with_authority + self.without

    @property
    def share(self) -> float | None:
        """Per cent of links that involve the authority; None where there is no link."""
        return 100 * self.with_authority / self.total if self.total else None


def gaps(links: Iterable[Borne]) -> list[Gap]:
    """All links together first (field ""), then field by field in order of names."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for link in links:
        for field in ("", link.field or "?"):
            counted[field][0 if link.involves_authority else 1] += 1
    counted[""]  # always told, were it zero of zero
    return [Gap(field, *counted[field]) for field in sorted(counted)]


def silent_fields(found: Iterable[Gap]) -> list[str]:
    """The fields where actors have links and the authority none: where it lags behind its own territory."""
    return [gap.field for gap in found if gap.field and gap.without and not gap.with_authority]
