"""A filled table to facts, in the child process: cells read one by one, each error with its cell and an example."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from longuevue.facts.contributors import item_of
from longuevue.facts.starter import starter_items
from longuevue.sources.countries import from_alpha2, from_former_name, from_name, heirs_of
from longuevue.sources.loaders import Files
from longuevue.sources.own.cities import Communes, DoubtfulError, Place
from longuevue.sources.own.recognising import Table, headers_seen, recognised
from longuevue.sources.own.templates import Template, template_of
from longuevue.sources.places import name_key
from longuevue.sources.reading.csvs import delimiter_of
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.reading.numbers import NotAFigureError, count, iso_date
from longuevue.sources.reading.sheets import Sheet, read_workbook
from longuevue.sources.tidying import RefusedRow, Tally, Tidied
from longuevue.terms.countries import country_name
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.refusal import Refusal
from longuevue.territories.assets import LATEST_YEAR
from longuevue.territories.catalogue import load_catalogue

SUBTOTAL = re.compile(r"(sous[- ]?)?totaux?\b|total\b|sous-total", re.IGNORECASE)


def tidy(files: Files) -> Tidied:
    """Facts of one own table: links (an item per partner) or counts."""
    template = template_of(files.description.settings["template"]).model_copy(
        update={"contributed": bool(files.description.settings.get("contributed"))}
    )
    path = files.path("table")
    tables, others = _tables(path, template, files.hints.get("sheet"))
    catalogue = load_catalogue()
    reader = _Reader(
        template, Communes(catalogue, template.levels, files.hints.get("answers", {})), files.hints.get("period")
    )
    for table in tables:
        reader.read(table)
    if others:
        listed = ", ".join(f"« {name} »" for name in others)
        reader.tally.remarks.append(f"feuilles sans tableau reconnu, laissées de côté : {listed}.")
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


def _tables(path: Path, template: Template, sheet_name: str | None) -> tuple[list[Table], list[str]]:
    """The tables of a file, and the names of its other sheets, filled but without a known header."""
    sheets = sheets_of(path)
    if sheet_name is not None:
        sheets = [sheet for sheet in sheets if name_key(sheet.name) == name_key(sheet_name)]
        if not sheets:
            raise Refusal(f"Feuille « {sheet_name} » absente.", "Vérifiez le nom de l'onglet.", where=path.name)
    for sheet in sheets:
        sheet.spread_merged()
    recognised_in = {sheet.name: recognised(sheet, template) for sheet in sheets}
    tables = [table for table in recognised_in.values() if table]
    if not tables:
        wanted = ", ".join(header for header, _ in template.columns().values())
        seen = " ; ".join(f"{sheet.name or 'tableau'} : {headers_seen(sheet)}" for sheet in sheets[:3])
        raise Refusal(
            f"Aucun en-tête reconnu. Vu : {seen}.",
            f"Nommez les colonnes ainsi : {wanted} (modèle vide : longuevue sources --template {template.id}).",
            where=path.name,
        )
    others = [sheet.name for sheet in sheets if sheet.cells and recognised_in[sheet.name] is None]
    return tables, others


def sheets_of(path: Path) -> list[Sheet]:
    """Every sheet of a workbook, or the one table of a CSV, as text."""
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
        self._unmatched: dict[str, None] = {}
        #: what was understood, or could not be, and the cells where it stands: said once each
        self._said: dict[str, list[str]] = defaultdict(list)

    def read(self, table: Table) -> None:
        """Every filled row under the header."""
        if table.ignored:
            shown = ", ".join(f"« {text} »" for text in table.ignored[:8])
            self.tally.remarks.append(f"feuille {table.sheet.name}, colonnes laissées de côté : {shown}.")
        for row, cells in table.sheet.rows():
            if row <= table.header_row:
                continue
            texts = {role: cells.get(column, "").strip() for role, column in table.columns.items()}
            if not any(texts.values()):
                self.tally.aside("ligne sans rien dans les colonnes reconnues")
            elif any(SUBTOTAL.match(text) for role, text in texts.items() if not role.startswith("measure:")):
                self.tally.aside("total ou sous-total")
            else:
                self._read_row(table, row, texts)

    def _read_row(self, table: Table, row: int, texts: dict[str, str]) -> None:
        errors: list[RefusedRow] = []

        def tried(read: Callable[[], Any]) -> Any:
            """Each cell of the row is tried, so that a person corrects them all at once."""
            try:
                return read()
            except _CellError as error:
                errors.append(error.row)
                return None

        place = tried(lambda: self._place(table, row, texts))
        period = tried(lambda: self._period(table, row, texts))
        country = tried(lambda: self._country(table, row, texts))
        contributor = tried(lambda: self._contributor(table, row, texts))
        counted = self._counted if self.template.kind == "count" else partial(self._linked, country=country)
        facts = tried(lambda: counted(table, row, texts))
        if errors:
            self.tally.refuse_row(replace(errors[0], also=tuple(errors[1:])))
            return
        if facts is None:
            self.tally.aside("lien terminé (la colonne « Fin » est remplie)")
            return
        if self.template.kind == "link" and facts[0]["counterpart_area"] == "FR":
            self.tally.aside("partenaire en France : ce lien n'est pas international")
            self._said["partenaires en France, non comptés"].append(table.cell(row, "partner"))
            return
        self.tally.keep()
        if place.understood:
            self._said[place.understood].append(table.cell(row, "area"))
        for fact in facts:
            fact |= {"area_level": place.level, "ref_area": place.code, "time_period": period}
            fact.setdefault("counterpart_area", country)
            if contributor:
                fact["item"] = contributor
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
        for said, cells in self._said.items():
            self.tally.remarks.append(f"{said} : {in_sheets(cells)}.")
        if self._unmatched:
            names = list(self._unmatched)
            shown = ", ".join(names[:12]) + (f" et {len(names) - 12} autres" if len(names) > 12 else "")
            self.tally.remarks.append(
                f"villes que notre liste du monde ne connaît pas, gardées comme vous les écrivez (vérifiez leur orthographe) : {shown}."
            )
        return rows, list(self._items.values())

    def _place(self, table: Table, row: int, texts: dict[str, str]) -> Place:
        text = texts.get("area", "")
        if not text:
            raise _CellError(
                table.cell(row, "area"), "", "il manque la commune", self._area_wanted(), "Montpellier, ou 34172"
            )
        try:
            return self.communes.place(text)
        except DoubtfulError as doubt:
            choices = doubt.choices or (f'le code INSEE de la commune (ici 34172) : --city "{text}=34172"',)
            told = RefusedRow(
                table.cell(row, "area"), text, str(doubt), "Montpellier, ou 34172", self._area_wanted(), choices
            )
            raise _CellError.of(told, guess=doubt.guess) from None

    def _area_wanted(self) -> str:
        names = [LEVEL_NAMES[level]["fr"] for level in self.template.levels]
        return f"un territoire de France d'aujourd'hui ({', '.join(names)}), par son nom ou son code"

    def _period(self, table: Table, row: int, texts: dict[str, str]) -> str:
        text = texts.get("period", "")
        if self.template.kind == "count" and self.period and not text:
            return self.period
        day = iso_date(text)
        year = day[:4] if day else (found[0] if (found := re.search(r"(1[89]|20)\d\d(-\d\d)?", text)) else None)
        if year:
            return year
        where = table.cell(row, "period")
        # a link is dated by its table: its own date may be said to be unknown; « au printemps » is a fault, and is told
        unknown = name_key(text) in ("", "inconnu", "inconnue", "nc", "non renseigne", "non renseignee")
        if self.template.kind != "count" and (unknown or text.isdigit()):
            if text:
                self._said["dates inconnues, liens gardés sans date"].append(where)
            return self.period or str(LATEST_YEAR)
        if text and not text.isdigit():
            raise _CellError(where, text, "l'année ne se lit pas", "une année ou une date", "2023, ou 14/07/2023")
        if self.period:
            return self.period
        raise _CellError(
            where, text, "il manque l'année", "une année ou une date", "2023 ; ou, pour tout le tableau, --period 2023"
        )

    def _country(self, table: Table, row: int, texts: dict[str, str]) -> str | None:
        text = texts.get("country", "")
        if not text or name_key(text) in ("inconnu", "non renseigne", "nc"):
            return None if self.template.kind == "link" or (self.template.by_country and "country" in texts) else "W"
        if name_key(text) in ("monde", "tous pays", "ensemble", "total"):
            return "W"
        country = from_name(text) or (from_alpha2(text) if len(text) == 2 else None)
        where = table.cell(row, "country")
        if country is None and (country := from_former_name(text)):
            self._said[f"« {text} » est compté avec le pays d'aujourd'hui, {country_name(country, 'fr')}"].append(where)
        if country is None:
            gone = heirs_of(text)
            known = self._partners.get(name_key(texts.get("partner", "")), {})
            sure = [code for code in known if code] if len(known) == 1 else []
            example = f"{country_name(sure[0], 'fr')}, où se trouve {texts['partner']}" if gone and sure else (
                ", ou ".join(gone) if gone else "Allemagne, ou DE"
            )  # fmt: skip
            why = "ce pays n'existe plus" if gone else "nous ne connaissons pas ce pays"
            raise _CellError(where, text, why, "un pays d'aujourd'hui, par son nom ou son code à deux lettres", example)
        return country

    def _contributor(self, table: Table, row: int, texts: dict[str, str]) -> str | None:
        text = texts.get("contributor", "")
        try:
            return item_of(text) if text else None
        except ValueError:
            where = table.cell(row, "contributor")
            raise _CellError(where, text, "ce n'est pas un numéro de contributeur", "un numéro", "3") from None

    def _counted(self, table: Table, row: int, texts: dict[str, str]) -> list[dict[str, Any]]:
        facts = []
        for measure in self.template.measures:
            role = f"measure:{measure}"
            if role not in texts:
                continue
            try:
                figure = count(texts[role])
            except NotAFigureError as error:
                raise _CellError(table.cell(row, role), texts[role], str(error), "un nombre", "1 234") from None
            if figure.value is not None:
                fact = {"measure": measure, "value": figure.value}
                facts.append(fact | ({"category": texts["category"]} if texts.get("category") else {}))
        if not facts:
            role = next(role for role in texts if role.startswith("measure:"))
            raise _CellError(table.cell(row, role), "", "aucun chiffre sur cette ligne", "un nombre", "1 234")
        return facts

    def _linked(
        self, table: Table, row: int, texts: dict[str, str], *, country: str | None
    ) -> list[dict[str, Any]] | None:
        name = texts["partner"]
        if not name or name.replace(" ", "").isdigit():
            header = next(header for role, (header, _) in self.template.columns().items() if role == "partner")
            wanted = f"un nom, dans la colonne « {header} »"
            raise _CellError(table.cell(row, "partner"), name, "il manque le nom du partenaire", wanted, "Heidelberg")
        if texts.get("until", ""):
            return None
        found = self._partners.get(name_key(name), {})
        known = found.get(country) or (next(iter(found.values())) if len(found) == 1 else None)
        if known is not None and country and known["counterpart_area"] not in (None, country):
            known = None  # another town of the same name
        if known is None:
            if self.template.kind == "link":
                self._unmatched[name] = None
            item = f"own:{name_key(name).replace(' ', '-')}" + (f":{country}" if country else "")
            self._items[item] = _item(item, name, country)
        else:
            item, country = known["item"], country or known["counterpart_area"]
            self._items[item] = {k: v for k, v in known.items() if k != "source_id"} | {"counterpart_area": country}
        measure = next(iter(self.template.measures))
        return [{"measure": measure, "item": item, "value": 1.0, "counterpart_area": country}]


class _CellError(ValueError):
    """One cell that cannot be read: where, what was found, why, what it should hold, an example."""

    def __init__(self, where: str, found: str, why: str, expected: str, example: str) -> None:
        super().__init__(why)
        self.row = RefusedRow(where, found or "vide", why, example, expected)

    @classmethod
    def of(cls, row: RefusedRow, *, guess: bool) -> _CellError:
        """The same with answers; a likely typing fault says so, so that the command can be printed ready to copy."""
        error = cls(row.where, row.found, row.why, row.expected, row.example)
        error.row = replace(row, answers=(*row.answers, "?") if not guess else row.answers)
        return error


def in_sheets(cells: list[str], most: int = 8) -> str:
    """« feuille Jumelages, cellules A5, A6 ; feuille Anciens, cellule C10 »."""
    by_sheet: dict[str, list[str]] = defaultdict(list)
    for where in cells:
        sheet, _, cell = where.rpartition(", ")
        by_sheet[sheet].append(cell)
    told = []
    for sheet, listed in by_sheet.items():
        shown = ", ".join(listed[:most]) + (f" et {len(listed) - most} autres" if len(listed) > most else "")
        word = "" if listed[0].startswith("ligne") else "cellule " if len(listed) == 1 else "cellules "
        told.append(f"feuille {sheet}, {word}{shown}" if sheet else f"{word}{shown}")
    return " ; ".join(told)


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
