"""A workshop in Valmont, our invented conurbation: its database is made once, and each test leaves it as it found it."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
import pytest

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from tests.conftest import give_tables  # noqa: E402

PASSWORD = "une longue phrase de passe"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def database() -> None:
    """The tables, made by the migrations themselves; on SQLite, once for all the processes of a run."""
    folder = Path(os.environ["LONGUEVUE_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    give_tables(folder)
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture
def db(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test writes is undone. What waits for the end of a transaction is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, **_: function())
    from django.core.cache import cache

    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def valmont(db: None) -> Iterator[Any]:
    """The observatory of Valmont."""
    with _made(name="Observatoire de Valmont", codes=["epci-243400017"], slug="valmont") as one:
        yield one


@pytest.fixture
def elsewhere(db: None) -> Iterator[Any]:
    """Another observatory in the same database."""
    with _made(name="Observatoire d'Ailleurs", codes=["dep-34"], slug="ailleurs") as one:
        yield one


@contextmanager
def _made(**said: Any) -> Iterator[Any]:
    """An observatory whose files go with its rows: an edition that a test built is in force for no other."""
    from longuevue.workshop.observatories.selectors import folder_of
    from longuevue.workshop.observatories.services import make

    one = make(**said)
    folder = folder_of(one)
    assert one.folder, "the folder of every test is not one test's own"
    yield one
    shutil.rmtree(folder)


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """`person(observatory, "manager")`: someone with that role there."""
    from longuevue.workshop.accounts.models import Membership, User

    def make(observatory: Any = None, role: str = "", *, operator: bool = False, **more: Any) -> Any:
        n = next(_numbers)
        user = User.objects.create_user(
            f"personne{n}@valmont.example", PASSWORD, name=f"Personne {n}", is_operator=operator
        )
        if observatory is not None:
            Membership.objects.create(user=user, observatory=observatory, role=role, **more)
        return user

    return make


@pytest.fixture
def visitor() -> Callable[..., Client]:
    """`visitor(user)`: a browser where that person is signed in; `visitor()`: nobody."""

    def open_(user: Any = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_


@pytest.fixture
def roles(valmont: Any, elsewhere: Any, person: Callable[..., Any], visitor: Callable[..., Client]) -> dict[str, Any]:
    """The seven roles, each with its browser, seen from Valmont."""
    from longuevue.workshop.accounts.services import open_link

    _, token = open_link(valmont, "test")
    resident = visitor()
    assert resident.get(f"/atelier/lien/{token}/").status_code == 302
    people = {
        "contributor": person(valmont, "contributor"),
        "moderator": person(valmont, "moderator"),
        "manager": person(valmont, "manager"),
        "other_manager": person(elsewhere, "manager"),
        "operator": person(operator=True),
    }
    browsers = {"anonymous": visitor(), "resident": resident} | {name: visitor(user) for name, user in people.items()}
    return {"browsers": browsers, "people": SimpleNamespace(**people)}


@pytest.fixture
def moderator(valmont: Any, person: Callable[..., Any]) -> Any:
    """A moderator of Valmont."""
    return person(valmont, "moderator")


@pytest.fixture
def browser(moderator: Any, visitor: Callable[..., Client]) -> Client:
    """Where that moderator has signed in."""
    return visitor(moderator)
