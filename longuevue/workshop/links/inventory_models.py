"""An inventory of external action as its authority keeps it: the table itself, and what became of each row. Its cells are written
encrypted, as contacts are: a column that nobody foresaw may name a person."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from longuevue.workshop.frame.encryption import SealedField
from longuevue.workshop.frame.words import later

#: role of a column (`inventory_columns.ROLES`) → the attribute of a link that it says; the others stay with the row
SAYS = {role: role for role in ("partner", "country", "kind", "field", "tags", "start", "end", "status", "aims")}
SAYS |= {"authority": "area", "authority_code": "area"}

#: what became of a row
WAITING, NEW, SAME, JOINED, ALIKE, ASIDE, FAULT = OUTCOMES = (
    "waiting", "new", "same", "joined", "alike", "aside", "fault",
)  # fmt: skip


class Inventory(models.Model):
    """One table. It waits until a person says what its columns are; then its rows are links, and it is given back as it came."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.CASCADE, related_name="inventories")
    file = models.CharField(max_length=200)
    sheet = models.CharField(max_length=200, blank=True)
    #: rows above the header, and the header, as JSON: they too may name a person
    head = SealedField()
    #: role of `inventory_columns` → column, counted from 0
    mapping = models.JSONField(default=dict)
    #: what a row is whose type is not said
    kind = models.CharField(max_length=30, default="decentralised_cooperation")
    batch = models.ForeignKey("actors.Batch", models.SET_NULL, null=True, related_name="inventories")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name_plural = "inventories"

    def __str__(self) -> str:
        return f"{self.file}, {self.sheet}" if self.sheet else self.file

    @property
    def above(self) -> list[list[str]]:
        return self._head()["above"]

    @property
    def header(self) -> list[str]:
        return self._head()["header"]

    def _head(self) -> dict[str, list[Any]]:
        """Both empty when the key is another one."""
        return dict(json.loads(self.head)) if self.head else {"above": [], "header": []}


class InventoryRow(models.Model):
    """One row: its cells as they were typed, its link, and what the link said when the row came in. Erasing a link erases its
    row."""

    inventory = models.ForeignKey(Inventory, models.CASCADE, related_name="rows")
    #: in the file
    line = models.PositiveIntegerField()
    sealed_cells: Any = SealedField()
    outcome = models.CharField(
        max_length=10, choices=[(o, later(f"links.inventory_{o}")) for o in OUTCOMES], default=WAITING
    )
    link = models.ForeignKey("links.Link", models.CASCADE, null=True, related_name="inventory_rows")
    #: role → what the link said of it when the row came in
    base = models.JSONField(default=dict)
    #: the link that it may be already
    candidate = models.ForeignKey("links.Link", models.SET_NULL, null=True, related_name="+")
    #: why it is aside, or each cell that keeps it out, in words, as JSON
    sealed_told: Any = SealedField(blank=True)

    class Meta:
        ordering = ("line", "pk")
        constraints = (models.UniqueConstraint(fields=("inventory", "line"), name="one_row_a_line"),)

    def __str__(self) -> str:
        return f"{self.inventory}, {self.line}"

    @property
    def observatory_id(self) -> int:
        return self.inventory.observatory_id

    @property
    def cells(self) -> list[str]:
        return list(json.loads(self.sealed_cells or "[]"))

    @cells.setter
    def cells(self, cells: list[str]) -> None:
        self.sealed_cells = json.dumps(cells, ensure_ascii=False)

    @property
    def as_read(self) -> str:
        """Changes when anybody writes a cell, or when the row becomes a link: whoever had older words before their eyes is told."""
        return hashlib.sha256(f"{self.link_id} {self.sealed_cells}".encode()).hexdigest()[:32]

    def free(self) -> list[int]:
        """The columns that are mended on the row: all of them without a link; with one, those that the link does not say."""
        said = {at for role, at in self.inventory.mapping.items() if role in SAYS} if self.link_id else set()
        return [at for at in range(len(self.inventory.header)) if at not in said]

    def others(self) -> list[tuple[str, str]]:
        """(header, cell) of what its link does not say, word for word."""
        header, cells = self.inventory.header, self.cells
        return [(header[at], cells[at]) for at in self.free() if at < len(cells) and cells[at].strip()]

    @property
    def told(self) -> Any:
        return json.loads(self.sealed_told) if self.sealed_told else []

    @told.setter
    def told(self, told: Any) -> None:
        self.sealed_told = json.dumps(told, ensure_ascii=False) if told else ""
