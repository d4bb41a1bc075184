"""Pages by which tables of links, networks and members come in and go out."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from longuevue.workshop.frame.bringing import TableForm, brought_in, rows_of, taken_out
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.words import later, say
from longuevue.workshop.links import bringing, selectors
from longuevue.workshop.links.models import Kind, Network
from longuevue.workshop.links.table import LINKS, MEMBERS, NETWORKS


class LinksTableForm(TableForm):
    """A table of links, and what they are where the table does not say it."""

    kind = forms.ChoiceField(label=later("links.table_kind_of"), choices=Kind.choices, initial=Kind.TWINNING)


def _register(observatory: Any) -> tuple[str, str]:
    return reverse("links", args=[observatory.slug]), say("links.title")


@door("links.change_links", methods=("GET", "POST"))
def links_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A spreadsheet of twinnings, or of other links."""
    bring = partial(bringing.links_in, observatory)
    back = _register(observatory)
    then = reverse("link_duplicates", args=[observatory.slug]), say("links.look_at_duplicates")
    return brought_in(request, observatory, bring, back=back, columns=LINKS, form_class=LinksTableForm, then=then)


@door("links.export_links")
def links_csv(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The register as a table."""
    rows = rows_of(LINKS, selectors.links(observatory).iterator())
    return taken_out(LINKS, rows, f"liens-{observatory.slug}")


@door("links.change_links", methods=("GET", "POST"))
def networks_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Networks; the members of each have a table of their own."""
    bring = partial(bringing.networks_in, observatory)
    return brought_in(request, observatory, bring, back=_register(observatory), columns=NETWORKS)


@door("links.export_links")
def networks_csv(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The networks as a table."""
    return taken_out(NETWORKS, rows_of(NETWORKS, selectors.networks(observatory)), f"reseaux-{observatory.slug}")


@door("links.change_network", of=selectors.network, methods=("GET", "POST"))
def members_in(request: HttpRequest, observatory: Any, network: Network) -> HttpResponse:
    """Members of one network."""
    back = reverse("network", args=[observatory.slug, network.public_id]), network.name
    return brought_in(request, observatory, partial(bringing.members_in, network), back=back, columns=MEMBERS)


@door("links.change_network", of=selectors.network)
def members_csv(request: HttpRequest, observatory: Any, network: Network) -> HttpResponse:
    """The members of one network as a table."""
    return taken_out(MEMBERS, rows_of(MEMBERS, network.members.all()), f"membres-{observatory.slug}")
