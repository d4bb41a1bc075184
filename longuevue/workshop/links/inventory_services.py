"""Writes: an inventory received, its rows made links, a doubtful one decided, a cell mended, the table given back."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from longuevue.terms.agendas import TAGS
from longuevue.terms.countries import country_name
from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.models import Batch
from longuevue.workshop.frame.words import catalogue, say
from longuevue.workshop.links import inventory_columns as columns
from longuevue.workshop.links import services
from longuevue.workshop.links.inventory_models import ALIKE, ASIDE, FAULT, JOINED, NEW, SAYS, WAITING
from longuevue.workshop.links.inventory_reading import Reading, Verdict
from longuevue.workshop.links.models import Inventory, InventoryRow, Link, Sameness
from longuevue.workshop.reasoning import authorities
from longuevue.workshop.reasoning.inventories import given_in, written_back

#: a table that nobody took in is forgotten after these days
KEPT_WAITING = dt.timedelta(days=30)


@transaction.atomic
def receive(observatory: Any, path: Path, *, by: Any, name: str) -> tuple[list[Inventory], list[str]]:
    """(one waiting inventory for each sheet that holds a table, the sheets left aside)."""
    Inventory.objects.filter(
        observatory=observatory, taken_at=None, batch=None, made_at__lt=timezone.now() - KEPT_WAITING
    ).delete()
    tables, others = given_in(path, columns.ROLES)
    made = []
    for table in tables:
        head = json.dumps({"above": table.above, "header": table.header}, ensure_ascii=False)
        inventory = Inventory.objects.create(
            observatory=observatory,
            file=name[:200],
            sheet=table.sheet[:200],
            head=head,
            mapping=table.guessed,
            made_by=by,
        )
        rows = []
        for line, cells in table.rows:
            row = InventoryRow(inventory=inventory, line=line)
            row.cells = cells
            rows.append(row)
        InventoryRow.objects.bulk_create(rows, batch_size=500)
        made.append(inventory)
    return made, others


@transaction.atomic
def take(inventory: Inventory, mapping: Mapping[str, int], kind: str, *, by: Any) -> Inventory:
    """Write the links of its rows, once. Raises `Refusal` for one that is in already."""
    held = Inventory.objects.select_for_update().get(pk=inventory.pk)
    if held.taken_at is not None:
        raise Refusal(say("links.inventory_twice"), say("links.inventory_twice_remedy"))
    held.mapping, held.kind, held.taken_at = dict(mapping), kind, timezone.now()
    held.batch = Batch.objects.create(observatory=held.observatory, file=held.file, made_by=by)
    held.save()
    reading = Reading(held, held.mapping, kind)
    for verdict in reading.verdicts(held.rows.select_related("inventory")):
        _write(held, verdict)
    return held


def _write(inventory: Inventory, verdict: Verdict) -> None:
    """What becomes of the row, written down."""
    row = verdict.row
    row.outcome, row.told = verdict.outcome, verdict.told
    if verdict.outcome == NEW:
        note = say("links.from_table", file=inventory)[:300]
        link = Link(origin="table", origin_note=note, batch=inventory.batch, **verdict.values)
        row.link = services.save_link(inventory.observatory, link)
        row.base = _says(row.link, inventory.mapping)
        if verdict.known is not None:
            verdict.known.link = row.link
    elif verdict.twin is not None:
        row.link, row.base = verdict.twin.link, verdict.twin.base
    elif verdict.near is not None:
        row.candidate = verdict.near.link
    row.save()


@transaction.atomic
def decide(row: InventoryRow, *, same: bool, by: Any) -> None:
    """The row is the link that it looks like, or it is another. Raises `Refusal` when that was said already."""
    held = InventoryRow.objects.select_for_update().get(pk=row.pk)
    if held.outcome != ALIKE:
        raise Refusal(say("links.inventory_decided"), say("links.inventory_decided_remedy"))
    inventory, candidate = held.inventory, standing(held.candidate) if held.candidate else None
    if same and candidate is None:
        raise Refusal(say("links.inventory_candidate_gone"), say("links.inventory_candidate_gone_remedy"))
    if same:
        held.outcome, held.link = JOINED, candidate
        held.base = _says(candidate, inventory.mapping) if candidate else {}
        held.save()
        return
    verdict = Reading(inventory, inventory.mapping, inventory.kind).verdict(held)
    if verdict.outcome in (FAULT, ASIDE):  # the perimeter changed since
        _write(inventory, verdict)
        return
    held.candidate = None
    _write(inventory, Verdict(held, NEW, verdict.values))
    if candidate is not None and held.link is not None:
        Sameness.objects.update_or_create(first=held.link, second=candidate, defaults={"same": False, "decided_by": by})


@transaction.atomic
def correct(row: InventoryRow, cells: Mapping[int, str], *, read: str) -> InventoryRow:
    """Cells written anew. A row that was out is read again, and may come in. Raises `Refusal` when someone wrote in it since it
    was read."""
    held = InventoryRow.objects.select_for_update().get(pk=row.pk)
    if held.as_read != read:
        raise Refusal(say("links.inventory_row_changed"), say("links.inventory_row_changed_remedy"))
    allowed = held.free()
    now = held.cells
    for at, text in cells.items():
        if at in allowed and at < len(now):
            now[at] = text
    held.cells = now
    if held.inventory.taken_at is not None and held.outcome in (FAULT, ASIDE, WAITING):
        inventory = held.inventory
        _write(inventory, Reading(inventory, inventory.mapping, inventory.kind).verdict(held))
    else:
        held.save()
    return held


@transaction.atomic
def drop(inventory: Inventory) -> None:
    """Forget a table that nobody took in."""
    held = Inventory.objects.select_for_update().get(pk=inventory.pk)
    if held.taken_at is not None:
        raise Refusal(say("links.inventory_twice"), say("links.inventory_twice_remedy"))
    held.delete()


def released(links: Iterable[Link]) -> None:
    """Before links are taken back: their rows stay, and a table of which nothing is left waits again."""
    rows = InventoryRow.objects.filter(link__in=[link.pk for link in links])
    touched = list(Inventory.objects.filter(rows__in=rows).distinct())
    rows.update(link=None, base={}, outcome=WAITING)
    for inventory in touched:
        if not inventory.rows.exclude(link=None).exists():
            inventory.rows.update(outcome=WAITING, candidate=None, sealed_told="")
            inventory.taken_at, inventory.batch, inventory.made_at = None, None, timezone.now()
            inventory.save()


def standing(link: Link) -> Link:
    """The link itself, or the one that it was made one with."""
    while link.merged_into is not None:
        link = link.merged_into
    return link


def given_back(inventory: Inventory, outcomes: tuple[str, ...] = ()) -> list[list[str]]:
    """The table as it came, in its order, with what its links say now where that changed; `outcomes` keeps some rows only."""
    if not inventory.header:
        raise Refusal(say("links.inventory_sealed"), say("links.inventory_sealed_remedy"))
    rows = inventory.rows.select_related("link", "link__merged_into")
    table = [] if outcomes else inventory.above
    table = [*table, inventory.header]
    for row in rows.filter(outcome__in=outcomes) if outcomes else rows:
        if row.link is None:
            table.append(row.cells)
            continue
        link = standing(row.link)
        now = _says(link, inventory.mapping)
        worded = {role: _worded(role, now[role], row.cells[inventory.mapping[role]]) for role in now}
        table.append(written_back(row.cells, inventory.mapping, row.base, now, worded))
    return table


def _says(link: Link, mapping: Mapping[str, int]) -> dict[str, Any]:
    return {role: getattr(link, SAYS[role]) for role in mapping if role in SAYS}


def _worded(role: str, value: Any, typed: str) -> str:
    """A value as a register says it, in French: it is read back as the same value."""
    if not value:
        return ""
    if role == "country":
        return country_name(value, "fr")
    if role in ("kind", "status"):
        return catalogue()[f"links.{role}_{value}"]["fr"]
    if role == "field":
        return FIELDS[value]["fr"] if value in FIELDS else str(value)
    if role == "tags":
        return " ; ".join(
            f"ODD {tag[4:]}" if tag.startswith("sdg-") else TAGS[tag]["fr"] for tag in value if tag in TAGS
        )
    if role == "authority":
        return authorities.name_of(value)
    if role == "authority_code":
        return authorities.code_of(value)
    if role in ("start", "end") and re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", typed.strip()) and len(value) == 10:
        return "/".join(reversed(value.split("-")))
    return str(value)
