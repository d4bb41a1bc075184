"""One perimeter asked outside an edition: what of it may leave, once everything that ever left is put beside it.

The answer goes through the same gate and the same ledger as an edition; nothing else is printed with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from longuevue.engine.disclosure.cells import Cell
from longuevue.engine.disclosure.ledger import Entry, Ledger, Members
from longuevue.engine.disclosure.public_totals import PublicFigure
from longuevue.engine.disclosure.relations import Derived
from longuevue.engine.disclosure.release import Release, release
from longuevue.engine.disclosure.settings import DisclosureSettings


def ask(
    cells: Sequence[Cell],
    members: Members,
    area: str,
    *,
    settings: DisclosureSettings,
    ledger: Ledger,
    derived: Iterable[Derived] = (),
    public: Iterable[PublicFigure] = (),
) -> Release:
    """What leaves of `area`; the other `cells` belong to the arithmetic and are printed by nobody here.

    A withheld cell of the answer is « not available for this perimeter »; the same question gets the same answer.
    """
    mine = [replace(cell, planned=cell.planned and cell.key.area == area) for cell in cells]
    asked = [figure for figure in derived if figure.key.area == area]
    before = _answered(mine, members, area, ledger)
    if before is not None:
        return before
    decided = release(mine, members, settings=settings, ledger=ledger, derived=asked, public=public)
    # the line of the ledger is about this perimeter: its cells, and the withheld cells that it adds up
    about = {area, *(name for name, _ in members.get(area, ()))}
    return replace(
        decided,
        suppressed={key: secret for key, secret in decided.suppressed.items() if key.area in about},
        members={area: tuple(members[area])} if area in members else {},
    )


def _answered(cells: Sequence[Cell], members: Members, area: str, ledger: Ledger) -> Release | None:
    planned = {cell.key: cell.value for cell in cells if cell.planned}
    made_of = {area: tuple((name, float(share)) for name, share in members.get(area, ()))}
    for entry in ledger.entries:
        same = {name: tuple((part, float(share)) for part, share in rows) for name, rows in entry.members.items()}
        hidden = {key: secret.value for key, secret in entry.withheld.items() if key in planned}
        if same == made_of and {**entry.published, **hidden} == planned:
            return _again(entry)
    return None


def _again(entry: Entry) -> Release:
    return Release(entry.published, entry.withheld, frozenset(), entry.figures, entry.members, entry.sums)
