"""From what people wrote to the public page: only approved records leave, in an edition that `verify` covers, never a contact."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.config.records import records_of
from longuevue.edition.reader import MAY_SAY, Edition
from longuevue.edition.verify import verify
from longuevue.portal import desk
from longuevue.report.desk import Desk
from longuevue.report.parts.effects import effects
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors.models import Actor, Contact, VantagePoint
from longuevue.workshop.links.models import Change, Link
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.press import services
from tests.workshop import effects_shown

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
        status="alive", field="culture",
    )  # fmt: skip
    bamako = Link.objects.create(
        observatory=valmont, area="epci-243400017", partner="Bamako", country="ML", kind="project", status="ended",
        field="health", involves_authority=False, bearer="Hôpital de Valmont", start="2001", end="2012",
    )  # fmt: skip
    Change.objects.create(link=bamako, what="ended", reason="La convention n'a pas été reconduite.")
    hidden = Link.objects.create(observatory=valmont, area="com-34172", partner="Nulle-Part", kind="project")
    closed = VantagePoint.objects.create(actor=health, marker="twinnings", access="closed", data_held="Registre")
    VantagePoint.objects.create(actor=secret, marker="twinnings", access="open")
    manager = person(valmont, "manager")
    moderation.approve(valmont, "actor", [health.public_id, club.public_id], by=manager)
    moderation.approve(valmont, "link", [heidelberg.public_id, bamako.public_id], by=manager)
    moderation.approve(valmont, "vantage", [closed.public_id], by=manager)
    assert hidden.pk
    return manager


def test_only_approved_records_leave_and_no_contact_does(valmont: Any, told: Any) -> None:
    assert services.press(valmont) == {"actors": 2, "links": 2, "vantages": 1, "effects": 0}
    text = (folder_of(valmont) / services.FILE).read_text(encoding="utf-8")
    assert "Pas encore relu" not in text and "Nulle-Part" not in text
    assert not [word for word in CONTACT if word in text]
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
        lambda d: d.update(format=2),
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


def test_from_the_workshop_to_the_public_pages(valmont: Any, told: Any, tmp_path: Path) -> None:
    effects_shown.tell(valmont, told)
    assert services.press(valmont)["effects"] == 4
    observatory = read_observatory(folder_of(valmont))
    folder, new = build(observatory)
    assert new
    for path in folder.rglob("*.json"):
        assert not [word for word in CONTACT if word in path.read_text(encoding="utf-8")], path
    edition = Edition.open(folder)
    _reader_finds_each_at_its_scale(edition)
    _pages_show_them(edition)
    _paper_names_them(edition)
    effects_shown.reader_grades_them(edition)
    effects_shown.paper_tells_them(edition)
    effects_shown.open_data_holds_them(edition, tmp_path / "open")
    _verify_covers_them(folder)
    assert build(observatory) == (folder, False)
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
        assert "takes part" in _text("/en/territory/epci-243400017/")
        effects_shown.pages_show_them()
        assert 'id="links"' not in _text("/fr/territoire/dep-42/")
    finally:
        desk.lend(None)


def _paper_names_them(edition: Edition) -> None:
    chapter = str(effects(Desk(edition, "epci-243400017")))
    assert "Hôpital de Valmont" in chapter and "fermé" in chapter and "Pas encore relu" not in chapter
    assert "Aucun acteur n'est inscrit" not in chapter
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
