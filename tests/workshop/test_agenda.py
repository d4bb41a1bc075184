"""The calendar of Valmont: iCalendar as the RFC wants it, out and in; three measures of visibility rebuilt from their parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from longuevue.terms.refusal import Refusal
from longuevue.workshop.agenda import selectors, services
from longuevue.workshop.agenda.models import CouncilItem, Event, MagazineSpace, VenueYear
from longuevue.workshop.agenda.visible import visible
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.reasoning import ical, visibility
from tests.workshop.rfc5545 import events_of

HERE = "/atelier/o/valmont/agenda/"
STAMP = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)
_moment = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)).map(
    lambda d: d.replace(microsecond=0, tzinfo=dt.UTC)
)


@given(_text, _text, _text, _moment, st.booleans())
def test_whatever_is_written_is_icalendar_and_comes_back_the_same(
    title: str, place: str, text: str, starts: dt.datetime, whole: bool
) -> None:
    first: dt.date = starts.date() if whole else starts
    one = ical.Event("u-1@valmont", title, first, first + dt.timedelta(days=2), place, text, "https://valmont.example/a",
                     ("Santé", "Culture, sport"), sequence=3)  # fmt: skip
    content = ical.written([one], stamp=STAMP, name="L'agenda ; « Valmont »").encode()
    (checked,) = events_of(content)
    assert checked["UID"][1] == "u-1@valmont"
    (back,), told = ical.read(content, "a.ics")
    assert told == [] and (back.starts, back.ends, back.sequence) == (one.starts, one.ends, 3)
    assert back.categories == one.categories and back.place == _kept(place)[:200]
    assert back.text == _kept(text) and back.title == (_kept(title) or "u-1@valmont")


@pytest.mark.parametrize(
    "sly",
    [
        "a\r\nATTENDEE:mailto:x@y.z",
        "a\nEND:VEVENT\nBEGIN:VEVENT",
        "a\u2028b\x85c",
        "é" * 80 + "👩‍👩‍👧‍👦" * 30,
        ";:,\\n\\",
    ],
)
def test_a_text_of_an_event_writes_a_property_of_its_own(sly: str) -> None:
    """Whatever field it is in: one event, with the properties that we wrote, in lines of 75 octets."""
    one = ical.Event(sly, sly, dt.date(2030, 1, 1), None, sly, sly, f"https://valmont.example/{sly}", (sly, sly))
    content = ical.written([one], stamp=STAMP, name=sly).encode()
    (checked,) = events_of(content)
    assert set(checked) == {
        "UID", "DTSTAMP", "DTSTART", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "CATEGORIES", "SEQUENCE", "STATUS"
    }  # fmt: skip
    (back,), told = ical.read(content, "a.ics")
    assert all("le début seul est pris" in line for line in told), told
    assert back.title == _kept(sly)[:300] and back.categories == (_kept(sly),) * 2


def _kept(text: str) -> str:
    """Controls have no place in a calendar; a line end is one line end."""
    import re

    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


FEED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Ailleurs//FR
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@ailleurs
DTSTAMP:20261101T090000Z
DTSTART;TZID=Europe/Paris:20270701T183000
DURATION:PT2H30M
SUMMARY:Repas du monde\\, place d'Armes
DESCRIPTION:Une longue ligne qui
  continue\\nici
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:rappel
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:2@ailleurs
DTSTAMP:20261101T090000Z
DTSTART;VALUE=DATE:20270714
RRULE:FREQ=YEARLY
SUMMARY:Fête
END:VEVENT
BEGIN:VEVENT
DTSTART:20270101T000000Z
SUMMARY:Sans identifiant
END:VEVENT
BEGIN:VEVENT
UID:4@ailleurs
DTSTART:20271332T000000Z
SUMMARY:Mauvaise date
END:VEVENT
BEGIN:VEVENT
UID:5@ailleurs
DTSTART;TZID=Mars/Olympus:20270101T000000
SUMMARY:Autre fuseau
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_of_elsewhere_comes_in_at_the_hour_of_its_zone_and_what_cannot_is_told(valmont: Any) -> None:
    brought = services.bring_in(valmont, FEED.replace("\n", "\r\n").encode(), "a.ics")
    assert (brought.came, len(brought.told)) == (2, 4)
    meal, feast = selectors.events(valmont)
    assert meal.title == "Repas du monde, place d'Armes" and meal.text == "Une longue ligne qui continue\nici"
    assert meal.starts == dt.datetime(2027, 7, 1, 16, 30, tzinfo=dt.UTC)
    assert meal.ends == dt.datetime(2027, 7, 1, 19, 0, tzinfo=dt.UTC)
    assert feast.all_day and selectors.as_ical(feast).starts == dt.date(2027, 7, 14)
    assert any("se répète" in line for line in brought.told)
    again = services.bring_in(valmont, FEED.encode(), "a.ics")
    assert (again.came, again.changed, again.same) == (0, 0, 2)


def test_an_older_version_of_an_event_does_not_undo_a_newer_one(valmont: Any) -> None:
    def feed(title: str, sequence: int) -> bytes:
        one = ical.Event("1@a", title, dt.datetime(2027, 1, 1, tzinfo=dt.UTC), sequence=sequence)
        return ical.written([one], stamp=STAMP).encode()

    services.bring_in(valmont, feed("Ancien", 1), "a.ics")
    assert services.bring_in(valmont, feed("Nouveau", 2), "a.ics").changed == 1
    assert services.bring_in(valmont, feed("Ancien", 1), "a.ics").same == 1
    assert selectors.events(valmont).get().title == "Nouveau"


@pytest.mark.parametrize(
    "content",
    [b"", b"rien", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", b"BEGIN:VCALENDAR\nsans deux points\nEND:VCALENDAR\n",
     b"BEGIN:VCALENDAR\nEND:VEVENT\n", b"\xff\xfe", FEED.replace("END:VALARM\n", "").encode()],
)  # fmt: skip
def test_a_broken_calendar_is_refused_whole_with_what_to_do(valmont: Any, content: bytes) -> None:
    with pytest.raises(Refusal):
        services.bring_in(valmont, content, "a.ics")
    assert not Event.objects.exists()


def test_the_public_calendar_holds_what_is_approved_and_needs_no_account(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """S66: a calendar that anyone may subscribe to."""
    browser = visitor(person(valmont, "moderator"))
    sent = {
        "title": "Soirée Bamako",
        "starts": "2030-07-01T18:30",
        "kind": "convivial",
        "field": "culture",
        "place": "Halle",
    }
    assert browser.post(f"{HERE}nouveau/", sent).status_code == 302
    one = selectors.events(valmont).get()
    assert one.starts == dt.datetime(2030, 7, 1, 16, 30, tzinfo=dt.UTC)  # half past six by the clocks of here
    public = "/atelier/agenda/valmont/"
    assert events_of(visitor().get(f"{public}agenda.ics").content) == []
    moderation.approve(valmont, "event", [one.public_id], by=person(valmont, "manager"))
    answer = visitor().get(f"{public}agenda.ics")
    (event,) = events_of(answer.content)
    assert answer["Content-Type"].startswith("text/calendar")
    assert event["DTSTART"][1] == "20300701T163000Z" and event["CATEGORIES"][1] == "Culture"
    page = visitor().get(public).content.decode()
    assert "Soirée Bamako" in page and "18:30" in page and "Culture" in page
    edit = {**sent, "starts": "2030-07-02T18:30", "cancelled": "1"}
    assert browser.post(f"{HERE}{one.public_id}/", edit).status_code == 302
    one.refresh_from_db()
    assert one.sequence == 1
    assert events_of(visitor().get(f"{public}agenda.ics").content) == []  # to be read again
    (mine,) = events_of(browser.get(f"{HERE}agenda.ics").content)
    assert mine["STATUS"][1] == "CANCELLED" and mine["SEQUENCE"][1] == "1"


def test_a_file_sent_by_a_page_comes_in_and_an_event_that_ends_before_it_starts_does_not(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(valmont, "moderator"))
    page = browser.post(f"{HERE}apporter/", {"file": SimpleUploadedFile("a.ics", FEED.encode())})
    assert page.status_code == 200 and "2 événements apportés" in page.content.decode()
    backwards = {"title": "X", "starts": "2030-07-02T18:30", "ends": "2030-07-01T18:30", "kind": "event"}
    assert browser.post(f"{HERE}nouveau/", backwards).status_code == 400
    assert browser.post(f"{HERE}apporter/", {"file": SimpleUploadedFile("a.ics", b"x")}).status_code == 400


def test_three_measures_are_rebuilt_from_their_parts_and_a_log_nobody_kept_is_not_zero(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(valmont, "manager"))
    page = browser.get(HERE).content.decode()
    assert page.count("Personne ne l&#x27;a encore noté") == 4
    for log, sent in (
        ("council", {"day": "2026-12-10", "title": "Pacte", "rank": 1, "of": 21}),
        ("council", {"day": "2027-01-10", "title": "Pacte", "rank": 11, "of": 11}),
        ("magazine", {"issue": "12", "day": "2026-12-01", "unit": "cm2", "part": "30", "whole": "1000"}),
        ("magazine", {"issue": "13", "day": "2026-12-15", "unit": "cm2", "part": "0", "whole": "500"}),
        ("magazine", {"issue": "14", "day": "2026-12-20", "unit": "pages", "part": "1", "whole": "40"}),
        ("venue", {"venue": "Maison de l'international", "year": 2026, "visits": 30000}),
    ):
        assert browser.post(f"{HERE}journal/{log}/", sent).status_code == 302, (log, sent)
    for log, sent in (
        ("council", {"day": "2026-12-10", "title": "Pacte", "rank": 22, "of": 21}),
        ("magazine", {"issue": "12", "day": "2026-12-01", "unit": "cm2", "part": "3", "whole": "100"}),
        ("magazine", {"issue": "15", "day": "2026-12-01", "unit": "cm2", "part": "300", "whole": "100"}),
        ("venue", {"venue": "Maison de l'international", "year": 2026, "visits": 1}),
        ("readers", {"year": 2026}),
    ):
        assert browser.post(f"{HERE}journal/{log}/", sent).status_code == 400, (log, sent)
    (here,) = visible(valmont)
    assert here.ranks == [visibility.Rank(2026, 1, 0.0), visibility.Rank(2027, 1, 100.0)]
    assert here.spaces == {"cm2": [visibility.Space(2026, 2, 2.0)], "pages": [visibility.Space(2026, 1, 2.5)]}
    assert here.attendance == [visibility.Attendance(2026, 0, 30000)]
    page = browser.get(HERE).content.decode()
    assert "2,0" in page and "30" in page and (CouncilItem, MagazineSpace, VenueYear)


def test_two_councils_are_one_mean_or_a_territory_that_does_not_exist_is_kept(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(valmont, "manager"))
    item = {"day": "2026-12-10", "title": "Pacte", "rank": 1, "of": 21}
    assert browser.post(f"{HERE}journal/council/", item).status_code == 302
    assert browser.post(f"{HERE}journal/council/", {**item, "rank": 21, "area": "34172"}).status_code == 302
    assert browser.post(f"{HERE}journal/council/", {**item, "area": "com-00000"}).status_code == 400
    event = {"title": "X", "starts": "2030-07-01T18:30", "kind": "event", "area": "com-00000"}
    assert browser.post(f"{HERE}nouveau/", event).status_code == 400 and not Event.objects.exists()
    assert [(one.area, one.ranks[0].percent) for one in visible(valmont)] == [
        ("epci-243400017", 0.0),
        ("com-34172", 100.0),
    ]
    page = browser.get(HERE).content.decode()
    assert ("<h3>com-34172</h3>" in page or "<h3>Montpellier</h3>" in page) and "100 %" in page.replace(
        "\u202f", " "
    ).replace("\xa0", " ")


def test_an_order_of_one_item_has_no_first_and_uncounted_people_are_no_zero() -> None:
    assert visibility.ranks([(2026, 1, 1)]) == [visibility.Rank(2026, 1, None)]
    assert visibility.attendance([(2026, None)], []) == [visibility.Attendance(2026, 1, None)]
    assert visibility.attendance([(2026, 0), (2026, None)], []) == [visibility.Attendance(2026, 2, 0)]
