"""A thousand stories, and lists that hold them: each is on one page and one only, filters go from page to page, a gesture on one page
leaves the others as they were, and no page asks the database more because there are more."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

MANY = 1_030
HERE = "/atelier/o/valmont/recits/"
ROW = re.compile(r'<th role="rowheader" scope="row"><a href="/atelier/o/valmont/recits/([0-9a-f-]{36})/">')


def told(campaign: Any, count: int, status: str = "sent", start: int = 0) -> list[Any]:
    """So many stories without words, one a minute."""
    import datetime as dt

    from longuevue.workshop.testimonies.models import Story

    first = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    at = [first + dt.timedelta(minutes=start + n) for n in range(count)]
    decided = {"decided_at": at[-1]} if status != "sent" else {}
    return Story.objects.bulk_create(
        Story(campaign=campaign, status=status, kind="came", sent_at=day, **decided) for day in at
    )


@pytest.fixture
def campaigns(valmont: Any) -> list[Any]:
    from longuevue.workshop.testimonies.models import Campaign

    return [
        Campaign.objects.create(observatory=valmont, question=f"Question {n} ?", population="tous", closes="2099-01-01")
        for n in (1, 2)
    ]


@pytest.fixture
def manager(valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]) -> Client:
    return visitor(person(valmont, "manager"))


def walked(client: Client, address: str, by: str = "page") -> Iterator[str]:
    """Every page from that one to the last, by the link that says « Suivante » in the list of that name."""
    while address:
        response = client.get(address)
        assert response.status_code == 200
        body = response.content.decode()
        yield body
        after = re.search(rf'<a href="([^"]*[?;]{by}=[^"]+)" rel="next">', body)
        address = (address.partition("?")[0] + after[1].replace("&amp;", "&")) if after else ""


def asked(client: Client, address: str) -> int:
    """How many times the database is asked for that page."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("state", ["sent", "approved", "refused"])
def test_a_story_is_on_no_page_or_on_two(campaigns: list[Any], manager: Client, state: str) -> None:
    mine = [str(one.public_id) for one in told(campaigns[0], MANY, state)]
    told(campaigns[1], 60, state, start=MANY)
    pages = list(walked(manager, f"{HERE}?etat={state}&campagne={campaigns[0].public_id}"))
    found = [one for body in pages for one in ROW.findall(body)]
    assert len(pages) == 21 and all(len(ROW.findall(body)) == 50 for body in pages[:-1])
    assert sorted(found) == sorted(mine) and len(set(found)) == MANY
    assert found == mine, "the order is lost from page to page"
    assert "page 3 sur 21" in pages[2] and "Précédente" not in pages[0] and "Suivante" not in pages[-1]
    assert f"({MANY + 60})" in pages[0]
    last = manager.get(f"{HERE}?etat={state}&page=9999").content.decode()
    assert "page 22 sur 22" in last and "page 1 sur 22" in manager.get(f"{HERE}?etat={state}&page=x").content.decode()


def test_more_stories_are_more_questions_to_the_database(campaigns: list[Any], manager: Client) -> None:
    pages = [f"{HERE}?etat={state}" for state in ("sent", "approved", "refused")]
    for state in ("sent", "approved", "refused"):
        told(campaigns[0], 60, state)
    few = [asked(manager, page) for page in pages]
    for state in ("sent", "approved", "refused"):
        told(campaigns[0], MANY, state, start=60)
    assert [asked(manager, page) for page in pages] == few


def more_campaigns(observatory: Any, count: int, start: int = 0) -> list[str]:
    """So many questions, one opened each day, the latest first as their list says; their ids."""
    import datetime as dt

    from longuevue.workshop.testimonies.models import Campaign

    first = dt.date(2020, 1, 1)
    made = Campaign.objects.bulk_create(
        Campaign(observatory=observatory, question=f"Q{n} ?", population="tous", closes="2099-01-01", opens=first + dt.timedelta(days=n))
        for n in range(start, start + count)
    )  # fmt: skip
    return [str(one.public_id) for one in reversed(made)]


def test_a_campaign_is_on_no_page_or_on_two(valmont: Any, manager: Client) -> None:
    mine = more_campaigns(valmont, 130)
    pages = list(walked(manager, f"{HERE}?etat=refused", "questions"))
    found = [one for body in pages for one in re.findall(r"/recits/campagne/([0-9a-f-]{36})/feuille/", body)]
    assert found == mine and len(pages) == 7
    assert "page 3 sur 7" in pages[2] and "etat=refused&amp;questions=4#campaigns" in pages[2]
    assert pages[2].count('<option value="') >= 130, "a filter leaves out the questions of other pages"


def test_a_group_of_stories_alike_is_on_no_page_or_on_two(campaigns: list[Any], manager: Client) -> None:
    """Forty-five leaflets, three of each; one refused on page two leaves the others and comes back there."""
    from longuevue.workshop.testimonies.models import Story

    leaflets(campaigns[0], 45)
    pages = list(walked(manager, HERE, "groupes"))
    groups = [one for body in pages for one in re.findall(r'name="stories" value="([^"]+)"', body)]
    ids = [one for group in groups for one in group.split()]
    assert [body.count('class="alike"') for body in pages] == [20, 20, 5]
    assert len(ids) == len(set(ids)) == 135 and "page 2 sur 3" in pages[1]
    assert "Aucun récit n'est encore arrivé" not in pages[0].replace("&#x27;", "'"), "they all are in groups"
    sent = manager.post(f"{HERE}groupe/", {"stories": groups[20], "reason": "publicité", "groupes": "2"})
    here = manager.get(sent["Location"]).content.decode()
    assert re.findall(r'name="stories" value="([^"]+)"', here) == groups[21:41]
    assert set(map(str, Story.objects.filter(status="refused").values_list("public_id", flat=True))) == set(groups[20].split())  # fmt: skip


def test_more_campaigns_or_groups_are_more_questions(valmont: Any, campaigns: list[Any], manager: Client) -> None:
    more_campaigns(valmont, 30)
    leaflets(campaigns[0], 25)
    few = asked(manager, HERE)
    more_campaigns(valmont, MANY, start=30)
    leaflets(campaigns[0], 60, start=25)
    assert asked(manager, HERE) == few


def leaflets(campaign: Any, count: int, start: int = 0) -> None:
    """So many texts that wait to be read, each sent three times, with few words of one in another."""
    made = told(campaign, 3 * count, start=3 * start)
    for n, story in enumerate(made):
        draw = random.Random(start + n // 3)
        story.seal({"what": " ".join("".join(draw.choices("abcdefghijklmnoprstuv", k=7)) for _ in range(12))})
        story.save()


def test_a_story_decided_takes_another_off_the_list(campaigns: list[Any], manager: Client) -> None:
    mine = told(campaigns[0], 120)
    third = ROW.findall(manager.get(f"{HERE}?page=2").content.decode())[0]
    assert manager.post(f"{HERE}{third}/", {"verdict": "refuse", "reason": "Hors du sujet."}).status_code == 302
    left = [one for body in walked(manager, HERE) for one in ROW.findall(body)]
    assert left == [str(one.public_id) for one in mine if str(one.public_id) != third]
    assert ROW.findall(manager.get(f"{HERE}?etat=refused").content.decode()) == [third]


def test_a_gesture_on_one_page_of_moderation_reaches_another(valmont: Any, manager: Client) -> None:
    """Page three is approved, then all of it is taken back; the other thousand stay as they were."""
    from longuevue.workshop.actors.models import Actor
    from longuevue.workshop.moderation.models import Act, Review

    Actor.objects.bulk_create(Actor(observatory=valmont, name=f"Acteur {n:04}", kind="health") for n in range(MANY))
    base = "/atelier/o/valmont/moderation/"
    address = f"{base}?etat=draft&type=actor"
    pages = list(walked(manager, address))
    names = [name for body in pages for name in re.findall(r'aria-label="(Acteur \d+)"', body)]
    assert len(pages) == 11 and names == sorted(set(names)) and len(names) == MANY
    assert "page 3 sur 11" in pages[2] and "etat=draft&amp;type=actor&amp;page=4" in pages[2]
    tokens = re.findall(r'name="record" value="([^"]+)"', pages[2])
    sent = manager.post(
        f"{base}decider/", {"record": tokens, "verdict": "approved", "etat": "draft", "type": "actor", "page": "3"}
    )
    assert sent.status_code == 302 and QueryDict(sent["Location"].partition("?")[2])["page"] == "3"
    here = manager.get(sent["Location"]).content.decode()
    assert "page 3 sur 10" in here and re.findall(r'aria-label="(Acteur \d+)"', here)[0] == names[300]
    assert Review.objects.filter(state="approved").count() == 100
    act = Act.objects.get()
    assert manager.post(f"{base}journal/{act.public_id}/reprendre/").status_code == 302
    assert not Review.objects.filter(state="approved").exists()
    assert [
        name for body in walked(manager, address) for name in re.findall(r'aria-label="(Acteur \d+)"', body)
    ] == names


def test_more_records_to_moderate_are_more_questions(valmont: Any, manager: Client) -> None:
    from longuevue.workshop.actors.models import Actor

    pages = ("/atelier/o/valmont/moderation/?etat=draft&type=actor", "/atelier/o/valmont/acteurs/")
    Actor.objects.bulk_create(Actor(observatory=valmont, name=f"Acteur {n}", kind="health") for n in range(110))
    few = [asked(manager, page) for page in pages]
    Actor.objects.bulk_create(Actor(observatory=valmont, name=f"Acteur b{n}", kind="health") for n in range(MANY))
    assert [asked(manager, page) for page in pages] == few


def test_a_disagreement_of_coders_is_lost_between_pages(
    valmont: Any, manager: Client, person: Callable[..., Any]
) -> None:
    from longuevue.workshop.coding import services
    from longuevue.workshop.coding.models import Answer, Coder, Round
    from longuevue.workshop.reasoning.meter_sheet import Line

    people = [person(valmont, "manager"), person(valmont, "contributor")]

    def closed(count: int) -> str:
        lines = [Line(f"u{n}", f"Phrase {n}.") for n in range(count)]
        one = services.open_round(valmont, Round(title=f"Tour {count}", kind="meter"), people, lines=lines)
        for said, coder in zip(("1", "0"), one.coders.all(), strict=True):
            Answer.objects.bulk_create(
                Answer(unit=unit, coder=coder, variable="international", value=said) for unit in one.units.all()
            )
        Coder.objects.filter(round=one).update(finished_at="2026-01-02T00:00Z")
        return f"/atelier/o/valmont/codage/tours/{one.public_id}/"

    short, long = closed(60), closed(MANY)
    numbers = [int(n) for body in walked(manager, long) for n in re.findall(r"/trancher/(\d+)/", body)]
    assert numbers == list(range(1, MANY + 1))
    assert "page 3 sur 21" in manager.get(f"{long}?page=3").content.decode()
    assert asked(manager, long) == asked(manager, short)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_public_story_is_on_no_page_or_on_two(language: str) -> None:
    """What a page of the portal shows of a thousand stories, page after page."""
    from longuevue.portal import voices
    from longuevue.portal.words import say

    kinds = ("came", "went", "")
    told = [
        {"id": f"v{n}", "kind": kinds[n % 3], "kind_name": {"fr": kinds[n % 3]} if kinds[n % 3] else {}, "year": 2026,
         "signed": "", "question": "?", "age_name": {}, "marker": "", "words": []}
        for n in range(MANY)
    ]  # fmt: skip
    edition = SimpleNamespace(voices=lambda *_: told, voices_counted=dict)

    def visit(query: str) -> Any:
        return SimpleNamespace(
            request=SimpleNamespace(GET=QueryDict(query), path="/fr/territoire/x/"), say=lambda key, **v: say(key, language, **v),
            text=lambda texts: texts.get("fr", ""), library=SimpleNamespace(edition=edition, markers={}),
        )  # fmt: skip

    seen: list[str] = []
    for number in range(1, 53):
        shown = voices.of_place(visit(f"periode=2024&recits={number}"), "x")
        here = [one["id"] for kind in shown["kinds"] for one in kind["stories"]]
        assert len(here) == (20 if number < 52 else 10)
        seen += here
        assert shown["pages"]["here"] == say("stories.page_of", language, number=number, total=52)
        assert all(link["url"].startswith("/fr/territoire/x/?periode=2024&recits=") for link in shown["pages"]["links"])
    assert len(seen) == len(set(seen)) == MANY
    at = {kind["id"]: (kind["count"], kind["url"]) for kind in shown["kinds"]}
    assert at["went"] == (343, "/fr/territoire/x/?periode=2024&recits=18#stories-went"), at
    assert seen[344] == "v1", "the link to a kind leads to its first page"
    first = voices.of_place(visit(""), "x")
    assert next(kind["url"] for kind in first["kinds"]).startswith("#stories-"), (
        "a link to what is there is no other page"
    )
    asked = visit("")
    asked.request.to_a_file = True
    shown = voices.of_place(asked, "x")
    assert sum(len(kind["stories"]) for kind in shown["kinds"]) == MANY, "a site of files has no second page"
    assert not shown["pages"] and all(kind["url"].startswith("#") for kind in shown["kinds"])
    assert voices.of_place(visit("recits=9999"), "x")["pages"]["here"].startswith("page 52")
    assert voices.of_place(visit("recits=%00"), "x")["pages"]["here"].startswith("page 1 ")
