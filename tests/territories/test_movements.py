"""INSEE's file of commune events: commune-to-commune rows only, in the order of dates, no cycle followed."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longuevue.terms.refusal import Refusal
from longuevue.territories.movements import Movement, followed, read_movements
from longuevue.territories.passage import Passage, _links

HEADER = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP"
)
VALMONT = """\
50,2025-01-01,COM,99001,1,VALMONT,Valmont,Valmont,COM,99009,1,VALMONT,Valmont,Valmont
34,2024-01-01,COMA,99005,0,SOURCES,Sources,Sources,COM,99001,0,VALMONT,Valmont,Valmont
10,2023-01-01,COM,99003,0,VEVE,Vève,Vève,COM,99003,0,VEVE LE HAUT,Vève-le-Haut,"Vève, le Haut"
32,2020-01-01,COM,99001,0,VALMONT,Valmont,Valmont,COM,99001,0,VALMONT,Valmont,Valmont
32,2020-01-01,COM,99002,3,BRUME,Brume,La Brume,COM,99001,0,VALMONT,Valmont,Valmont
32,2020-01-01,COM,99002,3,BRUME,Brume,La Brume,COMD,99002,3,BRUME,Brume,La Brume
20,2011-03-31,,,,,,,COM,99020,1,ILE,Île,Île
"""
DAYS = {"after": "2019-01-01", "until": "2026-01-01"}


def written(tmp_path, body, header=HEADER, encoding="utf-8", end="\r\n"):
    path = tmp_path / "v_mvt_commune_2026.csv"
    path.write_bytes((header + "\n" + body).replace("\n", end).encode(encoding))
    return path


def test_only_commune_to_commune_rows_are_kept_oldest_first(tmp_path):
    rows = read_movements(written(tmp_path, VALMONT))
    assert [(m.day[:4], m.kind, m.old, m.new) for m in rows] == [
        ("2020", 32, "99001", "99001"),
        ("2020", 32, "99002", "99001"),
        ("2023", 10, "99003", "99003"),
        ("2025", 50, "99001", "99009"),
    ]


@pytest.mark.parametrize("style", ["quoted", "bom", "lf"])
def test_quoting_and_line_ends_that_vary_from_year_to_year_are_read_alike(tmp_path, style):
    expected = read_movements(written(tmp_path, VALMONT))
    if style == "quoted":
        header = ",".join(f'"{name}"' for name in HEADER.split(","))
        path = written(tmp_path, VALMONT, header=header)
    else:
        path = written(tmp_path, VALMONT, encoding="utf-8-sig" if style == "bom" else "utf-8", end="\n")
    assert read_movements(path) == expected


@pytest.mark.parametrize(
    ("body", "header", "said"),
    [
        (VALMONT, HEADER.replace("COM_AV", "CODE"), "COM_AV"),
        ("99" + VALMONT, HEADER, "« 9950 »"),
        (VALMONT.replace("2025-01-01", "01/01/2025"), HEADER, "« 01/01/2025 »"),
        ("32,2020-01-01,COM\n", HEADER, "3 colonnes"),
    ],
)
def test_file_of_another_shape_is_refused_with_its_line(tmp_path, body, header, said):
    with pytest.raises(Refusal, match="ligne") as refusal:
        read_movements(written(tmp_path, body, header=header))
    assert said in str(refusal.value)


def test_empty_absent_or_latin_file_is_refused(tmp_path):
    empty = tmp_path / "vide.csv"
    empty.write_bytes(b"")
    for path in (empty, tmp_path / "absent.csv", written(tmp_path, VALMONT, encoding="latin-1")):
        with pytest.raises(Refusal):
            read_movements(path)


def test_chain_is_followed_in_date_order_up_to_the_target_date(tmp_path):
    rows = read_movements(written(tmp_path, VALMONT))
    placed = followed(["99001", "99002", "99003"], rows, population={}, **DAYS)
    assert placed == {"99001": {"99009": 1.0}, "99002": {"99009": 1.0}, "99003": {"99003": 1.0}}
    early = followed(["99002"], rows, population={}, after="2019-01-01", until="2024-12-31")
    assert early == {"99002": {"99001": 1.0}}
    assert followed(["99002"], rows, population={}, after="2020-01-01", until="2021-01-01") == {"99002": {"99002": 1.0}}


def test_merger_and_new_code_of_the_same_day_are_chained():
    rows = [Movement("2020-01-01", 41, "99001", "98001"), Movement("2020-01-01", 32, "98001", "98002")]
    assert followed(["99001"], rows, population={}, **DAYS) == {"99001": {"98002": 1.0}}


def test_commune_merged_then_restored_years_later_is_no_cycle():
    rows = [Movement("2020-01-01", 33, "99002", "99001"), Movement("2022-01-01", 21, "99001", "99002")]
    placed = followed(["99001", "99002"], rows, population={"99001": 300, "99002": 100}, **DAYS)
    assert placed["99002"] == {"99001": 0.75, "99002": 0.25} == placed["99001"]


def test_split_without_a_population_is_not_guessed():
    rows = [Movement("2020-01-01", 21, "99001", "99002")]
    assert followed(["99001"], rows, population={"99001": 300}, **DAYS) == {"99001": None}
    assert followed(["99001"], rows, population={"99001": 0, "99002": 0}, **DAYS) == {"99001": None}


def test_change_of_name_on_the_day_of_a_merger_does_not_make_a_split():
    rows = [Movement("2020-01-01", 10, "99001", "99001"), Movement("2020-01-01", 32, "99001", "99002")]
    assert followed(["99001"], rows, population={"99001": 1, "99002": 1}, **DAYS) == {"99001": {"99002": 1.0}}


# --- invented chains of events, played on a map of inhabitants and written as INSEE writes them ---------------------

CODES = tuple(f"9900{n}" for n in range(6))


@st.composite
def chains(draw, splits):
    """Random events, one a day; each commune is the set of first communes whose inhabitants it holds."""
    held = {code: {code} for code in CODES}
    rows, fresh = [], 0
    for n in range(draw(st.integers(1, 12))):
        day, alive = f"20{n + 10}-01-01", sorted(held)
        kind = draw(st.sampled_from(["merge", "renumber", "split"] if splits else ["merge", "renumber"]))
        if kind == "merge" and len(alive) > 1:
            parts = draw(st.lists(st.sampled_from(alive), min_size=2, max_size=4, unique=True))
            heir = parts[0]
            rows += [Movement(day, 32, part, heir) for part in parts]
            held[heir] = set().union(*(held.pop(part) for part in parts))
        elif kind == "renumber":
            code, fresh = draw(st.sampled_from(alive)), fresh + 1
            held[f"98{fresh:03}"] = held.pop(code)
            rows.append(Movement(day, 50, code, f"98{fresh:03}"))
        elif kind == "split":
            code, fresh = draw(st.sampled_from(alive)), fresh + 1
            held[f"97{fresh:03}"] = set(held[code])
            rows += [Movement(day, 21, code, f"97{fresh:03}"), Movement(day, 21, code, code)]
    return draw(st.permutations(rows)), held


def as_passage(placed, new_codes):
    news, olds = frozenset(new_codes), frozenset(CODES)
    links = [link for code in sorted(placed) for link in _links(code, placed[code], news, olds)]
    return Passage(2009, 2026, tuple(links), (), {}, {})


_PLAIN = pa.schema([("code", pa.string()), ("value", pa.int64())])
WHOLE = {"after": "2009-01-01", "until": "2026-01-01"}
VALUES = st.dictionaries(st.sampled_from(CODES), st.integers(0, 10**7))


@settings(deadline=None, max_examples=150)
@given(chains(splits=False), VALUES)
def test_mergers_are_exact_whatever_the_chain(chain, values):
    rows, held = chain
    placed = followed(CODES, rows, population={}, **WHOLE)
    assert placed == {code: {new: 1.0 for new, inside in held.items() if code in inside} for code in CODES}
    table = pa.table({"code": list(values), "value": list(values.values())}, schema=_PLAIN)
    converted = as_passage(placed, held).convert(table, sensitive=True)
    assert converted.set_aside.num_rows == 0
    reached = {new: inside & set(values) for new, inside in held.items()}
    expected = {new: sum(values[code] for code in inside) for new, inside in reached.items() if inside}
    assert {row["code"]: row["value"] for row in converted.table.to_pylist()} == expected


@settings(deadline=None, max_examples=150)
@given(chains(splits=True), VALUES, st.integers(1, 50_000), st.booleans())
def test_no_unit_is_lost_or_made_through_any_chain_with_splits(chain, values, seed, sensitive):
    rows, held = chain
    population = {code: seed * (n + 1) % 9973 + 1 for n, code in enumerate(sorted({m.new for m in rows}))}
    placed = followed(CODES, rows, population=population, **WHOLE)
    for code, shares in placed.items():
        assert shares is not None and set(shares) <= set(held), code
        assert sum(shares.values()) == pytest.approx(1)
    table = pa.table({"code": list(values), "value": list(values.values())}, schema=_PLAIN)
    converted = as_passage(placed, held).convert(table, sensitive=sensitive)
    assert converted.total_over(held) == (sum(values.values()), True)
    if sensitive:
        assert "estimated" not in converted.table["status"].to_pylist()


@settings(deadline=None, max_examples=100)
@given(chains(splits=True), st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True))
def test_cycle_inside_one_day_is_refused_whatever_surrounds_it(chain, ring):
    rows, _ = chain
    turn = [Movement("2025-06-01", 32, old, new) for old, new in zip(ring, ring[1:] + ring[:1], strict=True)]
    with pytest.raises(Refusal, match="tournent en rond"):
        followed(CODES, [*rows, *turn], population={}, **WHOLE)
