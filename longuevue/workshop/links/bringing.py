"""Writes: a table of links, networks or members taken in. A row that is here already gives nothing more; one that looks like
a link that is here comes in and is told, for a person to decide."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from longuevue.sources.places import name_key
from longuevue.workshop.actors.models import Batch
from longuevue.workshop.frame.bringing import Brought
from longuevue.workshop.frame.words import say
from longuevue.workshop.links import merging, selectors, services
from longuevue.workshop.links.models import Change, Link, Membership, Network, Status
from longuevue.workshop.links.parts import PARTS
from longuevue.workshop.links.table import links_table, members_table, networks_table
from longuevue.workshop.reasoning.object_tables import read_back

#: status → the line that says it became so
SAID = {Status.ALIVE: Change.What.KEPT, Status.DORMANT: Change.What.SLEPT, Status.ENDED: Change.What.ENDED}


@transaction.atomic
def links_in(observatory: Any, path: Path, *, by: Any, name: str, kind: str = "twinning") -> Brought:
    """A row with a Longuevue identifier of this observatory changes that link; a change of status leaves its dated line."""
    table = links_table(observatory, kind)
    rows, refused = read_back(path, table)
    home = observatory.perimeter[0] if len(observatory.perimeter) == 1 else ""
    done = Brought(Batch.objects.create(observatory=observatory, file=name[:200], made_by=by), refused=refused)
    before = list(Link.objects.filter(observatory=observatory).select_related("merged_into"))
    known = {str(one.public_id): one for one in before}
    came: list[Link] = []
    for row in rows:
        given = row.pop("public_id", "")
        link = known.get(given)
        if link is not None and link.merged_into is not None:
            done.refused.append(say("frame.row_merged", name=link.partner, kept=link.merged_into))
            continue
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
    standing = (one for one in before if one.merged_into is None)
    done.alike = [(pair.first, pair.second) for pair in merging.alike(came, standing)]
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
