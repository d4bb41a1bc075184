"""The workshop beside the public pages: they meet none of it, keys are private, and a fault of the database says so."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from longuevue.portal import desk
from longuevue.workshop.frame.keys import key


@pytest.fixture
def edition(starter: Any) -> Iterator[Any]:
    desk.lend(starter)
    yield starter
    desk.lend(None)


def test_a_key_is_made_once_and_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    made = key(tmp_path / "private", "secret-key")
    assert len(made) > 60 and key(tmp_path / "private", "secret-key") == made
    assert stat.S_IMODE((tmp_path / "private" / "secret-key").stat().st_mode) == 0o600
    assert key(tmp_path / "private", "contacts-key") != made


def test_a_public_page_meets_neither_session_nor_token_nor_database(
    edition: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.backends.sqlite3.base import DatabaseWrapper

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a public page asked the database")

    monkeypatch.setattr(DatabaseWrapper, "ensure_connection", refuse)
    client = Client()
    client.cookies["longuevue_session"] = "x" * 32
    response = client.get("/fr/territoire/com-42218/")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers and "Cookie" not in response.headers.get("Vary", "")


def test_language_chosen_in_the_workshop_does_not_reach_the_next_public_page(edition: Any, db: None) -> None:
    client = Client()
    english = client.get("/atelier/", headers={"Accept-Language": "en"})
    assert "Workshop" in english.content.decode() and '<html lang="en">' in english.content.decode()
    from django.utils.translation import get_language

    assert get_language() == "fr"
    assert "Atelier" in client.get("/atelier/", headers={"Accept-Language": "de"}).content.decode()


def test_portal_stands_without_the_workshop_and_without_a_database(starter_home: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.test import Client\n"
        "assert not settings.DATABASES.get('default', {}).get('NAME'), settings.DATABASES\n"
        "assert Client().get('/fr/').status_code == 200\n"
        "assert Client().get('/atelier/').status_code == 404\n"
        "import sys; assert not [m for m in sys.modules if m.startswith(('longuevue.workshop', 'allauth'))]\n"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "longuevue.config.django_settings",
        "LONGUEVUE_EDITION": str(starter_home / "demo"),
    }
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_database_that_does_not_answer_says_try_again_and_the_portal_stays_open(
    edition: Any, db: None, monkeypatch: pytest.MonkeyPatch, visitor: Callable[..., Client]
) -> None:
    from django.db import OperationalError

    from longuevue.workshop.accounts import services

    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(services, "join", locked)
    form = {
        "code": "7K2P-9QXA-M3TR-0ZWB",
        "name": "A",
        "email": "a@valmont.example",
        "password": "une longue phrase de passe",
    }
    response = visitor().post("/atelier/invitation/", form)
    assert response.status_code == 503 and "Réessayez" in response.content.decode() and response["Retry-After"]
    assert visitor().get("/fr/").status_code == 200


def test_pages_carry_the_portals_policy_and_are_never_kept(db: None, visitor: Callable[..., Client]) -> None:
    response = visitor().get("/atelier/invitation/")
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"] and response["X-Frame-Options"] == "DENY"
    assert "<script" not in response.content.decode()


def test_no_table_lacks_its_migration(database: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
