"""How well an effect is attested: a grade worked out from what is attached, never typed (methodology §4.6). « Caused » is never said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Grade = Literal["A", "B", "C", "D"]
Kind = Literal["testimony", "informant", "document", "data", "confirmation"]
GRADES: Final[tuple[Grade, ...]] = ("A", "B", "C", "D")
#: what makes a source other than the word of those concerned
_OUTSIDE: Final = frozenset({"document", "data", "confirmation"})
_WRITTEN: Final = frozenset({"document", "data"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: what it is, from which source (a name or an id), whether that source is independent, for or against."""

    kind: Kind
    source: str
    independent: bool = True
    contradicts: bool = False


def grade(pieces: Sequence[Evidence], *, rival_examined: bool) -> Grade | None:
    """A: two independent sources, one of them written, and a rival explanation examined. B: one independent confirmation
    from outside. C: two informants who agree. D: one testimony. None without anything. What contradicts lowers one grade.
    """
    backing = [piece for piece in pieces if not piece.contradicts and piece.source.strip()]
    if not backing:
        return None
    independent = {piece.source for piece in backing if piece.independent}
    outside = any(piece.kind in _OUTSIDE and piece.independent for piece in backing)
    written = any(piece.kind in _WRITTEN and piece.independent for piece in backing)
    told = {piece.source for piece in backing if piece.kind in ("testimony", "informant")}
    if len(independent) >= 2 and written and rival_examined:
        found: Grade = "A"
    elif outside:
        found = "B"
    elif len(told) >= 2:
        found = "C"
    else:
        found = "D"
    if any(piece.contradicts for piece in pieces):
        found = GRADES[min(GRADES.index(found) + 1, len(GRADES) - 1)]
    return found


def counted(one: Grade | None) -> bool:
    """Whether an effect of that grade enters public sums; D is shown apart, as voices."""
    return one in ("A", "B", "C")
