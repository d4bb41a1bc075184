"""The second wave in Valmont: messages go to those who agreed and to nobody else, each answer is kept as data, an address lives no
longer than its purpose, and what changed is read on the same people. People and words are invented."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from longuevue.terms.refusal import Refusal
from tests.workshop.returned_mails import returned_mail

TOLD = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DUE = dt.date(2031, 3, 1)


@pytest.fixture
def campaign(valmont: Any) -> Any:
    from longuevue.workshop.testimonies.models import Campaign

    return Campaign.objects.create(
        observatory=valmont, question="Qu'avez-vous vu changer ?", population="retours d'Erasmus",
        cohort="returners", cohort_name="Promotion 2026", closes=dt.date(2099, 1, 1),
    )  # fmt: skip


@pytest.fixture
def told(campaign: Any) -> Callable[..., Any]:
    """`told("zoe", learned="language")`: somebody who told on 1 March 2026, and agrees to be asked again unless said otherwise."""

    def make(name: str, *, again: bool = True, age: str = "15_24", **words: str) -> Any:
        from longuevue.workshop.testimonies import services

        story, _ = services.begin(campaign)
        story.kind, story.age = "returned", age
        story.save()
        services.keep(story, {"what": f"Récit de {name}"} | words)
        services.consent(story, {"take_part": True, "ask_again": again}, email=f"{name}@valmont.example")
        story = services.send(story)
        story.sent_at = TOLD
        story.save()
        return story

    return make


@pytest.fixture
def wave(campaign: Any) -> Any:
    from longuevue.workshop.waves import services

    return services.prepare(campaign, word="Merci encore.")


@pytest.fixture(autouse=True)
def outbox(settings_of_mail: None) -> None:
    mail.outbox = []


@pytest.fixture
def settings_of_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")


def day_of(today: dt.date) -> dict[str, int]:
    from longuevue.workshop.waves.sending import send_due

    return dict(send_due(today))


def link_in(message: Any) -> str:
    found = re.search(r"/atelier/recit/encore/lien/[\w-]+/", message.body)
    assert found
    return found[0]


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days=days)


def test_somebody_is_written_to_before_the_day_twice_or_a_third_time(wave: Any, told: Callable[..., Any]) -> None:
    told("zoe")
    told("sans", again=False)
    assert day_of(after(-1)) == {} and mail.outbox == []
    assert day_of(DUE) == {"invitation": 1} and day_of(DUE) == {}, "run twice on one day, it writes once"
    assert day_of(after(29)) == {} and day_of(after(30)) == {"reminder": 1}
    assert day_of(after(61)) == {"reminder": 1} and day_of(after(120)) == {}
    assert {to for one in mail.outbox for to in one.to} == {"zoe@valmont.example"}
    assert "Merci encore." in mail.outbox[0].body and "Récit de" not in mail.outbox[0].body
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_wave_that_is_paused_or_not_prepared_writes(campaign: Any, told: Callable[..., Any]) -> None:
    from longuevue.workshop.waves import services

    told("zoe")
    assert day_of(DUE) == {}, "not prepared"
    wave = services.prepare(campaign)
    services.pause(wave, True)
    assert day_of(DUE) == {}
    services.pause(wave, False)
    assert day_of(DUE) == {"invitation": 1}
    with pytest.raises(Refusal, match="déjà préparée"):
        services.prepare(campaign)


def test_a_wave_comes_after_the_stories_are_erased(campaign: Any) -> None:
    from longuevue.workshop.waves import services

    campaign.retention = 5
    campaign.save()
    with pytest.raises(Refusal, match="5 ans"):
        services.prepare(campaign)


def test_a_server_that_is_down_uses_up_a_reminder(
    wave: Any, told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    told("zoe")

    def down(*_: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", down)
        with pytest.raises(Refusal, match="ne répond pas"):
            day_of(DUE)
    assert day_of(after(1)) == {"invitation": 1}


def test_a_lost_address_is_written_to_again_or_kept(
    wave: Any, campaign: Any, told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    from longuevue.workshop.testimonies.models import Contact
    from longuevue.workshop.waves import selectors, services
    from longuevue.workshop.waves.returned import lost_messages

    told("zoe")

    def unknown(*_: Any) -> None:
        raise SMTPRecipientsRefused({"zoe@valmont.example": (550, b"no such user")})

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", unknown)
        assert day_of(DUE) == {"bounced": 1}
    for name in ("ali", "bea", "cleo"):
        told(name)
    assert day_of(after(1)) == {"invitation": 3}
    box = tmp_path / "retours.mbox"
    ali, bea = (one.extra_headers["Message-ID"] for one in mail.outbox[:2])
    box.write_text(returned_mail(ali, "failed", "5.1.1") + returned_mail(bea, "delayed", "4.4.1"))
    assert services.bounced(lost_messages(box), after(2)) == 1
    assert services.returned(campaign, " CLEO@valmont.example ", after(2)) == 1
    assert services.returned(campaign, "personne@valmont.example", after(2)) == 0
    assert [one.email for one in Contact.objects.all()] == ["bea@valmont.example"]
    assert day_of(after(40)) == {"reminder": 1}
    found = selectors.told(campaign, selectors.witnesses(campaign), after(40))
    assert (found.lost.eligible, found.lost.bounced, found.lost.heard) == (4, 3, 0)
    with pytest.raises(Refusal, match="n'existe pas"):
        lost_messages(tmp_path / "rien")


def test_opening_the_link_is_an_answer_or_shows_the_first_story(
    wave: Any, told: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.testimonies.models import Contact
    from longuevue.workshop.waves.models import Asked

    story = told("zoe")
    day_of(DUE)
    link = link_in(mail.outbox[0])
    browser = visitor()
    assert browser.get(link)["Location"] == "/atelier/recit/encore/"
    page = browser.get("/atelier/recit/encore/").content.decode()
    assert "Raconter de nouveau" in page and "Récit de" not in page and link not in page
    line = Asked.objects.get()
    assert (line.refused_on, line.answer_id) == (None, None), "a robot that opens links answers for nobody"
    assert "n'êtes" not in page and visitor().get("/atelier/recit/encore/").status_code == 400
    assert visitor().get(f"{link[:-1]}x/").status_code == 400
    browser.post("/atelier/recit/encore/", {"answer": "refuse"})
    line.refresh_from_db()
    assert line.refused_on and not Contact.objects.exists() and story.consents()["ask_again"] is False
    assert day_of(after(40)) == {}


def test_the_first_story_cannot_be_taken_back_five_years_later(
    wave: Any, told: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.waves.models import Asked, Message
    from longuevue.workshop.withdrawals.models import Withdrawal

    story = told("zoe")
    day_of(DUE)
    browser = visitor()
    browser.get(link_in(mail.outbox[0]))
    assert "effacé" in browser.post("/atelier/recit/encore/", {"answer": "take_back"}).content.decode()
    story.refresh_from_db()
    assert story.words == {} and Withdrawal.objects.filter(record=story.public_id, purpose="").exists()
    assert not Asked.objects.exists() and not Message.objects.exists()


def test_telling_again_is_lost_half_way_or_told_twice(
    wave: Any, told: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.testimonies import services
    from longuevue.workshop.testimonies.models import Contact, Story
    from longuevue.workshop.waves.models import Asked
    from longuevue.workshop.waves.services import forget_spent_addresses

    first = told("zoe")
    day_of(DUE)
    link = link_in(mail.outbox[0])
    browser = visitor()
    browser.get(link)
    assert browser.post("/atelier/recit/encore/", {"answer": "tell"})["Location"] == "/atelier/recit/1/"
    browser.post("/atelier/recit/1/", {"kind": "returned", "take_part": "on"})
    other = visitor()  # the tab was closed; another telephone, the same message
    other.get(link)
    other.post("/atelier/recit/encore/", {"answer": "tell"})
    draft = Story.objects.get(public_id=Asked.objects.get().answer_id)
    assert draft.kind == "returned" and Story.objects.filter(campaign=wave.again).count() == 1
    services.keep(draft, {"what": "Je parle la langue, toujours."})
    services.send(draft)
    assert day_of(after(40)) == {} and forget_spent_addresses(after(40)) == 1 and not Contact.objects.exists()
    again = other.post("/atelier/recit/encore/", {"answer": "tell"})
    assert again.status_code == 400 and "déjà raconté" in again.content.decode()
    assert first.words, "the first story stays"


def test_a_stranger_tells_in_a_second_wave(wave: Any, visitor: Callable[..., Client]) -> None:
    assert visitor().get(f"/atelier/raconter/{wave.again.public_id}/").status_code == 404


def test_an_address_outlives_the_months_to_answer_in(wave: Any, told: Callable[..., Any]) -> None:
    from longuevue.workshop.testimonies.models import Contact
    from longuevue.workshop.waves.services import forget_spent_addresses

    told("zoe")
    assert forget_spent_addresses(after(180)) == 0
    assert forget_spent_addresses(after(190)) == 1 and not Contact.objects.exists()


def test_a_use_taken_back_alone_takes_the_story_or_comes_back_by_a_restore(
    told: Callable[..., Any], visitor: Callable[..., Client], valmont: Any
) -> None:
    from longuevue.workshop.testimonies import services
    from longuevue.workshop.testimonies.models import Contact
    from longuevue.workshop.withdrawals.models import Withdrawal
    from longuevue.workshop.withdrawals.replaying import replay

    story, other = told("zoe"), told("ali")
    services.take_back_use(story, "ask_again")
    assert story.words and Contact.objects.count() == 1 and day_of(DUE) == {}
    line = Withdrawal.objects.get()
    assert (line.record, line.purpose) == (story.public_id, "ask_again")
    # an older database comes back: the ledger says it again
    assert replay([f"{other.public_id} ask_again"])["story"] == 0
    assert other.consents()["ask_again"] is False and not Contact.objects.exists() and other.words
    for use in ("take_part", "n'importe quoi", ""):
        services.take_back_use(other, use)
    assert Withdrawal.objects.count() == 2


def test_pairs_are_not_the_same_people_or_chance_passes_for_change(
    wave: Any, campaign: Any, told: Callable[..., Any]
) -> None:
    from longuevue.workshop.testimonies import services as stories
    from longuevue.workshop.waves import selectors, services
    from longuevue.workshop.waves.models import Asked

    for n in range(9):
        told(f"p{n}", learned="language" if n < 2 else "", lost="les anciens" if n > 5 else "")
    day_of(DUE)
    for n, line in enumerate(Asked.objects.order_by("pk")):
        if n < 6:
            again, _ = services.tell_again(line)
            stories.keep(again, {"what": "Encore.", "learned": "language confidence"})
            stories.consent(again, {"take_part": True})
            stories.send(again)
    found = selectors.told(campaign, selectors.witnesses(campaign), after(1))
    assert (found.lost.eligible, found.lost.heard, found.pairs, found.young_pairs) == (9, 6, 6, 6)
    lines = {line.name: line for line in found.lines}
    skill = lines["une langue"].change
    assert (skill.gained, skill.lost, skill.kept, skill.never) == (4, 0, 2, 0) and skill.p == pytest.approx(0.125)
    assert lines["de l'assurance"].change.gained == 6
    hard = lines["dit que c'était difficile pour quelqu'un"]
    assert hard.unlike and hard in found.unlike, "only those who are lost said it was hard"
    assert {line.name for line in found.young} == {"une langue", "de l'assurance"}


def test_codes_of_two_rounds_years_apart_are_not_paired(
    wave: Any, campaign: Any, told: Callable[..., Any], valmont: Any, person: Callable[..., Any]
) -> None:
    from longuevue.workshop.coding.models import Answer, Code, Codebook, Coder, Round, Unit, Version
    from longuevue.workshop.testimonies import services as stories
    from longuevue.workshop.waves import selectors, services
    from longuevue.workshop.waves.models import Asked

    first = told("zoe")
    day_of(DUE)
    again, _ = services.tell_again(Asked.objects.get())
    stories.keep(again, {"what": "Encore."})
    stories.consent(again, {"take_part": True})
    stories.send(again)
    book = Codebook.objects.create(observatory=valmont, title="Récits")
    guid, said = None, {first.public_id: "0", again.public_id: "1"}
    for number, story in enumerate(said, 1):
        version = Version.objects.create(codebook=book, number=number)
        code = Code(version=version, label="École")
        code.guid = guid or code.guid
        code.save()
        guid = code.guid
        turn = Round.objects.create(observatory=valmont, title=str(number), kind="codes", version=version)
        type(first).objects.filter(public_id=story).update(status="approved")
        unit = Unit.objects.create(round=turn, number=1, story_id=story, question="what")
        for _ in range(2):
            coder = Coder.objects.create(round=turn, user=person(valmont, "moderator"), name="c", finished_at=TOLD)
            Answer.objects.create(unit=unit, coder=coder, variable=str(guid), value=said[story])
    found = selectors.told(campaign, selectors.witnesses(campaign), after(1))
    assert {line.name: line.change.gained for line in found.lines}["École"] == 1


def test_an_ambassador_enters_the_panel_without_saying_so(campaign: Any, told: Callable[..., Any]) -> None:
    from longuevue.workshop.waves import selectors

    campaign.cohort, campaign.cohort_name = "ambassadors", "Ambassadeurs du lac"
    campaign.save()
    willing, not_asked = told("zoe"), told("ali", again=False)
    people = {one.id: one.may_be_asked for one in selectors.witnesses(campaign)}
    assert people == {str(willing.public_id): True, str(not_asked.public_id): False}
    assert selectors.calendar(campaign, selectors.witnesses(campaign)).agreed == 1


def test_the_officer_needs_more_than_one_form(
    campaign: Any, told: Callable[..., Any], valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    told("zoe")
    manager = visitor(person(valmont, "manager"))
    address = f"/atelier/o/valmont/recits/campagne/{campaign.public_id}/vague/"
    listed = manager.get("/atelier/o/valmont/recits/").content.decode()
    assert address in listed and "Promotion 2026" in listed
    before = manager.get(address).content.decode()
    assert "1 personne(s) acceptent" in before and "2031-03" in before and "zoe@" not in before
    assert manager.post(address, {"word": "Bonjour à tous."}).status_code == 302
    page = manager.get(address).content.decode()
    assert "Bonjour à tous." in page and "Personne n&#x27;est encore à son échéance" in page
    day_of(DUE)
    assert manager.post(address, {"do": "pause"}).status_code == 302
    assert "Invitations\xa0: 1." in manager.get(address).content.decode() and day_of(after(31)) == {}
    assert manager.post(address, {"address": "zoe@valmont.example"}).status_code == 302
    assert "<script" not in page and manager.post(address, {"address": "pas une adresse"}).status_code == 400


def test_mail_that_waits_in_a_folder_outlives_its_person(
    wave: Any, told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from django.conf import settings

    from longuevue.workshop.testimonies import services

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path), raising=False)
    story, _ = told("zoe"), told("ali")
    day_of(DUE)
    assert len(list(tmp_path.iterdir())) == 2
    services.withdraw(story)
    left = [path.read_text() for path in tmp_path.iterdir()]
    assert len(left) == 1 and "ali@valmont.example" in left[0]
