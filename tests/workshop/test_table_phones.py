"""A meeting with thirty phones on loopback, a real server and real cuts: minutes are exact, nobody is identified, a lost
connection loses no vote and doubles none."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import HOME, free_port, served
from tests.workshop.phones import Phone

SETTINGS = "longuevue.config.workshop_settings"
LEADER = """
import django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.observatories.services import make
from longuevue.workshop.tables.models import Meeting
observatory = make(name="Observatoire de Valmont", codes=["epci-243400017"], slug="valmont-tables")
user = User.objects.create_user("anime@valmont.example", "une longue phrase", name="Qui anime")
Membership.objects.create(user=user, observatory=observatory, role="manager")
meeting = Meeting.objects.create(observatory=observatory, title="Le monde à Valmont", made_by=user)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key, meeting.code, meeting.public_id)
"""


@pytest.fixture(scope="module")
def hall(
    database: None, starter_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, str, str, Path]]:
    """(site, the leader's session, the code of the screen, the meeting's id, the database) on a server of its own."""
    folder = tmp_path_factory.mktemp("hall") / "demo"
    folder.mkdir()
    (folder / "editions").symlink_to(starter_home / "demo" / "editions", target_is_directory=True)
    shutil.copytree(Path(os.environ["LONGUEVUE_FOLDER"]) / "private", folder / "private")
    port = free_port()
    own = {
        "LONGUEVUE_FOLDER": str(folder),
        "LONGUEVUE_ADDRESS": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
    made = subprocess.run(
        [sys.executable, "-c", LEADER], check=True, stdout=subprocess.PIPE, text=True, cwd=HOME,
        env={**os.environ, "PYTHONPATH": str(HOME), **own},
    )  # fmt: skip
    session, code, meeting = made.stdout.split()
    with served(folder, port, f", workers=1, settings={SETTINGS!r}", own) as site:
        yield site, session, code, meeting, folder / "private" / "workshop.sqlite3"


def together(jobs: list[Callable[[], None]]) -> None:
    """Every job at once; the first fault is raised."""
    faults: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def votes(phone: Phone, code: str, choice: int, manner: str) -> None:
    """One phone's vote in one of the manners in which a hall's network fails."""
    page = phone.get(f"/atelier/t/{code}/")
    form = re.search(rf'action="(/atelier/t/{code}/voter/[^"]+)"', page)
    assert form, "no vote on the phone"
    said = {"choice": str(choice)}
    if manner == "answer lost":
        for _ in range(2):
            phone.cut(form[1], said, page, half=False)
    elif manner == "cut while sending":
        phone.cut(form[1], said, page, half=True)
    elif manner == "pressed twice":
        together([lambda: _counted(*phone.post(form[1], said, page))] * 2)
        return
    _counted(*phone.post(form[1], said, page))
    if manner == "changes its mind":
        _counted(*phone.post(form[1], {"choice": str((choice + 1) % 3)}, page))
    assert "Votre vote est compté" in phone.get(f"/atelier/t/{code}/")


def _counted(status: int, text: str) -> None:
    assert status == 200 and "compté" in text, (status, text[:400])


MANNERS = ("plain", "answer lost", "cut while sending", "pressed twice", "changes its mind")


def test_a_hall_with_a_bad_network_loses_a_vote_doubles_one_or_names_somebody(
    hall: tuple[str, str, str, str, Path], prove: Callable[..., None]
) -> None:
    site, session, code, meeting, base = hall
    leader = Phone(site, 250, {"longuevue_session": session})
    desk = f"/atelier/o/valmont-tables/tables/{meeting}/"
    chance = random.Random(30)
    choices = [chance.randrange(3) for _ in range(30)]
    expected = Counter(choices)
    page = leader.get(desk)
    leader.post(f"{desk}vote/", {"question": "Par quoi commencer ?", "choices": "le logement\nl'école\nla santé"}, page)
    phones = [Phone(site, n + 1) for n in range(30)]
    together(
        [
            lambda phone=phone, choice=choice, n=n: votes(phone, code, choice, MANNERS[n % 5])  # type: ignore[misc]
            for n, (phone, choice) in enumerate(zip(phones, choices, strict=True))
        ]
    )
    open_screen = leader.get(f"{desk}ecran/?fixe=1")
    assert "Rien n&#x27;est dit des réponses" in open_screen and ">30" not in open_screen
    says = phones[3].get(f"/atelier/t/{code}/")
    assert (
        phones[3].post(f"/atelier/t/{code}/dire/", {"kind": "question", "text": "Qui paie le tram ?"}, says)[0] == 200
    )
    assert "Qui paie le tram ?" not in leader.get(f"{desk}ecran/?fixe=1"), "read before it is projected"
    page = leader.get(desk)
    sort = re.search(r'action="(/atelier/o/valmont-tables/tables/mot/[^"]+)"', page)
    close = re.search(r'action="(/atelier/o/valmont-tables/tables/vote/[^"]+/fermer/)"', page)
    assert sort and close
    leader.post(sort[1], {"keep": "1"}, page)
    leader.post(close[1], {}, page)
    late = Phone(site, 99)
    assert "Aucun vote n&#x27;est ouvert" in late.get(f"/atelier/t/{code}/")
    minutes = leader.get(f"{desk}compte-rendu/")
    found = Counter(
        {n: int(m[1]) for n, name in enumerate(("le logement", "l&#x27;école", "la santé"))
         if (m := re.search(rf">{name}</th><td class=\"num\">(\d+)<", minutes))}
    )  # fmt: skip
    assert "Qui paie le tram ?" in minutes
    prove(
        "table mode: votes of 30 phones on loopback, three in five of them cut or sent twice, in the minutes",
        value=f"{sum(found.values())} ({dict(sorted(found.items()))})", bar=f"30 ({dict(sorted(expected.items()))})",
        holds=found == expected,
    )  # fmt: skip
    _nobody_is_in(minutes.encode(), phones)
    kept = b"".join(path.read_bytes() for path in base.parent.glob("workshop.sqlite3*"))
    _nobody_is_in(kept, phones)
    pdf = leader._ask("GET", f"{desk}compte-rendu.pdf")
    assert pdf[0] == 200 and pdf[1].startswith("%PDF")


def _nobody_is_in(data: bytes, phones: list[Phone]) -> None:
    for phone in phones:
        papers = [value for name, value in phone.cookies.items() if name.startswith("longuevue_paper_")]
        assert papers and not any(value.split(".")[0].encode() in data for value in papers)
        assert phone.agent.encode() not in data and f"{phone.source}'".encode() not in data
    assert b"127.0.1." not in data


def test_a_screen_or_a_phone_asks_something_of_the_internet(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any]
) -> None:
    """A hall with a local network alone: every page, and every file that one asks for, comes from here."""
    from django.contrib.staticfiles import finders

    from tests.workshop.rooms import of_tables

    manager = person(valmont, "manager")
    places = of_tables(valmont, manager)
    desk, leader = f"/atelier/o/valmont/tables/{places['meeting_id']}/", visitor(manager)
    seen: set[str] = set()
    for browser, path in (
        *((visitor(), f"/atelier/{path}") for path in ("t/", "t/ABCDEF/", "e/ABCDEF/")),
        *((leader, desk + path) for path in ("", "ecran/", "ecran/?fixe=1", "compte-rendu/")),
    ):
        answer = browser.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert not re.findall(
            r'(?:src|action|data|poster)="(?:https?:)?//[^"]*|<link[^>]*href="(?:https?:)?//[^"]*', page
        ), path
        policy = answer["Content-Security-Policy"]
        assert "http:" not in policy and "https:" not in policy and "*" not in policy, policy
        seen |= set(re.findall(r'(?:src|href)="/static/([^"?]+\.(?:css|js|mjs))', page))
    for name in seen:
        found = finders.find(name)
        if found:
            text = Path(str(found)).read_text(encoding="utf-8")
            assert not re.findall(r"(?:url\(|import\s*[(]?\s*|fetch\()[\"']?(?:https?:)?//[^\s)]*", text), name


def test_an_unanimous_hall_or_a_small_one_is_told(valmont: Any, person: Callable[..., Any]) -> None:
    from longuevue.workshop.frame.ballots import new_paper
    from longuevue.workshop.tables import selectors, services
    from longuevue.workshop.tables.models import Meeting

    meeting = Meeting.objects.create(observatory=valmont, title="Soirée", made_by=person(valmont, "manager"))
    poll = services.open_poll(meeting, "Continuer ?", ["oui", "non"])
    for _ in range(12):
        assert services.vote(poll, new_paper(poll.public_id), "0")
    assert selectors.told_poll(poll).why == "open"
    services.close_poll(poll)
    poll.refresh_from_db()
    assert selectors.told_poll(poll).why == "unanimous"
    few = services.open_poll(meeting, "Et ici ?", ["oui", "non"])
    for n in range(10):
        services.vote(few, new_paper(few.public_id), str(n % 2))
    services.end(meeting)
    few.refresh_from_db()
    assert selectors.told_poll(few).why == "few"
