"""Festivals of France (ministry of culture, reference year 2019): those of declared international reach, by commune.

Reach is a free text, empty for most; some codes are blank or `0`. Only communes with one such festival are stated.
"""

from __future__ import annotations

from collections import Counter

from longuevue.sources.loaders import Files
from longuevue.sources.places import commune_with_arrondissements_merged
from longuevue.sources.reading.numbers import commune_code
from longuevue.sources.tidying import Tally, Tidied

#: the two values of the publisher's own list; other spellings are counted as listed and told as a remark
INTERNATIONAL = frozenset({"Internationale", "Transfrontalière"})


def tidy(files: Files) -> Tidied:
    """Festivals listed and festivals of international reach, in the communes that have at least one."""
    tally = Tally()
    listed: Counter[str] = Counter()
    international: Counter[str] = Counter()
    near_misses: Counter[str] = Counter()
    for row in files.rows("festivals"):
        if row.broken:
            tally.refuse(f"ligne {row.line}", row.broken, "ligne cassée")
            continue
        code = commune_code(row.cells["commune"])
        if len(code) != 5:
            tally.refuse(
                f"ligne {row.line}",
                f"{row.cells['name']} : code « {row.cells['commune']} »",
                "code commune absent",
                "34172",
            )
            continue
        commune = commune_with_arrondissements_merged(code)
        reach = row.cells["reach"].strip()
        listed[commune] += 1
        international[commune] += reach in INTERNATIONAL
        if reach not in INTERNATIONAL and any(word in reach.lower() for word in ("international", "transfront")):
            near_misses[reach] += 1
        tally.keep()
    if near_misses:
        shown = ", ".join(f"« {text[:60]} »" for text in sorted(near_misses)[:6])
        tally.remarks.append(
            f"{sum(near_misses.values())} festivals d'envergure écrite autrement, non comptés : {shown}."
        )
    rows = [
        {"measure": measure, "ref_area": commune, "value": counted[commune]}
        for commune, number in international.items()
        if number
        for measure, counted in (("festivals_international", international), ("festivals_listed", listed))
    ]
    return tally.done(
        rows,
        source_id="culture-festivals",
        dataset="festivals-global-festivals-pl",
        vintage=files.description.vintage or "2022",
        area_level="commune",
        geography_year=files.description.geography_year,
        time_period="2019",
        counterpart_area="W",
        obs_status="A",
    )
