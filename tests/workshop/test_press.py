"""From what people wrote to the public page: only approved records leave, in an edition that `verify` covers, never a contact."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.config.records import records_of
from longuevue.edition.audit import audit_edition
from longuevue.edition.reader import MAY_SAY, Edition
from longuevue.edition.verify import verify
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.portal import desk
from longuevue.publish.records import record_files
from longuevue.report.desk import Desk
from longuevue.report.parts.effects import effects
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.models import Actor, Contact, VantagePoint
from longuevue.workshop.data_requests import services as requests
from longuevue.workshop.links.models import (
    Card,
    Change,
    Direction,
    Link,
    Membership,
    Mission,
    Money,
    Network,
    Organisation,
    Proof,
    Return,
)
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.press import services
from longuevue.workshop.sheets import services as sheets
from tests.workshop import debates_shown, decisions_shown, effects_shown, events_shown, perceptions_shown, voices_shown

CONTACT = ("Aubrac", "jeanne.aubrac@exemple.fr", "04 67 12 34 56")


@pytest.fixture
def told(valmont: Any, person: Callable[..., Any]) -> Any:
    """Three actors, three links, two vantage points; one of each is not approved. Everyone has a contact."""
    health = Actor.objects.create(
        observatory=valmont, name="Hôpital de Valmont", kind="health", fields=["health"], countries=["ML"],
        commune="34172",
    )  # fmt: skip
    club = Actor.objects.create(
        observatory=valmont, name="Club d'aviron", kind="sport", fields=["sport"], countries=["DE"]
    )
    secret = Actor.objects.create(observatory=valmont, name="Pas encore relu", kind="firm")
    for actor in (health, club, secret):
        Contact.objects.create(actor=actor, person=CONTACT[0], email=CONTACT[1], phone=CONTACT[2])
    heidelberg = Link.objects.create(
        observatory=valmont, area="com-34172", partner="Heidelberg", country="DE", kind="twinning", start="1961",
        status="alive", field="culture", tags=["sdg-4", "agenda-migration"],
    )  # fmt: skip
    bamako = Link.objects.create(
        observatory=valmont, area="epci-243400017", partner="Bamako", country="ML", kind="project", status="ended",
        field="health", involves_authority=False, bearer="Hôpital de Valmont", start="2001", end="2012",
    )  # fmt: skip
    Change.objects.create(link=bamako, what="ended", reason="La convention n'a pas été reconduite.")
    hidden = Link.objects.create(observatory=valmont, area="com-34172", partner="Nulle-Part", kind="project")
    _asked_and_counted(valmont, health, club)
    _what_hangs_on(valmont, heidelberg)
    closed = VantagePoint.objects.create(actor=health, marker="twinnings", access="closed", data_held="Registre")
    VantagePoint.objects.create(actor=secret, marker="twinnings", access="open")
    manager = person(valmont, "manager")
    decisions_shown.decide(valmont, manager)
    moderation.approve(valmont, "actor", [health.public_id, club.public_id], by=manager)
    moderation.approve(valmont, "link", [heidelberg.public_id, bamako.public_id], by=manager)
    moderation.approve(valmont, "network", valmont.networks.values_list("public_id", flat=True), by=manager)
    moderation.approve(valmont, "organisation", [valmont.organisation.public_id], by=manager)
    shown = valmont.cards.exclude(name="Jamais relue").values_list("public_id", flat=True)
    moderation.approve(valmont, "card", shown, by=manager)
    moderation.approve(valmont, "vantage", [closed.public_id], by=manager)
    moderation.approve(
        valmont, "request", [r.public_id for r in valmont.data_requests.filter(actor=health)], by=manager
    )
    assert hidden.pk
    return manager


def _what_hangs_on(valmont: Any, link: Link) -> None:
    """Money, a return with its beneficiary and one without, a proof, a lesson; a network, the organisation, cards."""
    Money.objects.create(link=link, year=2023, own=12000, co_funded=3000)
    Return.objects.create(link=link, kind="Places de stage", beneficiary="lycéens", years="2021-2023", evidence="Bilan")
    Return.objects.create(link=link, kind="Retour sans personne", beneficiary=" ", years="2023", evidence="Bilan")
    Proof.objects.create(link=link, leg="political", day=dt.date(2026, 1, 5), evidence="Vote à l'unanimité")
    Proof.objects.create(link=link, leg="information", day=dt.date(2019, 1, 5), evidence="Lettre d'information")
    Mission.objects.create(link=link, what="Mission des écoles", service="Éducation", changed="cantines bilingues")
    Mission.objects.create(link=link, what="Mission muette")
    network = Network.objects.create(
        observatory=valmont,
        name="Villes du verre",
        founded=2014,
        ground="un site d'une même verrerie",
        announced_members=50,
    )
    Membership.objects.create(network=network, area="com-34172", name="Montpellier", country="FR", ground="site")
    Membership.objects.create(network=network, name="Port-Vieux", country="HT", ground="guest")
    organisation = Organisation.objects.create(observatory=valmont, option="strands", service="Service monde")
    Direction.objects.create(organisation=organisation, name="Culture", strand="festivals", referent="Jeanne Aubrac")
    Direction.objects.create(organisation=organisation, name="Voirie")
    for name in ("Budget participatif", "Jamais relue"):
        Card.objects.create(
            observatory=valmont, kind="practice", area="com-34172", name=name, origin="Porto Alegre", country="BR",
            since="2016", evidence="Délibération",
        )  # fmt: skip
    Card.objects.create(
        observatory=valmont, kind="tally", area="epci-243400017", name="Organismes", number=2500, unit="organismes",
        parts=[{"what": "associations", "count": 1500}, {"what": "autres", "count": 800}],
    )  # fmt: skip


def _asked_and_counted(valmont: Any, health: Actor, club: Actor) -> None:
    """A request refused, another not approved, and the sheets of two organisations, one of them too small to appear."""
    refused = requests.open_request(
        valmont,
        actor=health,
        marker="cross-border-legal-cases",
        data="dossiers par pays",
        day=dt.date(2026, 3, 2),
        by=None,
    )
    requests.add_step(refused, what="refused", day=dt.date(2026, 3, 20), note="secret professionnel", by=None)
    requests.add_step(refused, what="appealed", day=dt.date(2026, 4, 2), note="", by=None)
    requests.open_request(
        valmont, actor=club, marker="outbound-volunteers", data="jamais relue", day=dt.date(2026, 3, 2), by=None
    )
    staff = ("staff_arrived_from_abroad", "staff_sent_abroad", "staff_of_respondents")
    for actor, area, numbers, accept in (
        (health, "epci-243400017", (20, 12, 900), True),
        (club, "epci-243400017", (15, 9, 300), True),
        (club, "epci-243400470", (2, 1, 40), True),
        (health, "epci-243400520", (77, 77, 777), False),
    ):
        sheet = sheets.open_sheet(valmont, actor=actor, template="company-staff-mobility", year=2025, area=area)
        sheet = sheets.fill(sheet, dict(zip(staff, numbers, strict=True)), "", agreed=True)
        if accept:
            sheets.decide(sheet, accept=True, reason="", read=sheet.counts, by=None)


def test_only_approved_records_leave_and_no_contact_does(valmont: Any, told: Any) -> None:
    assert services.press(valmont) == {
        "actors": 2, "links": 2, "vantages": 1, "requests": 1, "networks": 1, "organisations": 1, "cards": 2, "effects": 0, "events": 0, "stories": 0, "counts": 1,
        "policies": 2, "deliberations": 1, "commitments": 1, "rooms": 0, "policy_counts": 1, "room_records": 0,
    }  # fmt: skip
    text = (folder_of(valmont) / services.FILE).read_text(encoding="utf-8")
    assert not [w for w in ("Pas encore relu", "Nulle-Part", "Sans bruit", "Tenu secret", "Pas relue") if w in text]
    assert not [word for word in CONTACT if word in text]
    assert "jamais relue" not in text and "staff" not in text
    counted = (folder_of(valmont) / services.COUNTS / "company-staff-mobility.csv").read_text(encoding="utf-8")
    assert counted.count("epci-243400017") == 2 and "777" not in counted and "Hôpital" not in counted
    document = json.loads(text)
    for name, allowed in MAY_SAY.items():
        assert all(set(row) == allowed for row in document[name]), name


def test_what_loses_its_approval_leaves_at_the_next_publication(valmont: Any, told: Any) -> None:
    services.press(valmont)
    Actor.objects.filter(name="Club d'aviron").update(description="Autre chose")
    assert services.press(valmont)["actors"] == 1


def test_the_page_is_the_managers_and_says_what_is_new_and_what_goes(
    valmont: Any, told: Any, visitor: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longuevue.workshop.press.job.start", lambda _: True)  # the build itself: test_publication.py
    browser, address = visitor(told), "/atelier/o/valmont/publier/"
    assert "Nouvelles" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 302
    assert services.pressed(valmont)["links"] and "2 acteurs" in browser.get(address).content.decode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["actors"][0].update(email="x@y.fr"),
        lambda d: d["links"][0].pop("status"),
        lambda d: d.update(format=1),
        lambda d: d.pop("vantages"),
    ],
)
def test_a_file_that_says_more_or_less_than_it_may_stops_the_build(
    valmont: Any, told: Any, spoil: Callable[[Any], Any]
) -> None:
    services.press(valmont)
    folder = folder_of(valmont)
    document = json.loads((folder / services.FILE).read_text(encoding="utf-8"))
    spoil(document)
    (folder / services.FILE).write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Refusal, match="Publiez de nouveau"):
        records_of(read_observatory(folder))


def test_a_file_pressed_before_decisions_were_told_still_builds(valmont: Any, told: Any) -> None:
    services.press(valmont)
    folder = folder_of(valmont)
    document = json.loads((folder / services.FILE).read_text(encoding="utf-8"))
    for name in ("events", "policies", "deliberations", "commitments", "rooms", "policy_counts", "room_records"):
        document.pop(name)
    (folder / services.FILE).write_text(json.dumps(document), encoding="utf-8")
    assert records_of(read_observatory(folder))["commitments"] == []


def test_from_the_workshop_to_the_public_pages(valmont: Any, told: Any, tmp_path: Path) -> None:
    effects_shown.tell(valmont, told)
    voices_shown.tell(valmont, told)
    events_shown.gather(valmont, told)
    perceptions_shown.ask(valmont, told)
    room = debates_shown.debate_on(valmont, told)
    assert services.press(valmont)["effects"] == 5
    perceptions_shown.handed_over(folder_of(valmont) / services.COUNTS / "longuevue-survey.json")
    observatory = read_observatory(folder_of(valmont))
    folder, new = build(observatory)
    assert new
    for path in folder.rglob("*.json"):
        assert not [word for word in CONTACT if word in path.read_text(encoding="utf-8")], path
    edition = Edition.open(folder)
    _reader_finds_each_at_its_scale(edition)
    _a_refusal_makes_the_source_closed(edition)
    _small_counts_stay_behind_the_gate(edition, folder)
    _pages_show_them(edition)
    _paper_names_them(edition)
    effects_shown.reader_grades_them(edition)
    effects_shown.paper_tells_them(edition)
    effects_shown.open_data_holds_them(edition, tmp_path / "open")
    _open_data_holds_them(edition)
    decisions_shown.figure_to_vote(edition, _text)
    events_shown.read(edition, _text)
    perceptions_shown.read(edition, _text)
    _verify_covers_them(folder)
    assert build(observatory) == (folder, False)
    voices_shown.lent(edition, observatory, folder_of(valmont))
    debates_shown.words_are_gone(room, edition, folder_of(valmont), _text)
    debates_shown.room_is_gone(room, edition, folder_of(valmont), _text)
    Actor.objects.filter(name="Club d'aviron").update(description="Autre chose")
    services.press(valmont)
    after, new = build(observatory)
    assert new and [a["name"] for a in Edition.open(after).actors("epci-243400017")] == ["Hôpital de Valmont"]


def _reader_finds_each_at_its_scale(edition: Edition) -> None:
    def partners(area: str) -> list[str]:
        return [one["partner"] for one in edition.links(area)]

    assert partners("epci-243400017") == partners("dep-34") == partners("FR") == ["Bamako", "Heidelberg"]
    assert partners("com-34172") == ["Heidelberg"] and partners("com-42218") == []
    assert [a["name"] for a in edition.actors("com-34172")] == ["Hôpital de Valmont"]
    assert len(edition.actors("epci-243400017")) == 2 and edition.actors("com-42218") == []
    assert [p["around"] for p in edition.vantages("com-34172")] == [False]
    assert [p["around"] for p in edition.vantages("com-34123")] == [True] and edition.vantages("dep-42") == []
    whole = edition.authority_gap("epci-243400017")[0]
    assert (whole.with_authority, whole.without) == (1, 0)  # the one without the authority is over


def _a_refusal_makes_the_source_closed(edition: Edition) -> None:
    def why(area: str) -> str:
        return str(edition.reading("cross-border-legal-cases", area)["status_reason"])

    assert why("epci-243400017") == why("com-34172") == "source_closed" != why("epci-244200770")
    spots = {s["marker"]: s for s in edition.blind_spots("epci-243400017")["blind_spots"]}
    assert "demandée" in spots["cross-border-legal-cases"]["sentence"]["fr"]
    assert [r["state"] for r in edition.requests("com-34172")] == ["appealed"]
    assert edition.closed_sources("com-34172")["cross-border-legal-cases"] == ["Hôpital de Valmont"]
    assert edition.closed_sources("epci-244200770") == {}


def _small_counts_stay_behind_the_gate(edition: Edition, folder: Path) -> None:
    whole = edition.reading("company-staff-mobility", "epci-243400017")
    assert round(whole["value"], 2) == 46.67 and whole["source"] == "workshop-company-staff-mobility"
    small = edition.reading("company-staff-mobility", "epci-243400470")
    assert (small["value"], small["status"]) == (None, "suppressed")
    assert edition.reading("company-staff-mobility", "epci-243400520")["value"] is None
    card = next(s for s in edition.sources() if s["id"] == "workshop-company-staff-mobility")
    assert card["receipt"]["origin"] == "protected" and not card["receipt"]["file"]
    report = audit_edition(folder, ledger=Ledger(folder.parent.parent / "private" / "releases.jsonl"))
    assert report.faults == [] and report.withheld >= 1


def _pages_show_them(edition: Edition) -> None:
    desk.lend(edition)
    try:
        page = _text("/fr/territoire/epci-243400017/")
        for words in (
            "Heidelberg",
            "1961",
            "Bamako",
            "2001 – 2012",
            "terminé",
            "pas été reconduite",
            "Club d&#x27;aviron",
        ):
            assert words in page, words
        assert "Pas encore relu" not in page and "Nulle-Part" not in page and CONTACT[0] not in page
        country = _text("/fr/territoire/epci-243400017/pays/ML/")
        assert "Bamako" in country and "Hôpital de Valmont" in country and "Heidelberg" not in country
        blind = _text("/fr/territoire/epci-243400017/angles-morts/")
        assert "Hôpital de Valmont" in blind and "fermé" in blind
        assert "2026-03-20" in blind and "secret professionnel" in blind and "recours devant la CADA" in blind
        assert "jamais relue" not in blind
        counted = _text("/fr/territoire/epci-243400017/") + _text("/fr/chiffre/company-staff-mobility/epci-243400017/")
        assert "46,7" in counted and "Des acteurs du territoire" in counted
        assert "Valeur protégée" in _text("/fr/chiffre/company-staff-mobility/epci-243400470/")
        assert "takes part" in _text("/en/territory/epci-243400017/")
        effects_shown.pages_show_them()
        _registers_are_told(page)
        _tags_lead_to_the_same_records_on_the_page_and_by_program()
        assert 'id="links"' not in _text("/fr/territoire/dep-42/")
    finally:
        desk.lend(None)


def _tags_lead_to_the_same_records_on_the_page_and_by_program() -> None:
    for tag in ("odd-4", "agenda-migration"):
        page, told = _text(f"/fr/questions/{tag}/"), json.loads(_text(f"/fr/questions/{tag}.json"))
        assert page.count(">Heidelberg</a>") == len(told["links"]) == 1 and "Bamako" not in page
        assert page.count('class="question ') == len(told["markers"])
        assert page.count("<time datetime=") == len(told["deliberations"])
    assert "Heidelberg" not in _text("/fr/questions/odd-13/")


def _registers_are_told(page: str) -> None:
    page = page.replace("\u202f", " ").replace("\xa0", " ")
    for words in (
        "2023 : 15 000 €", "Places de stage, pour lycéens (2021-2023)", "manque : personne ne l&#x27;a dit",
        "preuve du 2026-01-05", "trop ancienne depuis le 2020-01-06", "aucune preuve", "cantines bilingues",
        "rien de dit sur ce que cela a changé ici", "1960-1969", "Villes du verre", "48 ne sont pas nommés",
        "Directions sans volet international :</", "Voirie", "Porto Alegre",
        "le total annoncé (2 500) n&#x27;est pas la somme des parts (2 300)",
    ):  # fmt: skip
        assert words.removesuffix("</") in page, words
    assert "Retour sans personne" not in page and "Jamais relue" not in page and "Jeanne" not in page


def _open_data_holds_them(edition: Edition) -> None:
    files = record_files(edition)
    rows = list(csv.DictReader(io.StringIO(files["links.csv"].decode("utf-8-sig"))))
    assert [row["partner"] for row in rows] and {row["aims"] for row in rows} == {""}
    assert b"12000" in files["link-money.csv"] and "lycéens".encode() in files["link-returns.csv"]
    text = b"".join(files.values()).decode()
    assert "Jamais relue" not in text and "Retour sans personne" not in text
    assert not [word for word in CONTACT if word in text]
    assert sum(cell.total for cell in edition.strata("epci-243400017")) == len(edition.links("epci-243400017"))


def _paper_names_them(edition: Edition) -> None:
    chapter = str(effects(Desk(edition, "epci-243400017")))
    assert "Hôpital de Valmont" in chapter and "fermé" in chapter and "Pas encore relu" not in chapter
    assert "Aucun acteur n'est inscrit" not in chapter
    plain = chapter.replace("\\u202f", " ").replace("\\xa0", " ")
    for words in ("2023 : 15 000 €", "pour lycéens", "manque", "Directions sans volet international : Voirie."):
        assert words in plain, words
    assert "Aucun acteur n'est inscrit" in str(effects(Desk(edition, "dep-42")))


def _text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _verify_covers_them(folder: Path) -> None:
    assert verify(folder, recompute=False).holds
    path = folder / "links.json"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"Heidelberg", b"Heidelborg"))
    assert [fault for fault in verify(folder, recompute=False).faults if "links.json" in fault]
    path.write_bytes(before)
