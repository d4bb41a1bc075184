"""Events and logs of Valmont followed to where they are read: pages, open data, readings. Called by the test that builds an
edition; no test here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from longuevue.edition.reader import Edition
from longuevue.portal import desk
from longuevue.publish.records import record_files
from longuevue.report.desk import Desk
from longuevue.report.parts.debate import debate
from longuevue.workshop.agenda.models import CouncilItem, Event, MagazineSpace, ReaderYear, VenueYear
from longuevue.workshop.moderation import services as moderation

AREA = "epci-243400017"


def gather(valmont: Any, manager: Any) -> None:
    """Two events held and one to come, one cancelled and one not approved; council, magazine and visits written down."""
    events = [
        Event.objects.create(observatory=valmont, uid=f"{n}@v", title=title, starts=starts, field="culture", **more)
        for n, (title, starts, more) in enumerate((
            ("Soirée Bamako", "2025-05-10T16:30:00Z", {"came": 180, "place": "Halle"}),
            ("Forum des frontaliers", "2025-06-10T16:30:00Z", {"area": "com-34172", "kind": "dialogue"}),
            ("Fête des langues", "2199-07-01T22:00:00Z", {"all_day": True, "ends": "2199-07-03T22:00:00Z"}),
            ("Bal annulé", "2025-07-14T16:30:00Z", {"cancelled": True, "came": 500}),
            ("Pas encore relu non plus", "2025-05-11T16:30:00Z", {"came": 900}),
        ))
    ]  # fmt: skip
    moderation.approve(valmont, "event", [one.public_id for one in events[:4]], by=manager)
    CouncilItem.objects.create(observatory=valmont, day="2025-03-10", title="Pacte", rank=1, of=21)
    CouncilItem.objects.create(observatory=valmont, day="2025-04-10", title="Jumelage", rank=6, of=11)
    CouncilItem.objects.create(observatory=valmont, day="2025-05-10", title="Seul", rank=1, of=1)
    MagazineSpace.objects.create(observatory=valmont, issue="12", day="2025-03-01", unit="cm2", part=30.5, whole=1000)
    MagazineSpace.objects.create(observatory=valmont, issue="13", day="2025-04-01", unit="pages", part=1, whole=40)
    ReaderYear.objects.create(observatory=valmont, year=2025, reads=4200)
    VenueYear.objects.create(observatory=valmont, venue="Maison de l'international", year=2025, visits=820)


def read(edition: Edition, text_of: Callable[[str], str]) -> None:
    """Each measure is a reading with its source, year and parts; events are on the pages of the place and of the field."""
    told = {
        "deliberations-share.place-noted": ("epci-243400017", 5, 30, 100 * 5 / 30),
        "municipal-journal-share.space-noted": ("epci-243400017", 30.5, 1000, 3.05),
        "municipal-journal-share.pages-noted": ("epci-243400017", 1, 40, 2.5),
        "public-engagement.events-held": ("com-34172", None, None, 1),
    }
    for measure, (area, above, below, value) in told.items():
        reading = edition.reading(measure, area)
        assert abs(reading["value"] - value) < 1e-9, (measure, reading)
        assert (reading["source"], reading["time_period"]) == ("longuevue-visibility", "2025"), measure
        assert below is None or (reading["numerator"], reading["denominator"]) == (above, below), measure
        assert reading["address"].startswith(f"{measure}@") and reading["unit"] and reading["area_level"]
    visits = edition.reading("public-engagement.visits", AREA)
    assert visits["numerator"] == 1000 and visits["denominator"] > 400_000  # the cancelled ball brought nobody
    people = visits["denominator"]
    for measure, number, year in (("reads", 4200, "2025"), ("decisions-citing", 1, "2026"), ("commitments", 1, "2026")):
        made = edition.reading(f"policy-uptake.{measure}", AREA)
        assert (made["numerator"], made["time_period"]) == (number, year), measure
        assert abs(made["value"] - 100_000 * number / made["denominator"]) < 1e-9 and made["denominator"] > people / 2
    for measure in ("downloads", "debates"):  # nobody counted, and no debate was opened: nobody says zero
        assert edition.reading(f"policy-uptake.{measure}", AREA)["value"] is None, measure
    assert edition.reading("public-engagement.events-held", AREA)["value"] == 1  # that of the town is the town's
    assert edition.reading("deliberations-share.place-noted", "com-34172")["status"] in (
        "not_observed",
        "not_available",
    )
    assert [e["title"] for e in edition.events(AREA)] == [
        "Soirée Bamako", "Forum des frontaliers", "Bal annulé", "Fête des langues"]  # fmt: skip
    assert [e["title"] for e in edition.events("com-34172")] == ["Forum des frontaliers"] and not edition.events(
        "dep-42"
    )
    assert "Pas encore relu" not in record_files(edition)["events.json"].decode()
    _on_paper(edition)
    desk.lend(edition)
    try:
        page = text_of(f"/fr/territoire/{AREA}/")
        for words in (
            "Agenda",
            "Soirée Bamako",
            "10 mai 2025 à 18:30",
            "Halle",
            "annulé",
            "du 2 juillet 2199 au 3 juillet 2199",
        ):
            assert words in page, words
        assert page.index("Fête des langues") < page.index("Soirée Bamako")
        assert "Soirée Bamako" in text_of("/fr/domaine/culture/4/") and "Soirée" not in text_of("/fr/domaine/health/4/")
        assert 'id="events"' not in text_of("/fr/territoire/dep-42/")
        figure = text_of(f"/fr/chiffre/public-engagement/{AREA}/")
        assert "Visites des lieux et des événements" in figure and "Événements tenus" in figure
    finally:
        desk.lend(None)


def _on_paper(edition: Edition) -> None:
    """The diagnostic lists them, in both languages, and no section stands where none was announced."""

    def told(area: str, language: str) -> str:
        (found,) = [one for one in debate(Desk(edition, area, language)) if one.anchor == "debate-events"] or [""]
        return str(found).replace("\\xa0", " ")

    paper = told(AREA, "fr")
    for words in (
        "Soirée Bamako",
        "10 mai 2025 à 18:30 · Halle",
        "Bal annulé (annulé)",
        "du 2 juillet 2199 au 3 juillet 2199",
    ):
        assert words in paper, words
    assert paper.index("Fête des langues") < paper.index("Bal annulé") < paper.index("Soirée Bamako")
    assert "Pas encore relu" not in paper and "180" not in paper
    english = told(AREA, "en")
    assert "Public events" in english and "10 May 2025 at 18:30" in english and "(cancelled)" in english
    town = told("com-34172", "fr")
    assert "Forum des frontaliers" in town and "Aucun rendez-vous n'est annoncé" in town
    assert told("dep-42", "fr") == ""
