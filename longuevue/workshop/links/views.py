"""Pages of links: the register and what it tells, one link with its lines, networks, the organisation of the authority."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longuevue.terms.agendas import TAGS
from longuevue.terms.flows import FIELDS
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.parts import form_of, said_of
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.links import merging, selectors, services
from longuevue.workshop.links.forms import DirectionForm, LinkForm, MembershipForm, NetworkForm, OrganisationForm
from longuevue.workshop.links.models import Layer, Link, Network
from longuevue.workshop.links.parts import PARTS


def _today() -> dt.date:
    return timezone.localdate()


@door("links.view_link")
def register(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Every link in order of partners, its layers, the authority beside its territory, what asks for a decision."""
    context = {
        "observatory": observatory,
        "links": [(one, selectors.place_name(observatory, one.area)) for one in selectors.links(observatory)],
        "networks": selectors.networks(observatory),
        "strata": [(Layer(stratum.layer).label, stratum) for stratum in selectors.stratigraphy(observatory)],
        "gaps": [
            (both(FIELDS[gap.field]) if gap.field in FIELDS else say("links.no_field"), gap)
            for gap in selectors.gaps(observatory)
        ],
        "silent": selectors.ended_without_debate(observatory),
        "expiring": selectors.expiring(observatory, _today()),
    }
    return render(request, "links/register.html", context)


@door("links.add_link", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A link that a member types."""
    return _edited(request, observatory, Link(observatory=observatory))


@door("links.change_link", of=selectors.link, methods=("GET", "POST"))
def edit(request: HttpRequest, observatory: Any, link: Link) -> HttpResponse:
    """Correcting a link."""
    return _edited(request, observatory, link)


def _edited(request: HttpRequest, observatory: Any, link: Link) -> HttpResponse:
    form = LinkForm(request.POST or None, instance=link)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_link(observatory, form.save(commit=False))
        except Refusal as refusal:
            form.add_error("area", str(refusal))
        else:
            return redirect("link", observatory.slug, saved.public_id)
    context = {"observatory": observatory, "form": form, "link": link if link.pk else None}
    return render(request, "links/link_form.html", context, status=400 if form.errors else 200)


@door("links.view_link", of=selectors.link)
def link(request: HttpRequest, observatory: Any, link: Link) -> HttpResponse:
    """One link: its sheet with missing lines, its four legs, its lines, its history."""
    parts = [(part, getattr(link, part.lines).all()) for part in PARTS.values()]
    context = {
        "observatory": observatory,
        "link": link,
        "place": selectors.place_name(observatory, link.area),
        "field_name": both(FIELDS[link.field]) if link.field in FIELDS else "",
        "tags": [both(TAGS[tag]) for tag in link.tags if tag in TAGS],
        "sheet": [(say(f"links.{line.name}"), line) for line in selectors.accountability(link)],
        "legs": [(say(f"links.leg_{leg.name}"), leg) for leg in selectors.legs(link, _today())],
        "parts": [
            (part, part.title(), [(line, said_of(line, part, no=say("links.said_false"))) for line in lines])
            for part, lines in parts
        ],
        "merged": merging.merged_into(link),
        "inventory_rows": selectors.inventory_rows(link),
    }
    return render(request, "links/link.html", context)


@door("links.change_link", of=selectors.link_and_part, methods=("GET", "POST"))
def line_new(request: HttpRequest, observatory: Any, found: Any) -> HttpResponse:
    """A line on a link: a change of status, money, a proof…"""
    form = form_of(found.part)(request.POST or None, instance=found.part.model(link=found.thing))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_line(found.thing, found.part, form.save(commit=False), by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("link", observatory.slug, found.thing.public_id)
    context = {"observatory": observatory, "form": form, "link": found.thing, "title": found.part.title()}
    return render(request, "links/line_form.html", context, status=400 if form.errors else 200)


@door("links.change_link", of=selectors.line, methods=("POST",))
def line_remove(request: HttpRequest, observatory: Any, line: Any) -> HttpResponse:
    """Take a line away; what became of the link stays."""
    services.remove_line(line)
    return redirect("link", observatory.slug, line.link.public_id)


@door("links.change_link", of=selectors.link, methods=("POST",))
def confirm(request: HttpRequest, observatory: Any, link: Link) -> HttpResponse:
    """One gesture on a link that came from a public register: alive, asleep, ended."""
    status = text_of(request.POST, "status")
    if status not in services.CONFIRMED:
        raise Refusal(say("links.no_such_status"), say("links.no_such_status_remedy"))
    services.confirm(link, status, by=request.user, on=_today())
    return redirect("links", observatory.slug)


@door("links.take_starter", methods=("POST",))
def starter(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Take in the twin towns that the edition's public register gives for this perimeter."""
    came, known = services.take_starter_links(observatory)
    messages.success(request, say("links.came", came=came, known=known))
    return redirect("links", observatory.slug)


@door("links.add_network", methods=("GET", "POST"))
def network_new(request: HttpRequest, observatory: Any) -> HttpResponse:
    form = NetworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = services.save_network(observatory, form.save(commit=False))
        return redirect("network", observatory.slug, saved.public_id)
    context = {"observatory": observatory, "form": form}
    return render(request, "links/network_form.html", context, status=400 if form.errors else 200)


@door("links.view_link", of=selectors.network)
def network(request: HttpRequest, observatory: Any, network: Network) -> HttpResponse:
    """One network: its ground, its members, and how many announced ones have no line here."""
    context = {"observatory": observatory, "network": network, "form": MembershipForm()}
    return render(request, "links/network.html", context)


@door("links.change_network", of=selectors.network, methods=("POST",))
def member_new(request: HttpRequest, observatory: Any, network: Network) -> HttpResponse:
    form = MembershipForm(request.POST)
    if form.is_valid():
        try:
            services.seat(network, form.save(commit=False))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("network", observatory.slug, network.public_id)
    context = {"observatory": observatory, "network": network, "form": form}
    return render(request, "links/network.html", context, status=400)


@door("links.view_link")
def organisation(request: HttpRequest, observatory: Any) -> HttpResponse:
    """How the authority is organised, its directions, and those without a strand."""
    found = selectors.organisation(observatory)
    directions = list(found.directions.all()) if found.pk else []
    context = {
        "observatory": observatory,
        "organisation": found,
        "directions": directions,
        "gaps": found.gaps() if found.pk else [],
        "form": OrganisationForm(instance=found),
        "direction_form": DirectionForm(),
    }
    return render(request, "links/organisation.html", context)


@door("links.change_organisation", methods=("POST",))
def organisation_save(request: HttpRequest, observatory: Any) -> HttpResponse:
    form = OrganisationForm(request.POST, instance=selectors.organisation(observatory))
    if form.is_valid():
        form.save()
        return redirect("organisation", observatory.slug)
    context = {
        "observatory": observatory,
        "organisation": form.instance,
        "form": form,
        "direction_form": DirectionForm(),
    }
    return render(request, "links/organisation.html", context, status=400)


@door("links.change_organisation", methods=("POST",))
def direction_save(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A direction, or the same one said again."""
    form = DirectionForm(request.POST)
    form.instance.organisation = selectors.organisation(observatory)
    if form.is_valid():
        services.save_direction(observatory, **form.cleaned_data)
        return redirect("organisation", observatory.slug)
    context = {
        "observatory": observatory,
        "organisation": form.instance.organisation,
        "form": OrganisationForm(instance=form.instance.organisation),
        "direction_form": form,
    }
    return render(request, "links/organisation.html", context, status=400)
