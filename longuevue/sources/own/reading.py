"""A filled table to facts, in the child process: cells read one by one, each error with its cell and an example."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from longuevue.facts.starter import starter_items
from longuevue.sources.countries import from_alpha2, from_name
from longuevue.sources.loaders import Files
from longuevue.sources.own.cities import Communes, DoubtfulError, Place
from longuevue.sources.own.recognising import Table, headers_seen, recognised
from longuevue.sources.own.templates import Template, template_of
from longuevue.sources.places import name_key
from longuevue.sources.reading.csvs import delimiter_of
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.reading.numbers import NotAFigureError, count, iso_date
from longuevue.sources.reading.sheets import Sheet, read_workbook
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue

SUBTOTAL = re.compile(r"(sous[- ]?)?totaux?\b|total\b|sous-total", re.IGNORECASE)


def tidy(files: Files) -> Tidied:
    """Facts of one own table: links (an item per partner) or counts."""
    template = template_of(files.description.settings["template"])
    path = files.path("table")
    tables = _tables(path, template, files.hints.get("sheet"))
    catalogue = load_catalogue()
    reader = _Reader(
        template, Communes(catalogue, template.levels, files.hints.get("answers", {})), files.hints.get("period")
    )
    for table in tables:
        reader.read(table)
    rows, items = reader.harvest()
    if not rows and not reader.tally.refused:
        raise Refusal("Le tableau est vide sous son en-tête.", "Remplissez au moins une ligne.", where=path.name)
    return reader.tally.done(
        rows,
        source_id=files.description.settings.get("source_id", template.source_id),
        dataset=template.id,
        vintage=max((row["time_period"] for row in rows), default="vide"),
        items=items,
        geography_year=catalogue.year,
        obs_status="A",
    )


def _tables(path: Path, template: Template, sheet_name: str | None) -> list[Table]:
    sheets = _sheets(path)
    if sheet_name is not None:
        sheets = [sheet for sheet in sheets if name_key(sheet.name) == name_key(sheet_name)]
        if not sheets:
            raise Refusal(f"Feuille « {sheet_name} » absente.", "Vérifiez le nom de l'onglet.", where=path.name)
    for sheet in sheets:
        sheet.spread_merged()
    tables = [table for sheet in sheets if (table := recognised(sheet, template))]
    if not tables:
        wanted = ", ".join(header for header, _ in template.columns().values())
        seen = " ; ".join(f"{sheet.name or 'tableau'} : {headers_seen(sheet)}" for sheet in sheets[:3])
        raise Refusal(
            f"Aucun en-tête reconnu. Vu : {seen}.",
            f"Nommez les colonnes ainsi : {wanted} (modèle vide : longuevue sources --template {template.id}).",
            where=path.name,
        )
    return tables


def _sheets(path: Path) -> list[Sheet]:
    if path.suffix.lower() in (".xlsx", ".ods", ".xlsm"):
        return read_workbook(path)
    import csv

    sheet = Sheet("Tableau")
    csv.field_size_limit(200_000)
    with path.open(encoding=encoding_of(path), newline="") as stream:
        first = next((line for line in stream if line.strip()), "")
        stream.seek(0)
        try:
            for number, cells in enumerate(csv.reader(stream, delimiter=delimiter_of(first)), start=1):
                for column, text in enumerate(cells, start=1):
                    if text.strip():
                        sheet.cells[number, column] = text.strip()
        except (csv.Error, UnicodeDecodeError) as error:
            raise Refusal(
                f"CSV cassé ({error}).", "Enregistrez-le de nouveau depuis le tableur.", where=path.name
            ) from None
    return [sheet]


class _Reader:
    """Reads the rows of every table of a file into one harvest."""

    def __init__(self, template: Template, communes: Communes, period: str | None) -> None:
        self.template = template
        self.communes = communes
        self.period = period
        self.tally = Tally()
        self._rows: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._items: dict[str, dict[str, Any]] = {}
        self._partners = _known_partners() if template.kind == "link" else {}
        self._unmatched = 0

    def read(self, table: Table) -> None:
        """Every filled row under the header."""
        if table.ignored:
            shown = ", ".join(f"« {text} »" for text in table.ignored[:8])
            self.tally.remarks.append(f"{table.sheet.name} : colonnes laissées de côté : {shown}.")
        for row, cells in table.sheet.rows():
            if row <= table.header_row:
                if row < table.header_row:
                    continue
                continue
            texts = {role: cells.get(column, "").strip() for role, column in table.columns.items()}
            if not any(texts.values()):
                self.tally.aside("ligne sans rien dans les colonnes reconnues")
            elif any(SUBTOTAL.match(text) for role, text in texts.items() if not role.startswith("measure:")):
                self.tally.aside("total ou sous-total")
            else:
                self._read_row(table, row, texts)

    def _read_row(self, table: Table, row: int, texts: dict[str, str]) -> None:
        try:
            place = self._place(table, row, texts)
            period = self._period(table, row, texts)
            country = self._country(table, row, texts)
            facts = (
                self._counted(table, row, texts)
                if self.template.kind == "count"
                else self._linked(table, row, texts, country)
            )
        except _CellError as error:
            self.tally.refuse(error.where, error.found, error.why, error.example)
            return
        if facts is None:
            self.tally.aside("lien terminé")
            return
        self.tally.keep()
        if place.understood:
            self.tally.remarks.append(f"{table.cell(row, 'area')} : {place.understood}.")
        for fact in facts:
            fact |= {"area_level": place.level, "ref_area": place.code, "time_period": period}
            fact.setdefault("counterpart_area", country)
            self._add(fact)

    def _add(self, fact: dict[str, Any]) -> None:
        names = ("measure", "area_level", "ref_area", "time_period", "counterpart_area", "category", "item")
        key = tuple(fact.get(name) for name in names)
        if key not in self._rows:
            self._rows[key] = fact
        elif self.template.kind == "count":
            self._rows[key]["value"] += fact["value"]

    def harvest(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The facts, and the partners as things with names. A link is dated by the table: one period for all."""
        rows = list(self._rows.values())
        if self.template.kind != "count" and rows:
            latest = self.period or max(row["time_period"] for row in rows)
            rows = list({(r["ref_area"], r["item"]): r | {"time_period": latest} for r in rows}.values())
        if self._unmatched:
            self.tally.remarks.append(f"{self._unmatched} partenaires inconnus de Wikidata gardés sous leur nom.")
        return rows, list(self._items.values())

    def _place(self, table: Table, row: int, texts: dict[str, str]) -> Place:
        text = texts.get("area", "")
        if not text:
            raise _CellError(table.cell(row, "area"), "vide", "il manque la commune", "Montpellier, ou 34172")
        try:
            return self.communes.place(text)
        except DoubtfulError as doubt:
            choices = " ; ".join(doubt.choices) or f'--city "{text}=com-34172"'
            raise _CellError(table.cell(row, "area"), text, str(doubt), choices) from None

    def _period(self, table: Table, row: int, texts: dict[str, str]) -> str:
        text = texts.get("period", "")
        if self.template.kind == "count" and self.period and not text:
            return self.period
        day = iso_date(text)
        year = day[:4] if day else (found[0] if (found := re.search(r"(1[89]|20)\d\d(-\d\d)?", text)) else None)
        if year:
            return year
        if text and not text.isdigit():
            raise _CellError(table.cell(row, "period"), text, "l'année ne se lit pas", "2023, ou 14/07/2023")
        if self.template.kind != "count":
            return self.period or "2026"
        if self.period:
            return self.period
        raise _CellError(
            table.cell(row, "period"), text or "vide", "il manque l'année", "2023, ou l'option --period 2023"
        )

    def _country(self, table: Table, row: int, texts: dict[str, str]) -> str | None:
        text = texts.get("country", "")
        if not text or name_key(text) in ("inconnu", "non renseigne", "nc"):
            return None if self.template.kind == "link" or (self.template.by_country and "country" in texts) else "W"
        if name_key(text) in ("monde", "tous pays", "ensemble", "total"):
            return "W"
        country = from_name(text) or (from_alpha2(text) if len(text) == 2 else None)
        if country is None:
            raise _CellError(table.cell(row, "country"), text, "pays inconnu", "Allemagne, ou DE")
        return country

    def _counted(self, table: Table, row: int, texts: dict[str, str]) -> list[dict[str, Any]]:
        facts = []
        for measure in self.template.measures:
            role = f"measure:{measure}"
            if role not in texts:
                continue
            try:
                figure = count(texts[role])
            except NotAFigureError as error:
                raise _CellError(table.cell(row, role), texts[role], str(error), "1 234") from None
            if figure.value is not None:
                fact = {"measure": measure, "value": figure.value}
                facts.append(fact | ({"category": texts["category"]} if texts.get("category") else {}))
        if not facts:
            role = next(role for role in texts if role.startswith("measure:"))
            raise _CellError(table.cell(row, role), "vide", "aucun chiffre sur cette ligne", "1 234")
        return facts

    def _linked(
        self, table: Table, row: int, texts: dict[str, str], country: str | None
    ) -> list[dict[str, Any]] | None:
        name = texts["partner"]
        if not name or name.replace(" ", "").isdigit():
            raise _CellError(table.cell(row, "partner"), name or "vide", "il manque le nom du partenaire", "Heidelberg")
        if texts.get("until", ""):
            return None
        found = self._partners.get(name_key(name), {})
        known = found.get(country) or (next(iter(found.values())) if len(found) == 1 else None)
        if known is not None and country and known["counterpart_area"] not in (None, country):
            known = None  # another town of the same name
        if known is None:
            self._unmatched += self.template.kind == "link"
            item = f"own:{name_key(name).replace(' ', '-')}" + (f":{country}" if country else "")
            self._items[item] = _item(item, name, country)
        else:
            item, country = known["item"], country or known["counterpart_area"]
            self._items[item] = {k: v for k, v in known.items() if k != "source_id"} | {"counterpart_area": country}
        measure = next(iter(self.template.measures))
        return [{"measure": measure, "item": item, "value": 1.0, "counterpart_area": country}]


class _CellError(ValueError):
    """One cell that cannot be read."""

    def __init__(self, where: str, found: str, why: str, example: str) -> None:
        super().__init__(why)
        self.where, self.found, self.why, self.example = where, found, why, example


def _known_partners() -> dict[str, dict[str | None, dict[str, Any]]]:
    """Partners that the starter knows by name, in three spellings, then by country: the same town is the same item."""
    known: dict[str, dict[str | None, dict[str, Any]]] = defaultdict(dict)
    for item in starter_items().to_pylist():
        if item["source_id"] == "wikidata-p190":
            for name in {item["name_fr"], item["name_en"], item["label"]}:
                known[name_key(name)].setdefault(item["counterpart_area"], item)
    return known


def _item(item: str, name: str, country: str | None) -> dict[str, Any]:
    return {
        "item": item,
        "label": name,
        "name_fr": name,
        "name_en": name,
        "name_origin": "publisher",
        "counterpart_area": country,
        "latitude": None,
        "longitude": None,
        "country_status": "A" if country else "M",
    }
