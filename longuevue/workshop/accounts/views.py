"""Pages of accounts: coming in by a code or a link, one's own account, members of an observatory and their invitations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts import selectors, services
from longuevue.workshop.accounts.forms import AccountForm, CodeForm, InviteForm, JoinForm
from longuevue.workshop.accounts.middleware import LINK
from longuevue.workshop.frame.doors import EVERYONE, SIGNED_IN, door, may
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"


@door(EVERYONE, methods=("GET", "POST"))
def invitation(request: HttpRequest) -> HttpResponse:
    """Coming in with a code: a new account, or one more role for the account one is signed in with."""
    known = request.user.is_authenticated
    form = (CodeForm if known else JoinForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if known:
                member = services.accept(form.cleaned_data["code"], request.user)
            else:
                user = services.join(**form.cleaned_data)
                login(request, user, backend=PASSWORD_BACKEND)
                member = user.memberships.get(ended=None)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, say("accounts.welcome", observatory=member.observatory.name))
            return redirect("observatory", member.observatory.slug)
    return render(request, "accounts/invitation.html", {"form": form}, status=400 if form.errors else 200)


@door(SIGNED_IN, methods=("GET", "POST"))
def account(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    form = AccountForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        request.user.name = form.cleaned_data["name"]
        request.user.save(update_fields=("name",))
        messages.success(request, say("frame.saved"))
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form}, status=400 if form.errors else 200)


@door(EVERYONE)
def private_link(request: HttpRequest, token: str) -> HttpResponse:
    """A resident's private link: the session remembers it, and the token leaves the address at once."""
    link = selectors.link_of_token(token)
    if link is None:
        raise Http404
    request.session.cycle_key()
    request.session[LINK] = link.pk
    return redirect("resident", link.observatory.slug)


@door("accounts.use_link")
def resident(request: HttpRequest, observatory: Any) -> HttpResponse:
    """What a resident may do here."""
    return render(request, "accounts/resident.html", {"observatory": observatory, "is_resident": True})


@door("accounts.view_members")
def members(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Who works in the observatory, and who was invited."""
    context = {
        "observatory": observatory,
        "members": selectors.members(observatory),
        "invitations": selectors.invitations(observatory),
    }
    return render(request, "accounts/members.html", context)


@door("accounts.invite", methods=("GET", "POST"))
def invite(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Inviting by mail, or by a letter to print: the code is shown once, on this answer."""
    actors = observatory.actors.filter(merged_into=None)
    if not may(request.user, "actors.view_actors", observatory):  # the operator invites, and reads nobody's records
        actors = actors.none()
    asked = next((a for a in actors if str(a.public_id) == text_of(request.GET, "acteur")), None)
    initial = {"role": "contributor", "actor": asked, "addressee": asked.name} if asked else None
    form = InviteForm(request.POST or None, actors=actors, initial=initial)
    if request.method == "POST" and form.is_valid():
        made, code = services.invite(observatory, by=request.user, **form.cleaned_data)
        if made.email:
            messages.success(request, say("accounts.invited", addressee=made.addressee))
            return redirect("members", observatory.slug)
        address = settings.LONGUEVUE_ADDRESS + reverse("invitation")
        letter = {"observatory": observatory, "invitation": made, "code": code, "invitation_address": address}
        return render(request, "accounts/letter.html", letter)
    context = {"observatory": observatory, "form": form}
    return render(request, "accounts/invite.html", context, status=400 if form.errors else 200)


@door("accounts.invite", of=selectors.invitation, methods=("POST",))
def cancel_invitation(request: HttpRequest, observatory: Any, invitation: Any) -> HttpResponse:
    """The code opens nothing any more."""
    services.cancel(invitation)
    messages.success(request, say("accounts.cancelled"))
    return redirect("members", observatory.slug)


@door("accounts.end_membership", of=selectors.member, methods=("POST",))
def end_membership(request: HttpRequest, observatory: Any, member: Any) -> HttpResponse:
    """The person leaves the observatory."""
    services.end_membership(member)
    messages.success(request, say("accounts.ended", name=str(member.user)))
    return redirect("members", observatory.slug)
