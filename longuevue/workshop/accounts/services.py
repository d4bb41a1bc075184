"""Writes: inviting, accepting, ending a membership, opening and closing a resident's link. Rules are checked at the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts import codes
from longuevue.workshop.accounts.models import Invitation, Membership, PrivateLink, User
from longuevue.workshop.frame.words import say

INVITATION_LASTS = dt.timedelta(days=60)
LINK_LASTS = dt.timedelta(days=90)


def invite(
    observatory: Any,
    *,
    by: User,
    role: str,
    addressee: str,
    email: str = "",
    promotes_brand: bool = False,
    actor: Any = None,
) -> tuple[Invitation, str]:
    """A new invitation and its code, which is shown once; sent by mail when an address is given."""
    code = codes.new_code()
    invitation = Invitation.objects.create(
        observatory=observatory,
        role=role,
        promotes_brand=promotes_brand,
        actor=actor,
        addressee=addressee,
        email=email.strip().lower(),
        code_hash=codes.fingerprint(codes.plain(code)),
        made_by=by,
        expires=timezone.now() + INVITATION_LASTS,
    )
    if invitation.email:
        send_mail(
            say("accounts.mail_subject", observatory=observatory.name),
            say(
                "accounts.mail_body",
                name=addressee,
                observatory=observatory.name,
                role=invitation.get_role_display(),
                address=settings.LONGUEVUE_ADDRESS + reverse("invitation"),
                code=code,
                until=invitation.expires.date().isoformat(),
            ),
            None,
            [invitation.email],
        )
    return invitation, code


def open_invitation(code: str) -> Invitation:
    """The invitation of that code. Raises `Refusal`, with the same words whatever is wrong with it."""
    found = Invitation.objects.filter(code_hash=codes.fingerprint(codes.plain(code))).first()
    if found is None or not found.is_open:
        raise Refusal(say("accounts.code_wrong"), say("accounts.code_remedy"))
    return found


@transaction.atomic
def accept(code: str, user: User) -> Membership:
    """The membership that the code opens, once. A former role in the same observatory ends."""
    invitation = Invitation.objects.select_for_update().get(pk=open_invitation(code).pk)
    if not invitation.is_open:
        raise Refusal(say("accounts.code_wrong"), say("accounts.code_remedy"))
    now = timezone.now()
    Membership.objects.filter(user=user, observatory=invitation.observatory, ended=None).update(ended=now)
    member = Membership.objects.create(
        user=user,
        observatory=invitation.observatory,
        role=invitation.role,
        promotes_brand=invitation.promotes_brand,
        actor=invitation.actor,
    )
    invitation.used_at, invitation.used_by = now, user
    invitation.save(update_fields=("used_at", "used_by"))
    return member


@transaction.atomic
def join(code: str, *, email: str, name: str, password: str) -> User:
    """A new account for whoever holds the code. An address that already has an account must sign in first."""
    invitation = open_invitation(code)
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refusal(say("accounts.email_taken"), say("accounts.email_taken_remedy"))
    user = User.objects.create_user(email, password, name=name)
    from allauth.account.models import EmailAddress

    # the code travelled by that address: it is the person's own
    reached = invitation.email == user.email
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=reached)
    accept(code, user)
    return user


def cancel(invitation: Invitation) -> None:
    """The code opens nothing any more."""
    Invitation.objects.filter(pk=invitation.pk, used_at=None).update(cancelled_at=timezone.now())


@transaction.atomic
def end_membership(member: Membership) -> None:
    """The person leaves the observatory. Raises `Refusal` for the last manager: nobody could invite another one."""
    managers = Membership.objects.select_for_update().filter(
        observatory=member.observatory, role="manager", ended=None
    )  # fmt: skip
    if member.role == "manager" and list(managers) == [member]:
        raise Refusal(say("accounts.last_manager"), say("accounts.last_manager_remedy"))
    Membership.objects.filter(pk=member.pk).update(ended=timezone.now())


def open_link(observatory: Any, purpose: str) -> tuple[PrivateLink, str]:
    """A resident's private link and its token, shown once."""
    token = codes.new_token()
    link = PrivateLink.objects.create(
        observatory=observatory,
        purpose=purpose,
        token_hash=codes.fingerprint(token),
        expires=timezone.now() + LINK_LASTS,
    )
    return link, token


def close_link(link: PrivateLink) -> None:
    """The link opens nothing any more, at once and in every session."""
    PrivateLink.objects.filter(pk=link.pk).update(closed_at=timezone.now())


@transaction.atomic
def make_operator(email: str, name: str = "") -> str:
    """An account that runs the instance, and the link where its password is chosen (it works once)."""
    from allauth.account.adapter import get_adapter
    from allauth.account.forms import default_token_generator
    from allauth.account.models import EmailAddress
    from allauth.account.utils import user_pk_to_url_str

    user = User.objects.filter(email__iexact=email.strip()).first() or User.objects.create_user(email, None, name=name)
    user.is_operator = True
    user.save(update_fields=("is_operator",))
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return get_adapter().get_reset_password_from_key_url(key)
