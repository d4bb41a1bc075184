"""Pages of cards: all of them kind by kind, one to write."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.links import selectors, services
from longuevue.workshop.links.cards import KINDS, Card
from longuevue.workshop.links.forms import CardForm


@door("links.view_link")
def cards(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The cards, kind by kind; what the missions taught, and who decided of what is endured."""
    mine = list(selectors.cards(observatory))
    groups = [(kind, say(f"links.card_{kind}"), [c for c in mine if c.kind == kind]) for kind in KINDS]
    told, silent = selectors.lessons(observatory)
    context = {
        "observatory": observatory,
        "groups": groups,
        "told": told,
        "silent": silent,
        "decided": selectors.decided_elsewhere(observatory),
        "spending": selectors.spending(observatory),
        "born": selectors.born_together(observatory),
        "effects": selectors.effects_answered(observatory),
    }
    return render(request, "links/cards.html", context)


@door("links.add_card", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A card of the kind that the address names."""
    kind = text_of(request.GET, "type")
    if kind not in KINDS:
        raise Refusal(say("links.no_card_kind"), say("links.no_card_kind_remedy"))
    return _edited(request, observatory, Card(observatory=observatory, kind=kind))


@door("links.change_card", of=selectors.card, methods=("GET", "POST"))
def edit(request: HttpRequest, observatory: Any, card: Card) -> HttpResponse:
    """Correcting a card; it is then to be approved again."""
    return _edited(request, observatory, card)


def _edited(request: HttpRequest, observatory: Any, card: Card) -> HttpResponse:
    initial = {"area": (observatory.perimeter or [""])[0]} if not card.pk else None
    form = CardForm(request.POST or None, instance=card, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_card(observatory, form.save(commit=False))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("cards", observatory.slug)
    context = {"observatory": observatory, "form": form, "title": card.get_kind_display(), "card": card}
    return render(request, "links/card_form.html", context, status=400 if form.errors else 200)
