"""Reads: where each record of an observatory stands, the queue, the journal."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from longuevue.workshop.frame.words import say
from longuevue.workshop.moderation.models import APPROVED, DRAFT, REFUSED, SUBMITTED, Act, Removal, Review
from longuevue.workshop.moderation.records import KINDS, fingerprint, label


@dataclass(frozen=True, slots=True)
class Item:
    """One record and where it stands. `changed`: its words are no longer those that were decided on."""

    kind: str
    record: uuid.UUID
    label: str
    address: str
    document: dict[str, Any]
    fingerprint: str
    state: str
    changed: bool
    version: int
    review: Review | None

    @property
    def token(self) -> str:
        """What a page hands back: the record as it was when the page was opened."""
        return f"{self.kind}:{self.record}:{self.version}:{self.fingerprint}"

    @property
    def state_name(self) -> str:
        return say(f"moderation.state_{self.state}")

    @property
    def kind_title(self) -> str:
        return KINDS[self.kind].title


def standing(review: Review | None, now: str) -> tuple[str, bool]:
    """(state, changed since). What was approved and then changed waits again; what was refused and changed is a draft."""
    if review is None:
        return DRAFT, False
    if review.state in (APPROVED, REFUSED) and review.fingerprint != now:
        return (SUBMITTED if review.state == APPROVED else DRAFT), True
    return review.state, False


def items(observatory: Any, kind: str = "") -> list[Item]:
    """Every record of the observatory with where it stands, in order of kinds then of names."""
    reviews = {(r.kind, r.record): r for r in Review.objects.filter(observatory=observatory).select_related("by")}
    found = []
    for one in KINDS.values() if kind not in KINDS else (KINDS[kind],):
        for record in one.of(observatory):
            document = one.document(record)
            now = fingerprint(document)
            review = reviews.get((one.name, record.public_id))
            state, changed = standing(review, now)
            found.append(
                Item(
                    one.name, record.public_id, label(record), one.address(observatory.slug, record), document, now,
                    state, changed, review.version if review else 0, review,
                )
            )  # fmt: skip
    return found


def standing_of(observatory: Any, kind: str, record: Any) -> Item:
    """Where one record stands, for a page that shows it alone."""
    one, document = KINDS[kind], KINDS[kind].document(record)
    now = fingerprint(document)
    review = Review.objects.filter(observatory=observatory, kind=kind, record=record.public_id).first()
    state, changed = standing(review, now)
    version = review.version if review else 0
    address = one.address(observatory.slug, record)
    return Item(kind, record.public_id, label(record), address, document, now, state, changed, version, review)


def queue(observatory: Any, state: str, kind: str = "") -> tuple[list[Item], Counter[str]]:
    """(the records in that state, how many in each state)."""
    everything = items(observatory, kind)
    return [item for item in everything if item.state == state], Counter(item.state for item in everything)


def digest(listed: Iterable[Item]) -> str:
    """Of a whole list as it was shown: what is decided of a list is decided of that list."""
    return hashlib.sha256("\n".join(item.token for item in listed).encode()).hexdigest()[:32]


def approved(observatory: Any) -> dict[str, list[dict[str, Any]]]:
    """Kind → the approved documents, as they were approved, in order of identifiers."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in KINDS}
    for item in items(observatory):
        if item.state == APPROVED:
            found[item.kind].append(item.document)
    known = {actor["id"] for actor in found["actor"]}
    for kind in ("vantage", "request"):
        found[kind] = [row for row in found[kind] if row["actor"] in known]
    return {name: sorted(rows, key=lambda row: row["id"]) for name, rows in found.items()}


def journal(observatory: Any) -> QuerySet[Act]:
    """The acts of the observatory, latest first, each with its number of records."""
    acts = Act.objects.filter(observatory=observatory).select_related("by", "undoes")
    return acts.annotate(count=Count("entries")).order_by("-at", "-pk")


def act(observatory: Any, act_id: Any) -> Act:
    return get_object_or_404(Act, observatory=observatory, public_id=act_id)


def removals(observatory: Any) -> QuerySet[Removal]:
    """Those that wait for a second manager."""
    return observatory.removals.filter(ended_at=None).select_related("asked_by")


def removal(observatory: Any, removal_id: Any) -> Removal:
    return get_object_or_404(observatory.removals, public_id=removal_id)
