"""Links in the workshop: what would be lost, hidden or falsely told if it were wrong.
Valmont and its partners are invented; the example is checked for what it must never hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from longuevue.terms.refusal import Refusal


@pytest.fixture
def link(valmont: Any) -> Any:
    from longuevue.workshop.links.models import Link
    from longuevue.workshop.links.services import save_link

    return save_link(valmont, Link(area="com-34172", partner="Port-Vieux", country="HT", kind="twinning"))


def typed(**more: str) -> dict[str, str]:
    return {"kind": "twinning", "partner": "Port-Neuf", "area": "com-34172", "country": "HT", "start": "1998", **more}


def test_a_member_cannot_write_a_link(valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any]) -> None:
    browser = visitor(person(valmont, "contributor"))
    answer = browser.post("/atelier/o/valmont/liens/nouveau/", typed(languages="fr, ht"))
    assert answer.status_code == 302
    (saved,) = valmont.world_links.all()
    assert (saved.layer, saved.languages, saved.status, saved.start_year) == ("twinning", ["fr", "ht"], "unknown", 1998)
    page = browser.get(answer["Location"]).content.decode()
    assert "Port-Neuf" in page and "Haïti" in page and page.count("personne ne l&#x27;a dit") == 6


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"area": "com-00000"}, "00000"),
        ({"start": "98"}, "Date illisible"),
        ({"start": "1998", "end": "1990"}, "avant le début"),
        ({"country": "FRANCE"}, "country"),
        ({"partner": ""}, "partner"),
    ],
)
def test_a_bad_link_enters_or_says_nothing(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any], fault: dict[str, str], said: str
) -> None:
    browser = visitor(person(valmont, "manager"))
    answer = browser.post("/atelier/o/valmont/liens/nouveau/", typed(**fault))
    assert answer.status_code == 400 and said in answer.content.decode()
    assert not valmont.world_links.exists()


def test_a_field_that_no_form_has_is_written_all_the_same(
    valmont: Any, elsewhere: Any, person: Callable[..., Any], visitor: Callable[..., Any]
) -> None:
    browser = visitor(person(valmont, "contributor"))
    forged = typed(observatory=str(elsewhere.pk), status="ended", origin="example", aims_before_diagnostic="")
    browser.post("/atelier/o/valmont/liens/nouveau/", forged)
    (saved,) = valmont.world_links.all()
    assert (saved.status, saved.origin) == ("unknown", "typed")
    assert not elsewhere.world_links.exists()


def test_a_hostile_name_runs_in_the_page(valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any]) -> None:
    browser = visitor(person(valmont, "manager"))
    browser.post("/atelier/o/valmont/liens/nouveau/", typed(partner="<script>alert(1)</script>"))
    for address in ("liens/", f"liens/{valmont.world_links.get().public_id}/"):
        assert "<script>alert" not in browser.get(f"/atelier/o/valmont/{address}").content.decode()


def test_a_link_ends_in_silence(link: Any, valmont: Any) -> None:
    from longuevue.workshop.links import selectors, services
    from longuevue.workshop.links.models import Change
    from longuevue.workshop.links.parts import PARTS

    with pytest.raises(Refusal, match="raison"):
        services.add_line(link, PARTS["change"], Change(what="ended", reason=" "))
    services.add_line(link, PARTS["change"], Change(what="ended", day="2019", reason="élus changés", debated=False))
    link.refresh_from_db()
    assert (link.status, link.end, link.alive) == ("ended", "2019", False)
    assert list(selectors.ended_without_debate(valmont)) == [link]
    with pytest.raises(Refusal, match="reste écrit"):
        services.remove_line(link.changes.get())


def test_an_end_that_was_debated_is_told_as_silent(link: Any, valmont: Any) -> None:
    from longuevue.workshop.links import selectors, services
    from longuevue.workshop.links.models import Change
    from longuevue.workshop.links.parts import PARTS

    services.add_line(link, PARTS["change"], Change(what="ended", reason="vote du conseil", debated=True))
    assert not selectors.ended_without_debate(valmont)


def test_aims_written_before_any_diagnostic_pass_for_drawn_from_it(valmont: Any) -> None:
    from longuevue.workshop.links.models import Link
    from longuevue.workshop.links.services import save_link

    link = save_link(valmont, Link(area="com-34172", partner="Port-Vieux", kind="project", aims="Apprendre"))
    assert link.aims_before_diagnostic


def test_a_return_without_beneficiary_is_accepted(
    link: Any, valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any]
) -> None:
    browser = visitor(person(valmont, "moderator"))
    address = f"/atelier/o/valmont/liens/{link.public_id}/return/"
    said = {"kind": "savoir-faire", "years": "2019-2023", "evidence": "rapport"}
    assert browser.post(address, said).status_code == 400
    assert browser.post(address, said | {"beneficiary": "agents des eaux"}).status_code == 302
    assert link.returns.get().beneficiary == "agents des eaux"


def test_money_that_nobody_said_becomes_zero(
    link: Any, valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any]
) -> None:
    browser = visitor(person(valmont, "moderator"))
    address = f"/atelier/o/valmont/liens/{link.public_id}/money/"
    assert browser.post(address, {"year": "2024", "own": "", "co_funded": "12000"}).status_code == 302
    assert link.moneys.get().own is None
    assert browser.post(address, {"year": "2024", "own": "1"}).status_code == 400, "one line a year"
    assert browser.post(address, {"year": "2025", "own": "-5"}).status_code == 400


def test_an_agreement_lapses_unseen(link: Any, valmont: Any) -> None:
    from longuevue.workshop.links import selectors
    from longuevue.workshop.links.models import Agreement

    on = dt.date(2026, 6, 1)
    soon = Agreement.objects.create(link=link, title="Convention", parties="Valmont, Port-Vieux", ends="2026-09-30")
    Agreement.objects.create(link=link, title="Autre", parties="Valmont, Port-Vieux", ends="2029-01-01")
    assert list(selectors.expiring(valmont, on)) == [soon]


def test_a_network_hides_that_it_announces_more_members_than_it_names(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any]
) -> None:
    browser = visitor(person(valmont, "manager"))
    made = browser.post("/atelier/o/valmont/reseaux/nouveau/", {"name": "Villes du verre", "announced_members": "50"})
    for n in range(48):
        member = {"name": f"Ville {n}", "country": "FR", "ground": "guest" if n % 2 else "site"}
        assert browser.post(f"{made['Location']}membres/", member).status_code == 302
    page = browser.get(made["Location"]).content.decode()
    assert "2 membres annoncés" in page and "invité" in page and "Ville 47" in page


def test_a_direction_without_a_strand_is_not_seen(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any]
) -> None:
    browser = visitor(person(valmont, "manager"))
    home = "/atelier/o/valmont/organisation/"
    assert browser.post(f"{home}option/", {"option": "strands", "service": "Mission Europe"}).status_code == 302
    browser.post(f"{home}directions/", {"name": "Culture", "strand": "résidences croisées"})
    browser.post(f"{home}directions/", {"name": "Voirie", "strand": ""})
    page = browser.get(home).content.decode()
    assert "Directions sans volet : Voirie" in page.replace("\xa0", " ")
    browser.post(f"{home}option/", {"option": "dedicated", "service": "Mission Europe"})
    assert "Directions sans volet" not in browser.get(home).content.decode()


def test_starter_links_come_in_twice_or_lose_a_home(
    valmont: Any, starter_home: Any, monkeypatch: pytest.MonkeyPatch, starter: Any
) -> None:
    from longuevue.workshop.links import services

    monkeypatch.setattr(services, "edition_of", lambda _: starter)
    valmont.perimeter = ["epci-200046977"]
    came, known = services.take_starter_links(valmont)
    named = starter.beneath("twinnings", "epci-200046977")["named"]
    assert came == sum(len(thing["declared_at"]) for thing in named) > len(named)
    assert services.take_starter_links(valmont) == (0, came + known)
    assert {link.status for link in valmont.world_links.all()} == {"unknown"}


def test_the_example_names_a_person_or_a_group_of_residents(valmont: Any) -> None:
    from longuevue.workshop.links.seed import EXAMPLE, take_example

    assert take_example(valmont) == (7, 1)
    assert take_example(valmont) == (0, 0)
    text = EXAMPLE.read_text(encoding="utf-8").lower()
    assert not [word for word in ("bulgar", "syri", "yézid", "réfugi", " m. ", " mme ") if word in text]
    suresnes = valmont.world_links.get(country="HT")
    assert (suresnes.engagements.count(), suresnes.thirdpartys.get().amount_eur) == (3, 40_000_000)
    assert all(link.origin == "example" and link.origin_note for link in valmont.world_links.all())


def test_the_example_keeps_the_ends_that_nobody_debated(valmont: Any) -> None:
    from longuevue.workshop.links import selectors
    from longuevue.workshop.links.seed import take_example

    take_example(valmont)
    silent = {link.bearer for link in selectors.ended_without_debate(valmont)}
    assert silent == {"Région Hauts-de-France", "Ville de Romans-sur-Isère", "Région Île-de-France"}
