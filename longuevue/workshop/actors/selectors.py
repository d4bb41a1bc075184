"""Reads: the actors of one observatory, those that look alike, those grown old, what is seen and who could be invited."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from longuevue.workshop.actors.kinds import OBSERVERS
from longuevue.workshop.actors.models import Actor, Sameness, StillTrue, VantagePoint
from longuevue.workshop.actors.table import COLUMNS
from longuevue.workshop.observatories.selectors import chosen, shelf_of
from longuevue.workshop.reasoning import duplicates as alike
from longuevue.workshop.reasoning import invitations as inviting

#: an entry nobody confirmed for that long is asked again
GROWS_OLD = dt.timedelta(days=365)
#: a convention or a closed door costs more trouble than a letter
TROUBLE = {"open": 0.8, "on_request": 1.0, "agreement": 2.0, "closed": 3.0}


def actors(observatory: Any) -> QuerySet[Actor]:
    """Those that stand: not merged into another."""
    return observatory.actors.filter(merged_into=None)


def actor(observatory: Any, actor_id: Any) -> Actor:
    return get_object_or_404(actors(observatory), public_id=actor_id)


def batch(observatory: Any, batch_id: int) -> Any:
    return get_object_or_404(observatory.batches, pk=batch_id, undone_at=None)


def found(observatory: Any, text: str, kind: str, strand: str = "") -> Sequence[Actor] | QuerySet[Actor]:
    """Actors by words of their name, acronym or place, by kind, and by strand (an actor may have several)."""
    rows = actors(observatory)
    for word in text.replace("\x00", "").split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(acronym__icontains=word) | Q(place__icontains=word))
    rows = rows.filter(kind=kind) if kind else rows
    return [one for one in rows if strand in one.strands] if strand else rows


def as_row(actor: Actor) -> dict[str, Any]:
    """The actor as its table writes it."""
    return {column: getattr(actor, column) for column in COLUMNS}


def old(observatory: Any) -> QuerySet[Actor]:
    """Entries nobody confirmed for a year, and not asked about since thirty days."""
    today = timezone.now().date()
    asked = StillTrue.objects.filter(
        actor__observatory=observatory, asked_at__gt=timezone.now() - dt.timedelta(days=30)
    )
    return (
        actors(observatory)
        .filter(Q(confirmed_on=None) | Q(confirmed_on__lt=today - GROWS_OLD))
        .exclude(pk__in=asked.values("actor"))
    )


def likely_duplicates(observatory: Any) -> list[dict[str, Any]]:
    """Pairs that look alike and that nobody decided yet."""
    rows = {str(a.pk): a for a in actors(observatory)}
    entries = [
        alike.Entry(str(a.pk), a.name, a.place, a.siren, a.rna, a.website, a.acronym) for a in rows.values()
    ]  # fmt: skip
    decided = {
        frozenset((str(a), str(b)))
        for a, b in Sameness.objects.filter(first__observatory=observatory).values_list("first_id", "second_id")
    }
    return [
        {"first": rows[p.first], "second": rows[p.second], "why": f"actors.{p.why}", "likeness": p.likeness}
        for p in alike.duplicates(entries)
        if frozenset((p.first, p.second)) not in decided
    ]


def matrix(observatory: Any) -> list[dict[str, Any]]:
    """Each marker of the catalogue with who sees it here; those followed first."""
    followed = {c.marker for c in chosen(observatory)}
    seers: dict[str, list[VantagePoint]] = defaultdict(list)
    for point in VantagePoint.objects.filter(actor__in=actors(observatory)).select_related("actor"):
        seers[point.marker].append(point)
    rows = [
        {"marker": m, "seers": seers.get(m.id, []), "followed": m.id in followed}
        for m in shelf_of(observatory)
        if not m.sensitivity.off_by_default
    ]
    return sorted(rows, key=lambda row: not row["followed"])


def whom_to_invite(observatory: Any, most: int = 12) -> list[dict[str, Any]]:
    """Actors to invite, with what each would probably show and why; those who said what they see are the ground of it."""
    rows = list(actors(observatory).prefetch_related("sees"))
    standing = [
        inviting.Actor(
            str(a.pk), a.kind, frozenset(a.fields), frozenset(p.marker for p in a.sees.all()) or None,
            cost=max((TROUBLE.get(p.access, 1.0) for p in a.sees.all()), default=1.0),
        )
        for a in rows
    ]  # fmt: skip
    shelf = {m.id: m for m in shelf_of(observatory) if not m.sensitivity.off_by_default}
    followed = {c.marker for c in chosen(observatory)}
    could_see = {
        m.id: frozenset(kind for kind, names in OBSERVERS.items() if names & set(m.seen_by)) for m in shelf.values()
    }
    made = inviting.invitations(
        [a for a in standing if a.sees is not None],
        [a for a in standing if a.sees is None],
        {m: 3.0 if m in followed else 1.0 for m in shelf},
        could_see,
        most,
        {m.id: m.field for m in shelf.values()},
    )
    by_id = {str(a.pk): a for a in rows}
    return [
        {
            "actor": by_id[one.actor],
            "reveals": [{"marker": shelf[m], "why": f"actors.because_{one.reasons[m]}"} for m in one.reveals[:6]],
        }
        for one in made
    ]


def asked_of_token(token: str) -> StillTrue | None:
    """The question of that private link, not yet answered."""
    from longuevue.workshop.accounts.codes import fingerprint

    return (
        StillTrue.objects.select_related("actor", "actor__observatory")
        .filter(token_hash=fingerprint(token), answered_at=None, asked_at__gt=timezone.now() - dt.timedelta(days=120))
        .first()
    )
