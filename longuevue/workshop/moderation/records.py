"""The records that may become public, and what each would say in public: field by field, so that a contact has no way out.
Where they stand is in `selectors.py`."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from longuevue.workshop.actors.models import Actor, VantagePoint
from longuevue.workshop.actors.selectors import actors
from longuevue.workshop.data_requests.models import DataRequest
from longuevue.workshop.data_requests.selectors import requests
from longuevue.workshop.effects.public import document as effect_document
from longuevue.workshop.effects.public import refusal as effect_refusal
from longuevue.workshop.effects.selectors import effects
from longuevue.workshop.frame.words import say
from longuevue.workshop.links.models import Link, Organisation
from longuevue.workshop.links.selectors import cards, links, networks
from longuevue.workshop.moderation.told import (
    LINES,
    card_document,
    link_lines,
    network_document,
    organisation_document,
)
from longuevue.workshop.policies import selectors as decisions
from longuevue.workshop.policies.documents import commitment_document, deliberation_document, policy_document

ACTOR_TELLS = (
    "name", "acronym", "kind", "fields", "countries", "strands", "circle", "siren", "rna", "place", "commune",
    "website", "description",
)  # fmt: skip
LINK_TELLS = (
    "kind", "area", "bearer", "involves_authority", "partner", "country", "partner_id", "layer", "field", "start",
    "end", "status", "languages", "vote", "aims", "local_interest", "mutual_interest", "tags", "aims_before_diagnostic",
    "origin", "origin_note",
)  # fmt: skip
REQUEST_TELLS = ("marker", "data", "state")
VANTAGE_TELLS = ("marker", "data_held", "access", "frequency", "scale")
#: said in public, but a new one takes no approval away
OUTSIDE_FINGERPRINT = "confirmed_on"
#: words that records learnt to say later: while they say nothing, what was approved before stays approved
LEARNT = ("visible", "services", "policies", "discreet_policies")
#: what no person wrote: digits in a row there are no telephone number
NO_WORDS = frozenset(
    [
        "id",
        "actor",
        "policy",
        "room",
        "question",
        "deliberations",
        "effect",
        "edition",
        "address",
        "post",
        "answer_post",
        "about",
        "salt",
    ]
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\d./-])(?:\+\s?\d{2,3}|0)\s?[1-9](?:[ .-]?\d{2}){4}(?!\d)")


def _told(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def actor_document(actor: Actor) -> dict[str, Any]:
    """What is public of an actor."""
    confirmed = actor.confirmed_on.isoformat() if actor.confirmed_on else None
    return {"id": str(actor.public_id), **_told(actor, ACTOR_TELLS), OUTSIDE_FINGERPRINT: confirmed}


def link_document(link: Link) -> dict[str, Any]:
    """What is public of a link, what became of it included."""
    return {"id": str(link.public_id), **_told(link, LINK_TELLS), **link_lines(link)}


def vantage_document(point: VantagePoint) -> dict[str, Any]:
    """What is public of what an actor sees; a closed door is said closed."""
    return {"id": str(point.public_id), "actor": str(point.actor.public_id), **_told(point, VANTAGE_TELLS)}


def request_document(request: DataRequest) -> dict[str, Any]:
    """What is public of a request for data: who, what, each step with its day."""
    steps = [{"day": s.day.isoformat(), "what": s.what, "note": s.note} for s in request.steps.all()]
    said = _told(request, REQUEST_TELLS) | {"closed": request.is_closed, "steps": steps}
    return {"id": str(request.public_id), "actor": str(request.actor.public_id), **said}


def fingerprint(document: dict[str, Any]) -> str:
    """Of the words that a moderator approves."""
    said = {
        key: value for key, value in document.items() if key != OUTSIDE_FINGERPRINT and (value or key not in LEARNT)
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def contact_in(document: Any) -> str:
    """An address of mail or a telephone number found in the words, or nothing."""
    if isinstance(document, dict):
        return next(filter(None, map(contact_in, (v for k, v in document.items() if k not in NO_WORDS))), "")
    if isinstance(document, list):
        return next(filter(None, map(contact_in, document)), "")
    found = (_MAIL.search(document) or _PHONE.search(document)) if isinstance(document, str) else None
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: all of an observatory, its public words, its name in a list and its page."""

    name: str
    of: Callable[[Any], Any]
    document: Callable[[Any], dict[str, Any]]
    address: Callable[[str, Any], str]
    #: why such words may not be public in this observatory, as sentences; nothing when they may
    refusal: Callable[[Any, dict[str, Any]], str] = lambda observatory, document: ""
    #: whose words of debates leave every edition served, at once, when it is no longer public
    spoken: Callable[[uuid.UUID], list[uuid.UUID]] = lambda record: []

    @property
    def title(self) -> str:
        return say(f"moderation.kind_{self.name}")


def _points(observatory: Any) -> Any:
    return VantagePoint.objects.filter(actor__in=actors(observatory)).select_related("actor")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("actor", actors, actor_document, lambda slug, a: reverse("actor", args=[slug, a.public_id])),
        Kind(
            "link",
            lambda observatory: links(observatory).prefetch_related(*LINES, "proofs"),
            link_document,
            lambda slug, one: reverse("link", args=[slug, one.public_id]),
        ),
        Kind(
            "network",
            lambda observatory: networks(observatory).prefetch_related("members"),
            network_document,
            lambda slug, one: reverse("network", args=[slug, one.public_id]),
        ),
        Kind(
            "organisation",
            lambda observatory: Organisation.objects.filter(observatory=observatory).prefetch_related("directions"),
            organisation_document,
            lambda slug, _: reverse("organisation", args=[slug]),
        ),
        Kind("card", cards, card_document, lambda slug, _: reverse("cards", args=[slug])),
        Kind("request", requests, request_document, lambda slug, r: reverse("data_request", args=[slug, r.public_id])),
        Kind("vantage", _points, vantage_document, lambda slug, p: reverse("actor", args=[slug, p.actor.public_id])),
        Kind(
            "policy",
            lambda observatory: decisions.policies(observatory).prefetch_related("groups"),
            policy_document,
            lambda slug, one: reverse("policy", args=[slug, one.public_id]),
        ),
        Kind(
            "deliberation",
            lambda observatory: (
                decisions.deliberations(observatory).select_related("policy").prefetch_related("citations")
            ),
            deliberation_document,
            lambda slug, one: reverse("deliberation", args=[slug, one.public_id]),
        ),
        Kind(
            "commitment",
            decisions.commitments,
            commitment_document,
            lambda slug, one: reverse("commitment", args=[slug, one.public_id]),
        ),
        Kind(
            "effect",
            effects,
            effect_document,
            lambda slug, one: reverse("effect", args=[slug, one.public_id]),
            effect_refusal,
        ),
    )
}


def label(record: Any) -> str:
    """The record's name in a list."""
    return f"{record.actor.name} → {record.marker}" if isinstance(record, VantagePoint) else str(record)


def journal_name(kind: str, record: uuid.UUID, name: str) -> str:
    """The name kept in the journal, which nobody can change: that of a contribution is not its words, which may be taken back."""
    return f"{KINDS[kind].title} {str(record)[:8]}" if kind == "post" else name[:400]
