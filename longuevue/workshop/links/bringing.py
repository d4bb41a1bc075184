"""Writes: a table of links, networks or members taken in. A row that is here already gives nothing more; one that looks like
a link that is here comes in and is told, for a person to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from rapidfuzz import fuzz, process

from longuevue.sources.places import name_key
from longuevue.workshop.actors.models import Batch
from longuevue.workshop.frame.bringing import Brought
from longuevue.workshop.frame.words import say
from longuevue.workshop.links import selectors, services
from longuevue.workshop.links.models import Change, Link, Membership, Network, Status
from longuevue.workshop.links.parts import PARTS
from longuevue.workshop.links.table import links_table, members_table, networks_table
from longuevue.workshop.reasoning.object_tables import read_back

#: two spellings of one partner
ALIKE = 86
#: status → the line that says it became so
SAID = {Status.ALIVE: Change.What.KEPT, Status.DORMANT: Change.What.SLEPT, Status.ENDED: Change.What.ENDED}


@transaction.atomic
def links_in(observatory: Any, path: Path, *, by: Any, name: str, kind: str = "twinning") -> Brought:
    """A row with a Longuevue identifier of this observatory changes that link; a change of status leaves its dated line."""
    table = links_table(observatory, kind)
    rows, refused = read_back(path, table)
    home = observatory.perimeter[0] if len(observatory.perimeter) == 1 else ""
    done = Brought(Batch.objects.create(observatory=observatory, file=name[:200], made_by=by), refused=refused)
    known = {str(one.public_id): one for one in selectors.links(observatory)}
    before = list(known.values())
    came: list[Link] = []
    for row in rows:
        given = row.pop("public_id", "")
        link = known.get(given)
        if link is not None:
            done.told(_changed(observatory, link, row, by=by, name=name))
            continue
        row.setdefault("kind", kind)
        if "area" not in row:
            row["area"] = home or table.readers["area"]("")  # which refuses a blank where there are several
        if not given and any(_says(one, row) for one in (*before, *came)):
            done.same += 1
        else:
            note = say("links.from_table", file=name)[:300]
            link = Link(origin="table", origin_note=note, batch=done.batch, **row)
            came.append(services.save_link(observatory, link))
    done.new = len(came)
    done.alike = _alike(came, before)
    return done


def _says(record: Any, row: Mapping[str, Any]) -> bool:
    """Every cell of the row is said of the record already (a layer left blank is worked out, and a blank says nothing)."""
    return all(getattr(record, key) == value for key, value in row.items() if value or key != "layer")


def _changed(observatory: Any, link: Link, row: dict[str, Any], *, by: Any, name: str) -> bool:
    if _says(link, row):
        return False
    status = row.pop("status", link.status)
    for key, value in row.items():
        setattr(link, key, value)
    services.save_link(observatory, link)
    if status != link.status:
        if status in SAID:
            reason = say("links.from_table", file=name)
            services.add_line(link, PARTS["change"], Change(what=SAID[Status(status)], reason=reason), by=by)
        else:
            link.status = status
            link.save()
    return True


def _alike(came: Iterable[Link], before: Iterable[Link]) -> list[tuple[Link, Link]]:
    """(a link that came, another one of the same form and territory whose partner is spelt nearly so)."""
    groups: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for one in before:
        groups[one.kind, one.area].append(one)
    found = []
    for one in came:
        others = groups[one.kind, one.area]
        names = {other.pk: name_key(other.partner) for other in others}
        hits = process.extract(name_key(one.partner), names, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=3)
        by_pk = {other.pk: other for other in others}
        for _, _, pk in hits:
            if not one.country or not by_pk[pk].country or one.country == by_pk[pk].country:
                found.append((one, by_pk[pk]))
                break
        others.append(one)
    return found


@transaction.atomic
def networks_in(observatory: Any, path: Path, *, by: Any, name: str) -> Brought:
    """Networks; one of the same identifier, or of the same name, is changed."""
    rows, refused = read_back(path, networks_table())
    done = Brought(Batch.objects.create(observatory=observatory, file=name[:200], made_by=by), refused=refused)
    here = list(selectors.networks(observatory))
    known = {str(one.public_id): one for one in here}
    named = {name_key(one.name): one for one in here}
    for row in rows:
        given = row.pop("public_id", "")
        network = known.get(given) or (None if given else named.get(name_key(row["name"])))
        if network is None:
            made = services.save_network(observatory, Network(batch=done.batch, **row))
            named[name_key(made.name)] = made
            done.new += 1
        else:
            done.told(_set(network, row))
    return done


@transaction.atomic
def members_in(network: Network, path: Path, *, by: Any, name: str) -> Brought:
    """Members of one network; the same name of the same country is the same member."""
    rows, refused = read_back(path, members_table(network.observatory))
    batch = Batch.objects.create(observatory=network.observatory, file=name[:200], made_by=by)
    done = Brought(batch, refused=refused)
    here = {(one.name, one.country): one for one in network.members.all()}
    for row in rows:
        key = (row["name"], row.get("country", ""))
        if key in here:
            done.told(_set(here[key], row))
        else:
            here[key] = services.seat(network, Membership(batch=batch, **row))
            done.new += 1
    return done


def _set(record: Any, row: Mapping[str, Any]) -> bool:
    """Write the row on the record; False when it says so already."""
    if all(getattr(record, key) == value for key, value in row.items()):
        return False
    for key, value in row.items():
        setattr(record, key, value)
    record.save()
    return True
