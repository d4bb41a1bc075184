"""Ville de Montpellier: its list of associations, and its births and marriages stacked year under year."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from longuevue.sources.loaders import Files
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.reading.numbers import NotAFigureError, count
from longuevue.sources.tidying import Tally, Tidied

MONTPELLIER: dict[str, Any] = {"ref_area": "34172", "area_level": "commune", "counterpart_area": "W", "obs_status": "A"}


def tidy(files: Files) -> Tidied:
    """Associations listed, and those of the international field with its two parts as a remark."""
    tally = Tally()
    fields: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    broken_letters = 0
    for row in files.rows("associations"):
        if row.broken or not row.cells["name"]:
            tally.refuse(f"ligne {row.line}", row.broken or "nom vide", "ligne cassée ou sans nom", "CLUB UNESCO")
            continue
        fields[row.cells["field"]] += 1
        if row.cells["field"] == "INTERNATIONAL":
            parts[row.cells["subfield"]] += 1
        broken_letters += any(c in "\ufffd\u20ac?" for c in row.cells["name"])
        tally.keep()
    shown = ", ".join(f"{name.lower()} {number}" for name, number in sorted(parts.items()))
    tally.remarks.append(f"Domaine international : {shown}.")
    if broken_letters:
        tally.remarks.append(f"{broken_letters} noms ont des lettres abîmées dans le fichier de la Ville.")
    year = files.description.vintage or "2011"
    rows = [
        {"measure": "associations", "value": float(sum(fields.values()))},
        {"measure": "international_associations", "value": float(fields["INTERNATIONAL"])},
    ]
    return tally.done(
        rows,
        source_id="montpellier-associations",
        dataset="VilleMTP_MTP_ListeAssoc_2011",
        vintage=year,
        geography_year=int(year),
        time_period=year,
        **MONTPELLIER,
    )


def tidy_civil_registration(files: Files) -> Tidied:
    """Births and marriages a year: the total of each line must be the sum of its twelve months."""
    path = files.path("table")
    tally = Tally()
    rows: list[dict[str, Any]] = []
    year = ""
    with path.open(encoding=encoding_of(path)) as lines:
        for number, line in enumerate(lines, start=1):
            cells = [cell.strip() for cell in line.rstrip("\r\n").split(",")]
            if found := re.fullmatch(r"(19|20)\d\d", cells[1] if len(cells) > 1 else ""):
                year = found[0]
                tally.aside("ligne d'année ou de titre")
                continue
            label = cells[0].casefold()
            measure = {
                "naissance": "births",
                "mariage": "marriages_celebrated",
                "mariage total": "marriages_celebrated",
            }.get(label)
            if measure is None:
                tally.aside("ligne d'année ou de titre" if not label else "détail d'une autre ligne")
                continue
            try:
                months = [count(cell).value for cell in cells[1:14]]
            except NotAFigureError as error:
                tally.refuse(f"ligne {number}", error, "nombre illisible", "736")
                continue
            if len(months) != 13 or None in months or sum(m or 0 for m in months[:12]) != months[12]:
                tally.refuse(f"ligne {number}", line.strip(), "le total n'est pas la somme des douze mois")
                continue
            rows.append({"measure": measure, "time_period": year, "value": months[12], "geography_year": int(year)})
            tally.keep()
    return tally.done(
        rows,
        source_id="montpellier-etat-civil",
        dataset="VilleMTP_MTP_EtatCivil",
        vintage=max((row["time_period"] for row in rows), default="vide"),
        **MONTPELLIER,
    )
