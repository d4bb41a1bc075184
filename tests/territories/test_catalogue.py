"""The official lists as the catalogue gives them: counts, special places, two linked trees."""

import pyarrow.compute as pc
import pytest

from longuevue.terms.refusal import Refusal
from longuevue.territories.areas import AreaRef
from longuevue.territories.catalogue import FRANCE, load_catalogue
from longuevue.territories.perimeters import parse_perimeter


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.mark.parametrize(("year", "communes", "epci"), [(2019, 35064, 1259), (2023, 35039, 1255), (2026, 34969, 1255)])
def test_no_commune_or_epci_is_lost_in_any_year(year, communes, epci):
    found = load_catalogue(year)
    assert len(found.of_level("commune")) == communes
    assert len(found.of_level("epci")) == epci


@pytest.mark.parametrize("year", [2019, 2023, 2026])
def test_overseas_collectivities_are_units_of_their_own_beside_101_departements_and_18_regions(year):
    found = load_catalogue(year)
    for level, expected in (("departement", 101), ("region", 18)):
        zones = [t.zone for t in found.of_level(level)]
        assert (len(zones) - zones.count("com"), zones.count("com")) == (expected, 8)
    assert found.get("departement", "987").name == "Polynésie française"


def test_population_of_france_is_that_of_its_communes_without_overseas_collectivities(catalogue):
    france = catalogue.members(FRANCE)
    assert catalogue.get("country", "FR").population == 68_350_798
    assert sum(catalogue.get("commune", m.code).population for m in france) == 68_350_798
    assert not [m for m in france if catalogue.get("commune", m.code).zone == "com"]


def test_unknown_population_is_none_and_spreads_to_sums_but_zero_stays_zero():
    assert load_catalogue(2019).get("commune", "97608").population is None
    assert load_catalogue(2019).get("departement", "976").population is None
    assert load_catalogue(2019).get("country", "FR").population is None
    assert load_catalogue(2026).get("region", "984").population is None
    # Fleury-devant-Douaumont: a village destroyed in 1916, whose published population is zero
    assert load_catalogue(2026).get("commune", "55189").population == 0


def test_arrondissements_never_join_their_commune_in_one_total(catalogue):
    paris = AreaRef("commune", "75056")
    assert [m.code for m in catalogue.members(paris)] == ["75056"]
    assert len(catalogue.arrondissements_of("75056")) == 20
    assert len(catalogue.arrondissements_of("13055")) == 16
    assert len(catalogue.arrondissements_of("69123")) == 9
    assert catalogue.commune_of_arrondissement("13201") == "13055"
    assert catalogue.get("arrondissement", "69381").departement == AreaRef("departement", "69")
    membership = catalogue.membership()
    mixed = pc.and_(
        pc.equal(membership["member_level"], "arrondissement"),
        pc.not_equal(membership["area_level"], "arrondissement"),
    )
    assert pc.sum(mixed).as_py() == 0


def test_corsica_keeps_its_letters(catalogue):
    ajaccio = catalogue.get("commune", "2A004")
    assert (ajaccio.departement.code, ajaccio.region.code) == ("2A", "94")
    assert sorted(m.code[:2] for m in catalogue.members(AreaRef("region", "94")))[0] == "2A"


def test_epci_across_two_departements_is_never_counted_into_one(catalogue):
    crossing = [
        epci
        for epci in catalogue.of_level("epci")
        if len({catalogue.get("commune", m.code).departement for m in catalogue.members(epci.ref)}) > 1
    ]
    assert len(crossing) > 50
    epci = max(
        crossing,
        key=lambda t: len({catalogue.get("commune", m.code).region for m in catalogue.members(t.ref)}),
    )
    inside_main = {m.code for m in catalogue.members(epci.departement)}
    members = {m.code for m in catalogue.members(epci.ref)}
    assert members & inside_main and members - inside_main
    membership = catalogue.membership()
    assert set(pc.unique(membership["member_level"]).to_pylist()) == {"commune", "lau", "arrondissement"}


def test_main_departement_of_an_epci_holds_most_of_its_inhabitants(catalogue):
    for epci in catalogue.of_level("epci"):
        held: dict[AreaRef, int] = {}
        for member in catalogue.members(epci.ref):
            commune = catalogue.get("commune", member.code)
            held[commune.departement] = held.get(commune.departement, 0) + commune.population
        assert held[epci.departement] == max(held.values())
        assert epci.population == sum(held.values())


def test_commune_without_epci_has_its_departement_all_the_same(catalogue):
    yeu = catalogue.get("commune", "85113")
    assert yeu.epci is None
    assert yeu.parents == (AreaRef("departement", "85"), AreaRef("region", "52"))


def test_grand_geneve_and_its_two_parts_are_territories(catalogue):
    whole, french, swiss = (
        {m.code for m in catalogue.members(AreaRef("perimeter", slug))}
        for slug in ("grand-geneve", "grand-geneve/FR", "grand-geneve/CH")
    )
    assert whole == french | swiss and not french & swiss
    assert len(swiss) == 92
    assert "74012" in french and "CH6621" in swiss
    parts = [catalogue.get("perimeter", f"grand-geneve/{c}").population for c in ("FR", "CH")]
    assert catalogue.get("perimeter", "grand-geneve").population == sum(parts)


@pytest.mark.parametrize("year", [2019, 2023])
def test_shipped_perimeters_resolve_in_older_lists_too(year):
    assert len(load_catalogue(year).members(AreaRef("perimeter", "grand-geneve/CH"))) == 92


def test_own_perimeter_joins_with_its_shares_and_a_slug_is_not_taken_twice():
    text = (
        "slug: bord\nname: {fr: Bord du lac}\nmembers:\n"
        "  - {level: commune, code: 74012}\n"
        "  - {level: commune, code: 01004, share: 0.5}\n"
    )
    bord = parse_perimeter(text, "bord.yaml")
    found = load_catalogue(2026, (bord,))
    members = found.members(AreaRef("perimeter", "bord"))
    assert [(m.code, m.share) for m in members] == [("01004", 0.5), ("74012", 1.0)]
    expected = found.get("commune", "74012").population + found.get("commune", "01004").population / 2
    assert abs(found.get("perimeter", "bord").population - expected) <= 0.5
    assert not found.has("perimeter", "bord/FR")
    with pytest.raises(Refusal, match="existe déjà"):
        load_catalogue(2026, (bord, parse_perimeter(text, "autre.yaml")))


def test_tables_hold_every_territory_and_every_commune_as_a_member_of_itself(catalogue):
    territories, membership = catalogue.territories(), catalogue.membership()
    assert territories.num_rows == 34969 + 1255 + 109 + 26 + 45 + 92 + 1 + 3
    known = set(zip(*(territories[c].to_pylist() for c in ("area_level", "ref_area")), strict=True))
    areas = set(zip(*(membership[c].to_pylist() for c in ("area_level", "ref_area")), strict=True))
    members = set(zip(*(membership[c].to_pylist() for c in ("member_level", "member_code")), strict=True))
    assert areas == known
    assert members <= known
    assert len(members) == 34969 + 45 + 92


def test_table_and_lookup_tell_the_same_members(catalogue):
    membership = catalogue.membership()
    for ref in (
        AreaRef("epci", "243400017"),
        AreaRef("departement", "69"),
        AreaRef("perimeter", "grand-geneve"),
        FRANCE,
    ):
        mask = pc.and_(pc.equal(membership["area_level"], ref.level), pc.equal(membership["ref_area"], ref.code))
        rows = membership.filter(mask)
        expected = {(m.system, m.code, m.share) for m in catalogue.members(ref)}
        assert (
            set(zip(*(rows[c].to_pylist() for c in ("member_level", "member_code", "share")), strict=True)) == expected
        )
        assert rows.num_rows == len(expected)


def test_year_without_a_list_is_refused():
    with pytest.raises(Refusal, match="2021"):
        load_catalogue(2021)
