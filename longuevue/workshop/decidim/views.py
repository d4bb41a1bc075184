"""One page: what came from Decidim, a file to bring in, tables to take out."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from longuevue.terms.refusal import Refusal
from longuevue.workshop.decidim import exchange
from longuevue.workshop.decidim.models import Row
from longuevue.workshop.decidim.tables import COLUMNS, in_french
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.words import later, say
from longuevue.workshop.policies import selectors

SHOWN = 20


class FileForm(forms.Form):
    """A table of Decidim, and the policy under which its results are followed."""

    file = forms.FileField(label=later("decidim.file"), help_text=later("decidim.file_help"))
    policy = forms.ModelChoiceField(
        None, label=later("policies.policy"), help_text=later("decidim.policy_help"), required=False
    )

    def __init__(self, *args: Any, observatory: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = selectors.policies(observatory)


@door("decidim.exchange", methods=("GET", "POST"))
def decidim(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A table in; what is held of each; each out."""
    form = FileForm(request.POST or None, request.FILES or None, observatory=observatory)
    brought = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            brought = exchange.bring_in(
                observatory, file.read(), PurePath(file.name).name, policy=form.cleaned_data["policy"], by=request.user
            )
        except Refusal as refusal:
            form.add_error("file", refusal.sentence())
    tables = []
    for name in COLUMNS:
        rows = Row.objects.filter(observatory=observatory, table=name).select_related("commitment")
        listed = [(row, in_french(row.cells, "title") or in_french(row.cells, "body")) for row in rows[:SHOWN]]
        tables.append((name, say(f"decidim.{name}"), rows.count(), listed))
    context = {
        "observatory": observatory,
        "form": form,
        "tables": tables,
        "brought": brought,
        "brought_name": say(f"decidim.{brought.table}") if brought else "",
    }
    return render(request, "decidim/decidim.html", context, status=400 if form.errors else 200)


@door("decidim.exchange")
def decidim_csv(request: HttpRequest, observatory: Any, table: str) -> HttpResponse:
    """One table, as Decidim takes it."""
    if table not in COLUMNS:
        raise Http404
    response = HttpResponse(exchange.taken_out(observatory, table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}-{observatory.slug}.csv"'
    return response
