"""Reads: memberships, invitations and links, always inside one observatory."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from longuevue.workshop.accounts import codes
from longuevue.workshop.accounts.models import Invitation, Membership, PrivateLink


def members(observatory: Any) -> QuerySet[Membership]:
    return observatory.memberships.filter(ended=None).select_related("user", "actor")


def invitations(observatory: Any) -> QuerySet[Invitation]:
    """Those still open."""
    return observatory.invitations.filter(used_at=None, cancelled_at=None, expires__gt=timezone.now())


def member(observatory: Any, member_id: int) -> Membership:
    return get_object_or_404(members(observatory), pk=member_id)


def invitation(observatory: Any, invitation_id: Any) -> Invitation:
    return get_object_or_404(invitations(observatory), public_id=invitation_id)


def link_of_token(token: str) -> PrivateLink | None:
    """The open link of that token."""
    return _open_links().filter(token_hash=codes.fingerprint(token)).first()


def open_link_of(link_id: Any) -> PrivateLink | None:
    """The link a session came by, if it is still open."""
    return _open_links().filter(pk=link_id).first()


def _open_links() -> QuerySet[PrivateLink]:
    return PrivateLink.objects.select_related("observatory").filter(closed_at=None, expires__gt=timezone.now())
