"""Reads: links of an observatory, one of them, what is told of them all together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from longuevue.terms import gap, strata
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.parts import WithPart, line_of, with_part
from longuevue.workshop.links.models import (
    Agreement,
    Card,
    Inventory,
    InventoryRow,
    Link,
    Mission,
    Money,
    Network,
    Organisation,
)
from longuevue.workshop.links.parts import PARTS
from longuevue.workshop.observatories.selectors import edition_of
from longuevue.workshop.reasoning import budget, securing, synergy
from longuevue.workshop.reasoning.accountability import Line, sheet
from longuevue.workshop.reasoning.accountability import Money as YearOfMoney
from longuevue.workshop.reasoning.accountability import Return as WhatCameBack

#: an agreement that ends within these days is said to need a decision
NOTICE = dt.timedelta(days=183)
#: the yearly sheet by which the accounts come in
ACCOUNTS = "external-action-spending"


def links(observatory: Any) -> QuerySet[Link]:
    """Those that stand, not merged into another, in order of the partner's name."""
    return Link.objects.filter(observatory=observatory, merged_into=None)


def link(observatory: Any, link_id: Any) -> Link:
    """The link of that id here; one of another observatory does not exist."""
    return get_object_or_404(links(observatory), public_id=link_id)


def link_and_part(observatory: Any, link_id: Any, part: str) -> WithPart:
    """The link of that id here and the kind of line of that name; either may not exist."""
    return with_part(link(observatory, link_id), PARTS, part)


def line(observatory: Any, link_id: Any, part: str, line_id: int) -> Any:
    """One line that hangs on a link of this observatory."""
    return line_of(link_and_part(observatory, link_id, part), line_id)


def inventories(observatory: Any) -> QuerySet[Inventory]:
    return Inventory.objects.filter(observatory=observatory)


def inventory(observatory: Any, inventory_id: Any) -> Inventory:
    return get_object_or_404(inventories(observatory), public_id=inventory_id)


def inventory_row(observatory: Any, inventory_id: Any, row_line: int) -> InventoryRow:
    """One row of an inventory of this observatory, by its line in the file."""
    rows = InventoryRow.objects.filter(inventory=inventory(observatory, inventory_id))
    return get_object_or_404(rows.select_related("inventory__observatory", "link", "candidate"), line=row_line)


def inventory_rows(one: Link) -> list[tuple[InventoryRow, list[tuple[str, str]]]]:
    """The rows of inventories that a link comes from, each with the cells that the link itself does not say."""
    rows = InventoryRow.objects.filter(Q(link=one) | Q(link__merged_into=one)).select_related("inventory")
    return [(row, row.others()) for row in rows]


def place_name(observatory: Any, area: str) -> str:
    """The name of a territory in the edition in force; its code before the first edition, or when it has gone."""
    edition = edition_of(observatory)
    try:
        return str(edition.territory(area)["name"]) if edition else area
    except Refusal:
        return area


def networks(observatory: Any) -> QuerySet[Network]:
    return Network.objects.filter(observatory=observatory)


def network(observatory: Any, network_id: Any) -> Network:
    return get_object_or_404(networks(observatory), public_id=network_id)


def organisation(observatory: Any) -> Organisation:
    """The organisation of the authority, blank until somebody says it (not saved by reading)."""
    return Organisation.objects.filter(observatory=observatory).first() or Organisation(observatory=observatory)


def cards(observatory: Any) -> QuerySet[Card]:
    return Card.objects.filter(observatory=observatory)


def card(observatory: Any, card_id: Any) -> Card:
    return get_object_or_404(cards(observatory), public_id=card_id)


def decided_elsewhere(observatory: Any) -> dict[str, list[Card]]:
    """Who decided → what the place endured of it."""
    found: dict[str, list[Card]] = {}
    for one in cards(observatory).filter(kind="endured"):
        found.setdefault(one.decided_by, []).append(one)
    return dict(sorted(found.items()))


def lessons(observatory: Any) -> tuple[int, int]:
    """(missions that told what they changed here, missions that told nothing)."""
    told = list(Mission.objects.filter(link__in=links(observatory)).values_list("changed", flat=True))
    return sum(bool(t.strip()) for t in told), sum(not t.strip() for t in told)


def spending(observatory: Any) -> list[budget.Year]:
    """The money of all the links year by year, per inhabitant, beside the accounts where the yearly sheet gives them."""
    lines = Money.objects.filter(link__in=links(observatory))
    accounts: dict[int, float] = {}
    for sheet_ in observatory.sheets.filter(template=ACCOUNTS, state="accepted"):
        if sheet_.counts:
            accounts[sheet_.year] = accounts.get(sheet_.year, 0.0) + sum(sheet_.counts.values())
    money = (YearOfMoney(m.year, _float(m.own), _float(m.co_funded)) for m in lines)
    return budget.series(money, accounts, inhabitants(observatory))


def inhabitants(observatory: Any) -> int | None:
    """Of the perimeter, where it is one territory: parts that may overlap are not added up."""
    edition = edition_of(observatory)
    if edition is None or len(observatory.perimeter) != 1:
        return None
    try:
        return edition.territory(observatory.perimeter[0]).get("population")
    except Refusal:
        return None


def born_together(observatory: Any) -> list[tuple[Any, synergy.Ties]]:
    """Each meeting with the ties between actors before it and now, latest first."""
    actions = [synergy.Action(one.since, one.parties) for one in cards(observatory).filter(kind="joint_action")]
    meetings = observatory.meetings.order_by("-made_at")[:5]
    return [(one, synergy.ties(actions, timezone.localdate(one.made_at).isoformat())) for one in meetings]


def effects_answered(observatory: Any) -> tuple[list[Any], list[Any]]:
    """(effects that the authority regulates or drives, those that nobody answers)."""
    every = list(observatory.effects.all())
    answered = [one for one in every if one.role in ("regulates", "drives")]
    return answered, [one for one in every if one not in answered]


def ended_without_debate(observatory: Any) -> QuerySet[Link]:
    """Links that ended, were reduced or put to sleep with a line that says no debate, or with no line at all."""
    silent = Q(changes__what__in=("ended", "reduced", "slept"), changes__debated=False)
    unsaid = Q(status="ended") & ~Q(changes__what="ended")
    return links(observatory).filter(silent | unsaid).distinct()


def expiring(observatory: Any, on: dt.date) -> QuerySet[Agreement]:
    """Agreements that end soon, or ended while their link lives: somebody must decide."""
    return (
        Agreement.objects.filter(link__in=links(observatory), ends__lte=on + NOTICE)
        .exclude(link__status="ended")
        .select_related("link")
    )


def accountability(one: Link) -> list[Line]:
    """The sheet owed to residents, missing lines included."""
    money = [YearOfMoney(m.year, _float(m.own), _float(m.co_funded)) for m in one.moneys.all()]
    returns = [WhatCameBack(r.kind, r.beneficiary, r.years, r.evidence) for r in one.returns.all()]
    return sheet(one, money, returns)


def legs(one: Link, on: dt.date) -> list[securing.Leg]:
    return securing.legs(list(one.proofs.all()), on)


def stratigraphy(observatory: Any) -> list[strata.Stratum]:
    return strata.stratigraphy(links(observatory))


def gaps(observatory: Any) -> list[gap.Gap]:
    """The authority beside its territory, on living links."""
    return gap.gaps(one for one in links(observatory) if one.alive)


def _float(amount: Any) -> float | None:
    return None if amount is None else float(amount)
