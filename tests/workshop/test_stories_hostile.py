"""What people tell in Valmont, how to reach them and their private links are in no log, whatever goes wrong while they are at it; and
no field of theirs runs, breaks a page or loses the rest. People, words and attacks are invented."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.workshop.hostile import HOSTILE, RUNS, sent_as

WORDS = "Zqtémoin-secret : ma classe a gardé son poste."
EMAIL = "zq.secret@valmont.example"
PARENT = "Zqparent 06 98 76 54 32"
SIGNED = "Zqnom Secret"
TOLD = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def campaign(valmont: Any) -> Any:
    from longuevue.workshop.testimonies.models import Campaign

    return Campaign.objects.create(
        observatory=valmont, question="Qu'avez-vous vu changer ?", population="tous", closes=dt.date(2099, 1, 1)
    )


@pytest.fixture
def everything_logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that any logger says, at the finest level, as if an operator had opened every tap; and standard error."""
    from django.conf import settings

    from longuevue.config.logs import Discreet

    assert all(one["formatter"] == "discreet" for one in settings.LOGGING["handlers"].values())
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Discreet())
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict))]
    before = [(one, one.level, one.disabled, one.propagate) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.disabled, one.propagate = False, True
    for name in ("django.db.backends", "django.template"):  # written in our settings, since they say what a page holds
        logging.getLogger(name).setLevel(settings.LOGGING["loggers"][name]["level"])
    logging.getLogger().addHandler(handler)
    monkeypatch.setattr("sys.stderr", out)
    yield out
    logging.getLogger().removeHandler(handler)
    for one, level, disabled, propagate in before:
        one.level, one.disabled, one.propagate = level, disabled, propagate


def screens(browser: Client, campaign: Any) -> str:
    """A story told by its screens, wholly; the token of its link."""
    browser.post(f"/atelier/raconter/{campaign.public_id}/")
    browser.post("/atelier/recit/1/", {"kind": "came", "take_part": "on"})
    browser.post("/atelier/recit/2/", {"answer": WORDS})
    uses = {
        "quote": "name", "signed": SIGNED, "publish": "on", "ask_again": "on", "email": EMAIL, "age": "under_15",
        "parent": PARENT,
    }  # fmt: skip
    browser.post("/atelier/recit/8/", uses)
    browser.get("/atelier/recit/9/")
    browser.post("/atelier/recit/9/")
    found = re.search(r"/recit/lien/([\w-]+)/", browser.get("/atelier/recit/recu/").content.decode())
    assert found
    return found[1]


def test_a_log_holds_a_testimony_a_contact_or_a_link(
    campaign: Any,
    valmont: Any,
    visitor: Callable[..., Client],
    person: Callable[..., Any],
    everything_logged: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Through what works, what is refused and what breaks: a page that does not exist, a wrong method, a database that is shut, a
    fault that nobody foresaw, a mail server that is down."""
    from django.conf import settings
    from django.db import OperationalError

    from longuevue.terms.refusal import Refusal
    from longuevue.workshop.testimonies import services
    from longuevue.workshop.testimonies.models import Story
    from longuevue.workshop.waves import sending
    from longuevue.workshop.waves.services import prepare

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    browser = visitor()
    browser.raise_request_exception = False
    token = screens(browser, campaign)
    link = f"/atelier/recit/lien/{token}/"
    answers = [
        browser.get(link),
        browser.post(link),
        browser.get(f"{link}rien"),
        browser.get(link[:-1]),
        browser.head(link),
    ]
    answers += [browser.get(f"{link}?{WORDS}"), browser.get("/atelier/recit/2/", headers={"referer": link})]
    story = Story.objects.get()
    for fault in (OperationalError(WORDS), ValueError(WORDS), Refusal("Refusé.", "Recommencez.")):

        def breaks(*_: Any, _fault: Exception = fault, **__: Any) -> None:
            raise _fault

        with monkeypatch.context() as patch:
            patch.setattr(services, "keep", breaks)
            patch.setattr("longuevue.workshop.testimonies.selectors.story_of_token", breaks)
            draft = visitor()
            draft.raise_request_exception = False
            draft.post(f"/atelier/raconter/{campaign.public_id}/")
            answers += [draft.post("/atelier/recit/2/", {"answer": WORDS}), draft.get(link)]
    manager = visitor(person(valmont, "manager"))
    answers += [manager.get(f"/atelier/o/valmont/recits/{story.public_id}/"), manager.get("/atelier/o/valmont/recits/")]
    story.sent_at = TOLD
    story.save()
    prepare(campaign)
    sending.send_due(dt.date(2031, 3, 1))
    again = re.search(r"/encore/lien/([\w-]+)/", mail.outbox[-1].body)
    assert again
    answers += [
        visitor().get(f"/atelier/recit/encore/lien/{again[1]}/"),
        visitor().get(f"/atelier/recit/encore/lien/{again[1]}"),
    ]
    down = mail.get_connection()
    monkeypatch.setattr(type(down), "send_messages", lambda *_: (_ for _ in ()).throw(ConnectionError(EMAIL)))
    with pytest.raises(Refusal) as told:
        sending.send_due(dt.date(2031, 4, 5))
    browser.get(link)
    browser.post("/atelier/recit/retirer/")
    assert any(one.status_code == 500 for one in answers) and any(one.status_code == 503 for one in answers)
    faults = "".join(one.content.decode() for one in answers if one.status_code >= 400)
    logged = everything_logged.getvalue()
    assert "Internal Server Error" in logged, "nothing was listened to"
    for secret in (WORDS, "Zqtémoin", EMAIL, "zq.secret", PARENT, "06 98 76", SIGNED, token, again[1]):
        assert secret not in logged, secret
        assert secret not in faults and secret not in told.value.sentence(), secret


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_runs_breaks_a_page_or_is_kept_wrong(
    campaign: Any, valmont: Any, visitor: Callable[..., Client], person: Callable[..., Any], hostile: str
) -> None:
    """In every field of every form of a story, of a campaign, of a wave, of a verdict; then every page that shows one of them."""
    from longuevue.workshop.press.voices import voices
    from longuevue.workshop.testimonies.models import Story

    text = sent_as(hostile)
    browser, manager = visitor(), visitor(person(valmont, "manager"))
    pages: list[Any] = []

    def sent(client: Client, where: str, /, **said: Any) -> None:
        pages.append(client.post(where, said))

    sent(browser, f"/atelier/raconter/{campaign.public_id}/", question=text)
    sent(browser, "/atelier/recit/1/", kind=text, take_part=text)
    sent(browser, "/atelier/recit/1/", kind="came", take_part="on")
    for screen in range(2, 8):
        sent(browser, f"/atelier/recit/{screen}/", answer=text, learned=text)
        sent(browser, f"/atelier/recit/{screen}/", answer=text)
    names = (
        "quote",
        "signed",
        "age",
        "expected",
        "email",
        "parent",
        "publish",
        "ask_again",
        "researchers",
        "sensitive",
    )
    sent(browser, "/atelier/recit/8/", **dict.fromkeys(names, text))
    sent(browser, "/atelier/recit/8/", quote="name", signed=text[:120], publish="on", sensitive="on")
    sent(browser, "/atelier/recit/2/", answer=f"Bonjour. {text}".replace("\x00", "")[:6_000])
    pages.append(browser.get("/atelier/recit/9/"))
    sent(browser, "/atelier/recit/9/")
    sent(browser, "/atelier/recit/recu/", use=text)
    pages.append(browser.get("/atelier/recit/recu/"))
    sent(browser, "/atelier/recit/encore/", answer=text)
    story = Story.objects.filter(status="sent").first()
    assert story is not None, "what is not hostile in it was lost"
    base = "/atelier/o/valmont/recits/"
    fields = ("question", "population", "cohort", "cohort_name", "area", "marker", "opens", "closes", "retention")
    sent(manager, f"{base}campagne/", **dict.fromkeys(fields, text))
    sent(
        manager,
        f"{base}campagne/",
        question=text[:200],
        population=text[:200],
        opens="2026-01-01",
        closes="2099-01-01",
        retention="10",
    )
    sent(manager, f"{base}campagne/{campaign.public_id}/vague/", word=text)
    sent(manager, f"{base}campagne/{campaign.public_id}/vague/", address=text)
    sent(manager, f"{base}groupe/", stories=text, reason=text)
    sent(manager, f"{base}{story.public_id}/", verdict=text, reveals=text, reason=text)
    sent(manager, f"{base}{story.public_id}/", verdict="approve", reveals="on", reason=text[:300])
    shown = (
        base,
        f"{base}{story.public_id}/",
        f"{base}campagne/{campaign.public_id}/vague/",
        f"{base}campagne/{campaign.public_id}/feuille/",
    )
    pages += [manager.get(one) for one in shown]
    assert {one.status_code for one in pages} <= {200, 302, 400, 413}, [one.status_code for one in pages]
    for page in pages:
        assert not RUNS.search(page.content.decode()), page.request["PATH_INFO"]
    for voice in voices(valmont):
        assert "\x00" not in str(voice) and all(len(part["text"]) <= 6_000 for part in voice["words"])
