"""Rows in and out. A result is followed as a commitment: what moved here goes back as its progress; nothing else is touched.
Supports and endorsements travel in their columns and are neither counted nor put in order here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.decidim.models import Row
from longuevue.workshop.decidim.tables import COLUMNS, RESULTS, given_back, in_french, recognised
from longuevue.workshop.frame.words import say
from longuevue.workshop.moderation.models import APPROVED
from longuevue.workshop.moderation.selectors import items
from longuevue.workshop.policies.choices import Status
from longuevue.workshop.policies.models import Commitment, Policy, Step
from longuevue.workshop.policies.selectors import commitments

#: where a commitment stands → the progress that Decidim shows, in per cent
PROGRESS: dict[str, int] = {
    str(status): percent
    for status, percent in (
        (Status.ANNOUNCED, 0),
        (Status.DECIDED, 10),
        (Status.UNDER_WAY, 50),
        (Status.DONE, 100),
        (Status.DROPPED, 0),
    )
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought: which table, how many rows new, changed, the same, and names of persons left out."""

    table: str
    came: int
    changed: int
    same: int
    persons: int


@transaction.atomic
def bring_in(observatory: Any, content: bytes, file: str, *, policy: Policy | None, by: Any) -> Brought:
    """A Decidim table in, whole or not at all. Results need the policy under which they are followed."""
    found = recognised(content, file)
    if found.name == RESULTS and policy is None:
        raise Refusal(say("decidim.no_policy"), say("decidim.no_policy_remedy"))
    known = {row.ident: row for row in Row.objects.filter(observatory=observatory, table=found.name)}
    came = changed = same = 0
    for ident, cells in found.rows.items():
        row = known.get(ident)
        if row is not None and row.cells == cells:
            same += 1
            continue
        if row is None:
            row = Row(observatory=observatory, table=found.name, ident=ident)
            came += 1
        else:
            changed += 1
        before, row.cells = row.cells, cells
        if found.name == RESULTS:
            row.commitment = _followed(row, before, policy, file, by)
        row.save()
    return Brought(found.name, came, changed, same, found.persons)


def _followed(row: Row, before: dict[str, str], policy: Policy | None, file: str, by: Any) -> Commitment:
    """The commitment of a result: made on its first day, moved when its progress moved there, and only then."""
    cells, status = row.cells, _status(row.cells)
    text = ". ".join(filter(None, (in_french(cells, "title"), in_french(cells, "description"))))
    one = row.commitment
    if one is None:
        day = _day(cells.get("start_date", "")) or _day(cells.get("created_at", "")) or timezone.localdate()
        one = Commitment.objects.create(
            policy=policy, text=text, made_on=day, due=_day(cells.get("end_date", "")), status=status
        )
        Step.objects.create(commitment=one, day=day, status=status, reason=f"Decidim : {file}"[:500], written_by=by)
        return one
    one.text, one.due, one._change_reason = text, _day(cells.get("end_date", "")), f"Decidim : {file}"[:500]
    if status != one.status and _progress(cells) != _progress(before):
        day = max(timezone.localdate(), one.steps.last().day)
        Step.objects.create(commitment=one, day=day, status=status, reason=f"Decidim : {file}"[:500], written_by=by)
        one.status = status
    one.save()
    return one


def _progress(cells: dict[str, str]) -> float:
    try:
        return min(100.0, max(0.0, float(cells.get("progress", "").replace(",", ".") or 0)))
    except ValueError:
        return 0.0


def _status(cells: dict[str, str]) -> str:
    """Decidim says a share of the way; done is a hundred."""
    progress = _progress(cells)
    if progress >= 100:
        return str(Status.DONE)
    if progress > PROGRESS["decided"]:
        return str(Status.UNDER_WAY)
    return str(Status.DECIDED if progress else Status.ANNOUNCED)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def taken_out(observatory: Any, table: str) -> str:
    """The table back, in the order it came; then, for results, the commitments approved here that Decidim has not."""
    rows = [
        _moved(row) for row in Row.objects.filter(observatory=observatory, table=table).select_related("commitment")
    ]
    if table == RESULTS:
        rows += _own(observatory, [column for row in rows for column in row] or list(COLUMNS[RESULTS]))
    return given_back(table, rows)


def _moved(row: Row) -> dict[str, str]:
    """A result whose commitment moved here says its new progress; the others go back as they came."""
    one = row.commitment
    if one is None or one.status == _status(row.cells):
        return dict(row.cells)
    return {**row.cells, "progress": str(PROGRESS[one.status])}


def _own(observatory: Any, columns: list[str]) -> list[dict[str, str]]:
    approved = {item.record for item in items(observatory, "commitment") if item.state == APPROVED}
    found = []
    for one in commitments(observatory).filter(
        decidim_row=None, policy__discreet=False, public_id__in=approved
    ):  # fmt: skip
        said = {
            "title/fr": str(one), "description/fr": one.text, "start_date": one.made_on.isoformat(),
            "end_date": one.due.isoformat() if one.due else "", "progress": str(PROGRESS[one.status]),
        }  # fmt: skip
        found.append(dict.fromkeys(columns, "") | said)
    return found
