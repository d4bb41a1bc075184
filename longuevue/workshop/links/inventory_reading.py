"""Reads: what becomes of each row of an inventory, before anything is written: a new link, one that is here already, one that may
be, another authority's, or a row with a cell to mend."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from longuevue.sources.own.reading import SUBTOTAL
from longuevue.sources.places import name_key
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.links import inventory_columns as columns
from longuevue.workshop.links import selectors
from longuevue.workshop.links.inventory_models import ALIKE, ASIDE, FAULT, NEW, SAME
from longuevue.workshop.links.models import Inventory, InventoryRow, Kind, Link
from longuevue.workshop.observatories.selectors import catalogue_of
from longuevue.workshop.reasoning.authorities import Home, Whose
from longuevue.workshop.reasoning.inventories import place

PROJECT = str(Kind.PROJECT)


@dataclass(slots=True)
class Known:
    """A link as duplicates are looked for; `link` is empty until it is written."""

    partner: str
    country: str
    start: str
    identifier: str = ""
    title: str = ""
    link: Link | None = None


@dataclass(slots=True)
class Verdict:
    """What becomes of one row."""

    row: InventoryRow
    outcome: str
    values: dict[str, Any] = field(default_factory=dict)
    #: each cell that keeps it out, in words; or why it is aside
    told: list[str] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    #: what it is here, or may be
    near: Known | None = None
    #: for a row that came in before: its link, and what the link said then
    twin: InventoryRow | None = None
    known: Known | None = None


class Reading:
    """The rows of one inventory read one by one, each beside the register and those read before it."""

    def __init__(self, inventory: Inventory, mapping: Mapping[str, int], kind: str) -> None:
        observatory = inventory.observatory
        self.mapping, self.kind = mapping, kind
        self.header = inventory.header
        self._home = Home(catalogue_of(observatory), observatory.perimeter)
        self._whose: dict[tuple[str, str, str], Whose | Refusal] = {}
        self._register: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._came: dict[tuple[str, ...], InventoryRow] = {}
        told = self._rows_before(inventory)
        for link in selectors.links(observatory):
            identifier, title = told.get(link.pk, ("", ""))
            known = Known(name_key(link.partner), link.country, link.start, identifier, title, link)
            self._register[link.kind, link.area].append(known)

    def _rows_before(self, inventory: Inventory) -> dict[int, tuple[str, str]]:
        """Link → (identifier, title) of its project; rows of tables of the same columns are remembered word for word."""
        told = {}
        before = InventoryRow.objects.filter(inventory__observatory=inventory.observatory, link__merged_into=None)
        for row in before.exclude(link=None).select_related("inventory", "link"):
            cells, mapping = row.cells, row.inventory.mapping
            told[row.link_id] = (_cell(cells, mapping, "identifier"), _cell(cells, mapping, "title"))
            if row.inventory_id != inventory.pk and row.inventory.header == self.header:
                self._came[tuple(cells)] = row
        return told

    def verdicts(self, rows: Iterable[InventoryRow]) -> Iterator[Verdict]:
        """In order; a row that is new is known to those after it."""
        for row in rows:
            yield self.verdict(row)

    def verdict(self, row: InventoryRow) -> Verdict:
        """What becomes of the row."""
        cells = row.cells
        texts = {role: cells[at] if at < len(cells) else "" for role, at in self.mapping.items()}
        if any(SUBTOTAL.fullmatch(texts.get(role, "").strip()) for role in ("partner", "authority", "country")):
            return Verdict(row, ASIDE, told=["total"])
        whose = self._asked(texts)
        if isinstance(whose, Whose) and whose.aside:
            return Verdict(row, ASIDE, told=[whose.aside])
        said = columns.read(texts, self.kind)
        faults = [(fault.role, fault.said) for fault in said.faults]
        if isinstance(whose, Refusal):
            at = (
                "authority" if texts.get("authority", "").strip() or "authority_code" not in texts else "authority_code"
            )
            faults.insert(0, (at, whose.sentence()))
        if faults:
            told = [f"{self._where(row, role)} : {words}" for role, words in faults]
            return Verdict(row, FAULT, told=told)
        values = said.values | {"area": whose.area if isinstance(whose, Whose) else ""}
        if twin := self._came.get(tuple(cells)):
            return Verdict(row, SAME, values, twin=twin)
        known = Known(
            name_key(values["partner"]), values.get("country", ""), values.get("start", ""),
            texts.get("identifier", "").strip(), texts.get("title", "").strip(),
        )  # fmt: skip
        others = self._register[values["kind"], values["area"]]
        near = next((other for other in others if _same(known, other, values["kind"])), None)
        if near is not None:
            return Verdict(row, ALIKE, values, unknown=said.unknown, near=near)
        others.append(known)
        return Verdict(row, NEW, values, unknown=said.unknown, known=known)

    def _asked(self, texts: Mapping[str, str]) -> Whose | Refusal:
        key = tuple(texts.get(role, "").strip() for role in columns.AUTHORITY)
        name, code, departement = key
        if key not in self._whose:
            try:
                self._whose[name, code, departement] = self._home.whose(name, code, departement)
            except Refusal as refusal:
                self._whose[name, code, departement] = refusal
        return self._whose[name, code, departement]

    def _where(self, row: InventoryRow, role: str) -> str:
        at = self.mapping.get(role)
        title = f" (« {self.header[at].strip()[:40]} »)" if at is not None and self.header[at].strip() else ""
        return f"{row.inventory}, {place(row.line, at)}{title}"


@dataclass(slots=True)
class Foreseen:
    """What an inventory would bring, counted."""

    counts: Counter[str] = field(default_factory=Counter)
    agreements: int = 0
    projects: int = 0
    faults: list[str] = field(default_factory=list)
    #: (header, word that is not known, rows)
    unknown: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def new(self) -> int:
        return self.counts[NEW]


def foreseen(inventory: Inventory, mapping: Mapping[str, int], kind: str) -> Foreseen:
    """What would come of it, with these columns."""
    reading = Reading(inventory, mapping, kind)
    found, words = Foreseen(), Counter[tuple[str, str]]()
    for verdict in reading.verdicts(inventory.rows.select_related("inventory")):
        found.counts[verdict.outcome] += 1
        words.update(verdict.unknown)
        if verdict.outcome == FAULT:
            found.faults += verdict.told
        elif verdict.outcome == NEW:
            found.projects += verdict.values["kind"] == PROJECT
            found.agreements += verdict.values["kind"] != PROJECT
    found.unknown = [(columns.ROLES[role][0], word, count) for (role, word), count in words.most_common(30)]
    return found


def aside_words(why: Sequence[str]) -> str:
    """Why a row is aside, in words."""
    return say(f"links.inventory_aside_{why[0]}") if why else ""


def _cell(cells: Sequence[str], mapping: Mapping[str, int], role: str) -> str:
    at = mapping.get(role)
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _same(one: Known, other: Known, kind: str) -> bool:
    """The same partner and the same date: two texts of which one is the beginning of the other (1961, 1961-05). A date that one
    of the two does not say tells nothing of two projects; and two projects of two numbers, or two titles, are two."""
    if one.partner != other.partner or (one.country and other.country and one.country != other.country):
        return False
    if kind == PROJECT:
        for mine, theirs in ((one.identifier, other.identifier), (one.title, other.title)):
            if mine and theirs:
                return mine == theirs
        if bool(one.start) != bool(other.start):
            return False
    return one.start.startswith(other.start) or other.start.startswith(one.start)
