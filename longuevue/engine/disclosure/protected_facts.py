"""Facts that actors entrust, made fit to leave: every scale that will be shown, with what must be withheld marked Q.

The rest of the house then reads them like any publisher's file. Publishers' own files pass untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.disclosure.asked import ask
from longuevue.engine.disclosure.draft import drafted
from longuevue.engine.disclosure.ledger import Entry, Ledger
from longuevue.engine.disclosure.public_facts import public_figures
from longuevue.engine.disclosure.release import Release, release
from longuevue.engine.disclosure.sensitive import Sensitive
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.facts.cards import SourceCard
from longuevue.facts.contributors import is_contributor
from longuevue.facts.table import joined
from longuevue.terms.refusal import Refusal


@dataclass(slots=True)
class Protected:
    """The facts that may leave, the cards that now describe them, and what to write in the ledger."""

    facts: pa.Table
    cards: dict[str, SourceCard]
    entries: list[Entry] = field(default_factory=list)
    withheld: int = 0

    def sources(self) -> tuple[str, ...]:
        """The sources that went through the gate."""
        return tuple(sorted({key.marker for entry in self.entries for key in (*entry.published, *entry.withheld)}))


def protect_facts(
    facts: pa.Table,
    *,
    cards: Mapping[str, SourceCard],
    sensitive: Iterable[Sensitive],
    membership: pa.Table,
    settings: DisclosureSettings,
    ledger: Ledger,
    name: str,
) -> Protected:
    """`facts` with those of `sensitive` measures replaced by what the gate lets out; raises a `Refusal` when it cannot.

    Sensitive measures that no shown marker reads do not leave at all.
    """
    measures = {(item.source_id, item.measure): item for item in sensitive}
    gated = {source for source, _ in measures}
    out = Protected(facts, dict(cards))
    if not gated:
        return out
    mine = pc.is_in(facts["source_id"], value_set=pa.array(sorted(gated)))
    tables = [facts.filter(pc.invert(mine)), *_named_things(facts.filter(mine), cards)]
    for source in sorted(gated):
        draft = drafted(source, facts, cards[source], measures, membership)
        if not draft.cells:
            continue
        decided = release(
            list(draft.cells.values()), draft.members, settings=settings, ledger=ledger,
            derived=draft.shares(measures), public=public_figures(facts, draft.cells, measures, cards, draft.makers),
        )  # fmt: skip
        out.entries.append(decided.entry(f"{name}/{source}"))
        out.withheld += len(decided.suppressed)
        tables.append(draft.told(decided))
        out.cards[source] = draft.card_after()
    out.facts = joined(tables)
    return out


def ask_perimeter(
    facts: pa.Table,
    area: str,
    *,
    cards: Mapping[str, SourceCard],
    sensitive: Iterable[Sensitive],
    membership: pa.Table,
    settings: DisclosureSettings,
    ledger: Ledger,
) -> dict[str, Release]:
    """By source, what may leave of the perimeter `area` now, after everything that left before."""
    measures = {(item.source_id, item.measure): item for item in sensitive}
    found: dict[str, Release] = {}
    for source in sorted({source for source, _ in measures}):
        draft = drafted(source, facts, cards[source], measures, membership)
        if not any(key.area == area for key in draft.cells):
            continue
        found[source] = ask(
            list(draft.cells.values()), draft.members, area, settings=settings, ledger=ledger,
            derived=draft.shares(measures), public=public_figures(facts, draft.cells, measures, cards, draft.makers),
        )  # fmt: skip
    return found


def _named_things(facts: pa.Table, cards: Mapping[str, SourceCard]) -> list[pa.Table]:
    """Links (a partner town, a network): named things, public by nature. A count of people that bears a name is refused."""
    # the part of one contributor bears a number, and is added up with the others'
    items = pc.unique(facts["item"]).to_pylist()
    things = pa.array([item for item in items if item is not None and not is_contributor(item)], pa.string())
    named = facts.filter(pc.is_in(facts["item"], value_set=things))
    for kind in named.group_by(["source_id", "measure"]).aggregate([]).to_pylist():
        measure = cards[kind["source_id"]].measure(kind["measure"])
        if measure.rollup != "union" or measure.sensitivity in ("high", "very_high"):
            raise Refusal(
                f"« {kind['measure']} » compte des personnes et porte des noms dans sa colonne « item ».",
                "Retirez cette colonne : un effectif confié n'est rattaché à aucune chose nommée.",
                where=kind["source_id"],
            )
    return [named] if named.num_rows else []
