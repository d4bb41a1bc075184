"""Stories told in Valmont without an account: nothing is lost, nothing leaves without consent, what is taken back is gone.
People and words are invented."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from longuevue.terms.refusal import Refusal

WORDS = "Ma classe a gardé son poste parce que huit enfants sont arrivés d'ailleurs."


@pytest.fixture
def campaign(valmont: Any) -> Any:
    from longuevue.workshop.testimonies.models import Campaign

    return Campaign.objects.create(
        observatory=valmont, question="Qu'avez-vous vu changer ?", population="parents", closes=dt.date(2099, 1, 1)
    )


@pytest.fixture
def told(campaign: Any) -> Callable[..., Any]:
    """`told(publish=True)`: a story sent, with these uses agreed to."""

    def make(words: str = WORDS, *, age: str = "", parent: str = "", quote: str = "anonymous", **given: bool) -> Any:
        from longuevue.workshop.testimonies import services

        story, _ = services.begin(campaign)
        story.kind, story.age, story.quote = "came", age, quote
        story.save()
        services.keep(story, {"what": words})
        services.consent(story, {"take_part": True} | given, email="zoe@valmont.example", parent=parent)
        return services.send(story)

    return make


def everything_written() -> str:
    """Every cell of every table, as a thief of the database would read it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def approved(story: Any, person: Callable[..., Any], **said: Any) -> Any:
    from longuevue.workshop.testimonies import services

    moderator = person(story.campaign.observatory, "moderator")
    return services.decide(story, **{"approve": True, "reveals": False, "reason": "", "by": moderator, **said})


def test_a_story_or_an_address_is_readable_in_the_database(told: Callable[..., Any]) -> None:
    story = told(ask_again=True)
    assert story.words == {"what": WORDS}
    written = everything_written()
    assert "classe" not in written and "zoe@valmont" not in written


def test_an_address_is_kept_without_need(told: Callable[..., Any]) -> None:
    from longuevue.workshop.testimonies.models import Contact

    told()
    assert not Contact.objects.exists()


def test_taking_back_leaves_words_somewhere(told: Callable[..., Any], person: Callable[..., Any], valmont: Any) -> None:
    from longuevue.workshop.moderation.journal import NeverChanges
    from longuevue.workshop.testimonies import selectors, services
    from longuevue.workshop.testimonies.models import Consent, Contact, StoryKey
    from longuevue.workshop.withdrawals.models import Withdrawal

    story = approved(told(publish=True, ask_again=True), person)
    sealed = story.sealed
    assert len(selectors.public_stories(valmont)) == 1
    services.withdraw(story)
    assert selectors.public_stories(valmont) == []
    for table in (StoryKey, Contact, Consent):
        assert not table.objects.exists()
    story.refresh_from_db()
    assert (story.words, story.sealed, story.kind, story.token_hash) == ({}, "", "", None)
    # an older copy of the sealed words, brought back from a backup, opens with nothing we hold
    story.sealed = sealed
    assert story.words == {}
    line = Withdrawal.objects.get()
    for change in (line.save, line.delete):
        with pytest.raises(NeverChanges):
            change()


def test_a_restored_database_forgets_who_left(
    told: Callable[..., Any], person: Callable[..., Any], valmont: Any
) -> None:
    from longuevue.workshop.testimonies import selectors
    from longuevue.workshop.withdrawals.replaying import replay

    gone, stays = approved(told(publish=True), person), approved(told(publish=True), person)
    # the database is older than the withdrawal: only the ledger, kept apart, knows of it
    assert replay([str(gone.public_id)])["story"] == 1
    assert [one["id"] for one in selectors.public_stories(valmont)] == [str(stays.public_id)]
    assert replay([str(gone.public_id)])["story"] == 0


@pytest.mark.parametrize(
    ("given", "quote", "reveals", "leaves"),
    [
        ({"publish": True}, "anonymous", False, True),
        ({}, "anonymous", False, False),
        ({"publish": True}, "aggregate", False, False),
        ({"publish": True, "sensitive": True}, "anonymous", True, True),
    ],
)
def test_a_story_leaves_without_its_author_s_consent(
    told: Callable[..., Any],
    person: Callable[..., Any],
    valmont: Any,
    given: dict[str, bool],
    quote: str,
    reveals: bool,
    leaves: bool,
) -> None:
    from longuevue.workshop.testimonies import selectors

    story = told(quote=quote, **given)
    assert selectors.public_stories(valmont) == [], "nothing leaves before it is read"
    approved(story, person, reveals=reveals)
    found = selectors.public_stories(valmont)
    assert bool(found) == leaves
    if leaves:
        assert set(found[0]) == {"id", "kind", "year", "words", "signed"} and found[0]["words"] == {"what": WORDS}


def test_sensitive_words_are_approved_without_consent(told: Callable[..., Any], person: Callable[..., Any]) -> None:
    story = told(publish=True)
    with pytest.raises(Refusal, match="n'a pas accepté"):
        approved(story, person, reveals=True)
    with pytest.raises(Refusal, match="raison"):
        approved(story, person, approve=False)
    approved(story, person, approve=False, reason="révèle une origine")
    with pytest.raises(Refusal, match="déjà été décidé"):
        approved(story, person)


def test_a_child_s_story_is_sent_without_a_parent(told: Callable[..., Any]) -> None:
    with pytest.raises(Refusal, match="parent"):
        told(age="under_15")
    assert told(age="under_15", parent="Mme Martin, 06 00 00 00 00").status == "sent"


def test_stories_outlive_their_term(told: Callable[..., Any], campaign: Any) -> None:
    from longuevue.workshop.testimonies import services

    told()
    services.begin(campaign)
    today = dt.date.today()
    assert services.erase_at_term(today + dt.timedelta(days=30)) == 0
    assert services.erase_at_term(today + dt.timedelta(days=61)) == 1, "the draft that nobody came back to"
    assert services.erase_at_term(today.replace(year=today.year + 11)) == 1


def told_by_hand(browser: Client, campaign: Any) -> str:
    """The nine screens, as a browser sends them; the receipt's private link."""
    start = f"/atelier/raconter/{campaign.public_id}/"
    assert browser.get(start).status_code == 200
    assert browser.post(start)["Location"] == "/atelier/recit/1/"
    answers: list[dict[str, str]] = [{"kind": "came", "take_part": "on"}, {"answer": WORDS}]
    answers += [{"answer": ""}] * 5 + [{"quote": "anonymous", "publish": "on", "expected": "no"}]
    for number, said in enumerate(answers, 1):
        response = browser.post(f"/atelier/recit/{number}/", said)
        assert response["Location"] == f"/atelier/recit/{number + 1}/", response.content.decode()
    assert "huit enfants" in browser.get("/atelier/recit/9/").content.decode()
    assert browser.post("/atelier/recit/9/")["Location"] == "/atelier/recit/recu/"
    receipt = browser.get("/atelier/recit/recu/").content.decode()
    found = re.search(r"http://[^<\s]+/recit/lien/[\w-]+/", receipt)
    assert found
    return found[0]


def test_the_nine_screens_end_without_a_receipt_that_works_elsewhere(
    campaign: Any, visitor: Callable[..., Client], valmont: Any
) -> None:
    from longuevue.workshop.testimonies import selectors

    link = told_by_hand(visitor(), campaign)
    assert selectors.stories(valmont).count() == 1
    other = visitor()  # another telephone
    assert other.get(link.partition("testserver")[2])["Location"] == "/atelier/recit/recu/"
    assert other.post("/atelier/recit/retirer/").status_code == 200
    assert other.get("/atelier/recit/recu/").status_code == 400
    assert visitor().get(link.partition("testserver")[2]).status_code == 400


def test_a_private_link_is_told_to_logs_or_to_the_next_page(
    campaign: Any, visitor: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = visitor()
    token = told_by_hand(browser, campaign).rstrip("/").rpartition("/")[2]
    visitor().get(f"/atelier/recit/lien/{token}/")
    visitor().get(f"/atelier/recit/lien/{token}x/")
    assert token not in caplog.text and WORDS not in caplog.text
    for address in ("/atelier/recit/recu/", "/atelier/recit/retirer/"):  # no address of theirs holds the token
        assert browser.get(address)["Referrer-Policy"] == "same-origin"
    assert token not in everything_written()
    for session in Session.objects.all():
        assert token not in str(session.get_decoded())


def test_a_closed_campaign_still_takes_stories(campaign: Any, visitor: Callable[..., Client]) -> None:
    campaign.closes = dt.date(2020, 1, 2)
    campaign.opens = dt.date(2020, 1, 1)
    campaign.save()
    response = visitor().post(f"/atelier/raconter/{campaign.public_id}/")
    assert response.status_code == 400 and "plus posée" in response.content.decode()


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "=cmd()", "\u202e\x07", "x" * 6_001, "🌍" * 50])
def test_a_hostile_text_runs_or_breaks_a_page(
    campaign: Any, visitor: Callable[..., Client], person: Callable[..., Any], valmont: Any, hostile: str
) -> None:
    browser = visitor()
    browser.post(f"/atelier/raconter/{campaign.public_id}/")
    browser.post("/atelier/recit/1/", {"kind": "came", "take_part": "on"})
    response = browser.post("/atelier/recit/2/", {"answer": hostile})
    if len(hostile) > 6_000:
        assert response.status_code == 400
        return
    page = browser.get("/atelier/recit/9/").content.decode()
    assert "<script>alert" not in page
    browser.post("/atelier/recit/9/")
    manager = visitor(person(valmont, "manager"))
    listed = manager.get("/atelier/o/valmont/recits/").content.decode()
    story = re.search(r"/atelier/o/valmont/recits/[0-9a-f-]{36}/", listed)
    assert story and "<script>alert" not in manager.get(story[0]).content.decode()


def test_moderators_never_see_a_draft(
    campaign: Any, visitor: Callable[..., Client], person: Callable[..., Any], valmont: Any
) -> None:
    from longuevue.workshop.testimonies import services

    story, _ = services.begin(campaign)
    services.keep(story, {"what": WORDS})
    manager = visitor(person(valmont, "manager"))
    assert WORDS not in manager.get("/atelier/o/valmont/recits/").content.decode()
    assert manager.get(f"/atelier/o/valmont/recits/{story.public_id}/").status_code == 404
