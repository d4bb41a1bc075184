"""The pages by which a table comes in and goes out, the same for every kind of object. What a row becomes is said elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import later, say
from longuevue.workshop.frame.workbooks import refuse_unsafe
from longuevue.workshop.reasoning import object_tables

LARGEST_TABLE = 10 * 1024 * 1024


@dataclass
class Brought:
    """What a table brought: a batch that can be taken back, counts, bad cells in words, pairs that look alike."""

    batch: Any
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[str] = field(default_factory=list)
    alike: list[tuple[Any, Any]] = field(default_factory=list)

    def told(self, changed: bool) -> None:
        """Count a row of something that was here."""
        self.changed += changed
        self.same += not changed


class TableForm(forms.Form):
    """A table that somebody sends in."""

    table = forms.FileField(label=later("frame.table"), help_text=later("frame.table_help"))

    def clean_table(self) -> Any:
        file = self.cleaned_data["table"]
        if PurePath(file.name).suffix.lower() in (".xlsm", ".xltm", ".xlsb"):
            raise forms.ValidationError(f"{say('frame.workbook_macros')} {say('frame.workbook_macros_remedy')}")
        if PurePath(file.name).suffix.lower() not in (".csv", ".xlsx", ".ods"):
            raise forms.ValidationError(say("frame.table_kind"))
        if file.size > LARGEST_TABLE:
            raise forms.ValidationError(say("frame.table_large"))
        return file


def brought_in(
    request: HttpRequest,
    observatory: Any,
    bring: Callable[..., Brought],
    *,
    back: tuple[str, str],
    columns: object_tables.Columns,
    form_class: type[TableForm] = TableForm,
    then: tuple[str, str] | None = None,
) -> HttpResponse:
    """The form, and once sent, what came of it. `bring(path, by=, name=, …)` also gets the other fields of the form; `back`
    and `then` are (address, words) of where one comes from and of what is to be looked at next."""
    form = form_class(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"observatory": observatory, "form": form, "back": back, "then": then}
    context["headers"] = [header for header, _ in columns.values()]
    if request.method == "POST" and form.is_valid():
        more = dict(form.cleaned_data)
        file = more.pop("table")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table{PurePath(file.name).suffix.lower()}"
            path.write_bytes(file.read())
            try:
                refuse_unsafe(path)
                context["done"] = bring(path, by=request.user, name=PurePath(file.name).name, **more)
            except Refusal as refusal:
                form.add_error("table", str(refusal))
    return render(request, "workshop/table_in.html", context, status=400 if form.errors else 200)


def taken_out(columns: object_tables.Columns, rows: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    """The table as a file to save."""
    response = HttpResponse(object_tables.written(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def rows_of(columns: object_tables.Columns, records: Iterable[Any]) -> Iterable[dict[str, Any]]:
    """Records as their table writes them."""
    return ({column: getattr(one, column) for column in columns} for one in records)
