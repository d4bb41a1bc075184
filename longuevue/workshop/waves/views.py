"""Pages of the second wave: what a person who is asked again may answer, and the officer's page, prepared in minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import EVERYONE, door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.testimonies.selectors import campaign as campaign_of
from longuevue.workshop.testimonies.views import remember
from longuevue.workshop.waves import selectors, services
from longuevue.workshop.waves.forms import PrepareForm, ReturnedForm
from longuevue.workshop.waves.models import Asked, Wave
from longuevue.workshop.waves.sending import mail

ASKED = "asked"


@door(EVERYONE)
def come(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a message: the session remembers who was asked, and the token leaves the address. Nothing is done by opening it."""
    found = selectors.asked_of_token(token)
    if found is None:
        raise Refusal(say("waves.no_link"), say("waves.no_link_remedy"))
    request.session.cycle_key()
    request.session[ASKED] = found.pk
    return redirect("wave_again")


@door(EVERYONE, methods=("GET", "POST"))
def again(request: HttpRequest) -> HttpResponse:
    """Three answers: tell again, not to be asked any more, take the first story back. What was told then is not shown."""
    found = Asked.objects.select_related("wave__again__observatory").filter(pk=request.session.get(ASKED)).first()
    if found is None:
        raise Refusal(say("waves.no_link"), say("waves.no_link_remedy"))
    chosen = text_of(request.POST, "answer")
    if request.method == "POST" and chosen == "tell":
        story, token = services.tell_again(found)
        remember(request, story, token)
        return redirect("story_screen", 1)
    if request.method == "POST" and chosen in ("refuse", "take_back"):
        services.refuse(found) if chosen == "refuse" else services.take_back_first(found)
        request.session.pop(ASKED, None)
        return render(request, "waves/done.html", {"done": say(f"waves.done_{chosen}")})
    return render(request, "waves/again.html", {"campaign": found.wave.again, "refused": found.refused_on})


@door("testimonies.open_campaign", of=campaign_of, methods=("GET", "POST"))
def wave(request: HttpRequest, observatory: Any, campaign: Any) -> HttpResponse:
    """Before: how many, when, with which words. After: messages, losses, what changed."""
    prepared, today = selectors.wave_of(campaign), timezone.localdate()
    form = ReturnedForm(request.POST or None) if prepared else PrepareForm(request.POST or None)
    said = text_of(request.POST, "do")
    if request.method == "POST" and said in ("pause", "resume") and prepared:
        services.pause(prepared, said == "pause")
        return redirect("wave", observatory.slug, campaign.public_id)
    if request.method == "POST" and form.is_valid():
        if prepared:
            count = services.returned(campaign, form.cleaned_data["address"], today)
            messages.success(request, say("waves.returned_done" if count else "waves.returned_unknown"))
        else:
            services.prepare(campaign, word=form.cleaned_data["word"], by=request.user)
            messages.success(request, say("waves.prepared_done"))
        return redirect("wave", observatory.slug, campaign.public_id)
    people = selectors.witnesses(campaign)
    shown = prepared or Wave(first=campaign)
    context = {
        "observatory": observatory,
        "campaign": campaign,
        "wave": prepared,
        "form": form,
        "calendar": selectors.calendar(campaign, people),
        "told": selectors.told(campaign, people, today) if prepared else None,
        "letter": mail(shown, "invitation", "exemple", "…"),
    }
    bad = request.method == "POST" and bool(form.errors)
    return render(request, "waves/wave.html", context, status=400 if bad else 200)
