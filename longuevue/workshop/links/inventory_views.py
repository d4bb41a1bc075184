"""Pages of inventories of external action: a table in, what its columns are, what came of its rows, and the table back."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.pages import page_of
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.frame.workbooks import refuse_unsafe
from longuevue.workshop.links import inventory_services as services
from longuevue.workshop.links import selectors
from longuevue.workshop.links.inventory_forms import InventoryTableForm, MappingForm, RowForm
from longuevue.workshop.links.inventory_models import ASIDE, OUTCOMES
from longuevue.workshop.links.inventory_reading import aside_words, foreseen
from longuevue.workshop.links.models import Inventory, InventoryRow
from longuevue.workshop.reasoning.inventories import as_csv, as_workbook

A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("links.change_links", methods=("GET", "POST"))
def inventories(request: HttpRequest, observatory: Any) -> HttpResponse:
    """The tables that are in or wait, and the form by which another comes."""
    form = InventoryTableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table{PurePath(file.name).suffix.lower()}"
            path.write_bytes(file.read())
            try:
                refuse_unsafe(path)
                made, others = services.receive(observatory, path, by=request.user, name=PurePath(file.name).name)
            except Refusal as refusal:
                form.add_error("table", str(refusal))
            else:
                for name in others:
                    messages.warning(request, say("links.inventory_sheet_aside", name=name))
                if len(made) > 1:
                    messages.info(request, say("links.inventory_sheets", count=len(made)))
                    return redirect("inventories", observatory.slug)
                return redirect("inventory", observatory.slug, made[0].public_id)
    context = {"observatory": observatory, "form": form, "inventories": selectors.inventories(observatory)}
    return render(request, "links/inventories.html", context, status=400 if form.errors else 200)


@door("links.change_links", of=selectors.inventory, methods=("GET", "POST"))
def inventory(request: HttpRequest, observatory: Any, found: Inventory) -> HttpResponse:
    """What the columns of a waiting table are and what would come of it; what came of one that is in."""
    if found.taken_at is not None:
        if request.method == "POST":
            raise Refusal(say("links.inventory_twice"), say("links.inventory_twice_remedy"))
        return _taken(request, observatory, found)
    form = MappingForm(request.POST or None, inventory=found)
    mapping, kind = dict(found.mapping), found.kind
    if request.method == "POST" and form.is_valid():
        mapping, kind = form.mapping, form.cleaned_data["kind"]
        if text_of(request.POST, "then") == "take":
            services.take(found, mapping, kind, by=request.user)
            return redirect("inventory", observatory.slug, found.public_id)
    context = {"observatory": observatory, "inventory": found, "form": form, "rows": found.rows.count()}
    if "partner" in mapping and not form.errors:
        context["foreseen"] = foreseen(found, mapping, kind)
    return render(request, "links/inventory_columns.html", context, status=400 if form.errors else 200)


def _taken(request: HttpRequest, observatory: Any, found: Inventory) -> HttpResponse:
    rows = found.rows.select_related("inventory", "link", "candidate")
    shown = text_of(request.GET, "lignes")
    shown = shown if shown in OUTCOMES else ""
    counts = Counter(rows.values_list("outcome", flat=True))
    page = page_of(request, rows.filter(outcome=shown) if shown else rows, A_PAGE)
    partner = found.mapping["partner"]
    listed = [
        (row, row.cells[partner] if partner < len(row.cells) else "",
         [aside_words(row.told)] if row.outcome == ASIDE else row.told)
        for row in page
    ]  # fmt: skip
    context = {
        "observatory": observatory, "inventory": found, "page": page, "listed": listed, "shown": shown,
        "counts": [(one, say(f"links.inventory_{one}"), counts[one]) for one in OUTCOMES if counts[one]],
        "projects": rows.filter(link__kind="project").count(),
        "agreements": rows.exclude(link=None).exclude(link__kind="project").count(),
        "aside": counts[ASIDE],
    }  # fmt: skip
    return render(request, "links/inventory.html", context)


@door("links.change_links", of=selectors.inventory_row, methods=("GET", "POST"))
def inventory_row(request: HttpRequest, observatory: Any, row: InventoryRow) -> HttpResponse:
    """The cells of one row that no other form says; two people who write at once are told."""
    form = RowForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct(row, form.changed(), read=form.cleaned_data["read"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if row.link is not None:
                return redirect("link", observatory.slug, services.standing(row.link).public_id)
            return redirect("inventory", observatory.slug, row.inventory.public_id)
    context = {"observatory": observatory, "row": row, "form": form}
    context["told"] = [aside_words(row.told)] if row.outcome == ASIDE else row.told
    return render(request, "links/inventory_row.html", context, status=400 if form.errors else 200)


@door("links.change_links", of=selectors.inventory_row, methods=("POST",))
def inventory_decide(request: HttpRequest, observatory: Any, row: InventoryRow) -> HttpResponse:
    """A row is the link that it looks like, or is another."""
    answer = text_of(request.POST, "answer")
    if answer not in ("same", "two"):
        raise Refusal(say("links.no_such_status"), say("links.itself_remedy"))
    services.decide(row, same=answer == "same", by=request.user)
    return redirect("inventory", observatory.slug, row.inventory.public_id)


@door("links.change_links", of=selectors.inventory, methods=("POST",))
def inventory_drop(request: HttpRequest, observatory: Any, found: Inventory) -> HttpResponse:
    """Forget a table that nobody took in."""
    services.drop(found)
    return redirect("inventories", observatory.slug)


@door("links.export_links", of=selectors.inventory)
def inventory_csv(request: HttpRequest, observatory: Any, found: Inventory) -> HttpResponse:
    """The table as it came, with what changed since."""
    return _file(as_csv(services.given_back(found)), "text/csv; charset=utf-8", f"{_name(found)}.csv")


@door("links.export_links", of=selectors.inventory)
def inventory_xlsx(request: HttpRequest, observatory: Any, found: Inventory) -> HttpResponse:
    """The same as a workbook of texts."""
    return _file(as_workbook(services.given_back(found), found.sheet or "Inventaire"), XLSX, f"{_name(found)}.xlsx")


@door("links.export_links", of=selectors.inventory)
def inventory_aside(request: HttpRequest, observatory: Any, found: Inventory) -> HttpResponse:
    """The rows of other authorities, with the columns of the table."""
    rows = services.given_back(found, (ASIDE,))
    return _file(as_csv(rows), "text/csv; charset=utf-8", f"{_name(found)}-mises-de-cote.csv")


def _name(found: Inventory) -> str:
    return slugify(f"{PurePath(found.file).stem} {found.sheet}") or "inventaire"


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
