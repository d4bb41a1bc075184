"""Writes: a link, its lines, a change of status with its reason, starter links taken in, corrections."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.parts import Part
from longuevue.workshop.frame.words import say
from longuevue.workshop.links.cards import KINDS, Card
from longuevue.workshop.links.models import Change, Direction, Link, Membership, Network, Organisation, Status
from longuevue.workshop.links.parts import PARTS
from longuevue.workshop.observatories.selectors import edition_of
from longuevue.workshop.observatories.services import checked_perimeter

#: what a change makes of the link; the others leave its status as it was
BECOMES = {
    Change.What.BEGUN: Status.ALIVE,
    Change.What.KEPT: Status.ALIVE,
    Change.What.WIDENED: Status.ALIVE,
    Change.What.REDUCED: Status.ALIVE,
    Change.What.RENEWED: Status.ALIVE,
    Change.What.SLEPT: Status.DORMANT,
    Change.What.ENDED: Status.ENDED,
}


def checked_area(observatory: Any, typed: str) -> str:
    """The territory as `longuevue` writes it (`com-34172`). Raises `Refusal` for one that does not exist."""
    (ref,) = checked_perimeter(observatory, [typed])
    return ref


#: what one gesture says of a link of the public register
CONFIRMED = {
    "alive": Change.What.KEPT,
    "dormant": Change.What.SLEPT,
    "ended": Change.What.ENDED,
}


@transaction.atomic
def save_link(observatory: Any, link: Link) -> Link:
    """A new or corrected link. Aims written while no edition exists are marked: no diagnostic preceded them."""
    known = Link.objects.filter(pk=link.pk).first() if link.pk else None
    link.observatory = observatory
    if link.origin == "typed":
        link.area = checked_area(observatory, link.area)
    if link.aims.strip() and not (known and known.aims.strip()):
        link.aims_before_diagnostic = edition_of(observatory) is None
    link.save()
    return link


@transaction.atomic
def add_line(link: Link, part: Part, line: Any, *, by: Any = None) -> Any:
    """A line on a link; a change of status also changes the link, and needs its reason."""
    line.link = link
    if part.slug == "change":
        if not line.reason.strip():
            raise Refusal(say("links.no_reason"), say("links.no_reason_remedy"))
        line.written_by = by
        link.status = BECOMES[Change.What(line.what)]
        if link.status == Status.ENDED and not link.end:
            link.end = line.day
        link.save()
    once(line)
    line.save()
    return line


def once(line: Any) -> None:
    """Refuse what is already written: a second line of money for a year, a second seat in a network."""
    try:
        line.validate_constraints()
    except ValidationError as error:
        raise Refusal(say("links.twice"), say("links.twice_remedy")) from error


@transaction.atomic
def remove_line(line: Any) -> None:
    """Take a line away; a change of status stays for ever."""
    if isinstance(line, Change):
        raise Refusal(say("links.stays"), say("links.stays_remedy"))
    line.delete()


@transaction.atomic
def take_starter_links(observatory: Any) -> tuple[int, int]:
    """The public register's twin towns of the perimeter, as links to be corrected. Returns how many came in, and were known."""
    edition = edition_of(observatory)
    if edition is None:
        raise Refusal(say("links.no_edition"), say("links.no_edition_remedy"))
    known = set(Link.objects.filter(observatory=observatory).exclude(partner_id="").values_list("area", "partner_id"))
    came = seen = 0
    for area in observatory.perimeter:
        for thing in edition.beneath("twinnings", area)["named"]:
            for home in thing["declared_at"]:
                if (home, thing["item"]) in known:
                    seen += 1
                    continue
                known.add((home, thing["item"]))
                came += 1
                save_link(
                    observatory,
                    Link(
                        area=home,
                        partner=thing["fr"][:200],
                        country=thing["counterpart_area"] or "",
                        partner_id=thing["item"][:20],
                        kind="twinning",
                        origin="starter",
                        origin_note=thing["source"] + (" ; à vérifier" if thing["doubtful"] else ""),
                    ),
                )
    return came, seen


@transaction.atomic
def confirm(link: Link, status: str, *, by: Any, on: dt.date) -> None:
    """One gesture: this link is alive, asleep or ended, says the person, today."""
    line = Change(what=CONFIRMED[status], reason=say("links.confirmed_by_hand", day=on.isoformat()))
    add_line(link, PARTS["change"], line, by=by)


@transaction.atomic
def seat(network: Network, member: Membership) -> Membership:
    """A place in a network, once."""
    member.network = network
    once(member)
    member.save()
    return member


@transaction.atomic
def save_direction(observatory: Any, *, name: str, strand: str, referent: str) -> Direction:
    """A direction of the authority; the same name again says its strand anew."""
    organisation, _ = Organisation.objects.get_or_create(observatory=observatory)
    found, _ = Direction.objects.update_or_create(
        organisation=organisation, name=name, defaults={"strand": strand, "referent": referent}
    )
    return found


@transaction.atomic
def save_network(observatory: Any, network: Network) -> Network:
    network.observatory = observatory
    network.save()
    return network


@transaction.atomic
def save_card(observatory: Any, card: Card) -> Card:
    """A new or corrected card; its territory is one that exists."""
    card.observatory = observatory
    card.area = checked_area(observatory, card.area)
    if lacking := [name for name in KINDS[card.kind].needs if getattr(card, name) in ("", None, [])]:
        labels = ", ".join(str(card._meta.get_field(name).verbose_name) for name in lacking)
        raise Refusal(say("links.card_lacks", lacking=labels), say("links.card_lacks_remedy"))
    card.save()
    return card
