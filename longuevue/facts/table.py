"""The long table of facts: its Arrow schema, its constructors, its checks and its one order of rows.

What a measure means is on its source's card (`cards`); how a publisher's file becomes rows is for `sources`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.terms.levels import LEVELS
from longuevue.terms.refusal import Refusal

SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("dataset", pa.string(), nullable=False),
        pa.field("measure", pa.string(), nullable=False),
        pa.field("ref_area", pa.string(), nullable=False),
        pa.field("area_level", pa.string(), nullable=False),
        pa.field("geography_year", pa.int32(), nullable=False),
        pa.field("time_period", pa.string(), nullable=False),
        pa.field("counterpart_area", pa.string()),
        pa.field("category", pa.string()),
        pa.field("item", pa.string()),
        pa.field("value", pa.float64()),
        pa.field("obs_status", pa.string(), nullable=False),
        pa.field("vintage", pa.string(), nullable=False),
    ]
)

#: what makes a row the same row: the identity of a figure, before its value
KEY: Final[tuple[str, ...]] = (
    "source_id",
    "dataset",
    "measure",
    "area_level",
    "ref_area",
    "time_period",
    "counterpart_area",
    "category",
    "item",
)

#: SDMX CL_OBS_STATUS, the six of its values that the house reads
OBS_STATUSES: Final[dict[str, str]] = {
    "A": "normal",
    "E": "estimé",
    "P": "provisoire",
    "B": "rupture de série",
    "M": "manquant",
    "Q": "secret du producteur",
}
#: statuses under which the value must be null: a blank and a secret are never written 0
WITHOUT_VALUE: Final[frozenset[str]] = frozenset({"M", "Q"})
WHOLE_WORLD: Final = "W"

_CODE_OF_LEVEL: Final[dict[str, re.Pattern[str]]] = {
    "commune": re.compile(r"(\d{5}|2[AB]\d{3})"),
    "arrondissement": re.compile(r"\d{5}"),
    "epci": re.compile(r"\d{9}"),
    "departement": re.compile(r"(\d{2,3}|2[AB])"),
    "region": re.compile(r"\d{2,3}"),
    "lau": re.compile(r"[A-Z]{2}[0-9A-Z]{1,12}"),
    "perimeter": re.compile(r"[a-z0-9-]+(/[A-Z]{2})?"),
    "country": re.compile(r"[A-Z]{2}"),
}
_COUNTRY: Final = re.compile(r"[A-Z]{2}|W")


def empty_facts() -> pa.Table:
    """A table of facts with no row."""
    return SCHEMA.empty_table()


def facts_from_rows(rows: Iterable[Mapping[str, Any]], **same_everywhere: Any) -> pa.Table:
    """Facts from dictionaries; `same_everywhere` gives the columns that every row shares; checked and sorted."""
    listed = [{**same_everywhere, **row} for row in rows]
    columns = {}
    for field in SCHEMA:
        values = [row.get(field.name) for row in listed]
        try:
            columns[field.name] = pa.array(values, field.type)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
            raise Refusal(
                f"La colonne « {field.name} » ne se lit pas comme {field.type} ({error}).",
                "Corrigez la valeur citée.",
                where="table des faits",
            ) from None
    return checked(pa.table(columns, schema=SCHEMA))


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """Several tables of facts as one, checked and sorted."""
    return checked(pa.concat_tables([empty_facts(), *tables]))


def in_order(facts: pa.Table) -> pa.Table:
    """The same rows in the one order of the house, so that the same facts always make the same file."""
    keys = [(name, "ascending") for name in (*KEY, "geography_year", "vintage", "obs_status", "value")]
    return facts.take(pc.sort_indices(facts, sort_keys=keys)).combine_chunks()


def checked(facts: pa.Table) -> pa.Table:
    """The same facts, sorted; `Refusal` names the first row that breaks a rule of the table."""
    if not facts.schema.equals(SCHEMA):
        raise Refusal(
            f"Colonnes trouvées : {', '.join(f'{f.name} ({f.type})' for f in facts.schema)}.",
            f"Colonnes attendues : {', '.join(f'{f.name} ({f.type})' for f in SCHEMA)}.",
            where="table des faits",
        )
    _check_required(facts)
    _check_words(facts)
    _check_values(facts)
    _check_codes(facts)
    ordered = in_order(facts)
    _check_no_duplicate(ordered)
    return ordered


def _refuse_row(facts: pa.Table, position: int, found: str, remedy: str) -> None:
    row = facts.slice(position, 1).to_pylist()[0]
    label = "/".join(str(row[name]) for name in ("source_id", "measure", "area_level", "ref_area", "time_period"))
    raise Refusal(found, remedy, where=f"table des faits, ligne {position + 1} ({label})")


def _first(mask: pa.ChunkedArray | pa.Array) -> int:
    return pc.index(mask, True).as_py()


def _check_required(facts: pa.Table) -> None:
    for field in SCHEMA:
        if not field.nullable and facts[field.name].null_count:
            position = _first(pc.is_null(facts[field.name]))
            _refuse_row(facts, position, f"La colonne « {field.name} » est vide.", "Elle est obligatoire.")


def _check_words(facts: pa.Table) -> None:
    for column, known in (("area_level", LEVELS), ("obs_status", tuple(OBS_STATUSES))):
        unknown = pc.invert(pc.is_in(facts[column], value_set=pa.array(known)))
        if (position := _first(unknown)) >= 0:
            found = facts[column][position].as_py()
            _refuse_row(
                facts,
                position,
                f"« {found} » inconnu dans {column}.",
                f"Valeurs admises : {', '.join(known)}.",
            )


def _check_values(facts: pa.Table) -> None:
    null_value = pc.is_null(facts["value"])
    silent = pc.is_in(facts["obs_status"], value_set=pa.array(sorted(WITHOUT_VALUE)))
    if (position := _first(pc.xor(null_value, silent))) >= 0:
        value, status = facts["value"][position].as_py(), facts["obs_status"][position].as_py()
        _refuse_row(
            facts,
            position,
            f"Valeur {value!r} avec le statut {status} ({OBS_STATUSES[status]}).",
            "Les statuts M et Q vont avec une valeur vide, les autres avec une valeur.",
        )
    if (position := _first(pc.invert(pc.fill_null(pc.is_finite(facts["value"]), True)))) >= 0:
        value = facts["value"][position].as_py()
        _refuse_row(facts, position, f"Valeur {value} : ce n'est pas un nombre.", "Écrivez un nombre fini.")


def _check_codes(facts: pa.Table) -> None:
    for pair in facts.group_by(["area_level", "ref_area"]).aggregate([]).to_pylist():
        level, code = pair["area_level"], pair["ref_area"]
        if not _CODE_OF_LEVEL[level].fullmatch(code):
            same = pc.and_(pc.equal(facts["area_level"], level), pc.equal(facts["ref_area"], code))
            _refuse_row(
                facts,
                _first(same),
                f"Le code « {code} » n'a pas la forme d'un code de niveau {level}.",
                "Un code est un texte : vérifiez les zéros de tête et la Corse (2A, 2B).",
            )
    for country in facts["counterpart_area"].unique().to_pylist():
        if country is not None and not _COUNTRY.fullmatch(country):
            position = _first(pc.equal(facts["counterpart_area"], country))
            _refuse_row(
                facts,
                position,
                f"« {country} » n'est pas un pays (ISO 3166 à deux lettres, ou W).",
                "Traduisez le code du producteur, ou laissez vide si le pays est inconnu.",
            )


def _check_no_duplicate(ordered: pa.Table) -> None:
    """Two rows with one identity would be counted twice, or one of them lost."""
    if ordered.num_rows < 2:
        return
    same = None
    for name in KEY:
        column = ordered[name].combine_chunks()
        a, b = column.slice(0, len(column) - 1), column.slice(1)
        equal = pc.or_(pc.fill_null(pc.equal(a, b), False), pc.and_(pc.is_null(a), pc.is_null(b)))
        same = equal if same is None else pc.and_(same, equal)
    if (position := _first(same)) >= 0:
        values = ordered["value"].slice(position, 2).to_pylist()
        _refuse_row(
            ordered,
            position,
            f"La même ligne figure deux fois (valeurs {values[0]} et {values[1]}).",
            "Gardez-en une, ou distinguez-les par une catégorie ou un objet (item).",
        )
