"""Pages of entry sheets: the list, a new one, one to read or fill (by account or by private link), the decision."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from longuevue.sources.own.templates import template_of
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.selectors import actors
from longuevue.workshop.frame.doors import EVERYONE, door
from longuevue.workshop.frame.texts import text_of, whole_of
from longuevue.workshop.frame.words import both, say
from longuevue.workshop.links.selectors import place_name
from longuevue.workshop.sheets import selectors, services
from longuevue.workshop.sheets.forms import NewSheetForm, SheetForm, YearForm
from longuevue.workshop.sheets.models import Sheet


def _context(observatory: Any, sheet: Sheet) -> dict[str, Any]:
    table = template_of(sheet.template)
    return {
        "observatory": observatory,
        "sheet": sheet,
        "title": selectors.title(table),
        "place": place_name(observatory, sheet.area),
        "lines": [(both(words.model_dump()), sheet.counts.get(m)) for m, words in table.measures.items()],
    }


@door("sheets.view_sheets")
def sheets(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The sheets one may see, the latest year first."""
    rows = [
        {"sheet": one, "title": selectors.title(template_of(one.template))}
        for one in selectors.sheets_for(request.user, observatory)
    ]
    form = YearForm(initial={"year": timezone.localdate().year})
    return render(request, "sheets/sheets.html", {"observatory": observatory, "rows": rows, "form": form})


@door("sheets.open_sheets", methods=("GET", "POST"))
def new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A sheet for one organisation."""
    initial = {
        "actor": text_of(request.GET, "acteur", 36),
        "template": text_of(request.GET, "question", 100),
        "year": timezone.localdate().year - 1,
        "area": (observatory.perimeter or [""])[0],
    }
    tables = selectors.tables(observatory)
    form = NewSheetForm(request.POST or None, actors=actors(observatory), tables=tables, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_sheet(observatory, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sheet", observatory.slug, made.public_id)
    context = {"observatory": observatory, "form": form}
    return render(request, "sheets/new.html", context, status=400 if form.errors else 200)


@door("sheets.open_sheets", methods=("POST",))
def renew(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The sheets of a year for everyone who had one the year before."""
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Refusal(say("sheets.no_year"), say("sheets.no_year_remedy"))
    count = services.renew(observatory, form.cleaned_data["year"])
    messages.success(request, say("sheets.renewed", count=count, year=form.cleaned_data["year"]))
    return redirect("sheets", observatory.slug)


@door("sheets.fill_sheet", of=selectors.sheet)
def show(request: HttpRequest, observatory: Any, sheet: Sheet) -> HttpResponse:
    """One sheet."""
    context = _context(observatory, sheet) | {"read": json.dumps(sheet.counts, sort_keys=True)}
    return render(request, "sheets/show.html", context)


@door("sheets.open_sheets", of=selectors.sheet, methods=("POST",))
def link(request: HttpRequest, observatory: Any, sheet: Sheet) -> HttpResponse:
    """A new private link: sent by mail when the organisation has an address, else shown once."""
    address, sent = services.open_link(sheet)
    context = _context(observatory, sheet) | {"address": address, "sent": sent}
    return render(request, "sheets/letter.html", context)


@door("sheets.fill_sheet", of=selectors.sheet, methods=("GET", "POST"))
def fill(request: HttpRequest, observatory: Any, sheet: Sheet) -> HttpResponse:
    """Filled by a member: a moderator, or the organisation's own people."""
    filled, form = _filled(request, sheet)
    if filled:
        messages.success(request, say("sheets.thanks"))
        return redirect("sheet", observatory.slug, sheet.public_id)
    context = _context(observatory, sheet) | {"form": form}
    return render(request, "sheets/fill.html", context, status=400 if form.errors else 200)


def _filled(request: HttpRequest, sheet: Sheet) -> tuple[bool, SheetForm]:
    initial = {f"m_{measure}": value for measure, value in sheet.counts.items()}
    initial |= {"agreed": sheet.agreed, "note": sheet.note}
    form = SheetForm(request.POST or None, table=template_of(sheet.template), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.fill(sheet, form.counts(), form.cleaned_data["note"], agreed=form.cleaned_data["agreed"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return True, form
    return False, form


@door("sheets.decide", of=selectors.sheet, methods=("POST",))
def decide(request: HttpRequest, observatory: Any, sheet: Sheet) -> HttpResponse:
    """Accept the counts read on the page, or give the sheet back with a reason."""
    try:
        read = json.loads(text_of(request.POST, "read"))
    except (ValueError, RecursionError):  # brackets opened a hundred thousand deep
        read = None
    reason = whole_of(request.POST, "reason", 300)
    services.decide(
        sheet, accept=text_of(request.POST, "verdict") == "accept", reason=reason, read=read, by=request.user
    )
    messages.success(request, say("frame.saved"))
    return redirect("sheet", observatory.slug, sheet.public_id)


@door(EVERYONE, methods=("GET", "POST"))
def by_link(request: HttpRequest, sheet_token: str) -> HttpResponse:
    """Filled by the organisation's private link, without an account."""
    sheet = selectors.sheet_of_token(sheet_token)
    if sheet is None:
        raise Http404
    filled, form = _filled(request, sheet)
    context = _context(sheet.observatory, sheet) | {"form": form, "done": filled, "by_link": True}
    return render(request, "sheets/fill.html", context, status=400 if form.errors and not filled else 200)
