"""Reads: the sheets of one observatory that a person may see, the one of a private link, what leaves."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from longuevue.facts.contributors import mark
from longuevue.sources.own.templates import Template
from longuevue.workshop.accounts.codes import fingerprint
from longuevue.workshop.accounts.perms import is_moderator, membership
from longuevue.workshop.frame.words import both
from longuevue.workshop.observatories.selectors import shelf_of
from longuevue.workshop.sheets.models import Sheet
from longuevue.workshop.sheets.tables import tables_of, written


def tables(observatory: Any) -> dict[str, Template]:
    """The tables that actors of this observatory may be asked to fill."""
    return tables_of(shelf_of(observatory))


def title(template: Template) -> str:
    return both(template.label.model_dump())


def sheets(observatory: Any) -> QuerySet[Sheet]:
    return observatory.sheets.select_related("actor")


def sheets_for(user: Any, observatory: Any) -> QuerySet[Sheet]:
    """All of them for a moderator; for a contributor, those of its own organisation."""
    if is_moderator(user, observatory):
        return sheets(observatory)
    mine = membership(user, observatory)
    return sheets(observatory).filter(actor_id=mine.actor_id if mine and mine.actor_id else None)


def sheet(observatory: Any, sheet_id: Any) -> Sheet:
    return get_object_or_404(sheets(observatory), public_id=sheet_id)


def sheet_of_token(token: str) -> Sheet | None:
    """The sheet that the private link opens, while it does."""
    found = Sheet.objects.select_related("actor", "observatory").filter(token_hash=fingerprint(token))
    return found.filter(token_until__gt=timezone.now()).first()


def files(observatory: Any) -> dict[str, str]:
    """Table → the file that leaves for the gate: accepted sheets alone, a number in the place of each organisation."""
    known = tables(observatory)
    accepted: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in sheets(observatory).filter(state=Sheet.State.ACCEPTED, template__in=list(known)):
        if one.counts:
            said = {"area": one.area, "year": one.year, "counts": one.counts, "agreed": one.agreed}
            accepted[one.template].append({**said, "who": str(one.actor.public_id)})
    return {name: written(known[name], _numbered(rows)) for name, rows in sorted(accepted.items())}


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each contributor under a number of this table's own, which says nothing of it outside."""
    number = {who: place for place, who in enumerate(sorted({row["who"] for row in rows}), start=1)}
    told = [{**row, "contributor": mark(number[row["who"]], agreed=row["agreed"])} for row in rows]
    return sorted(told, key=lambda row: (row["area"], row["year"], row["contributor"]))
