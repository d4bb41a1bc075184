"""Whose voices are missing in Valmont: a full quota keeps nobody out, an empty one is told, and who one speaks as is never shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client


def test_a_missing_voice_is_not_told_or_a_full_quota_keeps_somebody_out(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.actors.models import Actor
    from longuevue.workshop.testimonies.models import Campaign, Story
    from longuevue.workshop.testimonies.quotas import filled

    campaign = Campaign.objects.create(
        observatory=valmont, question="Qu'avez-vous vu changer ?", population="tous", closes=dt.date(2099, 1, 1)
    )
    Actor.objects.create(observatory=valmont, name="Hôpital de Valmont", kind="health")
    manager = visitor(person(valmont, "manager"))
    address = f"/atelier/o/valmont/recits/campagne/{campaign.public_id}/voix/"
    page = manager.get(address).content.decode()
    assert "hôpital ou santé" in page and "club ou fédération" not in page, "populations are those of the registry"
    said = {"actors-resident": "1", "actors-health": "3"} | dict.fromkeys(
        (f"kinds-{kind}" for kind in ("came", "returned", "service_changed", "practice_adopted")), "0"
    )
    assert manager.post(address, {**said, "kinds-seen_from_outside": "-1"}).status_code == 400
    assert manager.post(address, {**said, "kinds-seen_from_outside": "2"}).status_code == 302
    for speaks_as in ("resident", "resident", "health", ""):
        browser = visitor()
        browser.post(f"/atelier/raconter/{campaign.public_id}/")
        browser.post("/atelier/recit/1/", {"kind": "came", "take_part": "on", "speaks_as": speaks_as})
        browser.post("/atelier/recit/2/", {"answer": "On s'entraide."})
        assert browser.post("/atelier/recit/9/").status_code == 302, "a quota is full, the door is not shut"
    campaign.refresh_from_db()
    found = {one.name: (one.wanted, one.came, one.missing) for one in filled(campaign)}
    assert found == {
        "habitant, habitante": (1, 2, 0), "hôpital ou santé": (3, 1, 2), "je ne le dis pas": (0, 1, 0),
        "Je vois ce territoire de l'extérieur": (2, 0, 2),
    }  # fmt: skip
    Story.objects.filter(speaks_as="health").update(status="refused")
    assert {one.name: one.missing for one in filled(campaign)}["hôpital ou santé"] == 3
    assert "Il manque" in manager.get(address).content.decode()


def test_who_one_speaks_as_leaves_the_workshop_or_outlives_the_story(valmont: Any) -> None:
    from longuevue.edition.reader import VOICE_SAYS
    from longuevue.workshop.testimonies import services
    from longuevue.workshop.testimonies.models import Campaign

    assert not {name for name in VOICE_SAYS if "speaks" in name}
    campaign = Campaign.objects.create(observatory=valmont, question="?", population="tous", closes=dt.date(2099, 1, 1))
    story, _ = services.begin(campaign)
    story.speaks_as = "health"
    story.save()
    services.withdraw(story)
    story.refresh_from_db()
    assert story.speaks_as == ""
