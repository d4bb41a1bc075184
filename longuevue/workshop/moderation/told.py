"""What a link, a network, the organisation of the authority and a card say in public, line by line. A line that nobody filled
is not there, and the page says that it is missing; a person's name in charge of a strand stays in the workshop."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from longuevue.workshop.links.cards import COLUMNS, Card
from longuevue.workshop.links.models import Link, Network, Organisation
from longuevue.workshop.reasoning.securing import LASTS

#: part of a link → the columns of its lines that are public
LINES = {
    "changes": ("day", "what", "reason", "debated", "deliberation"),
    "moneys": ("year", "own", "co_funded"),
    "returns": ("kind", "beneficiary", "years", "evidence"),
    "agreements": ("title", "parties", "signed", "ends", "vote", "address"),
    "engagements": ("service", "what", "since"),
    "milestones": ("what", "day"),
    "missions": ("day", "what", "service", "changed", "decision"),
    "thirdpartys": ("funder", "amount_eur", "what"),
}
#: the name of each part in an edition
NAMES = {"moneys": "money", "thirdpartys": "third_parties"}


def plain(value: Any) -> Any:
    """A value as JSON writes it."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def link_lines(link: Link) -> dict[str, Any]:
    """The lines that hang on a link, and its four legs: the latest proof of each, and until when it holds."""
    said: dict[str, Any] = {}
    for part, columns in LINES.items():
        lines = [{name: plain(getattr(line, name)) for name in columns} for line in getattr(link, part).all()]
        said[NAMES.get(part, part)] = lines
    # a return of which one of the four is not said is not a return (accountability)
    said["returns"] = [line for line in said["returns"] if all(str(value).strip() for value in line.values())]
    legs: dict[str, Any] = {}
    for proof in link.proofs.all():
        if proof.evidence.strip() and proof.day.isoformat() >= legs.get(proof.leg, {}).get("day", ""):
            until = proof.day + dt.timedelta(days=LASTS[proof.leg])
            legs[proof.leg] = {
                "leg": proof.leg, "day": proof.day.isoformat(), "until": until.isoformat(), "evidence": proof.evidence,
            }  # fmt: skip
    said["legs"] = [legs[leg] for leg in LASTS if leg in legs]
    return said


def network_document(network: Network) -> dict[str, Any]:
    """A network, its ground, its members by right and its guests, and how many it announces."""
    columns = ("name", "country", "area", "ground", "since", "note")
    members = [{name: getattr(member, name) for name in columns} for member in network.members.all()]
    told = ("name", "founded", "ground", "pillars", "announced_members")
    return {
        "id": str(network.public_id),
        **{name: getattr(network, name) for name in told},
        "members": members,
    }


def organisation_document(organisation: Organisation) -> dict[str, Any]:
    """How the authority carries the international: the option, the service, each direction with its strand or without."""
    observatory = organisation.observatory
    return {
        "id": str(organisation.public_id),
        "area": observatory.perimeter[0] if observatory.perimeter else "FR",
        "option": organisation.option,
        "service": organisation.service,
        "elected": organisation.elected,
        "directions": [{"name": one.name, "strand": one.strand} for one in organisation.directions.all()],
    }


def card_document(card: Card) -> dict[str, Any]:
    """A card; a total that its parts do not make says so."""
    told = {name: getattr(card, name) for name in COLUMNS}
    return {
        "id": str(card.public_id),
        "kind": card.kind,
        "area": card.area,
        **told,
        "sum_of_parts": card.sum_of_parts,
        "disagrees": card.disagrees,
        "origin_note": card.origin_note,
    }
