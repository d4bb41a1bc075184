"""Playing a marker's worked example through the engine, on the invented ground of Valmont.
Every test of the shelf and every marker that a partner brings goes through here before a real place does."""

from __future__ import annotations

import math

import pyarrow as pa

from longuevue.engine.backend import open_backend
from longuevue.engine.compute import compute
from longuevue.engine.context import Context, joined_membership
from longuevue.facts.cards import MeasureCard, SourceCard, Words
from longuevue.facts.table import SCHEMA
from longuevue.markers import valmont
from longuevue.markers.marker import Marker
from longuevue.terms.levels import LEVEL_OF_PREFIX
from longuevue.terms.refusal import Refusal

SOURCE = "valmont"
YEAR = 2026


def reading_of_example(marker: Marker) -> dict[str, object]:
    """The reading that the engine gives for the marker's example: value, parts, status, reason.

    A territory without a row gets the status that the marker's absences give to its level.
    """
    example = marker.example
    prefix, _, code = example.area.partition("-")
    level = "country" if example.area == "FR" else LEVEL_OF_PREFIX.get(prefix, "")
    territories = _territories()
    known = set(zip(territories["area_level"].to_pylist(), territories["ref_area"].to_pylist(), strict=True))
    if (level, code or "FR") not in known:
        raise Refusal(
            f"Le territoire « {example.area} » de l'exemple n'existe pas à Valmont.",
            "Les territoires de Valmont sont dans docs/reference/marker.md.",
            where=f"marqueur {marker.id}, example",
        )
    context = Context(
        open_backend(),
        facts=pa.Table.from_pylist(
            [{**_everywhere(), **fact.model_dump(), "source_id": SOURCE} for fact in example.facts], schema=SCHEMA
        ),
        membership=joined_membership(pa.table(valmont.membership()), territories),
        populations=territories.select(["area_level", "ref_area", "population", "zone"]),
        cards={SOURCE: _card(marker)},
        geography_year=YEAR,
    )
    computed = compute(context, [marker.model_copy(update={"companions": ()})])
    rows = [
        row
        for row in computed.readings.to_pylist()
        if (row["area_level"], row["ref_area"], row["counterpart_area"]) == (level, code or "FR", "W")
    ]
    if rows:
        return max(rows, key=lambda row: row["time_period"])
    zone = "abroad" if level == "lau" else "metro"
    for row in computed.absences.to_pylist():
        if (row["area_level"], row["zone"]) == (level, zone):
            return {"value": None, "numerator": None, "denominator": None, **row}
    raise AssertionError(level)


def check_example(marker: Marker) -> None:
    """Raise `Refusal` when the engine does not find what the page announces."""
    found, expected = reading_of_example(marker), marker.example.expect
    for name in ("value", "numerator", "denominator", "status", "status_reason"):
        said, got = getattr(expected, name), found[name]
        if name in ("numerator", "denominator") and said is None:
            continue
        if not _same(said, got):
            raise Refusal(
                f"L'exemple annonce {name} = {said}, le calcul donne {got}.",
                "Corrigez l'exemple, ou la formule.",
                where=f"marqueur {marker.id}, example",
            )


def _same(said: object, got: object) -> bool:
    if isinstance(said, int | float) and isinstance(got, int | float):
        return math.isclose(said, got, rel_tol=1e-9, abs_tol=1e-12)
    return said == got


def _everywhere() -> dict[str, object]:
    return {"dataset": "exemple", "geography_year": YEAR, "vintage": "exemple"}


def _card(marker: Marker) -> SourceCard:
    card = marker.example.card
    words = Words(fr="exemple de Valmont", en="Valmont example")
    partial = sorted({fact.measure for fact in marker.example.facts})
    return SourceCard.model_validate(
        {
            "id": SOURCE,
            "at_hand": True,
            "publisher": words.model_dump(),
            "title": words.model_dump(),
            "dataset": "exemple",
            "licence": {"id": "own", "label": "exemple"},
            "countries": ["FR", "XV"],
            "vintage": "exemple",
            "measures": {
                measure: MeasureCard.model_validate(
                    {
                        "label": words.model_dump(),
                        "definition": words.model_dump(),
                        "unit": "NUMBER",
                        "levels": sorted({f.area_level for f in marker.example.facts if f.measure == measure}),
                        "absent": card.absent,
                        "register": card.register_,
                        "rollup": card.rollup,
                        "world_total": card.world_total,
                    }
                ).model_dump(by_alias=True)
                for measure in partial
            },
        }
    )


def _territories() -> pa.Table:
    rows: list[tuple[str, str, str, int | None, str | None]] = []
    people = {code: row[1] for code, row in valmont.COMMUNES.items()}
    rows += [("commune", code, row[0], row[1], valmont.REGION[0]) for code, row in valmont.COMMUNES.items()]
    rows += [("lau", code, name, count, None) for code, (name, count) in valmont.LAU.items()]
    for code, name in valmont.EPCI.items():
        rows.append(("epci", code, name, _sum(people, 2, code), valmont.REGION[0]))
    for code, name in valmont.DEPARTEMENTS.items():
        rows.append(("departement", code, name, _sum(people, 3, code), valmont.REGION[0]))
    everyone = sum(people.values())
    abroad = sum(count for _, count in valmont.LAU.values())
    slug, name = valmont.PERIMETER
    rows += [
        ("region", valmont.REGION[0], valmont.REGION[1], everyone, None),
        ("country", "FR", "France", everyone, None),
        ("perimeter", slug, name, everyone + abroad, None),
        ("perimeter", f"{slug}/FR", name, everyone, None),
        ("perimeter", f"{slug}/XV", name, abroad, None),
    ]
    columns = ("area_level", "ref_area", "name", "population", "region")
    table = pa.table({column: [row[index] for row in rows] for index, column in enumerate(columns)})
    return table.append_column("zone", pa.array(["metro"] * table.num_rows))


def _sum(people: dict[str, int], column: int, code: str) -> int:
    return sum(count for commune, count in people.items() if valmont.COMMUNES[commune][column] == code)
