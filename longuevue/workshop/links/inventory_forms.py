"""Forms of inventories: the table, what its columns are, the cells of one row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from longuevue.sources.reading.sheets import column_letters
from longuevue.workshop.frame.bringing import TableForm
from longuevue.workshop.frame.words import later, say
from longuevue.workshop.links.inventory_columns import KEPT, ROLES
from longuevue.workshop.links.models import Inventory, InventoryRow, Kind
from longuevue.workshop.reasoning.inventories import samples
from longuevue.workshop.reasoning.object_tables import Columns

SHOWN_HEADER = 80


class InventoryTableForm(TableForm):
    """A register as its authority keeps it, or an export of the CNCD."""


class MappingForm(forms.Form):
    """What each column of a table is, as guessed until a person says otherwise; and what a row is whose type is not said."""

    kind = forms.ChoiceField(
        label=later("links.inventory_kind"), help_text=later("links.inventory_kind_help"), choices=Kind.choices
    )

    def __init__(self, *args: Any, inventory: Inventory, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial["kind"] = inventory.kind
        roles = {at: role for role, at in inventory.mapping.items()}
        choices = [
            ("", say("links.inventory_other_column")),
            (say("links.inventory_to_link"), _named({r: n for r, n in ROLES.items() if r not in KEPT})),
            (say("links.inventory_to_keep"), _named({r: n for r, n in ROLES.items() if r in KEPT})),
        ]
        self._titles = inventory.header
        rows = [row.cells for row in inventory.rows.all()[:200]]
        self._samples = [samples(rows, at) for at in range(len(self._titles))]
        for at in self._shown():
            title = self._titles[at]
            label = say("links.inventory_column", letters=column_letters(at + 1), title=title.strip()[:SHOWN_HEADER])
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=roles.get(at, ""),
                help_text=" · ".join(self._samples[at]) or say("links.inventory_empty_column"),
            )

    def _shown(self) -> list[int]:
        """All but the columns without a title where nothing stands: they are kept, and there is nothing to say of them."""
        return [at for at, title in enumerate(self._titles) if title.strip() or self._samples[at]]

    def columns(self) -> Iterator[tuple[str, str, list[str], Any]]:
        """(letters, title, samples, field) of each column, in their order."""
        for at in self._shown():
            title = self._titles[at]
            yield column_letters(at + 1), title, self._samples[at], self[f"column-{at}"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        taken: dict[str, int] = {}
        for at in self._shown():
            role = said.get(f"column-{at}", "")
            if role and role in taken:
                first = column_letters(taken[role] + 1)
                self.add_error(f"column-{at}", say("links.inventory_two", role=ROLES[role][0], first=first))
            elif role:
                taken[role] = at
        if "partner" not in taken:
            self.add_error(None, say("links.inventory_no_partner", role=ROLES["partner"][0]))
        self.mapping = taken
        return said


class RowForm(forms.Form):
    """The cells of one row that its link does not say; all of them where it has none."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: InventoryRow, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial["read"] = row.as_read
        header, cells = row.inventory.header, row.cells
        for at in row.free():
            text = cells[at] if at < len(cells) else ""
            long = len(text) > 80 or "\n" in text or "\r" in text
            self.fields[f"cell-{at}"] = forms.CharField(
                label=say("links.inventory_column", letters=column_letters(at + 1), title=header[at].strip()[:SHOWN_HEADER]),
                initial=text, required=False, max_length=200_000, strip=False,
                widget=forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput(),
            )  # fmt: skip

    def changed(self) -> dict[int, str]:
        """Column → its new text, for the cells that were changed: a line break that the browser writes otherwise is none."""
        found = {}
        for name in self.changed_data:
            if name == "read":
                continue
            before, now = self.fields[name].initial or "", self.cleaned_data[name]
            if name in self.data and before.splitlines() != now.splitlines():
                found[int(name.partition("-")[2])] = now
        return found


def _named(roles: Columns) -> list[tuple[str, str]]:
    return [(role, title) for role, (title, _) in roles.items()]
